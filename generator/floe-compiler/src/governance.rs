//! Governance: which policies a manifest sets. Judges none of them.

use floe_base::{Node, Value};

use crate::source::Source;

/// The path of every policy that is set, as people write it: `governance.quality_gates.minimum_test_coverage`.
pub(crate) fn set_policies(manifest: &Source) -> Vec<String> {
    let mut paths = Vec::new();
    if let Some(governance) = manifest.node.get("governance") {
        collect(governance, "governance", &mut paths);
    }
    paths.sort();
    paths
}

fn collect(node: &Node, path: &str, paths: &mut Vec<String>) {
    match &node.value {
        Value::Null => {}
        Value::Map(entries) => {
            for (key, node) in entries {
                collect(node, &format!("{path}.{}", key.name), paths);
            }
        }
        _ => paths.push(path.to_owned()),
    }
}
