//! The page of all scalars.

use floe_contract::model::{Head, Model, Type};

use super::markdown;
use super::page::Page;
use super::types;

/// The page of one contract of scalars.
pub(super) fn page(model: &Model, head: &Head) -> Page {
    let mut page = Page::of(head, "Scalars");
    for scalar in model.scalars.values().filter(|scalar| scalar.contract == head.id) {
        page.heading(2, &scalar.name);
        page.paragraph(&markdown::prose(&scalar.description));
        let (base, pattern) = split(&scalar.base);
        let mut lines = vec![format!("- Type: {}", types::text(model, &base, &page))];
        lines.extend(pattern.map(|pattern| format!("- Pattern: {}", markdown::code(pattern))));
        lines.push(format!("- Accepted: {}", markdown::values(&scalar.examples)));
        lines.push(format!("- Refused: {}", markdown::values(&scalar.counterexamples)));
        page.paragraph(&lines.join("\n"));
    }
    page
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
