//! Plain scalars by the YAML 1.2 core schema. Knows nothing of quotes or places.

use crate::Value;

/// The meaning of an unquoted word.
pub(super) fn resolve(text: &str) -> Value {
    null(text)
        .or_else(|| bool(text))
        .or_else(|| int(text))
        .or_else(|| float(text))
        .unwrap_or_else(|| Value::Str(text.to_owned()))
}

/// The word under the core tag `!!<name>`; `None` where the word does not fit the tag.
pub(super) fn resolve_as(name: &str, text: &str) -> Option<Value> {
    match name {
        "null" => null(text),
        "bool" => bool(text),
        "int" => int(text),
        "float" => float(text).or_else(|| int(text).and_then(|_| text.parse().ok()).map(Value::Float)),
        "str" => Some(Value::Str(text.to_owned())),
        _ => None,
    }
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn bool(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// A whole number; one that does not fit is the nearest double.
fn int(text: &str) -> Option<Value> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x', ..] => (&text[2..], 16),
        [b'0', b'o', ..] => (&text[2..], 8),
        _ => (text.strip_prefix(['+', '-']).unwrap_or(text), 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let exact = if radix == 10 { text.parse().ok() } else { i64::from_str_radix(digits, radix).ok() };
    Some(exact.map_or_else(|| Value::Float(rounded(text, digits, radix)), Value::Int))
}

fn rounded(text: &str, digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        // A sign and decimal digits are a double.
        return text.parse().unwrap_or(f64::NAN);
    }
    let digits = digits.chars().filter_map(|digit| digit.to_digit(radix));
    digits.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
}

fn float(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(Value::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Value::Float(f64::NAN));
    }
    // Rust's own grammar of floats is the core schema's, but for the words `inf`, `nan` and `infinity`.
    let numeric = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    numeric.then(|| text.parse().ok().map(Value::Float)).flatten()
}
