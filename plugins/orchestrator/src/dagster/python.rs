//! Python literals of JSON values, laid out as `black` does. Knows nothing of what the values mean.

use serde_json::Value;

/// How wide a line may be.
const WIDTH: usize = 88;

/// `NAME = <value>`, on one line if it fits.
pub(super) fn assignment(name: &str, value: &Value) -> String {
    let begin = format!("{name} = ");
    format!("{begin}{}\n", literal(value, 0, begin.len()))
}

/// A value that stands `indent` deep and begins at `column`.
fn literal(value: &Value, indent: usize, column: usize) -> String {
    let flat = flat(value);
    // A comma follows what stands inside of something.
    let comma = usize::from(indent > 0);
    if column + flat.chars().count() + comma <= WIDTH && !nests(value) {
        return flat;
    }
    let inner = indent + 4;
    let lines: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| literal(item, inner, inner)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| member(key, value, inner)).collect(),
        _ => return flat,
    };
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    let pad = " ".repeat(inner);
    let lines: String = lines.iter().map(|line| format!("{pad}{line},\n")).collect();
    format!("{open}\n{lines}{}{close}", " ".repeat(indent))
}

fn member(key: &str, value: &Value, indent: usize) -> String {
    let key = format!("{}: ", text(key));
    let column = indent + key.chars().count();
    format!("{key}{}", literal(value, indent, column))
}

/// Whether it holds an object: that is easier to read and to compare line by line.
fn nests(value: &Value) -> bool {
    let members: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return false,
    };
    members.iter().any(|member| member.is_object() || nests(member))
}

fn flat(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let members: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", text(key), flat(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// JSON escapes quotes, backslashes and control characters as Python does, and leaves all else as it is.
fn text(string: &str) -> String {
    Value::from(string).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_values_stand_on_one_line() {
        let value = json!({"a": ["b", 1, 1.5], "c": null, "d": [true, false]});
        assert_eq!(assignment("X", &value), "X = {\"a\": [\"b\", 1, 1.5], \"c\": None, \"d\": [True, False]}\n");
        assert_eq!(assignment("X", &json!([])), "X = []\n");
    }

    #[test]
    fn long_values_and_lists_of_objects_get_a_line_for_each_item() {
        let long: Vec<String> = (10..25).map(|n| format!("item_{n}")).collect();
        let text = assignment("X", &json!([{"a": long, "b": {}}]));
        let begin = "X = [\n    {\n        \"a\": [\n            \"item_10\",\n";
        assert!(text.starts_with(begin), "{text}");
        assert!(text.ends_with("            \"item_24\",\n        ],\n        \"b\": {},\n    },\n]\n"), "{text}");
    }

    #[test]
    fn a_line_is_as_wide_as_black_allows_and_no_wider() {
        let fits = "x".repeat(WIDTH - "A = [\"\"]".len());
        assert_eq!(assignment("A", &json!([fits])).lines().count(), 1);
        assert_eq!(assignment("A", &json!([format!("{fits}x")])).lines().count(), 3);
    }

    #[test]
    fn quotes_backslashes_and_control_characters_are_escaped() {
        assert_eq!(flat(&json!("a\"b\\c\n\u{1}'é😀")), r#""a\"b\\c\n\u0001'é😀""#);
    }
}
