//! The repository's own contracts: they load. Does not test their content.
#![expect(clippy::disallowed_methods, reason = "a test reads the contracts from the disk")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use std::collections::BTreeSet;
use std::path::Path;

use floe_base::{FileSet, names};
use floe_contract::Model;
use floe_contract::model::Form;

use crate::support::told;

fn repository() -> FileSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = floe_disk::read(&root, "contracts").unwrap();
    for entry in std::fs::read_dir(root.join("plugins")).unwrap() {
        let name = entry.unwrap().file_name().to_str().unwrap().to_owned();
        let folder = format!("plugins/{name}/contracts");
        if root.join(&folder).is_dir() {
            files.merge(floe_disk::read(&root, &folder).unwrap()).unwrap();
        }
    }
    files
}

fn model(files: &FileSet) -> Model {
    floe_contract::load(files).unwrap_or_else(|findings| panic!("{}", told(&findings)))
}

#[test]
fn the_repositorys_contracts_load_free_of_findings() {
    let model = model(&repository());
    assert!(model.scalars.contains_key("k8s-label"));
    assert!(model.types.contains_key("StorageBinding"));
    assert_eq!(told(&floe_contract::lint(&model)), "");
}

#[test]
fn every_message_about_contracts_is_given_somewhere_by_its_constructor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = FileSet::new();
    for folder in ["generator/floe-contract/src", "generator/floe-codegen/src"] {
        sources.merge(floe_disk::read(&root, folder).unwrap()).unwrap();
    }
    let sources: String = sources.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    let constructor = regex_lite::Regex::new("messages::([a-z_]+)").unwrap();
    let given: BTreeSet<String> = constructor.captures_iter(&sources).map(|found| found[1].to_owned()).collect();
    let model = model(&repository());
    for def in model.diagnostics.iter().filter(|def| def.phase == "contract") {
        let code = names::snake_case(def.code.trim_start_matches("CONTRACT_"));
        for (variant, text) in &def.messages {
            let name = if variant == "default" { code.clone() } else { format!("{code}_{variant}") };
            // A text that is a finding as a whole has its code in the source.
            let by_code = text == "{finding}" && sources.contains(&format!("\"{}\"", def.code));
            assert!(by_code || given.contains(&name), "nothing gives `{name}`");
        }
    }
}

#[test]
fn every_remedy_begins_in_lower_case_and_ends_without_a_full_stop() {
    let model = model(&repository());
    for def in &model.diagnostics {
        assert!(def.help.starts_with(|c: char| c.is_ascii_lowercase()) && !def.help.ends_with('.'), "{}", def.code);
    }
}

#[test]
fn a_manifest_selects_and_approves_plugins_of_the_categories_that_there_are() {
    let model = model(&repository());
    let categories: BTreeSet<&str> =
        model.interfaces.iter().filter_map(|interface| interface.manifest_key.as_deref()).collect();
    for name in ["PluginSelections", "ApprovedPlugins"] {
        let Form::Object(fields) = &model.types[name].form else { panic!("it is an object") };
        assert_eq!(fields.iter().map(|field| field.name.as_str()).collect::<BTreeSet<_>>(), categories, "{name}");
    }
}

#[test]
fn the_languages_own_contracts_keep_its_rules() {
    let mut files = FileSet::new();
    for (path, bytes) in repository().iter().filter(|(path, _)| path.starts_with("contracts/meta/")) {
        let text = String::from_utf8_lossy(bytes).replace("floe:meta/", "floe:documents/");
        let text = text.replacen("kind: meta", "kind: document", 1);
        let text = if text.contains("\nroot: ") { text } else { text.replacen("$defs:", "root: Type\n$defs:", 1) };
        files.insert(path.replace("/meta/", "/documents/"), text).unwrap();
    }
    let model = model(&files);
    // The keys are part of the language. They are therefore not named like fields of documents, and hold no secret.
    let excused = ["CONTRACT_NAME_INVALID", "CONTRACT_EXAMPLE_MISSING"];
    let findings = floe_contract::lint(&model).into_iter();
    assert_eq!(told(&findings.filter(|finding| !excused.contains(&&*finding.code)).collect()), "");
}
