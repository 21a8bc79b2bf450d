//! Violations: turns violations of a shape into diagnostics, each with place, key and remedy. Finds no violation.

use floe_base::{Diagnostic, Findings, Node, Value, names};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::scalars::EXAMPLES;
use floe_types::shape::{Problem, Shape, Violation};

use crate::pointer::{dotted, step};
use crate::remedy::remedy;
use crate::report;
use crate::sample::shape_at;
use crate::secret::{Found, is_name_of_secret};

/// More violations than this in one value are not reported one by one.
const MOST_VIOLATIONS: usize = 1000;

/// Reports the violations of the value at `base`, whose shape has the name `root`, except those that repeat a finding about a secret or
/// another violation.
pub(crate) fn report(
    source: &Node,
    base: &str,
    root: &'static str,
    violations: &[Violation],
    secrets: &[Found],
    out: &mut Findings,
) {
    let shape = |pointer: &str| shape_at(&Shape::named(root), source.pointer(base)?, pointer);
    let violations = &violations[..violations.len().min(MOST_VIOLATIONS)];
    for violation in violations.iter().filter(|one| !violations.iter().any(|other| follows(one, other))) {
        let pointer = format!("{base}{}", violation.pointer);
        let finite = source.pointer(&pointer).is_none_or(is_finite);
        if finite && !is_about_secret(&pointer, &violation.problem, secrets) {
            let finding = diagnostic(source, &pointer, &violation.problem);
            let written = source.pointer(&pointer);
            let remedy = remedy(&violation.problem, written, || shape(&violation.pointer));
            out.push(remedy.into_iter().fold(finding, Diagnostic::help));
        }
    }
}

/// Reports what stands in a document and is never meant: every infinity and every NaN, because JSON has neither and would treat both as
/// absent, and every text in typographic quotes.
pub(crate) fn report_never_meant(source: &Node, violations: &[Violation], out: &mut Findings) {
    let mut rest = vec![(String::new(), source)];
    while let Some((pointer, node)) = rest.pop() {
        match &node.value {
            Value::Str(text) => {
                let quotes = typographic(text).filter(|_| violations.iter().all(|one| one.pointer != pointer));
                if let Some([opening, closing]) = quotes {
                    let message = messages::load_quotes_typographic(&dotted(&pointer), &opening, &closing);
                    out.push(report::at(source.place(&pointer), message));
                }
            }
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

/// The quotes around a text, if both are typographic and no further quote stands between them.
fn typographic(text: &str) -> Option<[String; 2]> {
    let is_quote = |c: &char| matches!(c, '\u{2018}'..='\u{201f}');
    let mut quotes = text.chars().filter(is_quote);
    let (opening, closing) = (quotes.next()?, quotes.next()?);
    let around = text.starts_with(opening) && text.ends_with(closing) && quotes.next().is_none();
    around.then(|| [opening.to_string(), closing.to_string()])
}

/// Whether a fix of the other violation also fixes this one: a misspelt required key, or one value that breaks several rules.
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
                names::nearest(written, known.iter().map(String::as_str)).first() == Some(&key.as_str())
            }
            (one, other) => of_one_value(other) > 0 && of_one_value(one) > of_one_value(other),
        }
}

/// Whether the violation is about a secret that was found: the secret's key is unknown, the value does not fit, or the key that should name
/// the secret is missing.
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

fn diagnostic(source: &Node, pointer: &str, problem: &Problem) -> Diagnostic {
    let written = source.pointer(pointer);
    let key = if pointer.is_empty() { "the document".to_owned() } else { dotted(pointer) };
    let place = source.place(pointer);
    let (place, message) = match problem {
        Problem::UnknownKey { key, known } => {
            let place = source.key_place(&step(pointer, key));
            let (near, sorted) = meant(key, known);
            let message = match near {
                Some(suggestion) => messages::load_key_unknown_near(key, suggestion, &sorted),
                None => messages::load_key_unknown(key, &sorted),
            };
            (place, message)
        }
        Problem::Missing { key, .. } if is_item(pointer) => {
            (place, messages::load_key_missing_item(key, &dotted(pointer)))
        }
        Problem::Missing { key, .. } => (source.key_place(pointer), messages::load_key_missing(key)),
        Problem::Type { expected, found } => (place, messages::load_type_mismatch(&key, expected, found)),
        Problem::SecretLiteral => (place, secret(&key, written)),
        Problem::NotOneOf(known) => {
            // A value that is not text resembles no word.
            let written = written.and_then(Node::as_str).unwrap_or_default();
            let (near, sorted) = meant(written, known);
            let message = match near {
                Some(suggestion) => messages::load_value_unknown_near(&key, suggestion, &sorted),
                None => messages::load_value_unknown(&key, &sorted),
            };
            (place, message)
        }
        Problem::Key { key: written, scalar } => {
            let place = source.key_place(&step(pointer, written));
            (place, messages::load_value_invalid(&key, &format!("has a key that {}", is_no(scalar))))
        }
        Problem::Pattern { scalar: Some(scalar), .. } => (place, messages::load_value_invalid(&key, &is_no(scalar))),
        other => (place, messages::load_value_invalid(&key, &other.message())),
    };
    report::at(place, message)
}

/// Whether a pointer leads to an item of a list, which has no key of its own.
fn is_item(pointer: &str) -> bool {
    pointer.rsplit('/').next().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The message for something else in place of a reference to a secret. An empty value and the name of a Secret are no secrets.
fn secret(key: &str, written: Option<&Node>) -> Message {
    match written.map(|node| &node.value) {
        Some(Value::Null) => messages::load_type_mismatch(key, "a reference to a secret", "nothing"),
        Some(Value::Str(text)) if is_name_of_secret(text) => {
            messages::load_type_mismatch(key, "a reference to a secret", "the name of a Secret")
        }
        Some(Value::Bool(_)) => messages::load_type_mismatch(key, "a reference to a secret", "a boolean"),
        Some(Value::Seq(items)) if items.is_empty() => {
            messages::load_type_mismatch(key, "a reference to a secret", "a list")
        }
        _ => messages::load_secret_literal(key, "a secret", &format!("`{key}`")),
    }
}

/// States that a text is not a valid scalar of that kind, with a valid example.
fn is_no(scalar: &str) -> String {
    let example = EXAMPLES.iter().find(|(name, _)| *name == scalar);
    let example = example.map_or_else(String::new, |(_, example)| format!(" such as `{example}`"));
    format!("is no {scalar}{example}")
}

/// The known word that is meant, if one is near, and all known words, nearest first.
fn meant<'a>(word: &str, known: &'a [String]) -> (Option<&'a str>, Vec<&'a str>) {
    let known = || known.iter().map(String::as_str);
    (names::nearest(word, known()).into_iter().next(), names::by_nearness(word, known()))
}
