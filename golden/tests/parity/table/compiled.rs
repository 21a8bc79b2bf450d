//! The table of the repository's compiled types.

use floe_contract::Model;
use floe_types::shape;

use super::{Table, names};

#[path = "writer.rs"]
mod writer;

/// The definitions of a model's types and scalars.
pub(crate) fn compiled(model: &Model) -> Table {
    let def = |name: &String| Some((name.clone(), writer::def(floe_types::SHAPES.get(name)?)));
    names(model).filter_map(def).collect()
}
