//! Go's `encoding/json`: compact, keys sorted, HTML characters escaped. Writes only.

use std::fmt::Write as _;

use gotmpl::Value;

use super::go_text::{scientific, with_exponent};

/// The JSON of a value, or nothing for a value that JSON cannot hold (functions, infinities), as Helm's `toJson` does.
pub(crate) fn to_json(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_value(&mut out, value)?;
    Some(out)
}

fn write_value(out: &mut String, value: &Value) -> Option<()> {
    match value {
        Value::Nil => out.push_str("null"),
        Value::Float(number) if number.is_finite() => out.push_str(&number_text(*number)),
        Value::Float(_) | Value::Function(_) => return None,
        Value::Bool(_) | Value::Int(_) | Value::Uint(_) => out.push_str(&value.to_string()),
        Value::String(text) => write_string(out, text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, item)?;
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write_value(out, item)?;
            }
            out.push('}');
        }
    }
    Some(())
}

/// A finite number as JSON: plain digits between `1e-6` and `1e21`, an exponent (without a leading zero if negative) outside.
pub(crate) fn number_text(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        return number.to_string();
    }
    let (digits, exponent) = scientific(number);
    if (-9..0).contains(&exponent) { format!("{digits}e{exponent}") } else { with_exponent(&digits, exponent) }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_as_go_spells_them() {
        let table = [
            (0.0, "0"),
            (-0.0, "-0"),
            (8080.0, "8080"),
            (1_073_741_824.0, "1073741824"),
            (0.5, "0.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (0.000_001, "0.000001"),
            (0.000_000_1, "1e-7"),
            (1.5e-12, "1.5e-12"),
        ];
        for (number, text) in table {
            assert_eq!(to_json(&Value::Float(number)).as_deref(), Some(text), "{number:?}");
        }
    }

    #[test]
    fn strings_are_escaped_as_go_escapes_them() {
        let value = Value::from("a<b>&'\"\\/\u{1}\u{7f}\u{2028}é\n");
        let expected = r#""a\u003cb\u003e\u0026'\"\\/\u0001"#.to_owned() + "\u{7f}" + r#"\u2028é\n""#;
        assert_eq!(to_json(&value).as_deref(), Some(expected.as_str()));
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_spaced() {
        let value = gotmpl::tmap! { "b" => vec![1_i64, 2], "a" => Value::Nil, "B" => true };
        assert_eq!(to_json(&value).as_deref(), Some(r#"{"B":true,"a":null,"b":[1,2]}"#));
    }

    #[test]
    fn what_json_cannot_say_is_nothing() {
        assert_eq!(to_json(&Value::Float(f64::NAN)), None);
    }
}
