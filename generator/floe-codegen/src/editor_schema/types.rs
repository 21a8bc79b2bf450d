//! Types as editors read them: with descriptions, defaults and examples, and with null where a field may be left out.

use floe_base::names::pascal_case;
use floe_contract::model::{EnumValue, Field, Form, Scalar, Type, Union};
use serde_json::{Map, Value, json};

use super::Definitions;
use super::rules::rules;

impl Definitions<'_> {
    /// What a use of a type can hold.
    pub(super) fn use_of(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({}),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Type::Number { min, max } => bounded("number", "minimum", min.as_ref(), "maximum", max.as_ref()),
            Type::String { min_length, max_length, pattern } => {
                let mut text = bounded("string", "minLength", min_length.as_ref(), "maxLength", max_length.as_ref());
                put(&mut text, "pattern", pattern.as_ref());
                text
            }
            Type::Const(text) => json!({ "type": "string", "const": text }),
            Type::Scalar(name) => {
                let Some(scalar) = self.model.scalars.get(name) else { return json!({}) };
                self.reference(&pascal_case(name), |all| all.scalar(scalar))
            }
            Type::Array { items, min_items, max_items } => {
                let mut list = bounded("array", "minItems", min_items.as_ref(), "maxItems", max_items.as_ref());
                list["items"] = self.use_of(items);
                list
            }
            Type::Map { values, keys, min_properties: min, max_properties: max } => {
                let mut map = bounded("object", "minProperties", min.as_ref(), "maxProperties", max.as_ref());
                map["additionalProperties"] = self.use_of(values);
                put(&mut map, "propertyNames", keys.as_ref().map(|keys| self.use_of(&Type::Scalar(keys.clone()))));
                map
            }
            Type::Ref(name) => self.reference(name, |all| all.named(name)),
        }
    }

    /// An editor says what the scalar is rather than which pattern a text does not match.
    fn scalar(&mut self, scalar: &Scalar) -> Value {
        let mut schema = self.use_of(&scalar.base);
        if schema.get("pattern").is_some() {
            schema["patternErrorMessage"] = format!("This is no {}: {}", scalar.name, scalar.description).into();
        }
        schema
    }

    fn named(&mut self, name: &str) -> Value {
        let Some(def) = self.model.types.get(name) else { return json!({}) };
        let mut schema = match &def.form {
            Form::Object(fields) => self.object(fields, Map::new()),
            Form::Enum(values) => enumeration(values),
            Form::Union(union) => self.union(union),
        };
        if let Form::Object(fields) = &def.form {
            let rules = rules(&def.rules, fields);
            put(&mut schema, "allOf", Some(rules).filter(|rules| !rules.is_empty()));
        }
        describe(&mut schema, &def.description);
        schema
    }

    fn union(&mut self, union: &Union) -> Value {
        let cases = union.cases.iter().map(|case| {
            let mut tag = json!({ "type": "string", "const": case.value });
            describe(&mut tag, &union.tag_description);
            let mut schema = self.object(&case.fields, Map::from_iter([(union.tag.clone(), tag)]));
            describe(&mut schema, &case.description);
            schema
        });
        json!({ "oneOf": cases.collect::<Vec<_>>() })
    }

    /// A closed object; what is there already is required.
    pub(super) fn object(&mut self, fields: &[Field], mut properties: Map<String, Value>) -> Value {
        let required = fields.iter().filter(|field| field.required).map(|field| field.name.clone());
        let required: Vec<String> = properties.keys().cloned().chain(required).collect();
        for field in fields {
            properties.insert(field.name.clone(), self.field(field));
        }
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        put(&mut schema, "required", Some(required).filter(|required| !required.is_empty()));
        schema
    }

    fn field(&mut self, field: &Field) -> Value {
        let mut schema = match self.selections.category(field) {
            Some(category) => self.selection(category, field),
            None => self.use_of(&field.ty),
        };
        if field.is_optional() {
            schema = or_null(schema);
        }
        describe(&mut schema, &field.description);
        put(&mut schema, "default", field.default.as_ref());
        put(&mut schema, "examples", Some(&field.examples).filter(|examples| !examples.is_empty()));
        schema
    }
}

/// An enumeration, with what each value means.
pub(super) fn enumeration(values: &[EnumValue]) -> Value {
    let words: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let meanings: Vec<&str> = values.iter().map(|value| value.description.as_str()).collect();
    let mut schema = json!({ "type": "string", "enum": words });
    if meanings.iter().any(|meaning| !meaning.is_empty()) {
        let markdown = meanings.iter().any(|meaning| meaning.contains('`'));
        put(&mut schema, "markdownEnumDescriptions", markdown.then_some(&meanings));
        put(&mut schema, "enumDescriptions", Some(meanings));
    }
    schema
}

/// The same schema, but `null` will do.
fn or_null(mut schema: Value) -> Value {
    match schema.get("type").and_then(Value::as_str) {
        Some(ty) if schema.get("const").is_none() && schema.get("enum").is_none() => {
            schema["type"] = json!([ty, "null"]);
            schema
        }
        None if schema.as_object().is_some_and(Map::is_empty) => schema,
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

fn bounded<T: Into<Value> + Copy>(ty: &str, least: &str, min: Option<&T>, most: &str, max: Option<&T>) -> Value {
    let mut schema = json!({ "type": ty });
    put(&mut schema, least, min.copied().map(Into::into));
    put(&mut schema, most, max.copied().map(Into::into));
    schema
}

/// Adds a description; editors take backticks for text unless they are told that it is Markdown.
pub(super) fn describe(schema: &mut Value, text: &str) {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    put(schema, "description", text);
    put(schema, "markdownDescription", text.filter(|text| text.contains('`')));
}

fn put(schema: &mut Value, key: &str, value: Option<impl serde::Serialize>) {
    if let Some(value) = value {
        schema[key] = json!(value);
    }
}
