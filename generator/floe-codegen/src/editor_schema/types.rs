//! Types as editors read them: with descriptions, defaults and examples, and with null where a field may be left out.

use floe_base::names::pascal_case;
use floe_contract::model::{EnumValue, Field, Form, Scalar, Type, Union};
use serde_json::{Map, Value, json};

use super::Definitions;
use super::rules::rules;

impl Definitions<'_> {
    /// The values at a use of a type.
    pub(super) fn use_of(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({}),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Type::Number { min, max } => stated(json!({ "type": "number", "minimum": min, "maximum": max })),
            Type::String { min_length: min, max_length: max, pattern } => {
                stated(json!({ "type": "string", "minLength": min, "maxLength": max, "pattern": pattern }))
            }
            Type::Const(text) => json!({ "type": "string", "const": text }),
            Type::Scalar(name) => {
                let Some(scalar) = self.model.scalars.get(name) else { return json!({}) };
                self.reference(&pascal_case(name), |all| all.scalar(scalar))
            }
            Type::Array { items, min_items: min, max_items: max } => {
                stated(json!({ "type": "array", "items": self.use_of(items), "minItems": min, "maxItems": max }))
            }
            Type::Map { values, keys, min_properties: min, max_properties: max } => stated(json!({
                "type": "object",
                "additionalProperties": self.use_of(values),
                "propertyNames": keys.as_ref().map(|keys| self.use_of(&Type::Scalar(keys.clone()))),
                "minProperties": min,
                "maxProperties": max,
            })),
            Type::Ref(name) => self.reference(name, |all| all.named(name)),
        }
    }

    /// Where a text does not match the pattern, an editor shows the scalar's description.
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
        Value::from_iter([("oneOf", cases.collect::<Vec<_>>())])
    }

    /// A closed object; the given properties are required.
    pub(super) fn object(&mut self, fields: &[Field], mut properties: Map<String, Value>) -> Value {
        let required = fields.iter().filter(|field| field.required).map(|field| field.name.clone());
        let required: Vec<String> = properties.keys().cloned().chain(required).collect();
        for field in fields {
            properties.insert(field.name.clone(), self.field(field));
        }
        let mut schema = json!({ "type": "object", "additionalProperties": false });
        // `json!` would copy the properties.
        schema["properties"] = properties.into();
        put(&mut schema, "required", Some(required).filter(|required| !required.is_empty()));
        schema
    }

    fn field(&mut self, field: &Field) -> Value {
        let mut schema = match self.category(field).map(str::to_owned) {
            Some(category) => self.selection(&category, field),
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

/// An enumeration with the description of each value.
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

/// The same schema with `null` as one more value.
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

/// The schema without the keywords that the contract leaves out.
fn stated(schema: Value) -> Value {
    let Value::Object(keywords) = schema else { return schema };
    keywords.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

/// Adds a description; editors show backticks as text unless a keyword names Markdown.
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
