//! Readers of the workspace's Cargo manifests. The rules are in other modules.

use cargo_metadata::{MetadataCommand, Package};

use crate::tree::root;

/// Every crate of the workspace with its declared dependencies. Nothing is resolved.
pub(crate) fn packages() -> Vec<Package> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--locked".to_owned(), "--offline".to_owned()])
        .exec();
    metadata.expect("cargo metadata reads the workspace").packages
}

/// The lines of all `[…dependencies]` tables of a manifest, without comments.
pub(crate) fn dependency_lines(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end().ends_with("dependencies]");
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            lines.push(line);
        }
    }
    lines
}
