//! Shapes: what values are checked by, as text in the module of each contract. How it is read stands in `shape/read.rs`.

use floe_contract::model::{Field, Form, Model, Type, TypeDef};
use quote::quote;
use serde_json::{Value, json};

use super::scope::path_of;
use super::source::{Imports, code, file};

/// `shapes.rs`: where all the texts stand.
pub(super) fn shapes(model: &Model) -> String {
    let shaped = model.heads.keys().filter(|id| model.types.values().any(|def| def.contract == **id));
    let texts = shaped.map(|id| path_of(id, "SHAPES"));
    let items = quote! {
        #[doc = " The shapes of every contract, as text."]
        pub(crate) static ALL: &[&str] = &[crate::scalars::SHAPES, #(#texts),*];
    };
    file("contracts/", "Where shapes stand.", &Imports::default(), &code(&items))
}

/// The shapes of scalars.
pub(super) fn of_scalars(model: &Model) -> String {
    text(model.scalars.values().map(|scalar| (&scalar.name, shape(&scalar.base))))
}

/// The shapes of types, by name.
pub(super) fn of_types(model: &Model, names: &[String]) -> String {
    let defs: Vec<&TypeDef> = names.iter().filter_map(|name| model.types.get(name)).collect();
    if defs.is_empty() { String::new() } else { text(defs.into_iter().map(|def| (&def.name, named(def)))) }
}

/// A constant of one line for each shape.
fn text<'a>(shapes: impl Iterator<Item = (&'a String, Value)>) -> String {
    let lines: Vec<String> = shapes.map(|(name, shape)| format!("    {name} {shape}\n")).collect();
    let lines = lines.concat();
    let longest = lines.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len()).max();
    let fence = "#".repeat(longest.unwrap_or_default() + 1);
    format!(
        "/// What values can be, a line for each name.\npub(crate) const SHAPES: &str = r{fence}\"\n{lines}\"{fence};\n"
    )
}

fn named(def: &TypeDef) -> Value {
    let of = |head: &str, items: Vec<Value>| [vec![json!(head)], items].concat().into();
    match &def.form {
        Form::Object(fields) => of("object", fields.iter().map(field).collect()),
        Form::Enum(values) => of("enum", values.iter().map(|value| json!(value.value)).collect()),
        Form::Union(union) => {
            let cases = union.cases.iter();
            let cases = cases.map(|case| json!([case.value, case.fields.iter().map(field).collect::<Vec<_>>()]));
            of("union", [json!(union.tag)].into_iter().chain(cases).collect())
        }
    }
}

fn field(field: &Field) -> Value {
    let presence = match &field.default {
        Some(default) => json!({ "default": default }),
        None if field.required => json!("required"),
        None => json!("optional"),
    };
    let mut parts = vec![json!(field.name), presence, shape(&field.ty)];
    parts.extend(field.secret.then(|| json!("secret")));
    parts.into()
}

fn shape(ty: &Type) -> Value {
    match ty {
        Type::Any => json!(["any"]),
        Type::Boolean => json!(["boolean"]),
        Type::Integer { min, max } => json!(["integer", min, max]),
        Type::Number { min, max } => json!(["number", min, max]),
        Type::String { min_length, max_length, pattern } => json!(["string", min_length, max_length, pattern]),
        Type::Const(text) => json!(["const", text]),
        Type::Scalar(name) | Type::Ref(name) => json!(name),
        Type::Array { items, min_items, max_items } => json!(["array", shape(items), min_items, max_items]),
        Type::Map { values, keys: None, min_properties, max_properties } => {
            json!(["map", shape(values), min_properties, max_properties])
        }
        Type::Map { values, keys: Some(keys), min_properties, max_properties } => {
            json!(["map", shape(values), min_properties, max_properties, keys])
        }
    }
}
