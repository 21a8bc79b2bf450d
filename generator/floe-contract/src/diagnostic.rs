//! Diagnostics: the registry of codes, from its contracts. Not the findings of this crate.

use std::collections::BTreeMap;

use floe_base::{Key, Node};

use crate::model::{ArgumentType, DiagnosticArgument, DiagnosticDef, DiagnosticExample};
use crate::reader::{Reader, entries, strings, text, text_or_empty};

/// Reads every diagnostic of a phase.
pub(crate) fn all(reader: &mut Reader<'_>, contract: &Node) -> Vec<DiagnosticDef> {
    let command = text(contract, "command");
    let diagnostics = entries(contract, "diagnostics").iter();
    diagnostics.map(|(key, node)| one(reader, key, node, command.as_deref())).collect()
}

fn one(reader: &mut Reader<'_>, key: &Key, node: &Node, command: Option<&str>) -> DiagnosticDef {
    DiagnosticDef {
        code: key.name.clone(),
        phase: reader.id.name.clone(),
        severity: text_or_empty(node, "severity"),
        title: text_or_empty(node, "title"),
        takes: entries(node, "takes").iter().filter_map(|(key, ty)| argument(key, ty)).collect(),
        messages: messages(reader, node),
        help: text_or_empty(node, "help"),
        explain: text_or_empty(node, "explain"),
        aliases: strings(node, "aliases"),
        example: node.get("example").and_then(|node| example(reader, node, command)),
        place: reader.place(key.span),
    }
}

fn example(reader: &mut Reader<'_>, node: &Node, command: Option<&str>) -> Option<DiagnosticExample> {
    let Some(command) = text(node, "command").or_else(|| command.map(str::to_owned)) else {
        let help = "write it here, or at the head of the contract for all examples";
        reader.error("CONTRACT_KEY_MISSING", node.span, "an example lacks its `command`", help);
        return None;
    };
    let files = entries(node, "files").iter();
    let files = files.filter_map(|(key, text)| Some((key.name.clone(), text.as_str()?.to_owned()))).collect();
    Some(DiagnosticExample { command, files })
}

fn argument(key: &Key, node: &Node) -> Option<DiagnosticArgument> {
    let ty = match node.as_str()? {
        "text" => ArgumentType::Text,
        "list" => ArgumentType::List,
        "count" => ArgumentType::Count,
        _ => return None,
    };
    Some(DiagnosticArgument { name: key.name.clone(), ty })
}

fn messages(reader: &mut Reader<'_>, node: &Node) -> BTreeMap<String, String> {
    let Some(stated) = node.get("message") else {
        return BTreeMap::new();
    };
    if let Some(message) = stated.as_str() {
        return BTreeMap::from([("default".to_owned(), message.to_owned())]);
    }
    let variants = stated.as_map().unwrap_or_default().iter();
    let messages: BTreeMap<_, _> =
        variants.clone().filter_map(|(key, node)| Some((key.name.clone(), node.as_str()?.to_owned()))).collect();
    if messages.is_empty() || messages.len() != variants.len() {
        let help = "write a text, or a map from variants to texts";
        reader.error("CONTRACT_VALUE_INVALID", stated.span, "`message` is a text, or texts by variant", help);
    }
    messages
}
