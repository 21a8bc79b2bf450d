//! Lint of characters: refuses characters that make text look like another one. Reads contracts as written, without comments.

use floe_base::{Node, Place, Span};

use super::Linter;
use crate::messages;

/// Checks every text and every key.
pub(super) fn lint(linter: &mut Linter<'_>) {
    for (file, root) in &linter.model.sources {
        walk(root, &mut |text, span| {
            if let Some(found) = text.chars().find(|c| turns(*c)) {
                let finding = messages::character_invalid(format!("U+{:04X}", found as u32));
                linter.error(&Place::new(file, span), finding, "remove it");
            }
        });
    }
}

/// Whether a character changes the direction of those around it; compilers refuse sources that hold one.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn walk(node: &Node, seen: &mut impl FnMut(&str, Span)) {
    if let Some(text) = node.as_str() {
        seen(text, node.span);
    }
    for (key, value) in node.entries() {
        seen(&key.name, key.span);
        walk(value, seen);
    }
    for item in node.items() {
        walk(item, seen);
    }
}
