//! Definitions of named types: objects, enumerations, unions. Types in use are read by [`crate::slot`].

use floe_base::de::Placed;
use floe_base::{Key, Node, Place, Value, names};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::messages;
use crate::model::{Carrier, Case, EnumValue, Field, Form, Rule, TypeDef, Union};
use crate::read::read;
use crate::reader::{Reader, entries, suggestion};

/// A definition as contracts write it.
#[derive(Deserialize)]
pub(crate) struct Definition {
    description: String,
    #[serde(rename = "type")]
    ty: Option<IgnoredAny>,
    #[serde(rename = "enum")]
    _enum: Option<IgnoredAny>,
    variants: Option<Variants>,
    #[serde(rename = "$self")]
    properties: Properties,
    #[serde(rename = "x-floe-carries")]
    carries: Option<Carrier>,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Variants {
    tag: String,
    tag_description: String,
    common: Properties,
    cases: Vec<Variant>,
}

#[derive(Deserialize)]
pub(crate) struct Variant {
    #[serde(rename = "$key")]
    value: String,
    description: String,
    #[serde(rename = "$self")]
    properties: Properties,
    #[serde(rename = "$place")]
    place: Place,
}

#[derive(Default, Deserialize)]
pub(crate) struct Properties {
    required: Vec<Placed<String>>,
    properties: Vec<Field>,
}

/// Reads every type under `$defs`, in order.
pub(crate) fn all(reader: &mut Reader<'_>, contract: &Node) -> Vec<TypeDef> {
    entries(contract, "$defs").iter().filter_map(|(key, node)| one(reader, &key.name, key, node)).collect()
}

/// Reads one named type; `key` is the key of the definition.
pub(crate) fn one(reader: &mut Reader<'_>, name: &str, key: &Key, node: &Node) -> Option<TypeDef> {
    let Definition { description, ty, variants, properties, carries, rules, .. } = read(reader, Some(key), node)?;
    let form = match (ty, node.get("enum"), variants) {
        (Some(_), None, None) => Form::Object(properties.fields(reader)),
        (None, Some(values), None) => Form::Enum(enum_values(reader, name, values)),
        (None, None, Some(variants)) => Form::Union(union(reader, name, variants)),
        _ => {
            let help = "write either `type: object`, `enum` or `variants`";
            reader.report(key.span, messages::type_invalid_form(name), help);
            return None;
        }
    };
    refuse_beside(reader, node, &form);
    let (contract, place) = (reader.id.clone(), reader.place(key.span));
    Some(TypeDef { name: name.to_owned(), description, contract, place, form, carries, rules })
}

fn refuse_beside(reader: &mut Reader<'_>, node: &Node, form: &Form) {
    let keys: &[&str] = match form {
        Form::Object(_) => &[],
        Form::Union(_) => &["required", "properties"],
        Form::Enum(_) => &["required", "properties", "rules"],
    };
    for (key, _) in keys.iter().filter_map(|key| node.entry(key)) {
        reader.report(key.span, messages::type_invalid_object(&key.name), "remove it");
    }
}

fn enum_values(reader: &mut Reader<'_>, name: &str, node: &Node) -> Vec<EnumValue> {
    let value = |value: &str, description: &str, span| EnumValue {
        value: value.to_owned(),
        description: description.to_owned(),
        place: reader.place(span),
    };
    let values: Option<Vec<_>> = match &node.value {
        Value::Seq(items) => items.iter().map(|item| Some(value(item.as_str()?, "", item.span))).collect(),
        Value::Map(entries) => {
            entries.iter().map(|(key, described)| Some(value(&key.name, described.as_str()?, key.span))).collect()
        }
        _ => None,
    };
    values.unwrap_or_else(|| {
        reader.report(node.span, messages::value_invalid_enum(name), "quote what is no string");
        Vec::new()
    })
}

fn union(reader: &mut Reader<'_>, name: &str, variants: Variants) -> Union {
    let Variants { tag, tag_description, common, cases } = variants;
    let common = common.fields(reader);
    let cases = cases.into_iter().map(|Variant { value, description, properties, place }| Case {
        type_name: format!("{name}{}", case_name(&value)),
        value,
        description,
        fields: common.iter().cloned().chain(properties.fields(reader)).collect(),
        place,
    });
    Union { cases: cases.collect(), common: common.len(), tag_description, tag }
}

/// The suffix that a case adds to the name of the union: Pascal case, in letters and digits that every language allows in names.
pub(crate) fn case_name(value: &str) -> String {
    names::pascal_case(value).chars().filter(char::is_ascii_alphanumeric).collect()
}

impl Properties {
    /// The properties, with the required ones marked.
    fn fields(self, reader: &mut Reader<'_>) -> Vec<Field> {
        let Self { required, mut properties } = self;
        for Placed { value: name, place } in required {
            let Some(field) = properties.iter_mut().find(|field| field.name == name) else {
                let help = suggestion(&name, properties.iter().map(|field| field.name.as_str()));
                reader.report_at(place, messages::required_unknown(&name), help);
                continue;
            };
            field.required = true;
            if field.default.take().is_some() {
                let help = "remove its default, or its name from `required`";
                reader.report_at(field.place.clone(), messages::default_invalid_required(&name), help);
            }
        }
        properties
    }
}
