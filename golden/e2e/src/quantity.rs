//! Quantities of Kubernetes, which the server normalizes: `1000m` is `1`, `1024Mi` is `1Gi`.

use serde_json::Value;

/// The suffixes, with the factors in thousandths.
const SUFFIXES: &[(&str, i128)] = &[
    ("m", 1),
    ("k", 1_000_000),
    ("M", 1_000_000_000),
    ("G", 1_000_000_000_000),
    ("T", 1_000_000_000_000_000),
    ("Ki", 1_000 << 10),
    ("Mi", 1_000 << 20),
    ("Gi", 1_000 << 30),
    ("Ti", 1_000 << 40),
    ("", 1_000),
];

/// Whether both are quantities, and the same.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    thousandths(one).is_some_and(|amount| thousandths(other) == Some(amount))
}

/// A quantity in thousandths; `None` for text that is no quantity, or for a quantity with fractions of a thousandth.
fn thousandths(value: &Value) -> Option<i128> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (digits, suffix) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let (_, factor) = SUFFIXES.iter().find(|(name, _)| *name == suffix)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    number.checked_mul(*factor).filter(|product| product % scale == 0).map(|product| product / scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_amount_may_be_written_in_many_ways() {
        for (one, other) in [("1000m", "1"), ("1024Mi", "1Gi"), ("0.5", "500m"), ("1.5Gi", "1536Mi"), ("2k", "2000")] {
            assert!(equal(&json!(one), &json!(other)), "{one} {other}");
        }
        assert!(equal(&json!(2), &json!("2")));
    }

    #[test]
    fn different_amounts_and_words_differ() {
        for (one, other) in [("1", "1m"), ("1G", "1Gi"), ("a", "a"), ("", ""), ("1x", "1x")] {
            assert!(!equal(&json!(one), &json!(other)), "{one} {other}");
        }
    }
}
