//! Members: the keys and fields that a named shape allows in a map. Checks nothing.

use floe_base::{Key, Node};
use floe_types::SHAPES;
use floe_types::shape::{Def, Field};

/// The keys and fields that a map may have.
#[derive(Default)]
pub(crate) struct Members<'a> {
    /// The fields of the shape; of a union, the fields of the map's case.
    pub fields: &'a [Field],
    /// Every key that the map may have; of a union, the keys of all cases.
    pub known: Vec<&'a str>,
}

impl Members<'_> {
    /// The members that the named shape allows in this map.
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
