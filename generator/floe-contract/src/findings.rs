//! Findings about violations of a shape: gives each violation a place. Does not check.

use floe_base::{Diagnostic, Node};

use crate::messages;
use crate::meta::meta;
use crate::reader::suggestion;
use crate::shape::{Problem, Violation};

/// The violation as an error, with the code that fits the problem. `at` points to the checked value in the file's root.
pub(crate) fn finding(root: &Node, at: &str, violation: &Violation) -> Diagnostic {
    let (subject, problem) = (subject(violation), &violation.problem);
    let finding = match problem {
        Problem::UnknownKey { .. } => messages::key_unknown(subject, problem),
        Problem::Missing { .. } => messages::key_missing(subject, problem),
        _ => messages::value_invalid(subject, problem),
    };
    placed(finding, root, at, violation)
}

/// The violation as an error of an example.
pub(crate) fn refused(root: &Node, at: &str, violation: &Violation) -> Diagnostic {
    placed(messages::example_refused_whole(subject(violation), &violation.problem), root, at, violation)
}

fn subject(violation: &Violation) -> String {
    if violation.pointer.is_empty() { "it".to_owned() } else { format!("`{}`", violation.pointer) }
}

fn placed(finding: Diagnostic, root: &Node, at: &str, Violation { pointer, problem }: &Violation) -> Diagnostic {
    let place = match problem {
        Problem::UnknownKey { key, .. } => root.key_place(&format!("{at}{pointer}/{}", step(key))),
        _ => root.place(&format!("{at}{pointer}")),
    };
    let help = match problem {
        Problem::UnknownKey { key, known } => {
            let known_as = meta().ok().and_then(|meta| meta.known_as.get(key));
            known_as.cloned().unwrap_or_else(|| suggestion(key, known.iter().map(String::as_str)))
        }
        Problem::Missing { key, .. } => format!("add `{key}`"),
        _ => "change the value".to_owned(),
    };
    finding.at(place).help(help)
}

/// A key as a step of an RFC 6901 pointer.
pub(crate) fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
