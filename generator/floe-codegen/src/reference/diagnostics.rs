//! Pages of diagnostics: one a phase, each code with messages, remedy and cause.

use floe_contract::model::{DiagnosticDef, ExitDef, Head, Model};
use floe_template::{Holes, holes};

use super::page::{Page, unless_empty};
use crate::markdown;

pub(super) fn page(model: &Model, head: &Head) -> Page {
    let exits: Vec<Holes> = model.exits.iter().filter(|exit| exit.phase == head.id.name).map(exit).collect();
    let own = model.diagnostics.iter().filter(|diagnostic| diagnostic.phase == head.id.name);
    let holes = holes! { "exits": unless_empty(exits), "codes": own.map(code).collect::<Vec<_>>() };
    Page::of(head, "diagnostics.md", &format!("Diagnostics: {}", head.id.name), holes)
}

fn exit(exit: &ExitDef) -> Holes {
    let program = exit.program.as_deref().map_or_else(String::new, markdown::code);
    holes! { "code": exit.code, "meaning": markdown::cell(&exit.meaning), "program": program }
}

fn code(diagnostic: &DiagnosticDef) -> Holes {
    let messages = diagnostic.messages.values().map(|message| format!("Message: {}", markdown::code(message)));
    let mut facts: Vec<String> = messages.collect();
    if !diagnostic.help.is_empty() {
        facts.push(format!("Remedy: {}", markdown::code(&diagnostic.help)));
    }
    if !diagnostic.aliases.is_empty() {
        facts.push(format!("Also known as {}", markdown::codes(&diagnostic.aliases)));
    }
    let examples = diagnostic.example.iter().map(|example| {
        let files = example.files.iter().map(|(path, text)| markdown::file(path, text));
        holes! { "command": markdown::code(&example.command), "files": files.collect::<Vec<_>>() }
    });
    holes! {
        "code": diagnostic.code.as_str(),
        "title": markdown::prose(&diagnostic.title),
        "severity": diagnostic.severity.as_str(),
        "explain": markdown::prose(&diagnostic.explain),
        "facts": unless_empty(facts),
        "examples": examples.collect::<Vec<_>>(),
    }
}
