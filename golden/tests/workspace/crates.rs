//! Dependencies between crates: the allowed edges, the crates that only programs may use, and the inheritance of
//! versions and lints from the workspace.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Package};

use crate::manifests::{dependency_lines, packages};
use crate::tree::{judge, root};

/// The workspace crates that each crate may declare as dependencies. A crate under `plugins/` may declare [`PLUGIN`].
const EDGES: &[(&str, &[&str])] = &[
    ("floe-base", &[]),
    ("floe-contract", &["floe-base", "floe-disk"]),
    ("floe-disk", &["floe-base"]),
    ("floe-commands", &[]),
    ("floe-template", &[]),
    ("floe-trace", &[]),
    ("floe-codegen", &["floe-base", "floe-commands", "floe-contract", "floe-disk", "floe-template", "floe-trace"]),
    ("floe-types", &[]),
    ("floe-compiler", &["floe-base", "floe-types"]),
    ("floe-chart", &["floe-base", "floe-types", "floe-compiler"]),
    ("floe-registry", &["floe-base", "floe-types"]),
    ("floe-plugins", &["floe-types", "floe-plugin-*"]),
    (
        "floe",
        &[
            "floe-base",
            "floe-commands",
            "floe-trace",
            "floe-types",
            "floe-compiler",
            "floe-chart",
            "floe-plugins",
            "floe-plugin-*",
        ],
    ),
];
const PLUGIN: &[&str] = &["floe-types", "floe-template"];

/// Crates of tests and measurements, which may depend on every crate and on which no crate depends.
const OBSERVERS: &[&str] = &["floe-golden", "floe-e2e", "floe-fuzz"];

/// The contract side regenerates `generated/`, so these crates must build even while `generated/` is broken.
const CONTRACT_SIDE: &[&str] =
    &["floe-base", "floe-contract", "floe-commands", "floe-disk", "floe-template", "floe-trace", "floe-codegen"];

/// Crates that touch disk, terminal or processes, and the crates that may use them: those with a `main`, the reader of
/// folders and the parser of command lines.
const EDGE_ONLY: &[&str] = &["cargo_metadata", "clap", "floe-disk", "ignore", "tempfile", "walkdir"];
const MAINS: &[&str] = &["floe", "floe-codegen", "floe-commands", "floe-disk"];

fn is_plugin(package: &Package) -> bool {
    package.manifest_path.starts_with(root().join("plugins"))
}

fn allowed(name: &str, edges: &[&str]) -> bool {
    edges.iter().any(|edge| match edge.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *edge,
    })
}

fn edges_of(package: &Package) -> Option<&'static [&'static str]> {
    if is_plugin(package) {
        return Some(PLUGIN);
    }
    EDGES.iter().find(|(name, _)| *name == package.name.as_str()).map(|(_, edges)| *edges)
}

#[test]
fn crates_depend_on_each_other_only_along_the_allowed_edges() {
    let packages = packages();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in packages.iter().filter(|package| !OBSERVERS.contains(&package.name.as_str())) {
        let Some(edges) = edges_of(package) else {
            findings.push(format!("{} has no line in EDGES", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let tests_only =
                dependency.kind == DependencyKind::Development && !CONTRACT_SIDE.contains(&package.name.as_str());
            if ours.contains(dependency.name.as_str()) && !tests_only && !allowed(&dependency.name, edges) {
                findings.push(format!("{} must not depend on {}", package.name, dependency.name));
            }
        }
    }
    judge("allowed edges between crates", packages.len(), &findings);
}

#[test]
fn libraries_use_no_crate_that_touches_disk_terminal_or_processes() {
    let packages = packages();
    let mut findings = Vec::new();
    for package in &packages {
        if MAINS.contains(&package.name.as_str()) || OBSERVERS.contains(&package.name.as_str()) {
            continue;
        }
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Development && EDGE_ONLY.contains(&dependency.name.as_str()) {
                findings.push(format!("{} must not depend on {}", package.name, dependency.name));
            }
        }
    }
    judge("what libraries depend on", packages.len(), &findings);
}

#[test]
fn every_crate_takes_its_versions_and_lints_from_the_workspace() {
    let packages = packages();
    let mut findings = Vec::new();
    for package in &packages {
        let manifest = std::fs::read_to_string(&package.manifest_path).expect("the manifest can be read");
        if !manifest.contains("[lints]\nworkspace = true") {
            findings.push(format!("{}: no `[lints] workspace = true`", package.name));
        }
        let lines = dependency_lines(&manifest);
        // The generated list of plugins names third-party plugin crates, which the workspace does not declare.
        let inherits = |line: &str| line.contains("workspace = true") || line.starts_with("floe-plugin-");
        for line in lines.iter().filter(|line| !inherits(line)) {
            findings.push(format!("{}: `{line}` is not `workspace = true`", package.name));
        }
    }
    judge("what crates inherit", packages.len(), &findings);
}
