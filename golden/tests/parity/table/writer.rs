//! Writes definitions of shapes as JSON, in the notation described in `table.rs`. Included once for each crate that
//! compiles the checker; the including module must have such a crate's types under the name `shape`.

use serde_json::{Value, json};

use super::shape::{Def, Field, Shape};

/// A definition.
pub(super) fn def(def: &Def) -> Value {
    match def {
        Def::Scalar(it) => shape(it),
        Def::Object(own) => list("object", fields(own)),
        Def::Enum(values) => list("enum", values.iter().map(|value| json!(value))),
        Def::Union { tag, cases } => {
            let cases = cases.iter().map(|(case, own)| json!([case, fields(own).collect::<Vec<_>>()]));
            list("union", [json!(tag)].into_iter().chain(cases))
        }
    }
}

fn list(head: &str, rest: impl IntoIterator<Item = Value>) -> Value {
    [json!(head)].into_iter().chain(rest).collect()
}

fn fields(fields: &[Field]) -> impl Iterator<Item = Value> {
    fields.iter().map(|field| {
        let presence = match field.default() {
            Some(default) => json!({ "default": default }),
            None if field.is_required() => json!("required"),
            None => json!("optional"),
        };
        let mut parts = vec![json!(field.name()), presence, shape(field.shape())];
        parts.extend(field.is_secret().then(|| json!("secret")));
        parts.into()
    })
}

fn shape(it: &Shape) -> Value {
    match it {
        Shape::Any => json!(["any"]),
        Shape::Boolean => json!(["boolean"]),
        Shape::Integer(min, max) => json!(["integer", min, max]),
        Shape::Number(min, max) => json!(["number", min, max]),
        Shape::String(text) => json!(["string", text.length().min, text.length().max, text.pattern()]),
        Shape::Const(text) => json!(["const", text]),
        Shape::Array(items, count) => json!(["array", shape(items), count.min, count.max]),
        Shape::Map { values, keys: None, count } => json!(["map", shape(values), count.min, count.max]),
        Shape::Map { values, keys, count } => json!(["map", shape(values), count.min, count.max, keys]),
        Shape::Named(name) => json!(name),
    }
}
