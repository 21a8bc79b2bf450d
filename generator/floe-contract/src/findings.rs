//! Violations of a shape as findings with a place. Does not check.

use floe_base::{Diagnostic, Node, Place};

use crate::reader::suggestion;
use crate::shape::{Problem, Violation};

/// The violation as an error in the file. `at` points to the checked value in the file's root.
///
/// Without a code of its own it gets the one that fits the problem.
pub(crate) fn finding(
    file: &str,
    root: &Node,
    at: &str,
    violation: &Violation,
    code: Option<&'static str>,
) -> Diagnostic {
    let Violation { pointer, problem } = violation;
    let subject = if pointer.is_empty() { "it".to_owned() } else { format!("`{pointer}`") };
    let span = match problem {
        Problem::UnknownKey { key, .. } => root.locate_key(&format!("{at}{pointer}/{}", step(key))),
        _ => root.locate(&format!("{at}{pointer}")),
    };
    let place = span.map_or_else(|| Place::of_file(file), |span| Place::new(file, span));
    Diagnostic::error(code.unwrap_or(code_of(problem)), format!("{subject} {problem}")).at(place).help(remedy(problem))
}

/// A key as a step of an RFC 6901 pointer.
pub(crate) fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn code_of(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnknownKey { .. } => "CONTRACT_KEY_UNKNOWN",
        Problem::Missing { .. } => "CONTRACT_KEY_MISSING",
        _ => "CONTRACT_VALUE_INVALID",
    }
}

fn remedy(problem: &Problem) -> String {
    match problem {
        Problem::UnknownKey { key, known } => suggestion(key, known.iter().map(String::as_str)),
        Problem::Missing { key, .. } => format!("add `{key}`"),
        _ => "change the value".to_owned(),
    }
}
