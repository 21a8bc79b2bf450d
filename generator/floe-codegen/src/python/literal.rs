//! Values and texts as Python source. Knows no contract.

use serde_json::{Number, Value};

use crate::json_schema::description;

/// A value from a contract as a Python expression.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(it) => number(it),
        Value::String(text) => string(text),
        Value::Array(items) => format!("[{}]", items.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, it)| string(key) + ": " + &self::value(it));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A string in double quotes; JSON and Python have the same escapes.
pub(crate) fn string(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

/// A number in Python: `30.0`, `1e-05`, `1e+16`.
pub(crate) fn number(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(value) => float(value),
        None => number.to_string(),
    }
}

/// A finite number as Python writes floats: the shortest digits that round-trip, with an exponent below 10^-4 and from 10^16 on.
pub(crate) fn float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    match exponent.parse::<i32>() {
        Ok(exponent) if (-4..16).contains(&exponent) => format!("{value:?}"),
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        Err(_) => scientific,
    }
}

/// A quoted docstring, in which every line after the first is indented.
pub(crate) fn docstring(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let text = description::clean(text).replace('\\', "\\\\").replace('"', "\\\"");
    let Some((first, rest)) = text.split_once('\n') else { return format!("\"\"\"{text}\"\"\"") };
    let rest = rest.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") });
    format!("\"\"\"{first}{}\n{margin}\"\"\"", rest.collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn floats_read_as_in_python() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (30.0, "30.0"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (9_007_199_254_740_992.0, "9007199254740992.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (-2.5e100, "-2.5e+100"),
            (5e-324, "5e-324"),
        ];
        for (value, expected) in cases {
            assert_eq!(float(value), expected);
        }
    }

    #[test]
    fn a_value_reads_as_python() {
        let all = json!({"b": [true, false, null], "a": {"q\"": 1.0}, "c": {}});
        assert_eq!(value(&all), r#"{"a": {"q\"": 1.0}, "b": [True, False, None], "c": {}}"#);
    }

    #[test]
    fn a_docstring_cannot_end_early() {
        assert_eq!(docstring(r#"A \ and """."#, 4), r#""""A \\ and \"\"\".""""#);
        assert_eq!(docstring("A.\n\nB.", 4), "\"\"\"A.\n\n    B.\n    \"\"\"");
    }
}
