//! Types of the model as the schemas that Pydantic gives them, key by key in its order. Knows no files.

use floe_base::names::pascal_case;
use floe_contract::model::{Case, Field, Form, Model, Type, TypeDef, Union};

use super::description;
use super::json::{Json, Object};

/// `{"$ref": …}` to one of the schema's own definitions.
pub(super) fn reference(name: &str) -> Object {
    let mut schema = Object::default();
    schema.put("$ref", Json::leaf(pointer(name)));
    schema
}

/// Adds a description where there is one.
fn describe(schema: &mut Object, description: &str) {
    let description = description::clean(description);
    if !description.is_empty() {
        schema.put("description", Json::leaf(description));
    }
}

/// The schemas that a named type is made of, by name: its own and, where it is a union, those of its cases.
pub(super) fn type_schemas<'a>(model: &Model, def: &'a TypeDef) -> Vec<(&'a str, Object)> {
    match &def.form {
        Form::Object(fields) => {
            let properties = fields.iter().map(|field| property(model, field)).collect();
            let required = fields.iter().filter(|field| field.required);
            let required = required.map(|field| field.name.as_str()).collect();
            vec![(&def.name, object(&def.name, &def.description, properties, required))]
        }
        Form::Enum(values) => {
            let mut schema = Object::default();
            schema.put("title", Json::leaf(def.name.as_str()));
            describe(&mut schema, &def.description);
            let values = values.iter().map(|value| value.value.as_str());
            schema.put("enum", Json::strings(values));
            schema.put("type", Json::leaf("string"));
            vec![(&def.name, schema)]
        }
        Form::Union(union) => {
            let cases = union.cases.iter();
            let mut schemas: Vec<_> = cases.map(|it| case(model, union, it)).collect();
            schemas.push((&def.name, one_of(union, &def.description)));
            schemas
        }
    }
}

/// The cases of a union; none of anything else.
pub(super) fn cases(def: &TypeDef) -> &[Case] {
    if let Form::Union(union) = &def.form { &union.cases } else { &[] }
}

/// The named types that a type's fields refer to.
pub(crate) fn referred(def: &TypeDef) -> Vec<&str> {
    fields(def).filter_map(|field| named_within(&field.ty)).collect()
}

/// The fields of a type, or of all its cases.
fn fields(def: &TypeDef) -> impl Iterator<Item = &Field> {
    let own: &[Field] = if let Form::Object(fields) = &def.form { fields } else { &[] };
    own.iter().chain(cases(def).iter().flat_map(|case| &case.fields))
}

/// What a field refers to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use<'a> {
    /// A named type.
    Named(&'a str),
    /// A scalar.
    Scalar(&'a str),
}

/// What the fields of the type, or of its case of that name, refer to.
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

/// The named type inside of lists and maps.
pub(crate) fn named_within(ty: &Type) -> Option<&str> {
    match ty {
        Type::Ref(name) => Some(name),
        Type::Array { items, .. } => named_within(items),
        Type::Map { values, .. } => named_within(values),
        _ => None,
    }
}

fn pointer(name: &str) -> String {
    format!("#/$defs/{name}")
}

fn object(name: &str, description: &str, properties: Vec<(String, Json)>, required: Vec<&str>) -> Object {
    let mut schema = Object::default();
    schema.put("type", Json::leaf("object"));
    schema.put("properties", Json::Object(properties.into_iter().collect()));
    if !required.is_empty() {
        schema.put("required", Json::strings(required));
    }
    schema.put("title", Json::leaf(name));
    describe(&mut schema, description);
    schema.put("additionalProperties", Json::leaf(false));
    schema
}

/// One case of a union: an object whose first field is the tag.
fn case<'a>(model: &Model, union: &Union, case: &'a Case) -> (&'a str, Object) {
    let mut tag = of(&Type::Const(case.value.clone()));
    describe(&mut tag, &union.tag_description);
    tag.put("title", Json::leaf(title(&union.tag)));
    let mut properties = vec![(union.tag.clone(), Json::Object(tag))];
    properties.extend(case.fields.iter().map(|field| property(model, field)));
    let fields = case.fields.iter().filter(|field| field.required);
    let fields = fields.map(|field| field.name.as_str());
    let required = std::iter::once(union.tag.as_str()).chain(fields).collect();
    let schema = object(&case.type_name, &case.description, properties, required);
    (&case.type_name, schema)
}

fn one_of(union: &Union, description: &str) -> Object {
    let cases = union.cases.iter();
    let cases = cases.map(|case| Json::Object(reference(&case.type_name)));
    let mapping = union.cases.iter();
    let mapping = mapping.map(|case| (case.value.clone(), Json::leaf(pointer(&case.type_name))));
    let mut discriminator = Object::default();
    discriminator.put("propertyName", Json::leaf(union.tag.as_str()));
    discriminator.put("mapping", Json::Object(mapping.collect()));
    let mut schema = Object::default();
    schema.put("oneOf", Json::Array(cases.collect()));
    schema.put("discriminator", Json::Object(discriminator));
    describe(&mut schema, description);
    schema
}

fn property(model: &Model, field: &Field) -> (String, Json) {
    let mut schema = of(&field.ty);
    if field.is_optional() {
        let mut null = Object::default();
        null.put("type", Json::leaf("null"));
        let alternatives = vec![Json::Object(schema), Json::Object(null)];
        schema = Object::default();
        schema.put("anyOf", Json::Array(alternatives));
        schema.put("default", Json::leaf(()));
    }
    if let Some(default) = &field.default {
        schema.put("default", default.into());
    }
    describe(&mut schema, &description::of_field(model, field));
    if !field.examples.is_empty() {
        let examples = field.examples.iter().map(Json::from);
        schema.put("examples", Json::Array(examples.collect()));
    }
    if !matches!(field.ty, Type::Ref(_) | Type::Scalar(_)) {
        schema.put("title", Json::leaf(title(&field.name)));
    }
    (field.name.clone(), Json::Object(schema))
}

/// A type without what the field around it adds.
pub(super) fn of(ty: &Type) -> Object {
    let mut schema = Object::default();
    let mut put = |key, value: Option<Json>| {
        if let Some(value) = value {
            schema.put(key, value);
        }
    };
    match ty {
        Type::Any => {}
        Type::Boolean => put("type", Some(Json::leaf("boolean"))),
        Type::Integer { min, max } => {
            put("type", Some(Json::leaf("integer")));
            put("maximum", Some(Json::leaf(*max)));
            put("minimum", Some(Json::leaf(*min)));
        }
        Type::Number { min, max } => {
            put("type", Some(Json::leaf("number")));
            put("maximum", max.map(Json::leaf));
            put("minimum", min.map(Json::leaf));
        }
        Type::String { min_length, max_length, pattern } => {
            put("type", Some(Json::leaf("string")));
            put("minLength", min_length.map(Json::leaf));
            put("maxLength", max_length.map(Json::leaf));
            put("pattern", pattern.as_deref().map(Json::leaf));
        }
        Type::Const(text) => {
            put("const", Some(Json::leaf(text.as_str())));
            put("type", Some(Json::leaf("string")));
        }
        Type::Scalar(name) => return reference(&pascal_case(name)),
        Type::Array { items, min_items, max_items } => {
            put("type", Some(Json::leaf("array")));
            put("items", Some(Json::Object(of(items))));
            put("minItems", min_items.map(Json::leaf));
            put("maxItems", max_items.map(Json::leaf));
        }
        Type::Map { values, keys, min_properties, max_properties } => {
            let any = matches!(**values, Type::Any);
            let free = if any { Json::leaf(true) } else { Json::Object(of(values)) };
            put("type", Some(Json::leaf("object")));
            put("additionalProperties", Some(free));
            put("propertyNames", keys.as_deref().map(|keys| Json::Object(reference(&pascal_case(keys)))));
            put("minProperties", min_properties.map(Json::leaf));
            put("maxProperties", max_properties.map(Json::leaf));
        }
        Type::Ref(name) => return reference(name),
    }
    schema
}

/// A property's name as Pydantic makes a title of it: `path_style_access` is `Path Style Access`, `apiVersion` is `Apiversion`.
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
