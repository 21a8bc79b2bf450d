//! Go's `encoding/json`: compact, keys sorted, HTML characters escaped. Writes only.

use std::sync::Arc;

use gotmpl::Value;

use super::go_text::{scientific, with_exponent};

/// The JSON of a value, or nothing for a value that JSON cannot hold (functions, infinities), as Helm's `toJson` does.
pub(super) fn to_json(value: &Value) -> Option<String> {
    Some(match value {
        Value::Nil => "null".to_owned(),
        Value::Float(number) if number.is_finite() => number_text(*number),
        Value::Float(_) | Value::Function(_) => return None,
        Value::Bool(_) | Value::Int(_) | Value::Uint(_) => value.to_string(),
        Value::String(text) => string(text),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(to_json).collect();
            format!("[{}]", items?.join(","))
        }
        Value::Map(entries) => {
            let entry = |(key, item): (&Arc<str>, &Value)| Some(format!("{}:{}", string(key), to_json(item)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(","))
        }
    })
}

/// A finite number as JSON: plain digits between `1e-6` and `1e21`, an exponent (without a leading zero if negative) outside.
pub(super) fn number_text(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        return number.to_string();
    }
    let (digits, exponent) = scientific(number);
    if (-9..0).contains(&exponent) { format!("{digits}e{exponent}") } else { with_exponent(&digits, exponent) }
}

fn string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    ['<', '>', '&', '\u{2028}', '\u{2029}']
        .into_iter()
        .filter(|character| text.contains(*character))
        .fold(json, |json, character| json.replace(character, &format!("\\u{:04x}", u32::from(character))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_spelt_as_go_spells_them() {
        let float = Value::Float;
        let table = [
            (float(0.0), "0"),
            (float(-0.0), "-0"),
            (float(8080.0), "8080"),
            (float(1_073_741_824.0), "1073741824"),
            (float(0.5), "0.5"),
            (float(1e20), "100000000000000000000"),
            (float(1e21), "1e+21"),
            (float(0.000_001), "0.000001"),
            (float(0.000_000_1), "1e-7"),
            (float(1.5e-12), "1.5e-12"),
            (Value::from("a<b>&'\"\\/\u{1}\u{7f}"), "\"a\\u003cb\\u003e\\u0026'\\\"\\\\/\\u0001\u{7f}\""),
            (Value::from("\u{2028}é\n\u{8}\u{c}"), r#""\u2028é\n\b\f""#),
            (gotmpl::tmap! {"b" => vec![1_i64, 2], "a" => Value::Nil, "B" => true}, r#"{"B":true,"a":null,"b":[1,2]}"#),
        ];
        for (value, text) in table {
            assert_eq!(to_json(&value).as_deref(), Some(text), "{value:?}");
        }
        assert_eq!(to_json(&Value::List([Value::Float(f64::NAN)].into())), None);
    }
}
