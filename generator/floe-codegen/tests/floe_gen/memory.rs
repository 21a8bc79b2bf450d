//! What floe-gen remembers: it saves work, and never changes an answer.
#![expect(clippy::disallowed_methods, reason = "the tests read contracts and change files on disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use floe_base::{FileSet, yaml};
use floe_codegen::{MANIFEST, emit, emit_part};
use floe_contract::{Outline, closure, load, outline};

use crate::repository::{Repository, outcome};

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
        let (code, said) = outcome(&repository.run(&[command]));
        assert_eq!(code, 0, "{said}");
    }
    repository
}

fn rebuilt(said: &str) -> Vec<&str> {
    said.lines().filter_map(|line| line.strip_prefix("rebuilt: ")).collect()
}

/// That nothing is out of date for a floe-gen that remembers nothing.
fn assert_true(repository: &Repository) {
    fs::remove_dir_all(repository.path("target")).unwrap();
    let (code, said) = outcome(&repository.run(&["check", "--verbose"]));
    assert_eq!((code, rebuilt(&said)), (0, vec!["everything"]), "{said}");
}

#[test]
fn a_run_with_nothing_to_do_reads_no_contract_again() {
    let repository = chain();
    let (code, said) = outcome(&repository.run(&["check", "--verbose"]));
    assert_eq!((code, rebuilt(&said)), (0, Vec::new()), "{said}");
}

#[test]
fn a_changed_contract_has_exactly_its_closure_rebuilt() {
    for (changed, expected) in [
        ("base", vec!["bindings/base/v1", "bindings/middle/v1", "bindings/top/v1"]),
        ("middle", vec!["bindings/middle/v1", "bindings/top/v1"]),
        ("beside", vec!["bindings/beside/v1"]),
    ] {
        let repository = chain();
        repository.replace(&file(changed), "description: It.", "description: That.");
        let (code, said) = outcome(&repository.run(&["check", "--verbose"]));
        assert_eq!((code, rebuilt(&said)), (4, expected.clone()), "{said}");
        assert!(said.contains(&format!("stale: generated/floe-types/src/bindings/{changed}.rs")), "{said}");
        let (code, said) = outcome(&repository.run(&["generate", "--verbose"]));
        assert_eq!((code, rebuilt(&said)), (0, expected), "{said}");
        let (code, said) = outcome(&repository.run(&["check", "--verbose"]));
        assert_eq!((code, rebuilt(&said)), (0, Vec::new()), "{said}");
        assert_true(&repository);
    }
}

#[test]
fn what_stands_in_outputs_of_several_contracts_has_everything_rebuilt() {
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
        let (code, said) = outcome(&repository.run(&["generate", "--verbose"]));
        assert_eq!((code, rebuilt(&said)), (0, vec!["everything"]), "{path}: {said}");
        assert_true(&repository);
    }
}

#[test]
fn a_contract_that_comes_or_goes_has_everything_rebuilt() {
    let repository = chain();
    repository.write(&file("new"), &binding("new", "type: boolean"));
    let (code, said) = outcome(&repository.run(&["generate", "--verbose"]));
    assert_eq!((code, rebuilt(&said)), (0, vec!["everything"]), "{said}");
    fs::remove_file(repository.path(&file("beside"))).unwrap();
    let (code, said) = outcome(&repository.run(&["generate", "--verbose"]));
    assert_eq!((code, rebuilt(&said)), (0, vec!["everything"]), "{said}");
    assert_true(&repository);
}

#[test]
fn what_is_wrong_with_a_changed_contract_is_told_as_ever() {
    let repository = chain();
    repository.replace(&file("base"), "type: boolean", "type: bolean");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("contracts/bindings/base/v1.yaml:12:")), (1, true), "{said}");
    repository.replace(&file("base"), "type: bolean", "$ref: 'floe:bindings/gone/v1'");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("CONTRACT_REF_UNKNOWN")), (1, true), "{said}");
}

#[test]
fn what_lint_finds_in_a_changed_contract_or_in_what_refers_to_it_is_told_as_ever() {
    let repository = chain();
    for (path, from, to, finding) in [
        (file("base"), "it: {", "2fa: {", "bindings/base/v1.yaml:12:7: error[CONTRACT_NAME_INVALID]"),
        (file("middle"), "[{}]", "[{it: {it: 1}}]", "bindings/middle/v1.yaml:13:22: error[CONTRACT_EXAMPLE_REFUSED]"),
    ] {
        let good = repository.read(&path);
        repository.replace(&path, from, to);
        for command in ["check", "generate"] {
            let (code, said) = outcome(&repository.run(&[command]));
            let lines: Vec<&str> = said.lines().collect();
            let told = lines.windows(2).any(|two| {
                let place = two[1].trim().trim_start_matches("--> contracts/");
                format!("{place}: {}", two[0]).contains(finding) || two[0].contains(finding)
            });
            assert_eq!((code, told), (1, true), "{finding}: {said}");
        }
        repository.write(&path, &good);
        assert_eq!(outcome(&repository.run(&["check"])).0, 0);
    }
}

#[test]
fn a_case_that_gets_the_name_of_another_contracts_type_is_told() {
    let repository = chain();
    let union = "  BASE:\n    description: One.\n    variants:\n      tag: a\n      tag-description: A.\n      cases:\n        leaf: {description: One.}\n        stem: {description: Two.}\n  BESIDERoot:";
    repository.replace(&file("beside"), "  BESIDERoot:", union);
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!(code, 0, "{said}");
    repository.replace(&file("beside"), "leaf: {", "root: {");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("CONTRACT_NAME_TAKEN")), (1, true), "{said}");
}

#[test]
fn a_spoilt_memory_is_as_if_it_were_not_there() {
    let repository = chain();
    let memory = repository.read(MEMORY);
    for spoilt in ["", "{}", &memory[..memory.len() / 2], &memory.replace("bindings/base", "bindings/bass")] {
        repository.write(MEMORY, spoilt);
        let (code, said) = outcome(&repository.run(&["check", "--verbose"]));
        assert_eq!((code, rebuilt(&said)), (0, vec!["everything"]), "{said}");
    }
}

#[test]
fn a_change_that_leaves_size_and_time_as_they_were_is_seen() {
    let repository = chain();
    for path in [file("base"), "generated/floe-types/src/bindings/base.rs".to_owned()] {
        let before = fs::metadata(repository.path(&path)).unwrap().modified().unwrap();
        repository.replace(&path, "It.", "If.");
        File::options().write(true).open(repository.path(&path)).unwrap().set_modified(before).unwrap();
        let (code, said) = outcome(&repository.run(&["check"]));
        assert_eq!(code, 4, "{said}");
        repository.replace(&path, "If.", "It.");
        assert_eq!(outcome(&repository.run(&["check"])).0, 0);
    }
}

/// The documents, bindings and interfaces of the repository that this is part of, without whatever else refers to them.
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
