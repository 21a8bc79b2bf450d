//! The page of all scalars.

use floe_contract::model::{Head, Model, Scalar, Type};
use floe_template::{Holes, holes};

use super::page::{Page, Place};
use super::types;
use crate::markdown;

pub(super) fn page(model: &Model, head: &Head) -> Page {
    let own = model.scalars.values().filter(|scalar| scalar.contract == head.id);
    let scalars: Vec<Holes> = own.map(|own| scalar(model, own, &Place::of(&head.id))).collect();
    Page::of(head, "scalars.md", "Scalars", holes! { "scalars": scalars })
}

fn scalar(model: &Model, scalar: &Scalar, place: &Place) -> Holes {
    let mut base = scalar.base.clone();
    let pattern = if let Type::String { pattern, .. } = &mut base { pattern.take() } else { None };
    holes! {
        "name": scalar.name.as_str(),
        "description": markdown::prose(&scalar.description),
        "type": types::text(model, &base, place),
        "patterns": Vec::from_iter(pattern.as_deref().map(markdown::code)),
        "accepted": markdown::values(&scalar.examples),
        "refused": markdown::values(&scalar.counterexamples),
    }
}
