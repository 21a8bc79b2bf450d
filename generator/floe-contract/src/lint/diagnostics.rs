//! Lint of diagnostics: codes are unique and begin with their phase; every hole has an argument and every argument a hole.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Place, names};

use super::Linter;
use crate::messages;
use crate::model::DiagnosticDef;
use crate::reader::suggestion;

/// Checks every diagnostic.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let mut taken: BTreeMap<&str, &Place> = BTreeMap::new();
    for def in &linter.model.diagnostics {
        for name in [&def.code].into_iter().chain(&def.aliases) {
            if let Some(first) = taken.insert(name, &def.place) {
                let finding = messages::name_taken_twice(format!("the code `{name}`"));
                linter.error(&def.place, finding.related(first.clone(), "here first"), "rename one of them");
            }
        }
        code(linter, def);
        arguments(linter, def);
        texts(linter, def);
        exit(linter, def);
    }
}

fn exit(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let known = linter.model.exits.iter().map(|exit| exit.name.as_str());
    if let Some(name) = &def.exit {
        linter.known(name, known, &def.place, messages::value_invalid_exit(name, &def.code));
    }
}

fn code(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let right = names::screaming_snake_case(&def.code);
    let prefix = format!("{}_", names::screaming_snake_case(&def.phase));
    if right != def.code || !def.code.starts_with(&prefix) || def.code == prefix {
        let help = format!("let it begin with {prefix}, and write it in capitals with underscores");
        linter.error(&def.place, messages::code_invalid(&def.code), help);
    }
}

fn arguments(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let arguments = def.takes.iter().map(|argument| &argument.name);
    for name in arguments.chain(def.messages.keys()).filter(|name| names::snake_case(name) != **name) {
        let help = format!("write `{}`", names::snake_case(name));
        linter.error(&def.place, messages::name_invalid_snake(name, &def.code), help);
    }
}

fn texts(linter: &mut Linter<'_>, def: &DiagnosticDef) {
    let known: BTreeSet<&str> = def.takes.iter().map(|argument| argument.name.as_str()).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for text in def.messages.values().chain([&def.help]) {
        if let Some(holes) = holes(text) {
            used.extend(holes);
        } else {
            linter.error(&def.place, messages::text_invalid_brace(&def.code), "write a hole as {argument}");
        }
    }
    for hole in used.difference(&known) {
        let finding = messages::text_invalid_hole(&def.code, format!("{{{hole}}}"));
        linter.error(&def.place, finding, suggestion(hole, known.iter().copied()));
    }
    for argument in known.difference(&used) {
        let help = format!("write {{{argument}}}, or remove the argument");
        linter.error(&def.place, messages::text_invalid_unsaid(&def.code, argument), help);
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
