//! Slot: reads a type in use, in a property, an item or a parameter. Does not read the definition of a named type.

use floe_base::{Node, Span};

use crate::messages;
use crate::model::{ContractId, Type};
use crate::reader::{Reader, suggestion};
use crate::source::identify_reference;

/// The place of a type in use, which decides the keys that may stand beside the type.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Position {
    /// A field of an object.
    Property,
    /// A parameter of a method.
    Parameter,
    /// An item, a map's value, a return value.
    Bare,
    /// The definition of a scalar.
    Scalar,
}

/// The keys that choose a form.
const FORMS: [&str; 4] = ["$ref", "x-floe-scalar", "const", "type"];
/// The words that `type` takes, each with the keys that constrain the form.
const TYPES: [(&str, &[&str]); 6] = [
    ("boolean", &[]),
    ("integer", &["minimum", "maximum"]),
    ("number", &["minimum", "maximum"]),
    ("string", &["minLength", "maxLength", "pattern"]),
    ("array", &["items", "minItems", "maxItems"]),
    ("object", &["propertyNames", "additionalProperties", "minProperties", "maxProperties"]),
];

impl Position {
    const fn beside(self) -> &'static [&'static str] {
        match self {
            Self::Property => {
                &["description", "default", "examples", "x-floe-secret", "x-floe-platform-only", "x-floe-endpoint"]
            }
            Self::Parameter => &["description", "optional", "default"],
            Self::Bare => &[],
            Self::Scalar => &["description", "remedy", "numbers", "form", "examples", "counterexamples"],
        }
    }
}

/// Reads the type that a node states.
pub(crate) fn read(reader: &mut Reader<'_>, node: &Node, position: Position) -> Option<Type> {
    let Some(entries) = node.as_map() else {
        reader.report(node.span, messages::type_invalid_map(), "write for example {type: boolean}");
        return None;
    };
    let chosen: Vec<&str> = FORMS.into_iter().filter(|key| node.get(key).is_some()).collect();
    let (form, constraints) = match chosen.as_slice() {
        [] => ("", [].as_slice()),
        ["type"] => simple_type(reader, node)?,
        [form] => (*form, [].as_slice()),
        [first, second, ..] => {
            let help = format!("keep `{first}` or `{second}`");
            reader.report(node.span, messages::type_invalid_twice(first, second), help);
            return None;
        }
    };
    let known = ["type", form].into_iter().chain(constraints.iter().copied()).chain(position.beside().iter().copied());
    for (key, _) in entries.iter().filter(|(key, _)| !known.clone().any(|known| known == key.name)) {
        let is_object = key.name == "properties";
        let help = if is_object { "name the object in $defs and refer to it by $ref" } else { "remove it" };
        reader.report(key.span, messages::type_invalid_beside(&key.name), help);
    }
    of_form(reader, node, form)
}

fn simple_type(reader: &mut Reader<'_>, node: &Node) -> Option<(&'static str, &'static [&'static str])> {
    let stated = node.get("type")?;
    let name = stated.as_str()?; // the meta-contract wants text
    let found = TYPES.iter().find(|(known, _)| *known == name).copied();
    if found.is_none() {
        let help = suggestion(name, TYPES.iter().map(|(known, _)| *known));
        reader.report(stated.span, messages::type_invalid_unknown(name), help);
    }
    found
}

fn of_form(reader: &mut Reader<'_>, node: &Node, form: &str) -> Option<Type> {
    let count = |key: &str| node.get(key).and_then(Node::as_int).and_then(|count| u64::try_from(count).ok());
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let float = |key: &str| node.get(key).and_then(Node::as_float);
    Some(match form {
        "$ref" => Type::Ref(target(reader, node.get("$ref")?)?),
        "x-floe-scalar" => Type::Scalar(scalar(reader, node.get("x-floe-scalar")?)?),
        "const" => Type::Const(text("const")?),
        "boolean" => Type::Boolean,
        "integer" => Type::Integer { min: bound(reader, node, "minimum")?, max: bound(reader, node, "maximum")? },
        "number" => Type::Number { min: float("minimum"), max: float("maximum") },
        "string" => {
            Type::String { min_length: count("minLength"), max_length: count("maxLength"), pattern: text("pattern") }
        }
        "array" => {
            Type::Array { items: items(reader, node)?, min_items: count("minItems"), max_items: count("maxItems") }
        }
        "object" => Type::Map {
            values: values(reader, node)?,
            keys: keys(reader, node),
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
        },
        _ => Type::Any,
    })
}

fn bound(reader: &mut Reader<'_>, node: &Node, key: &str) -> Option<i64> {
    let bound = node.get(key).and_then(Node::as_int);
    if bound.is_none() {
        let span = node.get(key).map_or(node.span, |bound| bound.span);
        reader.report(span, messages::bound_invalid_whole(key), format!("write its `{key}`"));
    }
    bound
}

fn items(reader: &mut Reader<'_>, node: &Node) -> Option<Box<Type>> {
    let Some(items) = node.get("items") else {
        reader.report(node.span, messages::type_invalid_items(), "write its `items`");
        return None;
    };
    read(reader, items, Position::Bare).map(Box::new)
}

fn values(reader: &mut Reader<'_>, node: &Node) -> Option<Box<Type>> {
    match node.get("additionalProperties") {
        Some(values) if values.as_bool() == Some(true) => Some(Box::new(Type::Any)),
        Some(values) => read(reader, values, Position::Bare).map(Box::new),
        None if node.get("properties").is_some() => None,
        None => {
            let help = "write `additionalProperties`, or name the object in $defs and refer to it by $ref";
            reader.report(node.span, messages::type_invalid_values(), help);
            None
        }
    }
}

/// The scalar that the keys of a map are.
fn keys(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let names = node.get("propertyNames")?;
    if let Type::Scalar(scalar) = read(reader, names, Position::Bare)? {
        return Some(scalar);
    }
    let help = "write propertyNames: {x-floe-scalar: …}";
    reader.report(names.span, messages::type_invalid_keys(), help);
    None
}

fn scalar(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let name = node.as_str()?;
    if !reader.index.scalars.contains(name) {
        let help = suggestion(name, reader.index.scalars.iter().map(String::as_str));
        reader.report(node.span, messages::scalar_unknown(name), help);
        return None;
    }
    Some(name.to_owned())
}

/// The name of the type that `#/$defs/Bucket`, `floe:bindings/storage/v1` or `floe:bindings/storage/v1#/$defs/Bucket` refers to.
pub(crate) fn target(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let text = node.as_str()?;
    let (contract, name) = text.split_once("#/$defs/").map_or((text, None), |(id, name)| (id, Some(name)));
    let id = match contract.strip_prefix("floe:").map(|inner| (inner, identify_reference(inner))) {
        Some((_, Some(id))) => id,
        None if contract.is_empty() && name.is_some() => reader.id.clone(),
        _ => {
            let help = "write #/$defs/Name, floe:<folder>/<name>/v1 or floe:<folder>/<name>/v1#/$defs/Name";
            reader.report(node.span, messages::ref_invalid(text), help);
            return None;
        }
    };
    resolve(reader, node.span, &id, name)
}

fn resolve(reader: &mut Reader<'_>, span: Span, id: &ContractId, name: Option<&str>) -> Option<String> {
    let Some(defined) = reader.index.contracts.get(id) else {
        let known: Vec<String> = reader.index.contracts.keys().map(ToString::to_string).collect();
        let help = suggestion(&id.to_string(), known.iter().map(String::as_str));
        reader.report(span, messages::ref_unknown_contract(id), help);
        return None;
    };
    let (found, finding) = match name {
        Some(name) => (defined.types.get(name).cloned(), messages::ref_unknown_type(name, id)),
        None => (defined.root.clone(), messages::ref_unknown_rootless(id)),
    };
    if found.is_none() {
        // Where the contract has no root, each type of the contract can be meant.
        let help = suggestion(name.unwrap_or(""), defined.types.iter().map(String::as_str));
        reader.report(span, finding, help);
    }
    found
}
