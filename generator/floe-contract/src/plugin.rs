//! Plugins, from their contracts. Does not know how they are implemented.

use floe_base::{Key, Node, names};
use serde_json::{Map, Value};

use crate::model::{Head, Hosting, HostingMode, Plugin};
use crate::reader::{Reader, entries, strings, text_or_empty, values};

/// The name of the type of a plugin's config.
pub(crate) fn config_name(plugin: &str) -> String {
    format!("{}Config", names::pascal_case(plugin))
}

/// Reads a plugin; `types` are the names of those that it defines, its config included.
pub(crate) fn read(reader: &mut Reader<'_>, head: Head, types: Vec<String>, node: &Node) -> Plugin {
    let (category, name) = head.id.name.split_once('/').unwrap_or_default();
    let (category, name) = (category.to_owned(), name.to_owned());
    Plugin {
        api: text_or_empty(node, "api"),
        dependencies: strings(node, "dependencies"),
        hosting: hosting(reader, node),
        config: config_name(&name),
        types,
        capabilities: object(node, "capabilities"),
        requirements: object(node, "requirements"),
        beside: entries(node, "beside").iter().filter_map(pair).collect(),
        examples: values(node, "examples"),
        head,
        category,
        name,
    }
}

fn pair((key, node): &(Key, Node)) -> Option<(String, String)> {
    Some((key.name.clone(), node.as_str()?.to_owned()))
}

fn object(node: &Node, key: &str) -> Value {
    node.get(key).map_or_else(|| Value::Object(Map::new()), Node::to_json)
}

fn hosting(reader: &mut Reader<'_>, node: &Node) -> Vec<Hosting> {
    let ways = entries(node, "hosting").iter().filter_map(|(key, way)| {
        let mode = HostingMode::ALL.into_iter().find(|mode| mode.word() == key.name)?;
        Some(Hosting { mode, components: strings(way, "components") })
    });
    let ways: Vec<_> = ways.collect();
    if let Some(stated) = node.get("hosting").filter(|_| ways.is_empty()) {
        let help = "write self, external or library";
        reader.error("CONTRACT_VALUE_INVALID", stated.span, "a plugin runs in one way or another", help);
    }
    ways
}
