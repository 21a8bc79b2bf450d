//! Signatures of methods, parsed from a Rust trait, a Python class or a reference page into the notation of
//! `interfaces.txt`. Reads no contracts.

use floe_base::names::pascal_case;

/// The methods of a trait, such as `drop_table(identifier, purge=false) ! RUN_NOT_FOUND`. A default implementation is
/// written `_`.
pub(crate) fn of_trait(source: &str, name: &str) -> Option<Vec<String>> {
    let body = between(source, &format!("pub trait {name}:"), "\n}\n")?;
    let mut found = Vec::new();
    let mut docs = String::new();
    let mut lines = body.lines().skip(1);
    while let Some(line) = lines.next() {
        let line = line.trim();
        if let Some(doc) = line.strip_prefix("///") {
            docs = docs + doc.trim() + "\n";
        } else if line.starts_with("fn ") {
            let mut head = line.to_owned();
            while !head.ends_with([';', '{']) {
                head = head + " " + lines.next()?.trim();
            }
            found.push(of_rust(&head, &docs)?);
            docs.clear();
        }
    }
    Some(found)
}

fn of_rust(head: &str, docs: &str) -> Option<String> {
    let name = between(head, "fn ", "(")?.split('<').next()?;
    let (takes, returns) =
        head.split_once('(')?.1.rsplit_once(')').map(|(takes, rest)| match takes.split_once(") ->") {
            Some((takes, returns)) => (takes, returns.to_owned() + ")" + rest),
            None => (takes, rest.trim_start_matches(" ->").to_owned()),
        })?;
    let takes = split(takes).into_iter().skip(1).map(|one| {
        let (name, ty) = one.split_once(": ").unwrap_or((&one, ""));
        let optional = if ty.starts_with("Option<") { "?" } else { "" };
        let described = docs.lines().find(|line| line.starts_with(&format!("- `{name}`:")));
        let default = described.and_then(|line| between(line, " Default: `", "`."));
        format!("{name}{optional}{}", default.map(|value| format!("={value}")).unwrap_or_default())
    });
    let takes: Vec<String> = takes.collect();
    let body = head.ends_with('{').then_some("_");
    let errors = between(&format!("{docs}\n"), "# Errors\n\n", "\n").unwrap_or_default().replace('`', "");
    Some(signature(name, &takes, &rust_result(&returns), body, &errors))
}

fn rust_result(returns: &str) -> String {
    let mut ty = returns.trim().trim_end_matches([';', '{']).trim().trim_end_matches(',').to_owned();
    for lifetime in ["'_, ", "'a, "] {
        ty = ty.replace(lifetime, "");
    }
    for wrapper in ["Future<", "Result<"] {
        if let Some(inner) = ty.strip_prefix(wrapper).and_then(|ty| ty.strip_suffix('>')) {
            ty = inner.trim().trim_end_matches(", PluginError").to_owned();
        }
    }
    rust_type(&ty)
}

fn rust_type(ty: &str) -> String {
    let inside = |wrapper: &str| ty.strip_prefix(wrapper)?.strip_suffix('>').map(rust_type);
    match ty {
        "" | "()" => "nothing".to_owned(),
        "Value" => "any".to_owned(),
        "String" => "text".to_owned(),
        _ => inside("Option<")
            .map(|inner| inner + "?")
            .or_else(|| inside("Vec<").map(|inner| format!("[{inner}]")))
            .or_else(|| inside("BTreeMap<String, ").map(|inner| format!("{{{inner}}}")))
            .unwrap_or_else(|| ty.to_owned()),
    }
}

/// The methods of a class in the same notation. A method without a default implementation is abstract.
pub(crate) fn of_class(source: &str, name: &str) -> Option<Vec<String>> {
    let source = format!("{source}\n\nclass ");
    let body = between(&source, &format!("class {name}("), "\n\n\nclass ")
        .or_else(|| between(&source, &format!("class {name}("), "\n\nclass "))?;
    let methods = body.split("\n\n    @").flat_map(|part| part.split("\n\n    ").map(str::trim_start));
    let mut abstracted = false;
    let mut found = Vec::new();
    let mut text = String::new();
    for part in methods.chain(["def end(self) -> None:"]) {
        if let Some((before, _)) = part.split_once("def ").filter(|(before, _)| before.len() < 40) {
            if !text.is_empty() {
                found.push(of_python(&text, abstracted)?);
            }
            abstracted = before.contains("abstractmethod");
            part.clone_into(&mut text);
        } else if !text.is_empty() {
            text = text + "\n\n" + part;
        }
    }
    Some(found)
}

fn of_python(text: &str, abstracted: bool) -> Option<String> {
    let name = between(text, "def ", "(self")?;
    let (takes, returns) =
        between(text, "(self", ":\n").or_else(|| text.split_once("(self").map(|it| it.1))?.split_once(") -> ")?;
    let takes = split(takes.trim_start_matches(", ")).into_iter().map(|one| {
        let name = one.split(':').next().unwrap_or_default().trim_end_matches('_').to_owned();
        match one.split_once(" = ") {
            Some((_, "None")) => name + "?",
            Some((_, "False")) => name + "=false",
            Some((_, "True")) => name + "=true",
            Some((_, value)) => format!("{name}={}", value.replace('\'', "\"")),
            None => name,
        }
    });
    let takes: Vec<String> = takes.collect();
    let errors = between(text, "PluginError: ", ".").unwrap_or_default();
    let body = (!abstracted).then_some("_");
    Some(signature(name, &takes, &python_type(returns.trim_end_matches(':')), body, errors))
}

fn python_type(ty: &str) -> String {
    let inside = |wrapper: &str| ty.strip_prefix(wrapper)?.strip_suffix(']').map(python_type);
    match ty {
        "None" => "nothing".to_owned(),
        "Any" => "any".to_owned(),
        "str" => "text".to_owned(),
        _ => ty
            .strip_suffix(" | None")
            .map(|inner| python_type(inner) + "?")
            .or_else(|| inside("list[").map(|inner| format!("[{inner}]")))
            .or_else(|| inside("dict[str, ").map(|inner| format!("{{{inner}}}")))
            .unwrap_or_else(|| ty.trim_start_matches("scalars.").to_owned()),
    }
}

/// A method on a reference page. The value of the default is kept.
pub(crate) fn of_page(page: &str, name: &str) -> Option<String> {
    let page = format!("{page}\n\n## ");
    let section = between(&page, &format!("\n### `{name}`\n"), "\n## ")?;
    let section = section.split("\n### ").next()?;
    let line = |begin: &str| section.lines().find_map(|line| line.strip_prefix(begin));
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let takes = rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        let name = cells[0].trim_start_matches("| ").trim_matches('`');
        match cells.get(2).copied().unwrap_or_default() {
            "required" => name.to_owned(),
            "optional" => name.to_owned() + "?",
            other => format!("{name}={}", other.trim_start_matches("default ").trim_matches('`')),
        }
    });
    let takes: Vec<String> = takes.collect();
    let returns = line("- Returns: ").map_or_else(|| "nothing".to_owned(), |text| page_type(&unlinked(text)));
    let default = line("- Unless a plugin says otherwise: ").map(|text| text.trim_matches('`'));
    let errors = unlinked(line("- Fails with: ").unwrap_or_default()).replace('`', "");
    Some(signature(name, &takes, &returns, default, &errors))
}

fn page_type(text: &str) -> String {
    let inside = |begin: &str| text.strip_prefix(begin).map(page_type);
    match text {
        "any value" => "any".to_owned(),
        "boolean" => "bool".to_owned(),
        "string" => "text".to_owned(),
        _ => text
            .strip_suffix(", or nothing")
            .map(|inner| page_type(inner) + "?")
            .or_else(|| inside("list of ").map(|inner| format!("[{inner}]")))
            .or_else(|| inside("map to ").map(|inner| format!("{{{inner}}}")))
            .unwrap_or_else(|| pascal_case(text)),
    }
}

/// Replaces each `[name](target)` by its name.
fn unlinked(text: &str) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(')').map_or("", |(_, rest)| rest));
    rest.fold(first, |text, rest| text + rest).replace('[', "")
}

/// `name(takes) -> result := default ! errors`, without empty parts.
fn signature(name: &str, takes: &[String], result: &str, default: Option<&str>, errors: &str) -> String {
    let mut text = format!("{name}({})", takes.join(", "));
    if result != "nothing" {
        text = text + " -> " + result;
    }
    if let Some(default) = default {
        text = text + " := " + default;
    }
    if !errors.is_empty() {
        text = text + " ! " + &errors.replace(", ", " ");
    }
    text
}

/// Splits a text at the commas outside brackets.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '[' | '<' | '(' => depth += 1,
            ']' | '>' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, depth) {
            (',', 0) => parts.push(String::new()),
            _ => parts.last_mut().expect("there is always a part").push(c),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn between<'t>(text: &'t str, begin: &str, end: &str) -> Option<&'t str> {
    Some(text.split_once(begin)?.1.split_once(end)?.0)
}
