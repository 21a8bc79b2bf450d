//! Raw texts that a parsed JSON value cannot represent: notations of numbers, numbers outside the range of doubles,
//! lone surrogates, and invalid JSON.

use floe_contract::model::{Form, Type};
use serde_json::{Value, json};

use crate::sample::{Fill, Sampler};
use crate::subject::Named;
use crate::trial::{Trial, Verdict, escaped, put};

/// The placeholder in an instance that a raw text replaces.
const HOLE: &str = "\u{1}";

/// Raw texts of single values.
fn texts() -> Vec<String> {
    let texts = [
        "1E2",
        "1.0e0",
        "10e-1",
        "-0",
        "-0.0",
        "0e9",
        "1e-400",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "-Infinity",
        "01",
        "1.",
        ".5",
        "+1",
        "0x10",
        r#""\u0041""#,
        r#""\ud83d\ude00""#,
        r#""\ud800""#,
        r#""\udc00x""#,
        r#"{"\ud800": 1}"#,
        r#"{"a": ["\ud800"]}"#,
        "'a'",
        "\"\u{7f}\"",
        "[1,]",
        "[1e400]",
        r#"[{"a": 1e400}]"#,
        r#"{"a": -1e400}"#,
        r#"{"a": {"b": 1e400}}"#,
        r#"{"a": [-1e400]}"#,
        "true ",
        "True",
        "nul",
        "/* */ 1",
        "",
    ];
    let long = ["9".repeat(400), format!("-{}", "9".repeat(400)), format!("0.{}1", "0".repeat(400)), "1".repeat(20)];
    texts.map(str::to_owned).into_iter().chain(long).collect()
}

/// Trials with each raw text in place of a scalar, or in place of each member of an object whose type is wanted.
pub(crate) fn trials(
    sampler: &mut Sampler<'_>,
    named: &Named<'_>,
    mut wanted: impl FnMut(&Type) -> bool,
) -> Vec<Trial> {
    let Type::Ref(name) = &named.ty else {
        return texts().into_iter().map(|text| trial("", text)).collect();
    };
    let Form::Object(fields) = &sampler.def(name).form else {
        return Vec::new();
    };
    let full = sampler.value(&named.ty, Fill::Full);
    let hole = json!(HOLE).to_string();
    let mut trials = Vec::new();
    for field in fields.iter().filter(|field| wanted(&field.ty)) {
        let place = format!("/{}", escaped(&field.name));
        let mut whole = full.clone();
        put(&mut whole, &place, json!(HOLE));
        let whole = whole.to_string();
        trials.extend(texts().into_iter().map(|text| trial(&place, whole.replace(&hole, &text))));
    }
    trials
}

/// Whether a value of the type can hold a number with a fraction.
pub(crate) fn can_hold_any_number(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Number { .. } => true,
        Type::Array { items, .. } => can_hold_any_number(items),
        Type::Map { values, .. } => can_hold_any_number(values),
        _ => false,
    }
}

fn trial(place: &str, text: String) -> Trial {
    let read: Result<Value, _> = serde_json::from_str(&text);
    let verdict = if read.is_ok() { Verdict::Open } else { Verdict::Unreadable };
    Trial { what: format!("{place}: a text"), instance: read.unwrap_or_default(), verdict, text: Some(text) }
}
