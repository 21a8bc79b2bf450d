//! Definitions of named types: objects, enumerations, unions. Types in use are read by [`crate::slot`].

use floe_base::{Key, Node, Place, names};

use crate::model::{Carrier, Case, EndpointRef, EnumValue, Field, Form, Rule, TypeDef, Union};
use crate::reader::{Reader, entries, items, strings, suggestion, text, text_or_empty, values};
use crate::slot::{self, Position};

/// Reads every type under `$defs`, in order.
pub(crate) fn all(reader: &mut Reader<'_>, contract: &Node) -> Vec<TypeDef> {
    entries(contract, "$defs").iter().filter_map(|(key, node)| one(reader, &key.name, key, node)).collect()
}

/// Reads one named type; `key` is where its definition begins.
pub(crate) fn one(reader: &mut Reader<'_>, name: &str, key: &Key, node: &Node) -> Option<TypeDef> {
    let form = match form(node) {
        Some("enum") => Form::Enum(enum_values(reader, name, node)),
        Some("variants") => Form::Union(union(reader, name, node.get("variants")?)),
        Some(_) => Form::Object(fields(reader, node)),
        None => {
            let message = format!("`{name}` is no object, enumeration or union, or more than one of them");
            reader.error(
                "CONTRACT_TYPE_INVALID",
                key.span,
                message,
                "write either `type: object`, `enum` or `variants`",
            );
            return None;
        }
    };
    refuse_beside(reader, node, &form);
    Some(TypeDef {
        name: name.to_owned(),
        description: text_or_empty(node, "description"),
        contract: reader.id.clone(),
        place: reader.place(key.span),
        form,
        carries: match text(node, "x-floe-carries").as_deref() {
            Some("platform") => Some(Carrier::Platform),
            Some("product") => Some(Carrier::Product),
            _ => None,
        },
        rules: items(node, "rules").iter().filter_map(rule).collect(),
    })
}

/// The one key that decides the form.
fn form(node: &Node) -> Option<&'static str> {
    let mut found = ["type", "enum", "variants"].into_iter().filter(|key| node.get(key).is_some());
    found.next().filter(|_| found.next().is_none())
}

fn refuse_beside(reader: &mut Reader<'_>, node: &Node, form: &Form) {
    let keys: &[&str] = match form {
        Form::Object(_) => &[],
        Form::Union(_) => &["required", "properties"],
        Form::Enum(_) => &["required", "properties", "rules"],
    };
    for (key, _) in keys.iter().filter_map(|key| node.entry(key)) {
        reader.error("CONTRACT_TYPE_INVALID", key.span, format!("`{}` belongs to an object", key.name), "remove it");
    }
}

fn enum_values(reader: &mut Reader<'_>, name: &str, node: &Node) -> Vec<EnumValue> {
    let file = reader.file;
    let plain = items(node, "enum").iter().filter_map(|item| {
        Some(EnumValue {
            value: item.as_str()?.to_owned(),
            description: String::new(),
            place: Place::new(file, item.span),
        })
    });
    let described = entries(node, "enum").iter().filter_map(|(key, description)| {
        Some(EnumValue {
            value: key.name.clone(),
            description: description.as_str()?.to_owned(),
            place: Place::new(file, key.span),
        })
    });
    let values: Vec<_> = plain.chain(described).collect();
    if let Some(stated) = node.get("enum") {
        let written = items(node, "enum").len() + entries(node, "enum").len();
        if values.len() != written || stated.as_seq().is_none() && stated.as_map().is_none() {
            let message = format!("`{name}` is a list of strings, or a map from strings to descriptions");
            reader.error("CONTRACT_VALUE_INVALID", stated.span, message, "quote what is no string");
        }
    }
    values
}

fn union(reader: &mut Reader<'_>, name: &str, node: &Node) -> Union {
    let tag = text_or_empty(node, "tag");
    let common = node.get("common").map(|common| fields(reader, common)).unwrap_or_default();
    let cases = entries(node, "cases").iter().map(|(key, case)| Case {
        value: key.name.clone(),
        type_name: format!("{name}{}", case_name(&key.name)),
        description: text_or_empty(case, "description"),
        fields: common.iter().cloned().chain(fields(reader, case)).collect(),
        place: reader.place(key.span),
    });
    let cases = cases.collect();
    Union { cases, common: common.len(), tag_description: text_or_empty(node, "tag-description"), tag }
}

/// What a case adds to the name of its union to make that of its type: Pascal case, in letters and digits that every language has in names.
pub(crate) fn case_name(value: &str) -> String {
    names::pascal_case(value).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Reads `properties` and `required` of an object or a case.
pub(crate) fn fields(reader: &mut Reader<'_>, node: &Node) -> Vec<Field> {
    let properties = entries(node, "properties");
    let required = strings(node, "required");
    for stated in node.get("required").and_then(Node::as_seq).unwrap_or_default() {
        let name = stated.as_str().unwrap_or_default();
        if !properties.iter().any(|(key, _)| key.name == name) {
            let help = suggestion(name, properties.iter().map(|(key, _)| key.name.as_str()));
            reader.error("CONTRACT_REQUIRED_UNKNOWN", stated.span, format!("there is no property `{name}`"), help);
        }
    }
    properties.iter().filter_map(|(key, node)| field(reader, key, node, required.contains(&key.name))).collect()
}

pub(crate) fn field(reader: &mut Reader<'_>, key: &Key, node: &Node, required: bool) -> Option<Field> {
    let ty = slot::read(reader, node, Position::Property)?;
    let default = node.get("default").map(Node::to_json);
    if required && default.is_some() {
        let message = format!("`{}` is required and has a default", key.name);
        reader.error("CONTRACT_DEFAULT_INVALID", key.span, message, "remove its default, or its name from `required`");
    }
    Some(Field {
        name: key.name.clone(),
        ty,
        required,
        default: default.filter(|_| !required),
        description: text_or_empty(node, "description"),
        examples: values(node, "examples"),
        secret: node.get("x-floe-secret").and_then(Node::as_bool).unwrap_or_default(),
        endpoint: node.get("x-floe-endpoint").and_then(Node::as_str).and_then(endpoint),
        place: reader.place(key.span),
    })
}

/// One rule; `None` for what the contracts' own shape refuses.
fn rule(node: &Node) -> Option<Rule> {
    let key = || text(node, "key");
    Some(match node.get("rule")?.as_str()? {
        "only-when" => Rule::OnlyWhen { key: key()?, when: text(node, "when")?, is: strings(node, "is") },
        "needed-when" => Rule::NeededWhen { key: key()?, when: text(node, "when")?, is: strings(node, "is") },
        "one-form" => {
            let words = |form: &Node| {
                form.as_seq().unwrap_or_default().iter().filter_map(Node::as_str).map(str::to_owned).collect()
            };
            Rule::OneForm { forms: items(node, "forms").iter().map(words).collect() }
        }
        "unique" => Rule::Unique { key: key()?, by: text(node, "by")? },
        "sum" => {
            let equals = i32::try_from(node.get("equals").and_then(Node::as_int)?).ok()?;
            Rule::Sum { keys: strings(node, "keys"), equals }
        }
        "at-most" => Rule::AtMost { key: key()?, other: text(node, "other")? },
        "reserved" => Rule::Reserved { key: key()?, values: strings(node, "values") },
        "expression" => Rule::Expression { key: key()? },
        "not-evaluated" => Rule::NotEvaluated { keys: strings(node, "keys"), without: text(node, "without") },
        "environment" => Rule::Environment {
            keys: strings(node, "keys"),
            below: node.get("below").and_then(Node::as_bool).unwrap_or_default(),
        },
        _ => return None,
    })
}

/// `polaris/http/api/catalog`; the contracts' own shape makes sure that there is a port.
fn endpoint(text: &str) -> Option<EndpointRef> {
    let (component, rest) = text.split_once('/')?;
    let (port, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    Some(EndpointRef { component: component.to_owned(), port: port.to_owned(), path: path.to_owned() })
}
