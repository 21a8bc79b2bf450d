//! Types of the model as the schemas of Pydantic, key by key in Pydantic's order. Knows no files.

use floe_base::names::pascal_case;
use floe_contract::model::{Case, Field, Form, Model, Type, TypeDef, Union};

use super::description;
use super::json::{Json, Object};
use crate::inside::{cases, fields};

pub(super) fn reference(name: &str) -> Object {
    Object::default().with("$ref", pointer(name))
}

fn pointer(name: &str) -> String {
    format!("#/$defs/{name}")
}

fn described(schema: Object, description: &str) -> Object {
    let description = description::clean(description);
    schema.with_some("description", Some(description).filter(|text| !text.is_empty()))
}

/// The schemas of a named type and of a union's cases, by name.
pub(super) fn type_schemas<'a>(model: &Model, def: &'a TypeDef) -> Vec<(&'a str, Object)> {
    match &def.form {
        Form::Object(fields) => {
            vec![(&def.name, object(model, &def.name, &def.description, fields, None))]
        }
        Form::Enum(values) => {
            let schema = described(Object::default().with("title", def.name.as_str()), &def.description);
            let values: Json = values.iter().map(|value| value.value.as_str()).collect();
            vec![(&def.name, schema.with("enum", values).with("type", "string"))]
        }
        Form::Union(union) => {
            let mut schemas: Vec<_> = union.cases.iter().map(|it| case(model, union, it)).collect();
            schemas.push((&def.name, one_of(union, &def.description)));
            schemas
        }
    }
}

/// The named types that a type's fields refer to.
pub(crate) fn referred(def: &TypeDef) -> Vec<&str> {
    let named = |used| if let Use::Named(name) = used { Some(name) } else { None };
    uses(def, &def.name).into_iter().filter_map(named).collect()
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Use<'a> {
    Named(&'a str),
    Scalar(&'a str),
}

/// The types that the fields of the type, or of the case of that name, refer to.
pub(super) fn uses<'a>(def: &'a TypeDef, name: &str) -> Vec<Use<'a>> {
    let mut uses = Vec::new();
    match cases(def).iter().find(|case| case.type_name == name) {
        Some(case) => case.fields.iter().for_each(|field| gather(&field.ty, &mut uses)),
        None => fields(def).for_each(|field| gather(&field.ty, &mut uses)),
    }
    uses
}

fn gather<'a>(ty: &'a Type, uses: &mut Vec<Use<'a>>) {
    match ty {
        Type::Ref(name) => uses.push(Use::Named(name)),
        Type::Scalar(name) => uses.push(Use::Scalar(name)),
        Type::Array { items, .. } => gather(items, uses),
        Type::Map { values, keys, .. } => {
            uses.extend(keys.as_deref().map(Use::Scalar));
            gather(values, uses);
        }
        _ => {}
    }
}

/// A closed object; the tag comes before all other properties.
fn object(model: &Model, name: &str, description: &str, fields: &[Field], tag: Option<(&str, Object)>) -> Object {
    let required = fields.iter().filter(|field| field.required).map(|field| field.name.as_str());
    let required: Vec<&str> = tag.iter().map(|(tag, _)| *tag).chain(required).collect();
    let tag = tag.into_iter().map(|(tag, schema)| (tag.to_owned(), schema));
    let properties = tag.chain(fields.iter().map(|field| (field.name.clone(), property(model, field))));
    let schema = Object::default().with("type", "object").with("properties", properties.collect::<Object>());
    let required = Some(required).filter(|required| !required.is_empty());
    let schema = schema.with_some("required", required.map(Json::from_iter)).with("title", name);
    described(schema, description).with("additionalProperties", false)
}

/// One case of a union: an object whose first field is the tag.
fn case<'a>(model: &Model, union: &Union, case: &'a Case) -> (&'a str, Object) {
    let tag = described(of(&Type::Const(case.value.clone())), &union.tag_description);
    let tag = (union.tag.as_str(), tag.with("title", title(&union.tag)));
    (&case.type_name, object(model, &case.type_name, &case.description, &case.fields, Some(tag)))
}

fn one_of(union: &Union, description: &str) -> Object {
    let cases = union.cases.iter();
    let mapping: Object = cases.clone().map(|case| (case.value.clone(), pointer(&case.type_name))).collect();
    let discriminator = Object::default().with("propertyName", union.tag.as_str()).with("mapping", mapping);
    let cases: Json = cases.map(|case| reference(&case.type_name)).collect();
    described(Object::default().with("oneOf", cases).with("discriminator", discriminator), description)
}

fn property(model: &Model, field: &Field) -> Object {
    let mut schema = of(&field.ty);
    if field.is_optional() {
        let alternatives = Json::from_iter([schema, Object::default().with("type", "null")]);
        schema = Object::default().with("anyOf", alternatives).with("default", ());
    }
    let schema = described(schema.with_some("default", field.default.as_ref()), &description::of_field(model, field));
    let examples = Some(&field.examples).filter(|examples| !examples.is_empty());
    let schema = schema.with_some("examples", examples.map(Json::from_iter));
    let is_reference = matches!(field.ty, Type::Ref(_) | Type::Scalar(_));
    schema.with_some("title", (!is_reference).then(|| title(&field.name)))
}

/// A type without the keys that a field adds.
pub(super) fn of(ty: &Type) -> Object {
    let typed = |name: &str| Object::default().with("type", name);
    match ty {
        Type::Any => Object::default(),
        Type::Boolean => typed("boolean"),
        Type::Integer { min, max } => typed("integer").with("maximum", *max).with("minimum", *min),
        Type::Number { min, max } => typed("number").with_some("maximum", *max).with_some("minimum", *min),
        Type::String { min_length, max_length, pattern } => {
            let text = typed("string").with_some("minLength", *min_length).with_some("maxLength", *max_length);
            text.with_some("pattern", pattern.as_deref())
        }
        Type::Const(text) => Object::default().with("const", text.as_str()).with("type", "string"),
        Type::Scalar(name) => reference(&pascal_case(name)),
        Type::Array { items, min_items, max_items } => {
            typed("array").with("items", of(items)).with_some("minItems", *min_items).with_some("maxItems", *max_items)
        }
        Type::Map { values, keys, min_properties, max_properties } => {
            let is_any = matches!(**values, Type::Any);
            let map =
                typed("object").with("additionalProperties", if is_any { true.into() } else { Json::from(of(values)) });
            let map = map.with_some("propertyNames", keys.as_deref().map(|keys| reference(&pascal_case(keys))));
            map.with_some("minProperties", *min_properties).with_some("maxProperties", *max_properties)
        }
        Type::Ref(name) => reference(name),
    }
}

/// The title that Pydantic makes of a property's name: `path_style_access` is `Path Style Access`, `apiVersion` is `Apiversion`.
fn title(name: &str) -> String {
    let mut title = String::new();
    let mut inside = false;
    for c in name.chars() {
        if inside {
            title.extend(c.to_lowercase());
        } else {
            let mut capital = c.to_uppercase();
            title.extend(capital.next());
            title.extend(capital.flat_map(char::to_lowercase));
        }
        inside = c.is_alphabetic();
    }
    title.replace('_', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_as_pydantic_makes_it() {
        let cases = [
            ("apiVersion", "Apiversion"),
            ("b_c", "B C"),
            ("bC", "Bc"),
            ("s3_uri", "S3 Uri"),
            ("v1beta2x", "V1Beta2X"),
            ("any-thing", "Any-Thing"),
            ("_x_", "X"),
            ("ßa", "Ssa"),
        ];
        for (name, expected) in cases {
            assert_eq!(title(name), expected);
        }
    }
}
