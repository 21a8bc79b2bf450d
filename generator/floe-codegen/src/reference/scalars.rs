//! The page of all scalars.

use floe_contract::model::{Head, Model, Scalar, Type};
use serde_json::{Value, json};

use super::markdown;
use super::page::{Page, Place};
use super::types;

pub(super) fn page(model: &Model, head: &Head) -> Page {
    let own = model.scalars.values().filter(|scalar| scalar.contract == head.id);
    let scalars: Vec<Value> = own.map(|own| scalar(model, own, &Place::of(&head.id))).collect();
    Page::of(head, "scalars.md", "Scalars", json!({ "scalars": scalars }))
}

fn scalar(model: &Model, scalar: &Scalar, place: &Place) -> Value {
    let mut base = scalar.base.clone();
    let pattern = if let Type::String { pattern, .. } = &mut base { pattern.take() } else { None };
    json!({
        "name": scalar.name,
        "description": markdown::prose(&scalar.description),
        "type": types::text(model, &base, place),
        "patterns": pattern.as_deref().map(markdown::code).as_slice(),
        "accepted": markdown::values(&scalar.examples),
        "refused": markdown::values(&scalar.counterexamples),
    })
}
