//! Written: the value that people mean by a document. A key with nothing behind the key is absent where the field has a default, as in every
//! tool that reads YAML, and other spellings of a form are rewritten. JSON has no such rules.

use floe_base::{Node, Value};
use floe_types::shape::{Field, Shape};
use serde_json::Value as Json;

use crate::form;
use crate::members::{Members, of_items};

/// The value of a document of that shape.
pub(crate) fn value(node: &Node, shape: Option<&Shape>) -> Json {
    match &node.value {
        Value::Map(entries) => {
            let members = Members::of(shape, entries);
            let has_default = |field: &Field| field.default().is_some() && !matches!(field.shape(), Shape::Any);
            let is_there = |key: &str, member: &Node| !member.is_null() || !members.field(key).is_some_and(has_default);
            let written = entries.iter().filter(|(key, member)| is_there(&key.name, member));
            let value = |member: &Node, key: &str| value(member, members.shape(key));
            Json::Object(written.map(|(key, member)| (key.name.clone(), value(member, &key.name))).collect())
        }
        Value::Seq(items) => items.iter().map(|item| value(item, of_items(shape))).collect(),
        Value::Str(text) => form::normal(shape, text).and_then(Result::ok).map_or_else(|| node.to_json(), Json::from),
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
        assert_eq!(value(document.node().unwrap(), Some(&Shape::named(FloeSpec::SHAPE))), expected);
    }

    #[test]
    fn nothing_is_a_value_where_a_value_may_be_anything() {
        let document = Document::new("floe.yaml", "destinations: [{config: {a: , b: {c: }}}]");
        let expected = json!({"destinations": [{"config": {"a": null, "b": {"c": null}}}]});
        assert_eq!(value(document.node().unwrap(), Some(&Shape::named(FloeSpec::SHAPE))), expected);
    }

    #[test]
    fn a_spelling_of_a_form_becomes_the_one_spelling() {
        let document =
            Document::new("floe.yaml", "schedule: {cron: ' @Daily', timezone: UTC}\nmetadata: {name: '@daily'}");
        let expected = json!({"schedule": {"cron": "0 0 * * *", "timezone": "UTC"}, "metadata": {"name": "@daily"}});
        assert_eq!(value(document.node().unwrap(), Some(&Shape::named(FloeSpec::SHAPE))), expected);
    }
}
