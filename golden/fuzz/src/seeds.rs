//! Seeds: the initial corpus of each target, made from the contracts and golden cases of the work tree. Stored findings
//! are returned by `found`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use floe_base::FileSet;
use floe_golden::cases;

use crate::checks::CHECKS;
use crate::{bundle, root};

/// The seeds of a target.
///
/// # Panics
/// If the work tree cannot be read.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "yaml" => yaml(),
        "values" => values(),
        "documents" => documents(),
        "contracts" => contracts(),
        _ => Vec::new(),
    }
}

/// The stored inputs of a target, with the name of each. A stored input once revealed a fault, or reaches much code.
///
/// # Panics
/// If the folder cannot be read.
pub fn found(target: &str) -> Vec<(String, Vec<u8>)> {
    let files = files(&format!("golden/fuzz/corpus/{target}"));
    files.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

fn files(folder: &str) -> FileSet {
    let folder = root().join(folder);
    if !folder.exists() {
        return FileSet::new();
    }
    floe_disk::read(&folder, "").expect("the work tree can be read")
}

fn inputs(folder: &str) -> Vec<FileSet> {
    let cases = cases(&root().join(folder)).expect("golden cases can be listed");
    cases.iter().map(|case| case.input().expect("a golden case can be read")).collect()
}

/// Every YAML file as a seed of its own.
fn yaml() -> Vec<Vec<u8>> {
    let sets = ["golden/platforms", "golden/errors"].into_iter().flat_map(inputs).chain([files("contracts")]);
    sets.flat_map(|set| set.iter().map(|(_, bytes)| bytes.to_vec()).collect::<Vec<_>>()).collect()
}

/// The documents of each golden case; for each product of a case also the manifest with that product alone.
fn documents() -> Vec<Vec<u8>> {
    let sets: Vec<FileSet> = ["golden/platforms", "golden/errors"].into_iter().flat_map(inputs).collect();
    let read = |path: &str| ["manifest.yaml", "floe.yaml", "dbt_project.yml"].iter().any(|name| path.ends_with(name));
    let mut all = Vec::new();
    for set in &sets {
        all.push(bundle::write(set.iter().filter(|(path, _)| read(path))));
        for spec in set.paths().filter(|path| path.ends_with("floe.yaml")) {
            let folder = spec.trim_end_matches("floe.yaml");
            all.push(bundle::write(
                set.iter().filter(|(path, _)| *path == "manifest.yaml" || read(path) && path.starts_with(folder)),
            ));
        }
    }
    all
}

/// The examples in contracts, the documents and artifacts of the retail case, and an empty object for each type.
fn values() -> Vec<Vec<u8>> {
    let model = floe_contract::load(&all_contracts()).expect("the contracts load");
    let examples = model.documents.iter().chain(&model.bindings).flat_map(|contract| {
        contract.examples.iter().map(|example| (contract.root.clone(), example.to_string().into_bytes()))
    });
    let folder = root().join("golden/platforms/retail");
    let written = [
        ("Manifest", "input/manifest.yaml"),
        ("FloeSpec", "input/daily-orders/floe.yaml"),
        ("CompiledPlatform", "expected/platform.json"),
        ("CompiledArtifacts", "expected/products/daily-orders/compiled_artifacts.json"),
    ];
    let written =
        written.map(|(name, path)| (name.to_owned(), fs::read(folder.join(path)).expect("the golden case has it")));
    let bare = CHECKS.iter().map(|(name, ..)| ((*name).to_owned(), b"{}".to_vec()));
    let all = examples.chain(written).chain(bare);
    all.map(|(name, bytes)| bundle::write([(name.as_str(), bytes.as_slice())])).collect()
}

/// Two small sets of contracts, and each contract with its transitive references.
fn contracts() -> Vec<Vec<u8>> {
    let small = ["golden/contracts/every-form/input", "generator/floe-codegen/tests/nasty"];
    let mut all: Vec<Vec<u8>> = small.map(files).iter().map(|set| bundle::write(yaml_of(set))).collect();
    let contracts = all_contracts();
    for (path, _) in contracts.iter() {
        let closed = closure(path, &contracts);
        all.push(bundle::write(closed.iter().map(|(path, bytes)| (*path, *bytes))));
    }
    all
}

fn yaml_of(set: &FileSet) -> impl Iterator<Item = (&str, &[u8])> {
    set.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "yaml"))
}

/// A contract with its transitive references and the scalars in use. Meta-contracts are left out, because floe-contract
/// embeds them.
fn closure<'a>(path: &'a str, contracts: &'a FileSet) -> BTreeSet<(&'a str, &'a [u8])> {
    let mut waiting = vec![path];
    let mut closed = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        let Some((path, bytes)) = contracts.iter().find(|(it, _)| *it == path) else { continue };
        if !closed.insert((path, bytes)) {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let named = |other: &&str| {
            let name = other.trim_start_matches("contracts/").trim_end_matches(".yaml");
            text.contains(&format!("floe:{name}"))
                || name.starts_with("charts/") && path.contains("/components/")
                || name == "scalars/v1" && text.contains("x-floe-scalar")
                || name
                    .strip_prefix("interfaces/")
                    .and_then(|it| it.strip_suffix("/v1"))
                    .is_some_and(|it| path.starts_with(&format!("contracts/plugins/{it}/")))
        };
        waiting.extend(contracts.paths().filter(named));
    }
    closed
}

fn all_contracts() -> FileSet {
    let files = files("contracts").nest("contracts").expect("paths stay paths");
    let mut kept = FileSet::new();
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with("contracts/meta/")) {
        kept.insert(path, bytes).expect("paths stay different");
    }
    kept
}
