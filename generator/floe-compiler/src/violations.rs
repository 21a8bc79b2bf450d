//! Violations of a shape as diagnostics: each with its place, its key and what would do. Finds none itself.

use floe_base::{Diagnostic, Findings, Node, Value, names};
use floe_types::diagnostics as messages;
use floe_types::scalars::EXAMPLES;
use floe_types::shape::{Problem, Violation};

use crate::report;
use crate::secret::Found;
use crate::source::{Source, dotted, step};

/// More violations than this in one value are not told one by one.
const MOST_TOLD: usize = 1000;

/// Reports what is wrong with the value at `base`, leaving out what has been said already: of its secrets, and by another violation.
pub(crate) fn report(source: &Source, base: &str, violations: Vec<Violation>, secrets: &[Found], out: &mut Findings) {
    let mut violations = violations;
    violations.truncate(MOST_TOLD);
    let needless: Vec<bool> = violations.iter().map(|one| violations.iter().any(|other| follows(one, other))).collect();
    for (violation, needless) in violations.into_iter().zip(needless) {
        let pointer = format!("{base}{}", violation.pointer);
        let finite = source.node.pointer(&pointer).is_none_or(is_finite);
        if finite && !needless && !is_about_secret(&pointer, &violation.problem, secrets) {
            out.push(diagnostic(source, &pointer, violation.problem));
        }
    }
}

/// Reports every infinity and every number that is none: JSON has neither, and would take them for absent.
pub(crate) fn report_not_finite(source: &Source, out: &mut Findings) {
    let mut rest = vec![(String::new(), &source.node)];
    while let Some((pointer, node)) = rest.pop() {
        match &node.value {
            Value::Float(_) if !is_finite(node) => {
                let message = messages::load_value_invalid(&dotted(&pointer), "is not a finite number");
                out.push(report::at(source.place(&pointer), message));
            }
            Value::Map(entries) => rest.extend(entries.iter().map(|(key, node)| (step(&pointer, &key.name), node))),
            Value::Seq(items) => {
                rest.extend(items.iter().enumerate().map(|(at, node)| (format!("{pointer}/{at}"), node)));
            }
            _ => {}
        }
    }
}

fn is_finite(node: &Node) -> bool {
    !matches!(node.value, Value::Float(float) if !float.is_finite())
}

/// Whether who mends the other violation has mended this one: a required key that is misspelt, one value that breaks several rules.
fn follows(violation: &Violation, other: &Violation) -> bool {
    let of_one_value = |problem: &Problem| match problem {
        Problem::TooShort(1) => 1,
        Problem::Pattern { .. } => 2,
        Problem::TooShort(_) | Problem::TooLong(_) => 3,
        _ => 0,
    };
    violation.pointer == other.pointer
        && match (&violation.problem, &other.problem) {
            (Problem::Missing { key, .. }, Problem::UnknownKey { key: written, known }) => {
                nearest(written, known) == Some(key.as_str())
            }
            (one, other) => of_one_value(other) > 0 && of_one_value(one) > of_one_value(other),
        }
}

/// Whether a secret that was found is what the violation is about: its key is unknown, its value does not fit, or the key that should
/// name it is missing.
fn is_about_secret(pointer: &str, problem: &Problem, secrets: &[Found]) -> bool {
    secrets.iter().any(|secret| match problem {
        Problem::UnknownKey { key, .. } => secret.pointer == step(pointer, key),
        Problem::Missing { key, .. } => {
            let beside = secret.pointer.rsplit_once('/').is_some_and(|(map, _)| map == pointer);
            beside && secret.instead.as_ref() == Some(key)
        }
        _ => secret.pointer == pointer,
    })
}

fn diagnostic(source: &Source, pointer: &str, problem: Problem) -> Diagnostic {
    let key = if pointer.is_empty() { "the document".to_owned() } else { dotted(pointer) };
    let place = source.place(pointer);
    let (place, message) = match problem {
        Problem::UnknownKey { key, known } => {
            let place = source.key_place(&step(pointer, &key));
            let sorted = by_nearness(&key, &known);
            let message = match nearest(&key, &known) {
                Some(suggestion) => messages::load_key_unknown_near(&key, suggestion, &sorted),
                None => messages::load_key_unknown(&key, &sorted),
            };
            (place, message)
        }
        Problem::Missing { key, .. } => (source.key_place(pointer), messages::load_key_missing(&key)),
        Problem::Type { expected, found } => (place, messages::load_type_mismatch(&key, expected, found)),
        Problem::SecretLiteral => (place, messages::load_secret_literal(&key, "a secret", &format!("`{key}`"))),
        Problem::NotOneOf(known) => {
            // A value that is no text is near to no word.
            let written = source.text(pointer).unwrap_or_default();
            let sorted = by_nearness(written, &known);
            let message = match nearest(written, &known) {
                Some(suggestion) => messages::load_value_unknown_near(&key, suggestion, &sorted),
                None => messages::load_value_unknown(&key, &sorted),
            };
            (place, message)
        }
        Problem::Key { key: written, scalar } => {
            let place = source.key_place(&step(pointer, &written));
            (place, messages::load_value_invalid(&key, &format!("has a key that {}", is_no(&scalar))))
        }
        Problem::Pattern { scalar: Some(scalar), .. } => (place, messages::load_value_invalid(&key, &is_no(&scalar))),
        other => (place, messages::load_value_invalid(&key, &other.message())),
    };
    report::at(place, message)
}

/// That a text is no such scalar, with one that is.
fn is_no(scalar: &str) -> String {
    let example = EXAMPLES.iter().find(|(name, _)| *name == scalar);
    let example = example.map_or_else(String::new, |(_, example)| format!(" such as `{example}`"));
    format!("is no {scalar}{example}")
}

fn by_nearness<'a>(word: &str, known: &'a [String]) -> Vec<&'a str> {
    names::by_nearness(word, known.iter().map(String::as_str))
}

fn nearest<'a>(word: &str, known: &'a [String]) -> Option<&'a str> {
    names::nearest(word, known.iter().map(String::as_str)).into_iter().next()
}
