//! Pin: the schema that admits one value and nothing else. Knows no chart.

use serde_json::{Value, json};

/// A schema in draft 7. Each object is closed and needs all members, so that a changed, added or removed member is named; a
/// list is taken as a whole.
pub(crate) fn pinned(value: &Value) -> Value {
    let Value::Object(entries) = value else {
        return json!({ "const": value });
    };
    let required: Vec<&str> = entries.keys().map(String::as_str).collect();
    let properties: Value = entries.iter().map(|(key, value)| (key.clone(), pinned(value))).collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_closed_and_required_and_every_leaf_is_itself() {
        let value = json!({"a": 1, "b": {"c": [{"d": "x"}], "e": {}}});
        let expected = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["a", "b"],
            "properties": {
                "a": {"const": 1},
                "b": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["c", "e"],
                    "properties": {
                        "c": {"const": [{"d": "x"}]},
                        "e": {"type": "object", "additionalProperties": false, "required": [], "properties": {}},
                    },
                },
            },
        });
        assert_eq!(pinned(&value), expected);
    }
}
