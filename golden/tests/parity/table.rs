//! Tables of shapes as JSON, so that parts of them can be taken away: made of shapes, and made into shapes again.
//!
//! ```text
//! k8s-label ["string", 1, 63, "^[a-z]+$"]
//! Protocol ["enum", "s3", "gcs"]
//! Bucket ["object", ["name", "required", "k8s-label"], ["prefix", "optional", ["string", null, null, null]],
//!     ["versioned", {"default": false}, ["boolean"]], ["credentials", "required", "CredentialRef", "secret"]]
//! CredentialRef ["union", "mode", ["kubernetes-secret", [["name", "required", "k8s-label"]]], ["none", []]]
//! ```

use std::collections::BTreeMap;

use floe_contract::Model;
use floe_types::shape::{Def, Field, Shape};
use serde_json::{Value, json};

/// Definitions by name.
pub(crate) type Table = BTreeMap<String, Value>;

/// How a definition reads as JSON; the checker's source is compiled twice, into types that are not the same.
macro_rules! writer {
    ($($module:ident)::+) => {
        mod writer {
            use $($module)::+::{Def, Field, Shape};
            use serde_json::{Value, json};

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
        }
    };
}

/// The compiled table.
pub(crate) fn compiled(model: &Model) -> Table {
    writer!(floe_types::shape);
    names(model).filter_map(|name| Some((name.clone(), writer::def(floe_types::SHAPES.get(name)?)))).collect()
}

/// The table that the checker is given for contracts which are not compiled.
pub(crate) fn of_contracts(model: &Model) -> Table {
    writer!(floe_contract::shape);
    let shapes = floe_contract::shapes(model);
    names(model).filter_map(|name| Some((name.clone(), writer::def(shapes.get(name)?)))).collect()
}

fn names(model: &Model) -> impl Iterator<Item = &String> {
    model.scalars.keys().chain(model.types.keys())
}

/// A definition, as the compiled types' checker knows it.
pub(crate) fn def(value: &Value) -> Def {
    match parts(value) {
        ("object", all) => Def::object(fields(all)),
        ("enum", values) => Def::strings(values.iter().map(text)),
        ("union", [tag, cases @ ..]) => Def::union(
            text(tag),
            cases.iter().map(|case| (text(&case[0]), fields(case[1].as_array().expect("fields")))),
        ),
        _ => Def::Scalar(shape(value)),
    }
}

fn fields(all: &[Value]) -> Vec<Field> {
    all.iter().map(field).collect()
}

fn field(field: &Value) -> Field {
    let (name, shape) = (text(&field[0]), shape(&field[2]));
    let made = match (field[1].as_str(), field[1].get("default")) {
        (_, Some(default)) => Field::defaulted(name, shape, default.clone()),
        (Some("required"), _) => Field::required(name, shape),
        _ => Field::optional(name, shape),
    };
    if field.get(3).is_some() { made.secret() } else { made }
}

fn shape(value: &Value) -> Shape {
    if let Some(name) = value.as_str() {
        return Shape::named(name.to_owned());
    }
    match parts(value) {
        ("any", _) => Shape::Any,
        ("boolean", _) => Shape::Boolean,
        ("integer", [min, max]) => Shape::Integer(min.as_i64().expect("a bound"), max.as_i64().expect("a bound")),
        ("number", [min, max]) => Shape::Number(min.as_f64(), max.as_f64()),
        ("string", [min, max, pattern]) => {
            Shape::string(min.as_u64(), max.as_u64(), pattern.as_str().map(str::to_owned))
        }
        ("const", [only]) => Shape::constant(text(only)),
        ("array", [items, min, max]) => Shape::array(shape(items), min.as_u64(), max.as_u64()),
        ("map", [values, min, max, keys @ ..]) => {
            let map = Shape::map(shape(values), min.as_u64(), max.as_u64());
            keys.iter().fold(map, |map, scalar| map.keyed(text(scalar)))
        }
        other => panic!("{other:?} is no shape"),
    }
}

/// The word that a list begins with, and the rest.
fn parts(value: &Value) -> (&str, &[Value]) {
    let (head, rest) = value.as_array().and_then(|parts| parts.split_first()).expect("a shape is a list");
    (head.as_str().expect("a list begins with a word"), rest)
}

fn text(value: &Value) -> String {
    value.as_str().expect("this is a text").to_owned()
}

/// The same table with every default filled in, as types write it.
pub(crate) fn filled(model: &Model, mut table: Table) -> Table {
    let shapes = floe_contract::shapes(model);
    let fill = |fields: &mut [Value], least: Value, name: &str| {
        let full = shapes.normalize(name, least);
        for field in fields {
            if let (Some(key), Some(default)) = (field[0].as_str().map(str::to_owned), field[1].get_mut("default")) {
                *default = full[&key].clone();
            }
        }
    };
    for (name, def) in &mut table {
        let parts = def.as_array_mut().expect("a definition is a list");
        match parts[0].as_str() {
            Some("object") => fill(&mut parts[1..], json!({}), name),
            Some("union") => {
                let tag = text(&parts[1]);
                for case in &mut parts[2..] {
                    let least = json!({ &tag: case[0] });
                    fill(case[1].as_array_mut().expect("a case has fields"), least, name);
                }
            }
            _ => {}
        }
    }
    table
}
