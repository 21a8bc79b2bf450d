//! Places of a document, and the document's text with one place changed. Works on YAML alone and knows no contract.

use floe_base::{Key, Node, Value};

/// The path to a value: indices into maps and lists.
pub(crate) type Way = Vec<usize>;

/// A change at a place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    /// Replaces the value by this text.
    Value(&'a str),
    /// Replaces the key by this text.
    Key(&'a str),
    /// Removes the first letter of the key.
    Misspelt,
    /// Adds this text as an entry after the place.
    Beside(&'a str),
    /// Doubles the entry.
    Twice,
    /// Removes the entry.
    Removed,
}

/// Every place below a node.
pub(crate) fn places(node: &Node) -> Vec<Way> {
    let inner: Vec<&Node> = match &node.value {
        Value::Map(entries) => entries.iter().map(|(_, inner)| inner).collect(),
        Value::Seq(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    let below = |(at, inner)| {
        let deeper = places(inner).into_iter().map(move |way| [vec![at], way].concat());
        [vec![at]].into_iter().chain(deeper)
    };
    inner.into_iter().enumerate().flat_map(below).collect()
}

/// The document on one line, with one place changed.
pub(crate) fn changed(node: &Node, way: &[usize], change: Change<'_>) -> String {
    let [at, rest @ ..] = way else { return text(node) };
    let inner = |index: usize, node: &Node| match (index == *at, rest.is_empty(), change) {
        (true, true, Change::Value(text)) => text.to_owned(),
        (true, false, _) => changed(node, rest, change),
        _ => text(node),
    };
    let edited = |index: usize, entry: String| match change {
        _ if index != *at || !rest.is_empty() => vec![entry],
        Change::Removed => vec![],
        Change::Twice => vec![entry.clone(), entry],
        Change::Beside(text) => vec![entry, text.to_owned()],
        Change::Value(_) | Change::Key(_) | Change::Misspelt => vec![entry],
    };
    match &node.value {
        Value::Map(entries) => {
            let key = |index: usize, key: &Key| match change {
                Change::Key(text) if index == *at && rest.is_empty() => text.to_owned(),
                Change::Misspelt if index == *at && rest.is_empty() => quoted(key.name.get(1..).unwrap_or_default()),
                _ => quoted(&key.name),
            };
            let entry = |index, name, node| edited(index, format!("{}: {}", key(index, name), inner(index, node)));
            braced('{', entries.iter().enumerate().flat_map(|(index, (name, node))| entry(index, name, node)), '}')
        }
        Value::Seq(items) => {
            let items = items.iter().enumerate().flat_map(|(index, node)| edited(index, inner(index, node)));
            braced('[', items, ']')
        }
        _ => text(node),
    }
}

/// A value on one line, unchanged.
fn text(node: &Node) -> String {
    match &node.value {
        Value::Map(entries) => {
            braced('{', entries.iter().map(|(key, node)| format!("{}: {}", quoted(&key.name), text(node))), '}')
        }
        Value::Seq(items) => braced('[', items.iter().map(text), ']'),
        _ => node.to_json().to_string(),
    }
}

fn braced(open: char, entries: impl Iterator<Item = String>, close: char) -> String {
    format!("{open}{}{close}", entries.collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
