//! Diagnostics: codes are unique and begin with their phase; every hole has an argument and every argument a hole.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Place, names};

use super::Linter;
use crate::model::DiagnosticDef;
use crate::reader::suggestion;

/// Checks every diagnostic.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let mut taken: BTreeMap<&str, &Place> = BTreeMap::new();
    for def in &linter.model.diagnostics {
        for name in [&def.code].into_iter().chain(&def.aliases) {
            if let Some(first) = taken.insert(name, &def.place) {
                let finding = Diagnostic::error("CONTRACT_NAME_TAKEN", format!("the code `{name}` is there twice"));
                let finding = finding.at(def.place.clone()).related(first.clone(), "here first");
                linter.out.push(finding.help("rename one of them"));
            }
        }
        code(linter, def);
        arguments(linter, def);
        texts(linter, def);
        exit(linter, def);
    }
}

fn exit(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let known: Vec<&str> = linter.model.exits.iter().map(|exit| exit.name.as_str()).collect();
    if let Some(name) = def.exit.as_deref().filter(|name| !known.contains(name)) {
        let message = format!("`{}` ends a command with `{name}`, which is no exit", def.code);
        linter.error("CONTRACT_VALUE_INVALID", &def.place, message, suggestion(name, known.iter().copied()));
    }
}

fn code(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let right = names::screaming_snake_case(&def.code);
    let prefix = format!("{}_", names::screaming_snake_case(&def.phase));
    if right != def.code || !def.code.starts_with(&prefix) || def.code == prefix {
        let help = format!("let it begin with {prefix}, and write it in capitals with underscores");
        linter.error("CONTRACT_CODE_INVALID", &def.place, format!("`{}` is no code of its phase", def.code), help);
    }
}

fn arguments(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let arguments = def.takes.iter().map(|argument| &argument.name);
    for name in arguments.chain(def.messages.keys()).filter(|name| names::snake_case(name) != **name) {
        let help = format!("write `{}`", names::snake_case(name));
        linter.error(
            "CONTRACT_NAME_INVALID",
            &def.place,
            format!("`{}`: `{name}` is not in snake case", def.code),
            help,
        );
    }
}

fn texts(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let known: BTreeSet<&str> = def.takes.iter().map(|argument| argument.name.as_str()).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for text in def.messages.values().chain([&def.help]) {
        if let Some(holes) = holes(text) {
            used.extend(holes);
        } else {
            let message = format!("`{}` has a text with a brace that does not belong to a hole", def.code);
            linter.error("CONTRACT_TEXT_INVALID", &def.place, message, "write a hole as {argument}");
        }
    }
    for hole in used.difference(&known) {
        let message = format!("`{}` has a hole {{{hole}}} without an argument", def.code);
        linter.error("CONTRACT_TEXT_INVALID", &def.place, message, suggestion(hole, known.iter().copied()));
    }
    for argument in known.difference(&used) {
        let message = format!("`{}` takes `{argument}` and never says it", def.code);
        linter.error(
            "CONTRACT_TEXT_INVALID",
            &def.place,
            message,
            format!("write {{{argument}}}, or remove the argument"),
        );
    }
}

/// The names in braces; `None` where a brace is not closed, not opened, or nested.
fn holes(text: &str) -> Option<Vec<&str>> {
    let mut parts = text.split('{');
    let outside = |text: &str| !text.contains('}');
    if !parts.next().is_some_and(outside) {
        return None;
    }
    parts.map(|part| part.split_once('}').filter(|(_, rest)| outside(rest)).map(|(hole, _)| hole)).collect()
}
