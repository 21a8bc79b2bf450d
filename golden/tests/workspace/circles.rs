//! No dependency cycles between the modules of a crate. A parent may still use the modules that the parent declares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::tree::root;

/// The source folders that are checked.
const FOLDERS: [&str; 7] = [
    "generator/floe/src",
    "generator/floe-base/src",
    "generator/floe-chart/src",
    "generator/floe-compiler/src",
    "generator/floe-registry/src",
    "plugins/compute/src/duckdb",
    "plugins/orchestrator/src/dagster",
];

/// The modules of a folder, each with the modules that it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

fn uses(folder: &Path) -> Uses {
    let mut texts = BTreeMap::new();
    for entry in ignore::Walk::new(folder).map(|entry| entry.expect("the folder can be read")) {
        let path = entry.path().strip_prefix(folder).expect("it is below").with_extension("");
        let module = path.to_string_lossy().replace('/', "::");
        if entry.path().extension().is_some_and(|extension| extension == "rs") && module != "lib" && module != "main" {
            let text = fs::read_to_string(entry.path()).expect("sources are text");
            let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
            let code: Vec<&str> = lines.filter(|line| !line.trim_start().starts_with("//")).collect();
            texts.insert(module, code.join("\n"));
        }
    }
    let known: BTreeSet<String> = texts.keys().cloned().collect();
    texts.iter().map(|(module, text)| (module.clone(), named(module, text, &known))).collect()
}

/// The modules that a text names after `crate::` and `super::`, alone or in braces.
fn named(module: &str, text: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut found = BTreeSet::new();
    for (word, base) in [("crate::", ""), ("super::", parent)] {
        for (at, _) in text.match_indices(word) {
            let rest = &text[at + word.len()..];
            let names = match rest.strip_prefix('{') {
                Some(inside) => inside.split('}').next().unwrap_or(inside).split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let end = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
                let path = name.trim().split(end).next().unwrap_or(name);
                let steps = base.split("::").chain(path.split("::")).filter(|step| !step.is_empty());
                found.extend(longest(&steps.collect::<Vec<_>>(), known).filter(|other| other != module));
            }
        }
    }
    found
}

/// The longest prefix of a path that is a module.
fn longest(steps: &[&str], known: &BTreeSet<String>) -> Option<String> {
    (1..=steps.len()).rev().map(|length| steps[..length].join("::")).find(|path| known.contains(path))
}

/// The modules that remain after modules without uses were removed again and again: each is on a cycle or leads to one.
fn circles(mut uses: Uses) -> Vec<String> {
    loop {
        let free = |used: &BTreeSet<String>| !used.iter().any(|other| uses.contains_key(other));
        let done: Vec<String> = uses.iter().filter(|(_, used)| free(used)).map(|(module, _)| module.clone()).collect();
        if done.is_empty() {
            return uses.into_keys().collect();
        }
        uses.retain(|module, _| !done.contains(module));
    }
}

#[test]
fn no_two_files_of_a_crate_use_each_other() {
    for folder in FOLDERS {
        let uses = uses(&root().join(folder));
        assert!(!uses.is_empty(), "{folder} has no modules");
        assert_eq!(circles(uses), [] as [&str; 0], "{folder}: each of these uses another one of them");
    }
}

#[test]
fn a_circle_is_found_through_braces_and_parents() {
    let known: BTreeSet<String> = ["a", "b", "b::c"].map(str::to_owned).into();
    let texts =
        [("a", "use crate::{b::c::X, other};"), ("b", "mod c;"), ("b::c", "use super::super::a; use crate::a::Y;")];
    let uses: Uses = texts.iter().map(|(name, text)| ((*name).to_owned(), named(name, text, &known))).collect();
    assert_eq!(circles(uses), ["a", "b::c"]);
}
