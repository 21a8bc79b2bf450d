//! Reading: contract nodes to the structs of the model, by serde. The meta-contract has judged the shape. Not types, trees or paths.

use std::cell::RefCell;

use floe_base::de;
use floe_base::{Diagnostic, Key, Node};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::messages;
use crate::model::{Path, Type};
use crate::reader::Reader;
use crate::slot::{self, Position};
use crate::tree;

/// An enum that is told apart by the one key that is written: the keys, the last of which holds text, and the finding where none is.
type Choice = (&'static str, &'static [&'static str], fn() -> Diagnostic);

const CHOICES: [Choice; 3] = [
    ("Content", &["yaml", "json", "properties", "script"], messages::component_invalid_file),
    ("Mount", &["config", "empty", "memory", "secret", "claim"], messages::component_invalid_mount),
    ("Check", &["http", "exec", "tcp"], messages::component_invalid_probe),
];

/// Reads a value; `key` is the key under which the value stands. `None`: the fault has been reported.
pub(crate) fn read<T: DeserializeOwned>(reader: &mut Reader<'_>, key: Option<&Key>, node: &Node) -> Option<T> {
    let file = reader.file;
    let shared = RefCell::new(&mut *reader);
    match de::from_node(file, key, node, &|ty, owner, node| by_hand(&mut shared.borrow_mut(), ty, owner, node)) {
        Ok(value) => Some(value),
        Err(error) => {
            let help = "write what the contract in contracts/meta for this kind of contract says";
            reader.report(error.span.unwrap_or(node.span), messages::value_invalid_unread(error.message), help);
            None
        }
    }
}

/// Reads the parts that serde alone cannot. After a finding some value stands for the right one: no contract with a finding is used.
fn by_hand(reader: &mut Reader<'_>, ty: &str, owner: &str, node: &Node) -> Option<Value> {
    if let Some((_, keys, finding)) = CHOICES.iter().find(|(choice, ..)| *choice == ty) {
        return choice(reader, node, keys, *finding);
    }
    // A node that was moved from another contract keeps the place there.
    let file = if node.file.is_empty() { reader.file } else { &node.file };
    let reader = &mut Reader { file, id: reader.id, index: reader.index, out: reader.out };
    match ty {
        "Type" => {
            let unknown = || Type::Ref(String::new());
            as_json(&slot::read(reader, node, position(owner)).unwrap_or_else(unknown))
        }
        "Tree" => as_json(&tree::tree(reader, node)),
        "Path" => {
            let unknown = |place| Path::new(Vec::new(), place);
            as_json(&tree::path(reader, node).unwrap_or_else(|| unknown(reader.place(node.span))))
        }
        "Text" => as_json(&tree::text(reader, node.as_str()?, node.span)),
        "ContractId" => as_json(reader.id),
        "Head" => Some(json!({
            "id": reader.id,
            "version": node.get("version")?.to_json(),
            "description": node.get("description")?.to_json(),
            "file": reader.file,
        })),
        "Selection" => selection(reader, node),
        "Messages" => Some(messages(reader, node)),
        _ => None,
    }
}

/// A value of the model for its own `Deserialize`.
fn as_json<T: Serialize>(value: &T) -> Option<Value> {
    // This cannot fail: no map of the model has a key that is no text.
    serde_json::to_value(value).ok()
}

fn position(owner: &str) -> Position {
    match owner {
        "Field" | "AddedField" => Position::Property,
        "Parameter" => Position::Parameter,
        "Scalar" => Position::Scalar,
        _ => Position::Bare,
    }
}

/// A finding where none of the keys is there.
fn choice(reader: &mut Reader<'_>, node: &Node, keys: &[&str], finding: fn() -> Diagnostic) -> Option<Value> {
    if keys.iter().any(|key| node.get(key).is_some()) {
        return None;
    }
    reader.report(node.span, finding(), "write one of them");
    keys.last().map(|key| json!({ *key: "" }))
}

fn selection(reader: &mut Reader<'_>, node: &Node) -> Option<Value> {
    if node.is_null() {
        return Some(json!("optional"));
    }
    let default =
        node.as_map().is_some_and(|map| map.len() == 1) && node.get("default").is_some_and(|it| it.as_str().is_some());
    if default || matches!(node.as_str(), Some("required" | "optional" | "several")) {
        return None;
    }
    let help = "write required, optional, several or {default: <plugin>}";
    reader.report(node.span, messages::value_invalid_selection(), help);
    Some(json!("optional"))
}

/// A text stands for itself as the message of the variant `default`.
fn messages(reader: &mut Reader<'_>, node: &Node) -> Value {
    if node.as_str().is_some() {
        return json!({ "default": node.to_json() });
    }
    let variants = node.entries();
    if variants.is_empty() || variants.iter().any(|(_, text)| text.as_str().is_none()) {
        let help = "write a text, or a map from variants to texts";
        reader.report(node.span, messages::value_invalid_message(), help);
        return json!({});
    }
    node.to_json()
}
