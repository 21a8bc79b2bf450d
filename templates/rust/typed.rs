//! Typed and its relatives: reading and writing of every generated type. The types stand with their contracts.
//!
//! Values are checked and normalized before they are read, so that reading judges nothing: a missing value is an option.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::SHAPES;
use crate::kind::{self, Kind};
use crate::shape::{Problem, Violation};

/// The largest whole number that every reader of JSON knows exactly.
const WHOLE: i64 = 1 << 53;

/// A type as which a JSON value can be read.
pub(crate) trait Typed: Sized {
    /// The kind of the values, as far as the type states the kind.
    const KIND: &'static Kind;

    /// From a normal value of the right shape; `None` for any other.
    fn read(value: Value) -> Option<Self>;

    /// As JSON: null for a number that JSON cannot hold.
    fn write(&self) -> Value;

    /// Writes the value as a member of an object, unless there is nothing to write.
    fn put(&self, key: &str, object: &mut Map<String, Value>) {
        object.insert(key.to_owned(), self.write());
    }
}

/// A type that is an object: a struct, or a union.
pub(crate) trait Fields: Sized {
    /// The name in the contract.
    const NAME: &'static str;

    /// Takes the fields out of the object.
    fn take(object: &mut Map<String, Value>) -> Option<Self>;

    /// Puts the fields into the object.
    fn give(&self, object: &mut Map<String, Value>);
}

impl<T: Fields> Typed for T {
    const KIND: &'static Kind = &kind::Named(T::NAME);

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Object(mut object) => Self::take(&mut object),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        let mut object = Map::new();
        self.give(&mut object);
        Value::Object(object)
    }
}

/// A field that would otherwise make a struct contain the struct.
impl<T: Fields> Fields for Box<T> {
    const NAME: &'static str = T::NAME;

    fn take(object: &mut Map<String, Value>) -> Option<Self> {
        T::take(object).map(Self::new)
    }

    fn give(&self, object: &mut Map<String, Value>) {
        T::give(self, object);
    }
}

/// Takes one field out of an object.
pub(crate) fn field<T: Typed>(key: &str, object: &mut Map<String, Value>) -> Option<T> {
    // A field that is not there reads as null.
    T::read(object.remove(key).unwrap_or_default())
}

impl Typed for Value {
    const KIND: &'static Kind = &kind::Any;

    fn read(value: Value) -> Option<Self> {
        Some(value)
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

impl Typed for bool {
    const KIND: &'static Kind = &kind::Boolean;

    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for i64 {
    const KIND: &'static Kind = &kind::Integer(-WHOLE, WHOLE);

    fn read(value: Value) -> Option<Self> {
        value.as_i64()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for f64 {
    const KIND: &'static Kind = &kind::Number(None, None);

    fn read(value: Value) -> Option<Self> {
        value.as_f64()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for String {
    const KIND: &'static Kind = &kind::Text(None, None, None);

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl<T: Typed> Typed for Option<T> {
    const KIND: &'static Kind = &kind::Optional(T::KIND);

    fn read(value: Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }

    fn write(&self) -> Value {
        match self {
            Some(value) => value.write(),
            None => Value::Null,
        }
    }

    fn put(&self, key: &str, object: &mut Map<String, Value>) {
        let value = self.write();
        if !value.is_null() {
            object.insert(key.to_owned(), value);
        }
    }
}

// Loops, because each of an iterator's adapters would be compiled once more for every type that stands in a list.
impl<T: Typed> Typed for Vec<T> {
    const KIND: &'static Kind = &kind::List(T::KIND, None, None);

    fn read(value: Value) -> Option<Self> {
        let Value::Array(items) = value else { return None };
        let mut all = Self::with_capacity(items.len());
        for item in items {
            all.push(T::read(item)?);
        }
        Some(all)
    }

    fn write(&self) -> Value {
        let mut items = Vec::with_capacity(self.len());
        for item in self {
            items.push(item.write());
        }
        Value::Array(items)
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    const KIND: &'static Kind = &kind::Map(T::KIND, None, None, None);

    fn read(value: Value) -> Option<Self> {
        let Value::Object(object) = value else { return None };
        let mut all = Self::new();
        for (key, value) in object {
            all.insert(key, T::read(value)?);
        }
        Some(all)
    }

    fn write(&self) -> Value {
        let mut object = Map::new();
        for (key, value) in self {
            value.put(key, &mut object);
        }
        Value::Object(object)
    }
}

/// Checks a value against the named shape, and reads the value if there is no violation.
pub(crate) fn parse<T: Typed>(shape: &str, value: &Value) -> Result<T, Vec<Violation>> {
    let violations = SHAPES.check(shape, value);
    if !violations.is_empty() {
        return Err(violations);
    }
    match T::read(SHAPES.normalize(shape, value.clone())) {
        Some(read) => Ok(read),
        None => Err(unreadable(shape)),
    }
}

/// Reads a value that another crate's type holds, or that has another notation than JSON.
pub(crate) fn deserialize<'de, T: Typed, D: serde::Deserializer<'de>>(shape: &str, from: D) -> Result<T, D::Error> {
    let said = |one: &Violation| format!("`{}` {}", one.pointer, one.problem);
    let all = |violations: Vec<Violation>| violations.iter().map(said).collect::<Vec<_>>().join("; ");
    parse(shape, &Value::deserialize(from)?).map_err(|violations| serde::de::Error::custom(all(violations)))
}

/// Checks a value against the named shape.
pub(crate) fn validate(shape: &str, value: &Value) -> Result<(), Vec<Violation>> {
    let violations = SHAPES.check(shape, value);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// Checks a single text or number that is to become a named scalar.
pub(crate) fn scalar(shape: &str, value: &Value) -> Result<(), Violation> {
    SHAPES.check(shape, value).into_iter().next().map_or(Ok(()), Err)
}

/// Which of an enumeration's strings a text is.
pub(crate) fn one_of(allowed: &[&str], text: &str) -> Result<usize, Violation> {
    let none = || Problem::NotOneOf(allowed.iter().map(|&value| value.to_owned()).collect());
    let found = allowed.iter().position(|one| *one == text);
    found.ok_or_else(|| Violation { pointer: String::new(), problem: none() })
}

/// The violation of a value that has a shape and is not of the type made from the shape.
fn unreadable(shape: &str) -> Vec<Violation> {
    vec![Violation { pointer: String::new(), problem: Problem::NoSuchShape(shape.to_owned()) }]
}
