//! Agreement: whether plugin contracts and plugin crates fit together. Repairs nothing; the registry leaves the others out.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Place, names};
use floe_contract::messages;
use floe_contract::model::{Model, Plugin};

use crate::plugin_crate::{Declaration, PluginCrate, is_path};
use crate::role::{groups, implemented, resolve};

/// Every way in which plugin contracts and plugin crates do not fit together.
pub fn check_plugins(model: &Model, crates: &[PluginCrate]) -> Findings {
    let mut findings = Findings::default();
    let mut seen: BTreeMap<(&str, &str), Place> = BTreeMap::new();
    for krate in crates {
        for declaration in &krate.declarations {
            let place = krate.place(declaration);
            findings.extend(check_declaration(model, declaration).map(|finding| finding.at(place.clone())));
            if let Some(first) = seen.insert((&declaration.group, &declaration.name), place.clone()) {
                findings.push(declared_twice(declaration, place, first));
            }
        }
    }
    let implemented: BTreeSet<&str> =
        implemented(model, crates).iter().map(|(plugin, _)| plugin.head.id.name.as_str()).collect();
    let missing = model.plugins.iter().filter(|plugin| !implemented.contains(plugin.head.id.name.as_str()));
    findings.extend(missing.map(|plugin| unimplemented(model, plugin)));
    findings.sorted()
}

fn check_declaration(model: &Model, declaration: &Declaration) -> Option<Diagnostic> {
    let Declaration { group, name, implementation } = declaration;
    let Some((category, _)) = resolve(model, group) else {
        let known: Vec<String> = groups(model).map(|(name, ..)| name).collect();
        let known = names::by_nearness(group, known.iter().map(String::as_str)).join(", ");
        return Some(messages::plugin_group_unknown(group).help(format!("write one of: {known}")));
    };
    if !is_path(implementation) {
        return Some(
            messages::plugin_type_invalid(implementation)
                .help("name the type that implements the plugin, such as `Minio` or `minio::Minio`"),
        );
    }
    if model.plugins.iter().any(|plugin| plugin.category == category && plugin.name == *name) {
        return None;
    }
    let known: Vec<&str> =
        model.plugins.iter().filter(|plugin| plugin.category == category).map(|plugin| plugin.name.as_str()).collect();
    let help = match names::nearest(name, known).first() {
        Some(near) => format!("rename it to `{near}`, or write contracts/plugins/{category}/{name}/v1.yaml"),
        None => format!("write contracts/plugins/{category}/{name}/v1.yaml"),
    };
    Some(messages::plugin_without_contract(category, name).help(help))
}

fn declared_twice(declaration: &Declaration, place: Place, first: Place) -> Diagnostic {
    let Declaration { group, name, .. } = declaration;
    messages::plugin_twice(name, group)
        .help("remove one of the two, or give its plugin another name")
        .at(place)
        .related(first, "first declared here")
}

fn unimplemented(model: &Model, plugin: &Plugin) -> Diagnostic {
    let Plugin { category, name, .. } = plugin;
    let group = model.interfaces.iter().find(|interface| interface.head.id.name == *category);
    let group = group.and_then(|interface| interface.group.clone()).unwrap_or_else(|| format!("floe.{category}"));
    let example = names::pascal_case(name);
    messages::plugin_unimplemented(category, name).help(format!(
        "add `\"{group}\" = {{ {name} = \"{example}\" }}` under [package.metadata.floe.plugins] of a crate in plugins/"
    ))
    .at(Place::of_file(&plugin.head.file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::tests::{MINIO, PLUGIN, STORAGE, krate, model};

    /// The places and codes of findings about these declarations, and the help of the first.
    fn found(declarations: &[(&str, &str, &str)]) -> (Vec<String>, String) {
        let findings = check_plugins(&model(&[STORAGE, PLUGIN]), &[krate(declarations)]);
        let line = |one: &Diagnostic| format!("{} {}", one.place.as_ref().unwrap(), one.code);
        let help = findings.iter().next().and_then(|one| one.help.as_deref()).unwrap_or_default();
        (findings.iter().map(line).collect(), help.to_owned())
    }

    const UNIMPLEMENTED: &str = "contracts/plugins/storage/minio/v1.yaml CONTRACT_PLUGIN_UNIMPLEMENTED";

    #[test]
    fn a_plugin_with_contract_and_implementation_is_fine() {
        assert_eq!(found(&[MINIO, ("floe.storage.runtime", "minio", "Minio")]).0, [""; 0]);
    }

    #[test]
    fn a_contract_that_nobody_implements_is_an_error_that_shows_the_line_to_add() {
        let (lines, help) = found(&[]);
        assert_eq!(lines, [UNIMPLEMENTED]);
        assert!(help.contains("`\"floe.storage\" = { minio = \"Minio\" }`"), "{help}");
    }

    #[test]
    fn a_runtime_alone_implements_no_plugin() {
        assert_eq!(found(&[("floe.storage.runtime", "minio", "Minio")]).0, [UNIMPLEMENTED]);
    }

    #[test]
    fn an_implementation_without_a_contract_is_an_error_that_names_the_nearest() {
        let (lines, help) = found(&[MINIO, ("floe.storage", "mino", "Mino")]);
        assert_eq!(lines, ["plugins/storage/Cargo.toml:2:20 CONTRACT_PLUGIN_WITHOUT_CONTRACT"]);
        assert!(help.starts_with("rename it to `minio`"), "{help}");
    }

    #[test]
    fn an_unknown_group_is_an_error_that_names_the_known_ones() {
        let (lines, help) = found(&[MINIO, ("floe.storages", "minio", "Minio")]);
        assert_eq!(lines, ["plugins/storage/Cargo.toml:2:21 CONTRACT_PLUGIN_GROUP_UNKNOWN"]);
        assert_eq!(help, "write one of: floe.storage, floe.storage.runtime, floe.storage.tiering");
    }

    #[test]
    fn a_text_that_is_no_type_never_reaches_generated_code() {
        let lines = found(&[("floe.storage", "minio", "Minio(); panic!()")]).0;
        assert_eq!(lines, [UNIMPLEMENTED, "plugins/storage/Cargo.toml:1:20 CONTRACT_PLUGIN_TYPE_INVALID"]);
    }

    #[test]
    fn two_implementations_of_one_plugin_are_an_error_with_both_places() {
        let one = krate(&[MINIO]);
        let findings = check_plugins(&model(&[STORAGE, PLUGIN]), &[one.clone(), one]);
        let finding = findings.iter().next().unwrap();
        assert_eq!((findings.len(), finding.code.as_ref(), finding.related.len()), (1, "CONTRACT_PLUGIN_TWICE", 1));
    }
}
