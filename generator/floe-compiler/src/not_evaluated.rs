//! Not evaluated: finds the settings of a document that nothing acts upon. The contracts name the keys; the values are not checked here.

use std::collections::BTreeSet;

use floe_base::{Node, Value};
use floe_types::rule::Rule;
use floe_types::shape::Shape;

use crate::members::{Members, of_items, rules};
use crate::pointer::{dotted, step};
use crate::selection::Selection;

/// The paths of all settings in a document of that shape that nothing acts upon, as people write paths:
/// `governance.quality_gates.minimum_test_coverage`. Paths of list items have no number. A category acts if it has a selected plugin.
pub(crate) fn paths(document: &Node, root: &str, selections: &[Selection]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let selected = |category: &str| selections.iter().any(|selection| selection.category.name == category);
    visit(document, Some(&Shape::named(root.to_owned())), "", &selected, &mut paths);
    paths
}

/// The selections of plugins that floe never asks, where the manifest writes such a selection: `plugins.rbac`.
pub(crate) fn unasked(manifest: &Node, selections: &[Selection]) -> BTreeSet<String> {
    let idle = selections.iter().filter(|selection| !selection.category.is_asked);
    let written = idle.filter(|selection| manifest.pointer(&selection.pointer).is_some());
    let keys = written.filter_map(|selection| selection.category.manifest_key);
    keys.map(|key| dotted(&step("/plugins", key))).collect()
}

fn visit(
    node: &Node,
    shape: Option<&Shape>,
    pointer: &str,
    selected: &impl Fn(&str) -> bool,
    paths: &mut BTreeSet<String>,
) {
    let idle = rules(shape).iter().filter_map(|rule| match rule {
        Rule::NotEvaluated { keys, without } if !without.is_some_and(selected) => Some(*keys),
        _ => None,
    });
    for (key, written) in idle.flatten().filter_map(|key| node.entry(key)) {
        collect(written, &step(pointer, &key.name), paths);
    }
    let members = Members::of(shape, node.entries());
    for (key, member) in node.entries() {
        visit(member, members.shape(&key.name), &step(pointer, &key.name), selected, paths);
    }
    for item in node.items() {
        visit(item, of_items(shape), pointer, selected, paths);
    }
}

/// Adds the path of every value that is not empty.
fn collect(node: &Node, pointer: &str, paths: &mut BTreeSet<String>) {
    match &node.value {
        Value::Null => {}
        Value::Map(entries) => {
            for (key, node) in entries {
                collect(node, &step(pointer, &key.name), paths);
            }
        }
        Value::Seq(items) if items.is_empty() => {}
        _ => drop(paths.insert(dotted(pointer))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::input::Document;
    use crate::selection::tests::{INFO, selected};
    use floe_types::documents::floe_spec::FloeSpec;
    use floe_types::documents::manifest::Manifest;
    use floe_types::plugin::PluginInfo;
    use serde_json::Value;

    static INGESTION: PluginInfo = PluginInfo { category: "ingestion", ..INFO };
    static QUALITY: PluginInfo = PluginInfo { category: "quality", ..INFO };
    static RBAC: PluginInfo = PluginInfo { category: "rbac", ..INFO };

    #[test]
    fn settings_without_a_plugin_that_acts_upon_them_are_named_by_their_leaves() {
        let manifest = "governance: {naming: {pattern: kimball}, custom_rules: [], rbac: null}\n\
                        observability: {logging: {level: ERROR}, lineage: {enabled: false}}\n";
        let spec =
            "ingestion: {sources: [{name: a}]}\ntransforms: [{qualityChecks: [{name: a}]}, {qualityChecks: []}]\n";
        let cases: [(_, _, &[&'static PluginInfo], &[&str]); 4] = [
            (manifest, Manifest::SHAPE, &[], &["governance.naming.pattern", "observability.logging.level"]),
            (spec, FloeSpec::SHAPE, &[], &["ingestion.sources", "transforms.qualityChecks"]),
            (spec, FloeSpec::SHAPE, &[&INGESTION], &["transforms.qualityChecks"]),
            (spec, FloeSpec::SHAPE, &[&INGESTION, &QUALITY], &[]),
        ];
        for (text, root, plugins, expected) in cases {
            let selections: Vec<_> = plugins.iter().map(|info| selected(info, Value::Null)).collect();
            let found = paths(Document::new("x.yaml", text).node().unwrap(), root, &selections);
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn a_selected_plugin_that_nothing_asks_is_named_where_the_manifest_writes_it() {
        let selections = [&INGESTION, &QUALITY, &RBAC].map(|info| selected(info, Value::Null));
        let manifest = Document::new("x.yaml", "plugins: {ingestion: {type: a}, rbac: {type: b}}");
        assert_eq!(unasked(manifest.node().unwrap(), &selections), BTreeSet::from(["plugins.rbac".to_owned()]));
    }
}
