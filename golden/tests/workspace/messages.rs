//! Constructors of diagnostics: each is called somewhere, or `NOT_CALLED` states the reason why no Rust of this
//! repository calls the constructor.

use std::fs;
use std::path::Path;

use floe_base::names::snake_case;
use floe_types::diagnostics::{ALL, EXITS};

/// Prefixes of codes whose constructors are never called, each with the reason.
const NOT_CALLED: [(&str, &str); 3] = [
    ("CONTRACT_", "floe-contract finds them, and may not use floe-types, which it repairs"),
    ("LOAD_YAML_", "floe-base finds them, for floe-contract too, and may not use floe-types"),
    ("RUN_", "plugins that talk to a service find them, and each names the code in an error of its interface"),
];

fn is_excused(name: &str) -> bool {
    NOT_CALLED.iter().any(|(beginning, _)| name.starts_with(&snake_case(beginning)))
}

/// The text of all hand-written Rust, and of the generated table of composition rules.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["generator", "plugins"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(ignore::Walk::new).map(|entry| entry.expect("the folder can be read"));
    let rust = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let rules = root.join("generated/floe-types/src/registry.rs");
    let paths = rust.map(ignore::DirEntry::into_path).chain([rules]);
    paths.map(|path| fs::read_to_string(path).expect("sources are text")).collect()
}

fn constructors() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/floe-types/src/diagnostics.rs");
    let text = fs::read_to_string(path).expect("the constructors are there");
    let functions = text.split("\npub fn ").skip(1);
    functions.map(|function| function.split('(').next().unwrap_or(function).to_owned()).collect()
}

#[test]
fn every_constructor_of_a_message_is_called_or_has_a_reason() {
    let (sources, constructors) = (sources(), constructors());
    assert!(constructors.len() > 100, "{constructors:?}");
    let is_called = |name: &str| sources.match_indices(name).any(|(at, _)| ends_there(&sources[at + name.len()..]));
    let (excused, others): (Vec<_>, Vec<_>) = constructors.iter().partition(|name| is_excused(name));
    let silent: Vec<_> = others.into_iter().filter(|name| !is_called(name)).collect();
    assert!(silent.is_empty(), "nothing says these; use them, or remove them from contracts/diagnostics: {silent:?}");
    for (beginning, reason) in NOT_CALLED {
        let named = excused.iter().any(|name| name.starts_with(&snake_case(beginning)) && !is_called(name));
        assert!(named, "something calls every constructor of {beginning}…, so this is not true: {reason}");
    }
}

/// Whether the identifier before this text is complete.
fn ends_there(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

#[test]
fn no_library_names_a_code_that_the_registry_does_not_have() {
    let known = |code: &str| ALL.iter().any(|info| info.code == code);
    let codes = [
        floe_base::yaml::codes::SYNTAX,
        floe_base::yaml::codes::EMPTY,
        floe_base::yaml::codes::ENCODING,
        floe_base::yaml::codes::DUPLICATE_KEY,
        floe_base::yaml::codes::LIMIT,
        floe_base::yaml::codes::UNSUPPORTED,
    ];
    let unknown: Vec<_> = codes.into_iter().filter(|code| !known(code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// A finding made without a constructor could have a code that the registry does not explain.
#[test]
fn findings_are_made_by_constructors_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["floe", "floe-chart", "floe-compiler", "floe-registry"] {
        for entry in ignore::Walk::new(root.join("generator").join(folder).join("src")) {
            let path = entry.expect("the folder can be read").into_path();
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let written = text.split("#[cfg(test)]").next().unwrap_or(&text);
            assert!(!written.contains("Diagnostic::error("), "{} makes a finding by hand", path.display());
        }
    }
}

#[test]
fn both_programs_end_with_the_codes_that_the_contracts_state() {
    let stated: Vec<_> = EXITS.iter().map(|exit| (exit.code, exit.meaning, exit.program)).collect();
    assert_eq!(floe_commands::exit::ALL.to_vec(), stated);
}
