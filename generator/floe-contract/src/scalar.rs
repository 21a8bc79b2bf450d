//! Scalars: named constrained strings and numbers, from their contract.

use floe_base::{Key, Node};

use crate::model::Scalar;
use crate::reader::{Reader, entries, text_or_empty, values};
use crate::slot::{self, Position};

/// Reads every scalar of a contract.
pub(crate) fn all(reader: &mut Reader<'_>, contract: &Node) -> Vec<Scalar> {
    entries(contract, "scalars").iter().filter_map(|(key, node)| one(reader, key, node)).collect()
}

fn one(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Option<Scalar> {
    Some(Scalar {
        name: key.name.clone(),
        description: text_or_empty(node, "description"),
        base: slot::read(reader, node, Position::Scalar)?,
        examples: values(node, "examples"),
        counterexamples: values(node, "counterexamples"),
        contract: reader.id.clone(),
        place: reader.place(key.span),
    })
}
