//! Pages of diagnostics: one a phase, each code with what it says, what to do and what brings it about.

use floe_contract::model::{DiagnosticDef, DiagnosticExample, ExitDef, Head, Model};

use super::markdown;
use super::page::Page;

/// The page of one phase.
pub(super) fn page(model: &Model, head: &Head) -> Page {
    let mut page = Page::of(head, &format!("Diagnostics: {}", head.id.name));
    let exits = || model.exits.iter().filter(|exit| exit.phase == head.id.name);
    if exits().next().is_some() {
        page.heading(2, "Exit codes");
        let row = |exit: &ExitDef| {
            let program = exit.program.as_deref().map_or_else(String::new, markdown::code);
            vec![exit.code.to_string(), markdown::cell(&exit.meaning), program]
        };
        page.table(&["Code", "Meaning", "Only of"], exits().map(row).collect());
    }
    for diagnostic in model.diagnostics.iter().filter(|diagnostic| diagnostic.phase == head.id.name) {
        section(diagnostic, &mut page);
    }
    page
}

fn section(diagnostic: &DiagnosticDef, page: &mut Page) {
    page.heading(2, &diagnostic.code);
    page.paragraph(&format!("{} ({}).", markdown::prose(&diagnostic.title), diagnostic.severity));
    page.paragraph(&markdown::prose(&diagnostic.explain));
    let messages = diagnostic.messages.values().map(|message| format!("- Message: {}", markdown::code(message)));
    let mut lines: Vec<String> = messages.collect();
    if !diagnostic.help.is_empty() {
        lines.push(format!("- Remedy: {}", markdown::code(&diagnostic.help)));
    }
    if !diagnostic.aliases.is_empty() {
        let aliases: Vec<String> = diagnostic.aliases.iter().map(|alias| markdown::code(alias)).collect();
        lines.push(format!("- Also known as {}", aliases.join(", ")));
    }
    page.paragraph(&lines.join("\n"));
    if let Some(DiagnosticExample { command, files }) = &diagnostic.example {
        page.heading(3, &format!("Example of {}", diagnostic.code));
        page.paragraph(&format!("Told by {} for:", markdown::code(command)));
        for (path, text) in files {
            page.file(path, text);
        }
    }
}
