//! Types on a page: the values of a field in a few words, and named types as sections with tables.

use floe_contract::model::{ContractId, EnumValue, Field, Form, Model, Rule, Type, TypeDef, Union};
use floe_template::{Holes, Value, holes};
use serde_json::Value as Json;

use super::page::{Place, path, unless_empty};
use crate::markdown;

/// The values of a type in a few words, with links.
pub(super) fn text(model: &Model, ty: &Type, place: &Place) -> String {
    let scalar = |name: &String| linked(name, model.scalars.get(name).map(|scalar| &scalar.contract), place);
    match ty {
        Type::Any => "any value".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Integer { min, max } => format!("integer from {min} to {max}"),
        Type::Number { min, max } => format!("number{}", range(min.as_ref(), max.as_ref(), "")),
        Type::String { min_length, max_length, pattern } => {
            let length = range(min_length.as_ref(), max_length.as_ref(), " characters");
            let pattern = pattern.as_deref().map(|pattern| format!(" that matches {}", markdown::code(pattern)));
            format!("string{length}{}", pattern.as_deref().unwrap_or(""))
        }
        Type::Const(text) => markdown::code(text),
        Type::Scalar(name) => scalar(name),
        Type::Array { items, min_items, max_items } => {
            let count = range(min_items.as_ref(), max_items.as_ref(), " items");
            format!("list of {}{count}", text(model, items, place))
        }
        Type::Map { values, keys, min_properties, max_properties } => {
            let count = range(min_properties.as_ref(), max_properties.as_ref(), " keys");
            let from = keys.as_ref().map(|keys| format!("from {} ", scalar(keys)));
            format!("map {}to {}{count}", from.as_deref().unwrap_or(""), text(model, values, place))
        }
        Type::Ref(name) => linked(name, model.types.get(name).map(|def| &def.contract), place),
    }
}

/// `, 1 to 5 items`
fn range(min: Option<impl ToString>, max: Option<impl ToString>, unit: &str) -> String {
    match (min.map(|min| min.to_string()), max.map(|max| max.to_string())) {
        (None, None) => String::new(),
        (Some(min), None) => format!(", {min} or more{unit}"),
        (None, Some(max)) => format!(", at most {max}{unit}"),
        (Some(min), Some(max)) if min == max => format!(", exactly {min}{unit}"),
        (Some(min), Some(max)) => format!(", {min} to {max}{unit}"),
    }
}

/// A link to the definition of a scalar or a type.
fn linked(name: &str, contract: Option<&ContractId>, place: &Place) -> String {
    contract.map_or_else(|| name.to_owned(), |home| place.link(name, &path(home), &markdown::anchor(name)))
}

pub(super) fn sections<'n>(model: &Model, names: impl IntoIterator<Item = &'n String>, place: &Place) -> Vec<Holes> {
    let types = names.into_iter().filter_map(|name| model.types.get(name));
    types.map(|def| section(model, def, place)).collect()
}

/// A list of nothing in a template.
const NONE: Vec<Holes> = Vec::new();

fn section(model: &Model, def: &TypeDef, place: &Place) -> Holes {
    let mut section = holes! {
        "name": def.name.as_str(),
        "description": markdown::prose(&def.description),
        "rules": unless_empty(def.rules.iter().map(rule)),
        "fields": NONE,
        "values": NONE,
        "unions": NONE,
    };
    section.extend([match &def.form {
        Form::Object(fields) => ("fields", vec![self::fields(model, fields, place)].into()),
        Form::Enum(values) => ("values", unless_empty(values.iter().map(value))),
        Form::Union(union) => ("unions", vec![cases(model, union, place)].into()),
    }]);
    section
}

fn value(value: &EnumValue) -> Holes {
    holes! { "value": markdown::code(&value.value), "meaning": markdown::cell(&value.description) }
}

fn cases(model: &Model, union: &Union, place: &Place) -> Holes {
    let cases = union.cases.iter().map(|case| {
        holes! {
            "value": markdown::code(&case.value),
            "description": markdown::prose(&case.description),
            "fields": fields(model, &case.fields, place),
        }
    });
    let description = Some(markdown::prose(&union.tag_description)).filter(|text| !text.is_empty());
    holes! {
        "tag": markdown::code(&union.tag),
        "descriptions": Vec::from_iter(description),
        "cases": cases.collect::<Vec<_>>(),
    }
}

/// A rule as a sentence.
fn rule(rule: &Rule) -> String {
    let code = |word: &String| markdown::code(word);
    let joined = |words: &[String], by: &str| words.iter().map(code).collect::<Vec<_>>().join(by);
    match rule {
        Rule::OnlyWhen { key, when, is } => {
            format!("{} is there only where {} is {}.", code(key), code(when), joined(is, " or "))
        }
        Rule::NeededWhen { key, when, is } => {
            format!("{} must be there where {} is {}.", code(key), code(when), joined(is, " or "))
        }
        Rule::OneForm { forms } => {
            let forms: Vec<String> = forms.iter().map(|keys| joined(keys, ", ")).collect();
            format!("There are either {}; all of them.", forms.join(" or "))
        }
        Rule::Unique { key, by, fold } => {
            let case = if *fold { ", in any case of letters" } else { "" };
            format!("No two items of {} have the same {}{case}.", code(key), code(by))
        }
        Rule::Sum { keys, equals } => format!("{} add up to {equals}.", joined(keys, ", ")),
        Rule::AtMost { key, other } => format!("{} is no more than {}.", code(key), code(other)),
        Rule::Reserved { key, values } => format!("{} is none of {}.", code(key), joined(values, ", ")),
        Rule::Expression { key } => format!("{} is a regular expression, or a list of them.", code(key)),
        Rule::Names { keys } => format!("The keys below {} are names of columns.", joined(keys, ", ")),
        Rule::NotEvaluated { keys, without: None } => {
            format!("Nothing acts upon {}; what is compiled names it as not evaluated.", joined(keys, ", "))
        }
        Rule::NotEvaluated { keys, without: Some(category) } => {
            let keys = joined(keys, ", ");
            let category = code(category);
            format!(
                "Without a plugin of the category {category} nothing acts upon {keys}; what is compiled names it as not evaluated."
            )
        }
        Rule::Environment { keys, below } => {
            let place = if *below { "here or below" } else { "here" };
            format!("What says something of one environment is refused {place}: {}.", joined(keys, ", "))
        }
    }
}

/// A table of fields.
pub(super) fn fields(model: &Model, fields: &[Field], place: &Place) -> Value {
    unless_empty(fields.iter().map(|field| {
        holes! {
            "name": markdown::code(&field.name),
            "type": markdown::in_cell(&text(model, &field.ty, place)),
            "presence": markdown::in_cell(&presence(field.default.as_ref(), field.required)),
            "description": description(field, place),
        }
    }))
}

/// Whether something must be written, and the value that absence means.
pub(super) fn presence(default: Option<&Json>, required: bool) -> String {
    match default {
        Some(default) => format!("default {}", markdown::value(default)),
        None if required => "required".to_owned(),
        None => "optional".to_owned(),
    }
}

fn description(field: &Field, place: &Place) -> String {
    let mut sentences = vec![markdown::cell(&field.description)];
    if field.is_secret() {
        sentences.push("It refers to a secret.".to_owned());
    }
    if let Some(endpoint) = &field.endpoint {
        let component = place.link(&endpoint.component, &format!("components/{}.md", endpoint.component), "");
        let path = if endpoint.path.is_empty() { String::new() } else { markdown::code(&endpoint.path) };
        sentences.push(
            format!("The address of {component}, port {} {path}", markdown::code(&endpoint.port)).trim_end().to_owned()
                + ".",
        );
    }
    if !field.examples.is_empty() {
        sentences.push(format!("For example {}.", markdown::in_cell(&markdown::values(&field.examples))));
    }
    sentences.join(" ")
}
