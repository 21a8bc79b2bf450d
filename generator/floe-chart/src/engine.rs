//! The embedded Go-template engine: renders a chart and values to text, template by template, as Helm does. Knows nothing of
//! Kubernetes; `manifest` reads the texts.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use floe_base::{Diagnostic, Findings, Place, Span};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;
use gotmpl::parse::{ListNode, Parser};
use gotmpl::{FuncMap, Result as TemplateResult, Template, TemplateError, Value};

use crate::Release;
use crate::chart::{Chart, map};
use crate::check::{self, END};
use crate::functions::{self, INCLUDE, exactly, string};
use crate::tree::{AT, FIELDS, PRINTED, Rewriter};

/// The Kubernetes version that templates see: the one that `helm template` of Helm 4.2.3 assumes.
const KUBE_VERSION: (&str, &str, &str) = ("v1.36.0", "1", "36");
/// How deeply templates may include each other; with the limit of nested blocks it bounds the stack.
const MOST_INCLUDES: usize = 24;

/// A parsed chart, ready to be rendered.
pub(crate) struct Engine<'a> {
    chart: &'a Chart<'a>,
    template: Arc<Template>,
    state: Arc<State>,
}

/// The state that the engine's own functions share while a template runs.
#[derive(Default)]
struct State {
    template: OnceLock<Weak<Template>>,
    /// Index of the file in the upper half, line in the lower: where the last action stands.
    location: AtomicU64,
    includes: AtomicUsize,
}

impl<'a> Engine<'a> {
    /// Parses all templates of a chart once, gathering every fault.
    pub(crate) fn parse(chart: &'a Chart<'a>) -> Result<Self, Findings> {
        let state = Arc::new(State::default());
        let (mut trees, mut faults) = (Vec::new(), Findings::new());
        for (index, &(path, text)) in chart.templates.iter().enumerate() {
            match parsed(path, &full_name(chart, path), text) {
                Ok(parts) => trees.push((path, Rewriter::new(index), parts)),
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        // Helm parses deeper and later paths first, so that of two definitions the one nearer to the top wins.
        trees.sort_by_key(|(path, ..)| std::cmp::Reverse((path.matches('/').count(), *path)));
        let mut template = Template::new("").funcs(bound_functions(&state));
        for (_, rewriter, parts) in trees {
            for (name, tree) in parts {
                if !tree.is_empty_tree() || template.lookup(&name).is_none() {
                    template = template.add_parse_tree(&name, rewriter.body(tree));
                }
            }
        }
        let template = Arc::new(template);
        state.template.get_or_init(|| Arc::downgrade(&template));
        Ok(Self { chart, template, state })
    }

    /// The text of every template but the partials (`_…`), by path.
    pub(crate) fn render(&self, values: Value, release: &Release<'_>) -> Result<Vec<(&'a str, String)>, Findings> {
        let shared = [
            ("Values", values),
            ("Chart", self.chart.metadata.clone()),
            ("Release", release_data(release)),
            ("Capabilities", capabilities()),
            ("Subcharts", map([])),
        ];
        let (mut texts, mut faults) = (Vec::new(), Vec::new());
        for &(path, _) in &self.chart.templates {
            if path.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
                continue;
            }
            let name = full_name(self.chart, path);
            let base = Value::from(format!("{}/templates", self.chart.name));
            let own = map([("Name", Value::from(name.as_str())), ("BasePath", base)]);
            let data = map(shared.iter().cloned().chain([("Template", own)]));
            self.state.includes.store(0, Ordering::Relaxed);
            match self.template.execute_template_to_string(&name, &data) {
                Ok(text) => texts.push((path, text.replace("<no value>", ""))),
                Err(problem) => self.run_fault(path, &problem, &mut faults),
            }
        }
        if faults.is_empty() { Ok(texts) } else { Err(faults.into()) }
    }

    /// Adds the error of a failed template; templates that fail at one place for one reason share a finding.
    fn run_fault(&self, rendered: &str, problem: &TemplateError, faults: &mut Vec<Diagnostic>) {
        let location = self.state.location.load(Ordering::Relaxed);
        let file = usize::try_from(location >> 32).ok().and_then(|index| self.chart.templates.get(index));
        let path = file.map_or(rendered, |(path, _)| path);
        let line = u32::try_from(location & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        let found = fault(&message(problem), Place::new(path, Span::new(line, 1, 0)));
        let known = faults.iter().position(|fault| fault.place == found.place && fault.message == found.message);
        let at = known.unwrap_or_else(|| {
            faults.push(found.help("correct the template, or the value that it reads"));
            faults.len() - 1
        });
        if path != rendered {
            faults[at].related.push((Place::of_file(rendered), "rendered from here".to_owned()));
        }
    }
}

/// The name by which Helm and `include` know a template.
fn full_name(chart: &Chart<'_>, path: &str) -> String {
    format!("{}/{path}", chart.name)
}

/// A file's own body and the templates that the file defines, by name, checked. One file may not define a name twice.
fn parsed(path: &str, name: &str, text: &str) -> Result<Vec<(String, ListNode)>, Findings> {
    let parse = |text: &str| Parser::new(text, "{{", "}}").and_then(Parser::parse);
    let marked = parse(&format!("{text}{END}"));
    // An action that is never closed swallows the mark; only the text without it gives the right words.
    let problem = |marked| syntax_fault(path, &parse(text).err().unwrap_or(marked));
    let (mut body, defines) = marked.map_err(problem)?;
    let bodies: Vec<_> = defines.iter().map(|define| (define.pos, &define.body)).collect();
    check::take_end(&mut body, &bodies).map_err(|fault| name_fault(path, fault))?;
    let mut faults: Vec<_> =
        check::names(&body).into_iter().chain(bodies.iter().flat_map(|(_, body)| check::names(body))).collect();
    let mut parts = vec![(name.to_owned(), body)];
    for define in defines {
        match parts.iter_mut().find(|(known, _)| known == define.name.as_str()) {
            None => parts.push((define.name.to_string(), define.body)),
            Some(_) if define.body.is_empty_tree() => {}
            Some((_, known)) if known.is_empty_tree() => *known = define.body,
            Some(_) => {
                faults.push(check::Fault::new(define.pos, format!("the template {:?} is defined twice", define.name)));
            }
        }
    }
    if faults.is_empty() { Ok(parts) } else { Err(faults.into_iter().map(|fault| name_fault(path, fault)).collect()) }
}

fn release_data(release: &Release<'_>) -> Value {
    map([
        ("Name", Value::from(release.name)),
        ("Namespace", Value::from(release.namespace)),
        ("Service", Value::from("Helm")),
        ("IsInstall", Value::Bool(true)),
        ("IsUpgrade", Value::Bool(false)),
        ("Revision", Value::Int(1)),
    ])
}

fn capabilities() -> Value {
    let (version, major, minor) = KUBE_VERSION;
    let fields = [("Version", version), ("GitVersion", version), ("Major", major), ("Minor", minor)];
    map([("KubeVersion", map(fields.map(|(name, value)| (name, Value::from(value)))))])
}

/// The table of functions and those that need the engine.
fn bound_functions(state: &Arc<State>) -> FuncMap {
    let mut bound = FuncMap::new();
    for &(name, function) in functions::TABLE {
        bound.insert(name.to_owned(), Arc::new(function));
    }
    bound.insert(PRINTED.to_owned(), Arc::new(functions::printed));
    bound.insert(FIELDS.to_owned(), Arc::new(fields));
    let nothing = Value::from("");
    let shared = Arc::clone(state);
    bound.insert(
        AT.to_owned(),
        Arc::new(move |args| {
            if let [Value::Int(file), Value::Int(line)] = args {
                shared.location.store(file.unsigned_abs() << 32 | line.unsigned_abs(), Ordering::Relaxed);
            }
            Ok(nothing.clone())
        }),
    );
    let shared = Arc::clone(state);
    bound.insert(INCLUDE.to_owned(), Arc::new(move |args| include(&shared, args)));
    bound
}

/// Renders a named template with the given dot. Afterwards the caller's place is the place again.
fn include(state: &State, args: &[Value]) -> TemplateResult<Value> {
    exactly(INCLUDE, args, 2)?;
    let name = string(INCLUDE, args, 0)?;
    if state.includes.fetch_add(1, Ordering::Relaxed) >= MOST_INCLUDES {
        return Err(TemplateError::Exec(format!(
            "templates include each other more than {MOST_INCLUDES} deep, at {name:?}"
        )));
    }
    let location = state.location.load(Ordering::Relaxed);
    let template = state.template.get().and_then(Weak::upgrade);
    let template = template.ok_or_else(|| TemplateError::UndefinedTemplate(name.to_owned()))?;
    let text = template.execute_template_to_string(name, &args[1])?;
    state.location.store(location, Ordering::Relaxed);
    state.includes.fetch_sub(1, Ordering::Relaxed);
    Ok(Value::from(text))
}

/// Reads a path of fields as Go does: the last one may be missing, one before it may not.
fn fields(args: &[Value]) -> TemplateResult<Value> {
    let [receiver, names @ ..] = args else { return Ok(Value::Nil) };
    let mut value = receiver;
    for (at, name) in names.iter().enumerate() {
        // The rewriter of trees passes names as text.
        let name = name.as_str().unwrap_or_default();
        value = match value {
            Value::Map(entries) => entries.get(name).unwrap_or(&Value::Nil),
            Value::Nil if at == 0 => return Ok(Value::Nil),
            Value::Nil => {
                return Err(TemplateError::Exec(format!(
                    "`{}` is missing or null, so its field `{name}` cannot be read",
                    path(&names[..at])
                )));
            }
            other => {
                return Err(TemplateError::Exec(format!(
                    "`{}` is a {}, which has no field `{name}`",
                    path(&names[..at]),
                    other.type_name()
                )));
            }
        };
    }
    Ok(value.clone())
}

/// Names of fields, each text, as a path.
fn path(names: &[Value]) -> String {
    names.iter().flat_map(|name| [".", name.as_str().unwrap_or_default()]).collect()
}

fn message(problem: &TemplateError) -> String {
    match problem {
        TemplateError::Exec(message) | TemplateError::Parse { message, .. } | TemplateError::Lex { message, .. } => {
            message.clone()
        }
        other => other.to_string(),
    }
}

fn fault(message: &str, place: Place) -> Diagnostic {
    diagnostic(messages::chart_template_invalid(message)).at(place)
}

fn syntax_fault(path: &str, problem: &TemplateError) -> Diagnostic {
    let place = match problem {
        TemplateError::Parse { line, col, .. } | TemplateError::Lex { line, col, .. } => {
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            Place::new(path, Span::new(number(*line), number(*col), 0))
        }
        _ => Place::of_file(path),
    };
    fault(&message(problem), place).help("correct the template's syntax")
}

fn name_fault(path: &str, found: check::Fault) -> Diagnostic {
    let line = u32::try_from(found.line).unwrap_or(u32::MAX);
    let help = found.help.unwrap_or_else(|| "correct the template's syntax".to_owned());
    fault(&found.message, Place::new(path, Span::new(line, 1, 0))).help(help)
}
