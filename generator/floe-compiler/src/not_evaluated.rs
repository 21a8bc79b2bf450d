//! Not evaluated: finds the settings of a document that nothing acts upon. The contracts name the keys; the values are not checked here.

use std::collections::BTreeSet;

use floe_base::{Node, Value};
use floe_types::rule::Rule;
use floe_types::shape::{Field, Shape};

use crate::members::Members;
use crate::rules::rules;
use crate::selection::Selection;
use crate::source::{Source, dotted, step};

/// The paths of all settings in a document of that shape that nothing acts upon, as people write paths:
/// `governance.quality_gates.minimum_test_coverage`. Paths of list items have no number. `selected` says whether a category has a plugin.
pub(crate) fn paths(document: &Node, root: &str, selected: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut walk = Walk { selected, paths: BTreeSet::new() };
    walk.visit(document, &Shape::named(root.to_owned()), "");
    walk.paths
}

/// The selections of plugins that floe never asks, where the manifest writes such a selection: `plugins.rbac`.
pub(crate) fn unasked(manifest: &Source, selections: &[Selection]) -> BTreeSet<String> {
    let idle = selections.iter().filter(|selection| !selection.category.is_asked);
    let written = idle.filter(|selection| manifest.node.pointer(&selection.pointer).is_some());
    let keys = written.filter_map(|selection| selection.category.manifest_key);
    keys.map(|key| dotted(&step("/plugins", key))).collect()
}

struct Walk<S> {
    selected: S,
    paths: BTreeSet<String>,
}

impl<S: Fn(&str) -> bool> Walk<S> {
    fn visit(&mut self, node: &Node, shape: &Shape, pointer: &str) {
        match (&node.value, shape) {
            (Value::Map(entries), Shape::Named(name)) => {
                let idle: Vec<&str> =
                    rules(name).iter().filter_map(|rule| self.idle(rule)).flatten().copied().collect();
                for (key, written) in idle.iter().filter_map(|key| node.entry(key)) {
                    collect(written, &step(pointer, &key.name), &mut self.paths);
                }
                let fields = Members::of(name, entries).fields;
                for (key, member) in entries {
                    if let Some(field) = fields.iter().find(|field| field.name() == key.name) {
                        self.visit(member, Field::shape(field), &step(pointer, &key.name));
                    }
                }
            }
            (Value::Map(entries), Shape::Map { values, .. }) => {
                for (key, member) in entries {
                    self.visit(member, values, &step(pointer, &key.name));
                }
            }
            (Value::Seq(items), Shape::Array(shape, _)) => {
                for item in items {
                    self.visit(item, shape, pointer);
                }
            }
            _ => {}
        }
    }

    /// The keys that nothing acts upon, if the rule names such keys.
    fn idle(&self, rule: &Rule) -> Option<&'static [&'static str]> {
        match *rule {
            Rule::NotEvaluated { keys, without } if !without.is_some_and(&self.selected) => Some(keys),
            _ => None,
        }
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
    use floe_types::documents::floe_spec::FloeSpec;
    use floe_types::documents::manifest::Manifest;

    fn found(text: &str, root: &str, selected: &[&str]) -> Vec<String> {
        let source = Document::new("x.yaml", text).content().unwrap().clone();
        paths(&source.node, root, |category| selected.contains(&category)).into_iter().collect()
    }

    #[test]
    fn what_is_written_where_nothing_acts_is_named_by_its_leaves() {
        let text = "governance: {naming: {pattern: kimball}, custom_rules: [], rbac: null}\n\
                    observability: {logging: {level: ERROR}, lineage: {enabled: false}}\n";
        assert_eq!(found(text, Manifest::SHAPE, &[]), ["governance.naming.pattern", "observability.logging.level"]);
    }

    #[test]
    fn a_plugin_of_the_category_acts_upon_what_it_is_for() {
        let text =
            "ingestion: {sources: [{name: a}]}\ntransforms: [{qualityChecks: [{name: a}]}, {qualityChecks: []}]\n";
        assert_eq!(found(text, FloeSpec::SHAPE, &[]), ["ingestion.sources", "transforms.qualityChecks"]);
        assert_eq!(found(text, FloeSpec::SHAPE, &["ingestion"]), ["transforms.qualityChecks"]);
        assert_eq!(found(text, FloeSpec::SHAPE, &["ingestion", "quality"]), [] as [&str; 0]);
    }
}
