//! The memory of floe-gen saves work, and never changes an answer.
#![expect(clippy::disallowed_methods, reason = "the tests read contracts and change files on disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use floe_base::{FileSet, yaml};
use floe_codegen::{MANIFEST, emit, emit_part};
use floe_contract::{Outline, closure, load, outline};

use crate::repository::Repository;

const MEMORY: &str = "target/floe-gen/memory";

fn binding(name: &str, field: &str) -> String {
    let root = format!("{}Root", name.to_uppercase());
    format!(
        "kind: binding\nname: {name}\nversion: 1.0.0\ndescription: One.\nroot: {root}\n$defs:\n  {root}:\n    type: object\n    \
         description: One.\n    required: []\n    properties:\n      it: {{{field}, description: It.}}\nexamples: [{{}}]\n"
    )
}

fn file(name: &str) -> String {
    format!("contracts/bindings/{name}/v1.yaml")
}

/// `top` refers to `middle`, which refers to `base`; `beside` to nothing.
fn chain() -> Repository {
    let repository = Repository::new();
    for (name, field) in [
        ("base", "type: boolean"),
        ("middle", "$ref: 'floe:bindings/base/v1'"),
        ("top", "$ref: 'floe:bindings/middle/v1#/$defs/MIDDLERoot'"),
        ("beside", "type: boolean"),
    ] {
        repository.write(&file(name), &binding(name, field));
    }
    // The second run knows the Cargo manifest of the registry, which the first has written.
    for command in ["generate", "check"] {
        repository.run(&[command], 0, &[]);
    }
    repository
}

/// Runs a command, and compares the contracts that floe-gen has made anew.
#[track_caller]
fn assert_rebuilt(repository: &Repository, command: &str, code: i32, expected: &[&str]) -> String {
    let said = repository.run(&[command, "--verbose"], code, &[]);
    let rebuilt: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("rebuilt: ")).collect();
    assert_eq!(rebuilt, expected, "{said}");
    said
}

/// Nothing is out of date for a floe-gen without memory.
#[track_caller]
fn assert_true(repository: &Repository) {
    repository.remove("target");
    assert_rebuilt(repository, "check", 0, &["everything"]);
}

#[test]
fn a_run_with_nothing_to_do_reads_no_contract_again() {
    assert_rebuilt(&chain(), "check", 0, &[]);
}

#[test]
fn a_changed_contract_has_exactly_its_closure_rebuilt() {
    for (changed, expected) in [
        ("base", &["bindings/base/v1", "bindings/middle/v1", "bindings/top/v1"] as &[&str]),
        ("middle", &["bindings/middle/v1", "bindings/top/v1"]),
        ("beside", &["bindings/beside/v1"]),
    ] {
        let repository = chain();
        repository.replace(&file(changed), "description: It.", "description: That.");
        let said = assert_rebuilt(&repository, "check", 4, expected);
        assert!(said.contains(&format!("stale: generated/floe-types/src/bindings/{changed}.rs")), "{said}");
        assert_rebuilt(&repository, "generate", 0, expected);
        assert_rebuilt(&repository, "check", 0, &[]);
        assert_true(&repository);
    }
}

#[test]
fn a_change_in_outputs_of_several_contracts_has_everything_rebuilt() {
    let beside = file("beside");
    for (path, from, to) in [
        (beside.as_str(), "description: One.\nroot", "description: Another.\nroot"),
        (&beside, "BESIDERoot", "Beside"),
        ("contracts/scalars/v1.yaml", "A small number.", "A tiny number."),
        ("contracts/plugins/crate/core/v1.yaml", "description: ", "description: Again. "),
        ("plugins/crate/Cargo.toml", "[package]", "# nothing\n[package]"),
    ] {
        let repository = chain();
        repository.replace(path, from, to);
        assert_rebuilt(&repository, "generate", 0, &["everything"]);
        assert_true(&repository);
    }
}

#[test]
fn a_contract_that_comes_or_goes_has_everything_rebuilt() {
    let repository = chain();
    repository.write(&file("new"), &binding("new", "type: boolean"));
    assert_rebuilt(&repository, "generate", 0, &["everything"]);
    repository.remove(&file("beside"));
    assert_rebuilt(&repository, "generate", 0, &["everything"]);
    assert_true(&repository);
}

#[test]
fn errors_of_a_changed_contract_are_told_as_ever() {
    let repository = chain();
    repository.replace(&file("base"), "type: boolean", "type: bolean");
    repository.run(&["check"], 1, &["contracts/bindings/base/v1.yaml:12:"]);
    repository.replace(&file("base"), "type: bolean", "$ref: 'floe:bindings/gone/v1'");
    repository.run(&["check"], 1, &["CONTRACT_REF_UNKNOWN"]);
}

#[test]
fn findings_of_lint_in_a_changed_contract_or_in_a_contract_that_refers_to_it_are_told_as_ever() {
    let repository = chain();
    for (path, from, to, code, place) in [
        (file("base"), "it: {", "2fa: {", "CONTRACT_NAME_INVALID", "bindings/base/v1.yaml:12:7"),
        (file("middle"), "[{}]", "[{it: {it: 1}}]", "CONTRACT_EXAMPLE_REFUSED", "bindings/middle/v1.yaml:13:22"),
    ] {
        let good = repository.read(&path);
        repository.replace(&path, from, to);
        for command in ["check", "generate"] {
            let said = repository.run(&[command], 1, &[]);
            let lines: Vec<&str> = said.lines().collect();
            let told = lines.windows(2).any(|two| two[0].contains(code) && two[1].contains(place));
            assert!(told, "{code} at {place}: {said}");
        }
        repository.write(&path, &good);
        repository.run(&["check"], 0, &[]);
    }
}

#[test]
fn a_case_that_gets_the_name_of_another_contracts_type_is_told() {
    let repository = chain();
    let union = "  BASE:\n    description: One.\n    variants:\n      tag: a\n      tag-description: A.\n      cases:\n        leaf: {description: One.}\n        stem: {description: Two.}\n  BESIDERoot:";
    repository.replace(&file("beside"), "  BESIDERoot:", union);
    repository.run(&["generate"], 0, &[]);
    repository.replace(&file("beside"), "leaf: {", "root: {");
    repository.run(&["check"], 1, &["CONTRACT_NAME_TAKEN"]);
}

#[test]
fn a_spoilt_memory_counts_as_none() {
    let repository = chain();
    let memory = repository.read(MEMORY);
    for spoilt in ["", "{}", &memory[..memory.len() / 2], &memory.replace("bindings/base", "bindings/bass")] {
        repository.write(MEMORY, spoilt);
        assert_rebuilt(&repository, "check", 0, &["everything"]);
    }
}

#[test]
fn a_change_that_leaves_size_and_time_as_they_were_is_seen() {
    let repository = chain();
    for path in [file("base"), "generated/floe-types/src/bindings/base.rs".to_owned()] {
        let before = fs::metadata(repository.path(&path)).unwrap().modified().unwrap();
        repository.replace(&path, "It.", "If.");
        File::options().write(true).open(repository.path(&path)).unwrap().set_modified(before).unwrap();
        repository.run(&["check"], 4, &[]);
        repository.replace(&path, "If.", "It.");
        repository.run(&["check"], 0, &[]);
    }
}

/// The documents, bindings and interfaces of this repository, without the contracts that refer to them.
fn shapes() -> FileSet {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts");
    let mut files = FileSet::new();
    files.insert("contracts/scalars/v1.yaml", fs::read(contracts.join("scalars/v1.yaml")).unwrap()).unwrap();
    for kind in ["documents", "bindings", "interfaces"] {
        for folder in fs::read_dir(contracts.join(kind)).unwrap() {
            let name = folder.unwrap().file_name().into_string().unwrap();
            let text = fs::read_to_string(contracts.join(kind).join(&name).join("v1.yaml")).unwrap();
            let text: String = text
                .lines()
                .filter(|line| !line.starts_with("file: "))
                .fold(String::new(), |all, line| all + line + "\n");
            files.insert(format!("contracts/{kind}/{name}/v1.yaml"), text).unwrap();
        }
    }
    files
}

fn outline_of(path: &str, contract: &[u8]) -> Option<Outline> {
    outline(path, &yaml::read(path, contract, &yaml::Limits::default()).unwrap())
}

#[test]
fn a_closure_made_anew_is_what_everything_made_anew_would_be() {
    let before = shapes();
    let emitted = emit(&load(&before).unwrap(), &[], &[]).files;
    let mut tried = 0;
    for path in before.paths().filter(|path| path.contains("/documents/") || path.contains("/bindings/")) {
        let text = String::from_utf8(before.get(path).unwrap().to_vec()).unwrap();
        let added = "\n    properties:\n      zz_added: {type: boolean, description: Added.}\n";
        let changed_text = text.replace("\n    properties:\n", added);
        if changed_text == text {
            continue;
        }
        let after = with(&before, path, &changed_text);
        let outlines: BTreeMap<&str, Outline> =
            after.iter().filter_map(|(path, bytes)| Some((path, outline_of(path, bytes)?))).collect();
        assert_eq!(outline_of(path, text.as_bytes()).unwrap().surface, outlines[path].surface, "{path}");
        let closure = closure(outlines.values(), &BTreeSet::from([outlines[path].name.clone()]));
        if !outlines.values().all(|one| one.surface.is_some() || !closure.concerned.contains(&one.name)) {
            continue; // everything is made anew
        }
        tried += 1;
        let paths = |names: &BTreeSet<String>| -> BTreeSet<String> {
            outlines.iter().filter(|(_, one)| names.contains(&one.name)).map(|(path, _)| (*path).to_owned()).collect()
        };
        let needed = paths(&closure.needed);
        let mut part = FileSet::new();
        for (path, bytes) in after.iter().filter(|(path, _)| needed.contains(*path)) {
            part.insert(path, bytes).unwrap();
        }
        let manifest = emitted.get(MANIFEST).unwrap();
        let anew = emit_part(&load(&part).unwrap(), &[], &paths(&closure.concerned), manifest).unwrap();
        let whole = emit(&load(&after).unwrap(), &[], &[]).files;
        assert!(whole.paths().eq(emitted.paths()), "{path}");
        for (output, bytes) in whole.iter() {
            let found = anew.get(output).or_else(|| emitted.get(output));
            assert!(found == Some(bytes), "{path}: {output}");
        }
    }
    assert!(tried > 10, "{tried} contracts were tried");
}

fn with(files: &FileSet, path: &str, text: &str) -> FileSet {
    let mut all = FileSet::new();
    for (other, bytes) in files.iter() {
        let bytes = if other == path { text.as_bytes() } else { bytes };
        all.insert(other, bytes).unwrap();
    }
    all
}
