//! The memory of floe-gen saves work, and never changes an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use floe_base::{FileSet, yaml};
use floe_codegen::{MANIFEST, emit, emit_part};
use floe_contract::{Outline, closure, load, outline};

use crate::repository::{Repository, steps};

const MEMORY: &str = "target/floe-gen/memory";

const UNION: &str = "  BASE:
    description: One.
    variants:
      tag: a
      tag-description: A.
      cases:
        leaf: {description: One.}
        stem: {description: Two.}
  BESIDERoot:";

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

impl Repository {
    /// `top` refers to `middle`, which refers to `base`; `beside` to nothing.
    fn chain() -> Self {
        let repository = Self::new();
        for (name, field) in [
            ("base", "type: boolean"),
            ("middle", "$ref: 'floe:bindings/base/v1'"),
            ("top", "$ref: 'floe:bindings/middle/v1#/$defs/MIDDLERoot'"),
            ("beside", "type: boolean"),
        ] {
            repository.write(&file(name), &binding(name, field));
        }
        // The second run knows the Cargo manifest of the registry, which the first has written.
        repository.run(&["generate"], 0, &[]);
        repository.run(&["check"], 0, &[]);
        repository
    }

    /// Runs a command, and compares the contracts that floe-gen has made anew.
    #[track_caller]
    fn rebuilds(&self, command: &str, code: i32, expected: &[&str]) -> String {
        let said = self.run(&[command, "--verbose"], code, &[]);
        let rebuilt: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("rebuilt: ")).collect();
        assert_eq!(rebuilt, expected, "{said}");
        said
    }

    /// Nothing is out of date for a floe-gen without memory.
    #[track_caller]
    fn is_true(&self) {
        self.remove("target");
        self.rebuilds("check", 0, &["everything"]);
    }
}

steps! {
    a_run_with_nothing_to_do_reads_no_contract_again: chain,
        rebuilds("check", 0, &[]);

    a_contract_that_comes_or_goes_has_everything_rebuilt: chain,
        write(&file("new"), &binding("new", "type: boolean")),
        rebuilds("generate", 0, &["everything"]),
        remove(&file("beside")),
        rebuilds("generate", 0, &["everything"]),
        is_true();

    errors_of_a_changed_contract_are_told_as_ever: chain,
        replace(&file("base"), "type: boolean", "type: bolean"),
        run(&["check"], 1, &["contracts/bindings/base/v1.yaml:12:"]),
        replace(&file("base"), "type: bolean", "$ref: 'floe:bindings/gone/v1'"),
        run(&["check"], 1, &["CONTRACT_REF_UNKNOWN"]);

    a_case_that_gets_the_name_of_another_contracts_type_is_told: chain,
        replace(&file("beside"), "  BESIDERoot:", UNION),
        run(&["generate"], 0, &[]),
        replace(&file("beside"), "leaf: {", "root: {"),
        run(&["check"], 1, &["CONTRACT_NAME_TAKEN"]);

    findings_of_lint_in_a_changed_contract_are_told_as_ever: chain,
        replace(&file("base"), "it: {", "2fa: {"),
        run(&["check"], 1, &["error[CONTRACT_NAME_INVALID]", "contracts/bindings/base/v1.yaml:12:7"]),
        run(&["generate"], 1, &["error[CONTRACT_NAME_INVALID]", "contracts/bindings/base/v1.yaml:12:7"]),
        replace(&file("base"), "2fa: {", "it: {"),
        run(&["check"], 0, &[]);

    findings_of_lint_in_a_contract_that_refers_to_others_are_told_as_ever: chain,
        replace(&file("middle"), "[{}]", "[{it: {it: 1}}]"),
        run(&["check"], 1, &["error[CONTRACT_EXAMPLE_REFUSED]", "contracts/bindings/middle/v1.yaml:13:22"]),
        run(&["generate"], 1, &["error[CONTRACT_EXAMPLE_REFUSED]", "contracts/bindings/middle/v1.yaml:13:22"]),
        replace(&file("middle"), "[{it: {it: 1}}]", "[{}]"),
        run(&["check"], 0, &[]);
}

#[test]
fn a_changed_contract_has_exactly_its_closure_rebuilt() {
    for (changed, expected) in [
        ("base", &["bindings/base/v1", "bindings/middle/v1", "bindings/top/v1"] as &[&str]),
        ("middle", &["bindings/middle/v1", "bindings/top/v1"]),
        ("beside", &["bindings/beside/v1"]),
    ] {
        let repository = Repository::chain();
        repository.replace(&file(changed), "description: It.", "description: That.");
        let said = repository.rebuilds("check", 4, expected);
        assert!(said.contains(&format!("stale: generated/floe-types/src/bindings/{changed}.rs")), "{said}");
        repository.rebuilds("generate", 0, expected);
        repository.rebuilds("check", 0, &[]);
        repository.is_true();
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
        let repository = Repository::chain();
        repository.replace(path, from, to);
        repository.rebuilds("generate", 0, &["everything"]);
        repository.is_true();
    }
}

#[test]
fn a_spoilt_memory_counts_as_none() {
    let repository = Repository::chain();
    let memory = repository.read(MEMORY);
    for spoilt in ["", "{}", &memory[..memory.len() / 2], &memory.replace("bindings/base", "bindings/bass")] {
        repository.write(MEMORY, spoilt);
        repository.rebuilds("check", 0, &["everything"]);
    }
}

#[test]
fn a_change_that_leaves_size_and_time_as_they_were_is_seen() {
    let repository = Repository::chain();
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
fn shapes() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["scalars", "documents", "bindings", "interfaces"];
    let files = folders.into_iter().flat_map(|folder| floe_disk::read(&root, &format!("contracts/{folder}")).unwrap());
    let text = |bytes: Vec<u8>| {
        let lines = String::from_utf8(bytes).unwrap();
        lines.lines().filter(|line| !line.starts_with("file: ")).fold(String::new(), |all, line| all + line + "\n")
    };
    files.map(|(path, bytes)| (path, text(bytes))).collect()
}

fn set<'a>(files: impl IntoIterator<Item = (&'a String, &'a String)>) -> FileSet {
    let mut set = FileSet::new();
    files.into_iter().for_each(|(path, text)| set.insert(path, text.as_bytes()).unwrap());
    set
}

fn outline_of((path, text): (&String, &String)) -> Option<(String, Outline)> {
    let contract = yaml::read(path, text.as_bytes(), &yaml::Limits::default()).unwrap();
    Some((path.clone(), outline(path, &contract)?))
}

#[test]
fn a_closure_made_anew_is_the_same_part_of_everything_made_anew() {
    let before = shapes();
    let emitted = emit(&load(&set(&before)).unwrap(), &[], &[]).files;
    let mut tried = 0;
    for (path, text) in before.iter().filter(|(path, _)| path.contains("/documents/") || path.contains("/bindings/")) {
        let added = "\n    properties:\n      zz_added: {type: boolean, description: Added.}\n";
        let changed = text.replace("\n    properties:\n", added);
        if changed == *text {
            continue;
        }
        let mut after = before.clone();
        after.insert(path.clone(), changed);
        let outlines: BTreeMap<String, Outline> = after.iter().filter_map(outline_of).collect();
        assert_eq!(outline_of((path, text)).unwrap().1.surface, outlines[path].surface, "{path}");
        let closure = closure(outlines.values(), &BTreeSet::from([outlines[path].name.clone()]));
        if !outlines.values().all(|one| one.surface.is_some() || !closure.concerned.contains(&one.name)) {
            continue; // everything is made anew
        }
        tried += 1;
        let paths = |names: &BTreeSet<String>| -> BTreeSet<String> {
            outlines.iter().filter(|(_, one)| names.contains(&one.name)).map(|(path, _)| path.clone()).collect()
        };
        let needed = paths(&closure.needed);
        let part = set(after.iter().filter(|(path, _)| needed.contains(*path)));
        let manifest = emitted.get(MANIFEST).unwrap();
        let anew = emit_part(&load(&part).unwrap(), &[], &paths(&closure.concerned), manifest).unwrap();
        let whole = emit(&load(&set(&after)).unwrap(), &[], &[]).files;
        assert!(whole.paths().eq(emitted.paths()), "{path}");
        for (output, bytes) in whole.iter() {
            let found = anew.get(output).or_else(|| emitted.get(output));
            assert!(found == Some(bytes), "{path}: {output}");
        }
    }
    assert!(tried > 10, "{tried} contracts were tried");
}
