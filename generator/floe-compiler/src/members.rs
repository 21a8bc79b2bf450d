//! Members: the fields, keys and rules that a shape gives to a value, and the shape of each value inside. Checks nothing.

use floe_base::{Key, Node};
use floe_types::rule::Rule;
use floe_types::shape::{Def, Field, Shape};
use floe_types::{RULES, SHAPES};

/// The keys and fields that a map may have.
#[derive(Default)]
pub(crate) struct Members<'a> {
    /// The fields of the shape; of a union, the fields of the map's case.
    pub fields: &'a [Field],
    /// Every key that a contract names for the map; of a union, the keys of all cases.
    pub known: Vec<&'a str>,
    /// The shape of each value under a free key, if the contract states one.
    each: Option<&'a Shape>,
}

impl<'a> Members<'a> {
    /// The members that the shape allows in this map.
    pub(crate) fn of(shape: Option<&'a Shape>, entries: &[(Key, Node)]) -> Self {
        let name = match shape {
            Some(Shape::Named(name)) => name,
            Some(Shape::Map { values, .. }) if !matches!(**values, Shape::Any) => {
                return Self { each: Some(values), ..Self::default() };
            }
            _ => return Self::default(),
        };
        match SHAPES.get(name) {
            Some(Def::Object(fields)) => {
                Self { fields, known: fields.iter().map(Field::name).collect(), ..Self::default() }
            }
            Some(Def::Union { tag, cases }) => {
                let written = entries.iter().find(|(key, _)| key.name == *tag).and_then(|(_, value)| value.as_str());
                let case = cases.iter().find(|(value, _)| Some(value.as_ref()) == written);
                // A map that has no case of the union has no fields.
                let fields = case.map(|(_, fields)| fields.as_slice()).unwrap_or_default();
                let known = cases.iter().flat_map(|(_, fields)| fields).map(Field::name);
                Self { fields, known: [tag.as_ref()].into_iter().chain(known).collect(), ..Self::default() }
            }
            Some(Def::Scalar(_) | Def::Enum(_)) | None => Self::default(),
        }
    }

    pub(crate) fn field(&self, key: &str) -> Option<&'a Field> {
        self.fields.iter().find(|field| field.name() == key)
    }

    pub(crate) fn shape(&self, key: &str) -> Option<&'a Shape> {
        self.field(key).map(Field::shape).or(self.each)
    }
}

/// The shape of the items of a list.
pub(crate) fn of_items(shape: Option<&Shape>) -> Option<&Shape> {
    if let Some(Shape::Array(items, _)) = shape { Some(items) } else { None }
}

/// The rules of a shape.
pub(crate) fn rules(shape: Option<&Shape>) -> &'static [Rule] {
    let Some(Shape::Named(name)) = shape else { return &[] };
    RULES.iter().find(|(owner, _)| owner == name).map_or(&[], |(_, rules)| rules)
}
