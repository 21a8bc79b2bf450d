//! Lint of layers: scalars, then bindings, interfaces, plugins with components and charts, documents. No contract refers to a higher layer.

use std::collections::BTreeSet;

use super::{Linter, Reference, references};
use crate::messages;
use crate::model::Kind;

/// Reports every type of a higher layer. Only a method may use a document that floe writes and hands to a plugin.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    let written: Vec<_> = model.documents.iter().filter(|document| document.file.is_none()).collect();
    let methods: BTreeSet<_> =
        model.interfaces.iter().flat_map(|interface| &interface.methods).map(|method| &method.place).collect();
    for Reference { from, to, name, place } in references(model) {
        let is_handed = methods.contains(place) && written.iter().any(|document| document.head.id == *to);
        if layer(from.kind) < layer(to.kind) && !is_handed {
            let help = format!("move the type `{name}` to a binding, and refer to the binding from both");
            linter.error(place, messages::layer_invalid(from, to), help);
        }
    }
}

const fn layer(kind: Kind) -> u8 {
    match kind {
        Kind::Meta | Kind::Diagnostics | Kind::Scalars => 0,
        Kind::Binding => 1,
        Kind::Interface => 2,
        Kind::Plugin | Kind::Component | Kind::Chart => 3,
        Kind::Document => 4,
    }
}
