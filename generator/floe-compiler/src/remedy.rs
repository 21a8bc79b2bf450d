//! Remedy: the way to write a value that breaks a shape, where the problem and the value tell more than the code of the finding. Judges no
//! value.

use floe_base::{Node, Value, is_invisible};
use floe_types::scalars::REMEDIES;
use floe_types::shape::{Problem, Shape};
use floe_types::{KNOWN_AS, SHAPES};
use serde_json::Value as Json;

use crate::sample::sample;
use crate::secret::is_name_of_secret;

/// The remedy for a word that people know from other formats.
pub(crate) fn known_as(word: &str) -> Option<&'static str> {
    KNOWN_AS.iter().find(|(known, _)| *known == word).map(|(_, remedy)| *remedy)
}

/// The way to write the value. `shape` gives the shape of the value.
pub(crate) fn remedy(problem: &Problem, written: Option<&Node>, shape: impl Fn() -> Option<Shape>) -> Option<String> {
    let sample = || sample(&shape()?);
    let text = written.and_then(Node::as_str);
    match problem {
        Problem::UnknownKey { key, .. } => known_as(key).map(str::to_owned),
        Problem::NotOneOf(_) | Problem::NotConst(_) => known_as(text?).map(str::to_owned),
        Problem::Pattern { scalar: Some(scalar), .. } | Problem::Key { scalar, .. } => {
            let unseen = text.unwrap_or_default().chars().find(|c| is_invisible(*c));
            if let Some(unseen) = unseen {
                return Some(format!("remove the character U+{:04X}, which nobody can see", u32::from(unseen)));
            }
            let quote = text.unwrap_or_default().chars().find(|c| matches!(c, '\u{2018}'..='\u{201f}'));
            let typographic = |c| format!("write straight quotes in place of `{c}`, which belongs to the value");
            quote.map(typographic).or_else(|| remedy_of(scalar).map(str::to_owned))
        }
        Problem::SecretLiteral => match &written?.value {
            Value::Null | Value::Bool(_) => pasted(sample),
            Value::Seq(items) if items.is_empty() => pasted(sample),
            Value::Str(text) if is_name_of_secret(text) => pasted(sample),
            _ => None,
        },
        Problem::Type { expected: "an object" | "a list", .. } | Problem::TooFew(_) => pasted(sample),
        Problem::Type { .. } if matches!(written?.value, Value::Null | Value::Map(_) | Value::Seq(_)) => pasted(sample),
        Problem::Type { expected: "a string", .. } => match written?.value {
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => Some(quoted(written?, shape().as_ref())),
            _ => None,
        },
        Problem::Type { expected, .. } if expected.contains("number") || *expected == "a boolean" => {
            let is_text = matches!(written?.value, Value::Str(_));
            let what = if *expected == "a boolean" { "true or false" } else { expected };
            let unit = if *expected == "a boolean" { "" } else { " and without a unit" };
            is_text.then(|| format!("write {what} without quotes{unit}"))
        }
        Problem::TooShort(1) => Some("write at least one character".to_owned()),
        Problem::TooShort(least) => Some(format!("write {least} characters or more")),
        Problem::TooLong(most) => Some(format!("write {most} characters or fewer")),
        Problem::TooSmall(least) => Some(format!("write {least} or more")),
        Problem::TooLarge(most) => Some(format!("write {most} or less")),
        Problem::TooMany(most) => Some(format!("keep {most} entries")),
        _ => None,
    }
}

/// The remedy for a number or boolean in place of text: quotes, unless the text breaks the scalar.
fn quoted(written: &Node, shape: Option<&Shape>) -> String {
    let text = match written.to_json() {
        Json::String(text) => text,
        other => other.to_string(),
    };
    let fits = shape.is_none_or(|shape| SHAPES.check_shape(shape, &text.into()).is_empty());
    let scalar = shape.and_then(|shape| if let Shape::Named(name) = shape { remedy_of(name) } else { None });
    match scalar.filter(|_| !fits) {
        Some(remedy) => format!("{remedy}; the text stands in quotes"),
        None => "put quotes around the value".to_owned(),
    }
}

/// The remedy that the contract of a scalar states.
fn remedy_of(scalar: &str) -> Option<&'static str> {
    REMEDIES.iter().find(|(name, _)| *name == scalar).map(|(_, remedy)| *remedy)
}

fn pasted(sample: impl Fn() -> Option<String>) -> Option<String> {
    sample().map(|sample| format!("write a value such as {sample}"))
}
