//! Kubernetes objects as JSON: accessors of names, and a walk over nested values. Judges nothing.

use serde_json::Value;

/// The `kind` of an object; empty where there is none.
pub(crate) fn kind(object: &Value) -> &str {
    text(object, "/kind")
}

pub(crate) fn name(object: &Value) -> &str {
    text(object, "/metadata/name")
}

pub(crate) fn namespace(object: &Value) -> &str {
    text(object, "/metadata/namespace")
}

/// The component of an object, by its label.
pub(crate) fn component(object: &Value) -> &str {
    object.pointer("/metadata/labels").map_or("", |labels| text(labels, "/app.kubernetes.io~1name"))
}

/// The text at a pointer; empty where there is no text.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The items at a pointer; none where there is no list.
pub(crate) fn items<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// A value and all nested values.
pub(crate) fn inside(value: &Value) -> Vec<&Value> {
    let mut found = vec![value];
    match value {
        Value::Object(entries) => found.extend(entries.values().flat_map(inside)),
        Value::Array(items) => found.extend(items.iter().flat_map(inside)),
        _ => {}
    }
    found
}

/// Whether a selector matches labels. The only supported operator of expressions is `In`, which charts use.
pub(crate) fn selects(selector: &Value, labels: &Value) -> bool {
    let wanted = selector.get("matchLabels").and_then(Value::as_object).into_iter().flatten();
    let mut expressions = items(selector, "/matchExpressions");
    wanted.into_iter().all(|(key, value)| labels.get(key) == Some(value))
        && expressions.all(|expression| {
            assert_eq!(expression["operator"], "In", "another kind of expression is not known");
            items(expression, "/values").any(|value| labels.get(text(expression, "/key")) == Some(value))
        })
}
