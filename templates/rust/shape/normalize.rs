//! Normalization: fills in defaults and drops nulls without meaning. Judges nothing; a value of another shape stays the same.

use serde_json::{Map, Value};

use super::{Def, Field, Presence, Shape, Shapes, number};

impl Shapes {
    /// The value as types read values: defaults filled in, nulls of optional fields dropped, whole numbers without `.0` where an integer
    /// stands. A value of another shape stays the same.
    pub fn normalize(&self, name: &str, value: Value) -> Value {
        self.normal_def(name, value)
    }

    fn normal_def(&self, name: &str, value: Value) -> Value {
        match (self.get(name), value) {
            (Some(Def::Scalar(shape)), value) => self.normal(shape, value),
            (Some(Def::Object(fields)), Value::Object(map)) => Value::Object(self.normal_fields(fields, map)),
            (Some(Def::Union { tag, cases }), Value::Object(map)) => {
                let case = map.get(tag.as_ref()).and_then(Value::as_str);
                match cases.iter().find(|(value, _)| Some(value.as_ref()) == case) {
                    Some((_, fields)) => Value::Object(self.normal_fields(fields, map)),
                    None => Value::Object(map),
                }
            }
            (_, value) => value,
        }
    }

    fn normal(&self, shape: &Shape, value: Value) -> Value {
        match (shape, value) {
            (Shape::Integer(..), Value::Number(number)) => {
                let int = number::whole(&number).and_then(|int| i64::try_from(int).ok());
                int.map_or(Value::Number(number), Value::from)
            }
            (Shape::Array(items, _), Value::Array(values)) => {
                values.into_iter().map(|value| self.normal(items, value)).collect()
            }
            (Shape::Map { values, .. }, Value::Object(map)) => {
                Value::Object(map.into_iter().map(|(key, value)| (key, self.normal(values, value))).collect())
            }
            (Shape::Named(name), value) => self.normal_def(name, value),
            (_, value) => value,
        }
    }

    fn normal_fields(&self, fields: &[Field], mut map: Map<String, Value>) -> Map<String, Value> {
        for field in fields {
            let value = match (map.remove(field.name.as_ref()), &field.presence) {
                (None, Presence::Defaulted(default)) => Some(default.clone()),
                (Some(Value::Null), Presence::Optional) => None,
                (value, _) => value,
            };
            if let Some(value) = value {
                map.insert(field.name.clone().into_owned(), self.normal(&field.shape, value));
            }
        }
        map
    }
}
