//! Filler: instances of a type with every field set. Successive numbers cycle through the cases of unions, words and
//! examples.

use floe_contract::model::{Field, Form, Model, Type};
use serde_json::{Map, Value, json};

/// Makes instance number `number`.
pub(crate) struct Filler<'m> {
    pub(crate) model: &'m Model,
    /// Selects the case, word or example.
    pub(crate) number: usize,
}

impl Filler<'_> {
    /// An instance of a named type with every field.
    pub(crate) fn named(&self, name: &str) -> Value {
        match &self.model.types[name].form {
            Form::Object(fields) => self.object(fields).into(),
            Form::Enum(values) => json!(self.one_of(values).value),
            Form::Union(union) => {
                let case = self.one_of(&union.cases);
                let mut map = self.object(&case.fields);
                map.insert(union.tag.clone(), json!(case.value));
                map.into()
            }
        }
    }

    fn object(&self, fields: &[Field]) -> Map<String, Value> {
        fields.iter().map(|field| (field.name.clone(), self.field(field))).collect()
    }

    fn field(&self, field: &Field) -> Value {
        if field.is_secret() && self.number > 0 {
            // The first source of secrets is the one that reaches pods.
            return Filler { model: self.model, number: 0 }.field(field);
        }
        if field.examples.is_empty() { self.value(&field.ty) } else { self.one_of(&field.examples).clone() }
    }

    fn value(&self, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({"any": [1, "x", {"y": 0.5}]}),
            Type::Boolean => json!(self.number.is_multiple_of(2)),
            Type::Integer { min, max } => json!(min.midpoint(*max)),
            Type::Number { min, max } => json!(f64::midpoint(min.unwrap_or(0.0), max.unwrap_or(1.0))),
            Type::String { pattern: None, .. } => {
                json!("text")
            }
            Type::String { .. } => panic!("a text with a pattern is a scalar, or has an example"),
            Type::Const(text) => json!(text),
            Type::Scalar(name) => self.one_of(&self.model.scalars[name].examples).clone(),
            Type::Array { items, .. } => json!([self.value(items)]),
            Type::Map { values, keys: None, .. } => json!({"some key": self.value(values)}),
            Type::Map { values, keys: Some(scalar), .. } => {
                let key = self.one_of(&self.model.scalars[scalar].examples).as_str().expect("a key is text");
                json!({key: self.value(values)})
            }
            Type::Ref(name) => self.named(name),
        }
    }

    fn one_of<'a, T>(&self, things: &'a [T]) -> &'a T {
        &things[self.number % things.len()]
    }
}
