//! Members: what a map can hold by its named shape. Checks nothing.

use floe_base::{Key, Node};
use floe_types::SHAPES;
use floe_types::shape::{Def, Field};

/// What a map can hold.
#[derive(Default)]
pub(crate) struct Members<'a> {
    /// Its fields; of a union, those of the case that the map has.
    pub fields: &'a [Field],
    /// Every key that it can have; of a union, in any case.
    pub known: Vec<&'a str>,
}

impl Members<'_> {
    /// What a map of that named shape can hold.
    pub(crate) fn of(name: &str, entries: &[(Key, Node)]) -> Self {
        match SHAPES.get(name) {
            Some(Def::Object(fields)) => Self { fields, known: fields.iter().map(Field::name).collect() },
            Some(Def::Union { tag, cases }) => {
                let written = entries.iter().find(|(key, _)| key.name == *tag).and_then(|(_, value)| value.as_str());
                let case = cases.iter().find(|(value, _)| Some(value.as_ref()) == written);
                let names = cases.iter().flat_map(|(_, fields)| fields).map(Field::name);
                Self {
                    // A map that has no case of the union has no fields.
                    fields: case.map(|(_, fields)| fields.as_slice()).unwrap_or_default(),
                    known: [tag.as_ref()].into_iter().chain(names).collect(),
                }
            }
            Some(Def::Scalar(_) | Def::Enum(_)) | None => Self::default(),
        }
    }
}
