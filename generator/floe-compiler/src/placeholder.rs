//! Placeholders in a plugin's config: `{product_name}` and `{product_slug}`, which stand for the product. Nothing else is replaced.

use serde_json::Value;

/// The config of one product.
pub(crate) fn expand(config: &Value, name: &str, slug: &str) -> Value {
    match config {
        Value::String(text) => text.replace("{product_name}", name).replace("{product_slug}", slug).into(),
        Value::Array(items) => items.iter().map(|item| expand(item, name, slug)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), expand(value, name, slug))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn placeholders_are_replaced_in_every_text_and_nowhere_else() {
        let config = json!({"path": "/d/{product_slug}/{product_name}.db", "a": [{"b": "{product_slug}"}], "{product_slug}": 1, "c": "{x}"});
        let expected = json!({"path": "/d/a_b/a-b.db", "a": [{"b": "a_b"}], "{product_slug}": 1, "c": "{x}"});
        assert_eq!(expand(&config, "a-b", "a_b"), expected);
    }
}
