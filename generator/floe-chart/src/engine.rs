//! The embedded Go-template engine: renders a chart and values to text, template by template, as Helm does. Knows nothing of
//! Kubernetes; `manifest` reads the texts.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use floe_base::{Diagnostic, Findings, Place};
use gotmpl::parse::{ListNode, Parser};
use gotmpl::{Result as TemplateResult, Template, TemplateError, Value};

use crate::Release;
use crate::chart::{Chart, map};
use crate::check::{END, fault, take_end};
use crate::functions::{self, AT, Args, Exactly, INCLUDE};
use crate::tree::Rewriter;

/// The Kubernetes version that templates see: the one that `helm template` of Helm 4.2.3 assumes.
const KUBE_VERSION: (&str, &str, &str) = ("v1.36.0", "1", "36");
/// How deeply templates may include each other. This limit and the limit of nested blocks bound the stack.
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
            match parsed(Rewriter::new(path, index), &full_name(chart, path), text) {
                Ok(parts) => trees.push((path, parts)),
                Err(found) => faults.extend(found),
            }
        }
        faults.barrier()?;
        // Helm parses deeper and later paths first, so that of two definitions the one nearer to the top wins.
        trees.sort_by_key(|(path, _)| std::cmp::Reverse((path.matches('/').count(), *path)));
        let mut template = with_functions(&state);
        for (name, tree) in trees.into_iter().flat_map(|(_, parts)| parts) {
            if !tree.is_empty_tree() || template.lookup(&name).is_none() {
                template = template.add_parse_tree(&name, tree);
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
        let half = |bits: u64| usize::try_from(bits).unwrap_or(usize::MAX);
        let path = self.chart.templates.get(half(location >> 32)).map_or(rendered, |(path, _)| path);
        let found = fault(&message(problem), path, half(location & u64::from(u32::MAX)), 1);
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

/// A file's own body and the templates that the file defines, by name, checked and rewritten. One file may not define a name twice.
fn parsed(mut rewriter: Rewriter<'_>, name: &str, text: &str) -> Result<Vec<(String, ListNode)>, Findings> {
    let path = rewriter.path;
    let parse = |text: &str| Parser::new(text, "{{", "}}").and_then(Parser::parse);
    let marked = parse(&format!("{text}{END}"));
    // An action that is never closed swallows the mark; only the text without it gives the right words.
    let problem = |marked| syntax_fault(path, &parse(text).err().unwrap_or(marked));
    let (mut body, mut defines) = marked.map_err(problem)?;
    let bodies: Vec<_> = defines.iter().map(|define| (define.pos, &define.body)).collect();
    take_end(path, &mut body, &bodies)?;
    rewriter.template(&mut body);
    for define in &mut defines {
        rewriter.template(&mut define.body);
    }
    let mut parts = vec![(name.to_owned(), body)];
    for define in defines {
        match parts.iter_mut().find(|(known, _)| known == define.name.as_str()) {
            None => parts.push((define.name.to_string(), define.body)),
            Some(_) if define.body.is_empty_tree() => {}
            Some((_, known)) if known.is_empty_tree() => *known = define.body,
            Some(_) => rewriter.fault(define.pos, &format!("the template {:?} is defined twice", define.name)),
        }
    }
    if rewriter.faults.is_empty() { Ok(parts) } else { Err(rewriter.faults.into()) }
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

/// A template that may call the functions of the table and those that need the engine.
fn with_functions(state: &Arc<State>) -> Template {
    let mut template = Template::new("");
    for &(name, count, function) in functions::TABLE {
        template = template.func(name, move |values| function(&Args::new(name, count, values)?));
    }
    let shared = Arc::clone(state);
    let template = template.func(AT, move |values| {
        if let [Value::Int(location)] = values {
            shared.location.store(location.unsigned_abs(), Ordering::Relaxed);
        }
        Ok(Value::from(""))
    });
    let shared = Arc::clone(state);
    template.func(INCLUDE, move |values| include(&shared, &Args::new(INCLUDE, Exactly(2), values)?))
}

/// Renders a named template with the given dot. Afterwards the caller's place is the place again.
fn include(state: &State, args: &Args<'_>) -> TemplateResult<Value> {
    let name = args.string(0)?;
    if state.includes.fetch_add(1, Ordering::Relaxed) >= MOST_INCLUDES {
        return Err(TemplateError::Exec(format!(
            "templates include each other more than {MOST_INCLUDES} deep, at {name:?}"
        )));
    }
    let location = state.location.load(Ordering::Relaxed);
    let template = state.template.get().and_then(Weak::upgrade);
    let template = template.ok_or_else(|| TemplateError::UndefinedTemplate(name.to_owned()))?;
    let text = template.execute_template_to_string(name, &args.values[1])?;
    state.location.store(location, Ordering::Relaxed);
    state.includes.fetch_sub(1, Ordering::Relaxed);
    Ok(Value::from(text))
}

fn message(problem: &TemplateError) -> String {
    match problem {
        TemplateError::Exec(message) | TemplateError::Parse { message, .. } | TemplateError::Lex { message, .. } => {
            message.clone()
        }
        other => other.to_string(),
    }
}

fn syntax_fault(path: &str, problem: &TemplateError) -> Diagnostic {
    let message = message(problem);
    match problem {
        TemplateError::Parse { line, col, .. } | TemplateError::Lex { line, col, .. } => {
            fault(&message, path, *line, *col)
        }
        _ => fault(&message, path, 0, 0).at(Place::of_file(path)),
    }
}
