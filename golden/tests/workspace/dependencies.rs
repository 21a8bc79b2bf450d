//! Third-party dependencies: each is used by a crate and explained in `docs/dependencies.md`.

use std::collections::BTreeSet;

use crate::manifests::{dependency_lines, packages};
use crate::tree::{files, judge, root};

#[test]
fn every_dependency_of_the_workspace_is_used_and_explained() {
    let used: BTreeSet<String> = packages()
        .iter()
        .flat_map(|package| package.dependencies.iter())
        .map(|dependency| dependency.name.clone())
        .collect();
    let manifest = read("Cargo.toml");
    let declared: BTreeSet<&str> = dependency_lines(&manifest)
        .into_iter()
        .filter(|line| !line.contains("path ="))
        .filter_map(|line| line.split_once(' ').map(|(name, _)| name))
        .collect();
    let page = read("docs/dependencies.md");
    let explained: BTreeSet<&str> = page.lines().filter_map(row_name).collect();

    let mut findings = Vec::new();
    for name in &declared {
        if !used.contains(*name) {
            findings.push(format!("{name} is in Cargo.toml and no crate declares it"));
        }
        if !explained.contains(name) {
            findings.push(format!("{name} has no row in docs/dependencies.md"));
        }
    }
    for name in explained.difference(&declared) {
        findings.push(format!("{name} has a row in docs/dependencies.md and is not in Cargo.toml"));
    }
    judge("dependencies", declared.len(), &findings);
}

#[test]
fn every_crate_names_what_it_declares() {
    let files = files();
    let packages = packages();
    let mut findings = Vec::new();
    for package in &packages {
        let folder = package
            .manifest_path
            .strip_prefix(root())
            .ok()
            .and_then(|path| path.parent())
            .expect("a crate has a folder in the workspace");
        let sources: Vec<&str> = files
            .iter()
            .filter(|file| file.path.starts_with(&format!("{folder}/")) && file.is_rust())
            .map(|file| file.text.as_str())
            .collect();
        for dependency in &package.dependencies {
            let name = dependency.name.replace('-', "_");
            if !sources.iter().any(|text| text.contains(&name)) {
                findings.push(format!("{} declares {} and does not use it", package.name, dependency.name));
            }
        }
    }
    judge("declared dependencies", packages.len(), &findings);
}

/// The name in a table row of the page: ``| `serde` | …``.
fn row_name(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("the file stands in the workspace")
}
