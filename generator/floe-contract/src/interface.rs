//! Interfaces: the plugin categories and their methods, from their contracts. Does not know which plugins there are.

use floe_base::{Key, Node};

use crate::model::{AskedFor, CompositionRule, Head, Interface, Method, Parameter, Phase, Selection};
use crate::reader::{Reader, entries, items, strings, text, text_or_empty};
use crate::slot::{self, Position};

/// Reads an interface; `types` are the names of those that it defines.
pub(crate) fn read(reader: &mut Reader<'_>, head: Head, types: Vec<String>, node: &Node) -> Interface {
    Interface {
        head,
        group: text(node, "group"),
        manifest_key: text(node, "manifest-key"),
        selection: selection(reader, node),
        types,
        methods: entries(node, "methods").iter().filter_map(|(key, node)| method(reader, key, node)).collect(),
        composition: items(node, "composition").iter().map(|node| rule(reader, node)).collect(),
    }
}

fn selection(reader: &mut Reader<'_>, node: &Node) -> Selection {
    let Some(stated) = node.get("selection") else {
        return Selection::Optional;
    };
    let default =
        stated.get("default").and_then(Node::as_str).filter(|_| stated.as_map().is_some_and(|map| map.len() == 1));
    match (stated.as_str(), default) {
        (Some("required"), _) => Selection::Required,
        (Some("optional"), _) => Selection::Optional,
        (Some("several"), _) => Selection::Several,
        (_, Some(plugin)) => Selection::Default(plugin.to_owned()),
        _ => {
            let help = "write required, optional, several or {default: <plugin>}";
            reader.error("CONTRACT_VALUE_INVALID", stated.span, "`selection` says how many plugins are selected", help);
            Selection::Optional
        }
    }
}

fn method(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Option<Method> {
    let takes = entries(node, "takes").iter().filter_map(|(key, node)| parameter(reader, key, node)).collect();
    let returns = match node.get("returns") {
        Some(returns) => Some(slot::read(reader, returns, Position::Bare)?),
        None => None,
    };
    Some(Method {
        name: key.name.clone(),
        description: text_or_empty(node, "description"),
        phase: if node.get("phase").and_then(Node::as_str) == Some("run") { Phase::Run } else { Phase::Compile },
        takes,
        returns,
        optional: node.get("optional").and_then(Node::as_bool).unwrap_or_default(),
        default: node.get("default").map(Node::to_json),
        errors: strings(node, "errors"),
        asked_for: text(node, "for")
            .and_then(|stated| AskedFor::WORDS.into_iter().find(|(word, _)| *word == stated))
            .map(|(_, asked_for)| asked_for),
        why: text(node, "why"),
        answer: text(node, "as"),
        from: entries(node, "from")
            .iter()
            .filter_map(|(key, method)| Some((key.name.clone(), method.as_str()?.to_owned())))
            .collect(),
        facet: text(node, "facet"),
        place: reader.place(key.span),
    })
}

fn parameter(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Option<Parameter> {
    Some(Parameter {
        name: key.name.clone(),
        ty: slot::read(reader, node, Position::Parameter)?,
        optional: node.get("optional").and_then(Node::as_bool).unwrap_or_default(),
        default: node.get("default").map(Node::to_json),
        description: text_or_empty(node, "description"),
    })
}

fn rule(reader: &Reader<'_>, node: &Node) -> CompositionRule {
    CompositionRule {
        needs: text_or_empty(node, "needs"),
        from: text_or_empty(node, "from"),
        unsupported: text_or_empty(node, "unsupported"),
        missing: text(node, "missing"),
        place: reader.place(node.span),
    }
}
