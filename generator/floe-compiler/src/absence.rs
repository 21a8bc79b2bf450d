//! Absence: a key with nothing behind the key is absent where the field has a default, as in every tool that reads YAML. JSON has no such rule.

use floe_base::{Node, Value};
use floe_types::shape::{Field, Shape};
use serde_json::Value as Json;

use crate::members::{Members, of_items};

/// The value of a document of that shape.
pub(crate) fn value(node: &Node, shape: &Shape) -> Json {
    if has_null(node) { without_empty(node, Some(shape)) } else { node.to_json() }
}

fn has_null(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Map(entries) => entries.iter().any(|(_, member)| has_null(member)),
        Value::Seq(items) => items.iter().any(has_null),
        _ => false,
    }
}

fn without_empty(node: &Node, shape: Option<&Shape>) -> Json {
    match &node.value {
        Value::Map(entries) => {
            let members = Members::of(shape, entries);
            let has_default = |field: &Field| field.default().is_some() && !matches!(field.shape(), Shape::Any);
            let is_there = |key: &str, member: &Node| !member.is_null() || !members.field(key).is_some_and(has_default);
            let written = entries.iter().filter(|(key, member)| is_there(&key.name, member));
            let value = |member: &Node, key: &str| without_empty(member, members.shape(key));
            Json::Object(written.map(|(key, member)| (key.name.clone(), value(member, &key.name))).collect())
        }
        Value::Seq(items) => items.iter().map(|item| without_empty(item, of_items(shape))).collect(),
        _ => node.to_json(),
    }
}

#[cfg(test)]
mod tests {
    use floe_types::documents::floe_spec::FloeSpec;
    use serde_json::json;

    use super::*;
    use crate::input::Document;

    #[test]
    fn an_empty_key_is_absent_where_a_default_stands_for_the_key_and_nowhere_else() {
        let text = "metadata:\n  labels:\n  name:\ntransforms:\n  - {name: a, tags: , dependsOn: [b, ]}\n  - \ndestinations:\n\
                    slas:\nunknown:\ningestion: {sources: [{writeMode: }]}\n";
        let document = Document::new("floe.yaml", text);
        let expected = json!({
            "metadata": {"name": null},
            "transforms": [{"name": "a", "dependsOn": ["b"]}, null],
            "slas": null,
            "unknown": null,
            "ingestion": {"sources": [{}]},
        });
        assert_eq!(value(document.node().unwrap(), &Shape::named(FloeSpec::SHAPE)), expected);
    }

    #[test]
    fn nothing_is_a_value_where_a_value_may_be_anything() {
        let document = Document::new("floe.yaml", "destinations: [{config: {a: , b: {c: }}}]");
        let expected = json!({"destinations": [{"config": {"a": null, "b": {"c": null}}}]});
        assert_eq!(value(document.node().unwrap(), &Shape::named(FloeSpec::SHAPE)), expected);
    }
}
