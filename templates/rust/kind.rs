//! Kinds: the kinds of the values of fields, as constants. The definitions for checks are made from kinds on first use.

use serde_json::Value;

use crate::shape::{Field, Shape};

pub(crate) use Kind::{Any, Boolean, Constant, Integer, List, Map, Named, Number, Optional, Required, Secret, Text};

/// The kind of a value. Bounds are inclusive; lengths and counts are at least and at most.
pub(crate) enum Kind {
    Any,
    Boolean,
    Integer(i64, i64),
    Number(Option<f64>, Option<f64>),
    Text(Option<u64>, Option<u64>, Option<&'static str>),
    Constant(&'static str),
    List(&'static Kind, Option<u64>, Option<u64>),
    /// The last item is the scalar of each key.
    Map(&'static Kind, Option<u64>, Option<u64>, Option<&'static str>),
    Named(&'static str),
    /// Of a field that may be absent or null.
    Optional(&'static Kind),
    /// Of a field that must be present, although the value is known.
    Required(&'static Kind),
    /// Of a field that refers to a secret.
    Secret(&'static Kind),
}

/// A field of a struct.
pub(crate) struct Row {
    pub(crate) key: &'static str,
    pub(crate) kind: &'static Kind,
}

/// The fields of a struct for checks; `defaults` puts the defaults of absent fields into an object.
pub(crate) fn fields(rows: &[Row], defaults: fn(&mut serde_json::Map<String, Value>)) -> Vec<Field> {
    let mut absent = serde_json::Map::new();
    defaults(&mut absent);
    rows.iter().map(|row| row.field(absent.remove(row.key))).collect()
}

impl Row {
    fn field(&self, default: Option<Value>) -> Field {
        let shape = self.kind.shape();
        let is = |mark: fn(&Kind) -> bool| self.kind.is(mark);
        let field = match default {
            _ if is(|kind| matches!(kind, Optional(_))) => Field::optional(self.key, shape),
            Some(default) if !is(|kind| matches!(kind, Required(_))) => Field::defaulted(self.key, shape, default),
            _ => Field::required(self.key, shape),
        };
        if is(|kind| matches!(kind, Secret(_))) { field.secret() } else { field }
    }
}

impl Kind {
    /// The definition for checks.
    pub(crate) fn shape(&self) -> Shape {
        match *self {
            Any => Shape::Any,
            Boolean => Shape::Boolean,
            Integer(min, max) => Shape::Integer(min, max),
            Number(min, max) => Shape::Number(min, max),
            Text(min, max, pattern) => Shape::string(min, max, pattern),
            Constant(text) => Shape::constant(text),
            List(items, min, max) => Shape::array(items.shape(), min, max),
            Map(values, min, max, keys) => keys.into_iter().fold(Shape::map(values.shape(), min, max), Shape::keyed),
            Named(name) => Shape::named(name),
            Optional(kind) | Required(kind) | Secret(kind) => kind.shape(),
        }
    }

    /// Whether the field of this kind has a remark.
    fn is(&self, mark: fn(&Self) -> bool) -> bool {
        mark(self) || matches!(self, Optional(kind) | Required(kind) | Secret(kind) if kind.is(mark))
    }
}
