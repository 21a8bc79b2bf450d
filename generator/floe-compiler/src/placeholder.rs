//! Placeholders in a plugin's config: `{product_name}` and `{product_slug}`, which stand for the product. Replaces nothing else, and refuses
//! other words in braces.

use floe_base::{Findings, Node, Value as Written, names};
use floe_types::diagnostics as messages;
use serde_json::Value;

use crate::pointer::{dotted, step};
use crate::report;
use crate::secret::Found;

const NAME: &str = "{product_name}";
const SLUG: &str = "{product_slug}";

/// The config of one product.
pub(crate) fn expand(config: &Value, name: &str, slug: &str) -> Value {
    match config {
        Value::String(text) => filled(text, name, slug).into(),
        Value::Array(items) => items.iter().map(|item| expand(item, name, slug)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), expand(value, name, slug))).collect(),
        other => other.clone(),
    }
}

fn filled(text: &str, name: &str, slug: &str) -> String {
    let (mut filled, mut done) = (String::new(), 0);
    for (at, word) in words(text) {
        let meant = match word {
            NAME => name,
            SLUG => slug,
            _ => continue,
        };
        filled.push_str(&text[done..at]);
        filled.push_str(meant);
        done = at + word.len();
    }
    filled + &text[done..]
}

/// Reports the unknown placeholders of the config at a pointer, except in secrets, which have been reported. Returns the pointers of the
/// texts with such a placeholder.
pub(crate) fn check(manifest: &Node, pointer: &str, secrets: &[Found], out: &mut Findings) -> Vec<String> {
    let (mut refused, mut rest) =
        (Vec::new(), Vec::from_iter(manifest.pointer(pointer).map(|it| (pointer.to_owned(), it))));
    while let Some((pointer, node)) = rest.pop() {
        match &node.value {
            Written::Str(text) if !secrets.iter().any(|found| found.pointer == pointer) => {
                for (_, unknown) in words(text).filter(|(_, word)| ![NAME, SLUG].contains(word)) {
                    let known = names::by_nearness(unknown, [NAME, SLUG]);
                    let message = messages::load_placeholder_unknown(&dotted(&pointer), unknown, &known);
                    out.push(report::at(manifest.place(&pointer), message));
                    refused.push(pointer.clone());
                }
            }
            Written::Map(entries) => rest.extend(entries.iter().map(|(key, node)| (step(&pointer, &key.name), node))),
            Written::Seq(items) => {
                rest.extend(items.iter().enumerate().map(|(at, node)| (format!("{pointer}/{at}"), node)));
            }
            _ => {}
        }
    }
    refused
}

/// The words in braces, with the braces, each with the place. Other braces are text, as are `${word}` and `{{word}}` of other languages.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter(|(at, _)| !text[..*at].ends_with(['$', '{'])).filter_map(|(at, _)| {
        let inside = &text[at + 1..];
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))?;
        (end > 0 && inside[end..].starts_with('}')).then(|| (at, &text[at..=at + 1 + end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use serde_json::json;

    #[test]
    fn placeholders_are_replaced_in_every_text_and_nowhere_else() {
        let config = json!({"path": "/d/{product_slug}/{product_name}.db", "a": [{"b": "{product_slug}"}], "{product_slug}": 1, "c": "{x}", "d": "${product_slug} {{product_name}}"});
        let expected = json!({"path": "/d/a_b/a-b.db", "a": [{"b": "a_b"}], "{product_slug}": 1, "c": "{x}", "d": "${product_slug} {{product_name}}"});
        assert_eq!(expand(&config, "a-b", "a_b"), expected);
    }

    #[test]
    fn a_word_in_braces_that_stands_for_nothing_is_told_at_every_depth_with_the_nearest_first() {
        let text = "config:\n  path: '{product_name}/{product_slug}/{slug}'\n  a: [{b: 'x{product-name}{'}]\n  c: 'struct {} {a b} {{ x }} {{x}} ${x} {'\n";
        let (document, mut out) = (Document::new("manifest.yaml", text), Findings::new());
        let refused = check(document.node().unwrap(), "/config", &[], &mut out);
        assert_eq!((refused.len(), out.len()), (2, 2));
        let told: Vec<_> = out.sorted().iter().map(floe_base::render_line).collect();
        for (line, place, word) in [(&told[0], "2:9", "{slug}"), (&told[1], "3:11", "{product-name}")] {
            assert!(line.starts_with(&format!("manifest.yaml:{place}: error[LOAD_PLACEHOLDER_UNKNOWN]: ")), "{line}");
            assert!(line.contains(&format!("the placeholder {word},")), "{line}");
        }
    }

    #[test]
    fn a_secret_is_told_as_a_secret_alone() {
        let document = Document::new("manifest.yaml", "config: {a: '{hunter}'}\n");
        let node = document.node().unwrap();
        let (pointer, path) = ("/config/a".to_owned(), "config.a".to_owned());
        let found = Found { pointer, path, span: node.span, what: "a password", instead: None };
        let mut out = Findings::new();
        assert_eq!((check(node, "/config", &[found], &mut out).len(), out.len()), (0, 0));
    }
}
