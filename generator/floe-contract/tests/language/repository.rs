//! The repository's own contracts: they load. Not what they say.
#![expect(clippy::disallowed_methods, reason = "a test reads the contracts from the disk")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use std::collections::BTreeSet;
use std::path::Path;

use floe_base::FileSet;
use floe_contract::model::Form;

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

fn told(findings: &floe_base::Findings) -> String {
    findings.iter().map(|finding| floe_base::render_line(finding) + "\n").collect()
}

#[test]
fn the_repositorys_contracts_load() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    assert!(model.scalars.contains_key("k8s-label"));
    assert!(model.types.contains_key("StorageBinding"));
}

#[test]
fn the_repositorys_contracts_are_free_of_findings() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    let findings = floe_contract::lint(&model);
    assert!(findings.is_empty(), "{}", told(&findings));
}

/// The codes of this phase that stand in the sources of the crates that report them.
fn reported() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = FileSet::new();
    for folder in ["generator/floe-contract/src", "generator/floe-codegen/src"] {
        sources.merge(floe_disk::read(&root, folder).unwrap()).unwrap();
    }
    let code = regex_lite::Regex::new("\"(CONTRACT_[A-Z_]+)\"").unwrap();
    let texts = sources.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    texts.flat_map(|text| code.captures_iter(&text).map(|found| found[1].to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn every_diagnostic_of_contracts_is_registered_and_every_registered_one_is_reported() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    let registered = model.diagnostics.iter().filter(|def| def.phase == "contract").map(|def| def.code.clone());
    assert_eq!(registered.collect::<BTreeSet<_>>(), reported());
}

#[test]
fn every_remedy_begins_in_lower_case_and_ends_without_a_full_stop() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    for def in &model.diagnostics {
        assert!(def.help.starts_with(|c: char| c.is_ascii_lowercase()) && !def.help.ends_with('.'), "{}", def.code);
    }
}

#[test]
fn a_manifest_selects_and_approves_plugins_of_the_categories_that_there_are() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
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
        let text = String::from_utf8_lossy(bytes).replace("floe:meta/", "floe:documents/").replacen(
            "kind: meta",
            "kind: document",
            1,
        );
        let text = if text.contains("\nroot: ") { text } else { text.replacen("$defs:", "root: Type\n$defs:", 1) };
        files.insert(path.replace("/meta/", "/documents/"), text).unwrap();
    }
    let model = floe_contract::load(&files).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    // Their keys are those of the language, so they are not named as fields of documents are, and they hold no secret.
    let excused = ["CONTRACT_NAME_INVALID", "CONTRACT_EXAMPLE_MISSING"];
    let findings = floe_contract::lint(&model);
    let found: floe_base::Findings =
        findings.into_iter().filter(|finding| !excused.contains(&&*finding.code)).collect();
    assert!(found.is_empty(), "{}", told(&found));
}
