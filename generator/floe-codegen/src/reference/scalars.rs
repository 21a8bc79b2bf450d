//! The page of all scalars.

use floe_contract::model::{Head, Model, Scalar, Type};
use serde_json::{Value, json};

use super::markdown;
use super::page::{Page, Place};
use super::types;

/// The page of one contract of scalars.
pub(super) fn page(model: &Model, head: &Head) -> Page {
    let own = model.scalars.values().filter(|scalar| scalar.contract == head.id);
    let scalars: Vec<Value> = own.map(|own| scalar(model, own, &Place::of(&head.id))).collect();
    Page::of(head, "scalars.md", "Scalars", json!({ "scalars": scalars }))
}

fn scalar(model: &Model, scalar: &Scalar, place: &Place) -> Value {
    let (base, pattern) = split(&scalar.base);
    json!({
        "name": scalar.name,
        "description": markdown::prose(&scalar.description),
        "type": types::text(model, &base, place),
        "patterns": pattern.map(markdown::code).as_slice(),
        "accepted": markdown::values(&scalar.examples),
        "refused": markdown::values(&scalar.counterexamples),
    })
}

/// A scalar's base without its pattern, and the pattern.
fn split(base: &Type) -> (Type, Option<&str>) {
    match base {
        Type::String { min_length, max_length, pattern } => {
            let plain = Type::String { min_length: *min_length, max_length: *max_length, pattern: None };
            (plain, pattern.as_deref())
        }
        other => (other.clone(), None),
    }
}
