//! Rust: `generated/floe-types` and `generated/floe-plugins`. Decides no shape; every item restates a contract.

mod checks;
mod components;
mod composition;
mod diagnostics;
mod endpoints;
mod kinds;
mod names;
mod plugins;
mod registry;
mod rules;
mod scalars;
mod scope;
mod source;
#[cfg(test)]
pub(crate) mod tests;
mod traits;
mod types;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{FileSet, Findings};
use floe_contract::composition::composition;
use floe_contract::model::{Head, Kind, Model};

use self::scope::Scope;
use self::source::{Imports, code, file, header};
use crate::helm::ChartParts;
use crate::plugin_crate::PluginCrate;

/// The parts of floe-types that are the same for every model, by path in `src`.
const FIXED: &[(&str, &str)] = templates!("rust":
    "api_version.rs" "chart.rs" "component.rs" "derive.rs" "diagnostic.rs" "kind.rs" "lib.rs" "newtype.rs" "plugin.rs"
    "rule.rs" "shape/check.rs" "shape/mod.rs" "shape/normalize.rs" "shape/number.rs" "shape/violation.rs" "typed.rs");

/// Additional methods for a type of the platform's binding.
const PLATFORM_TARGET: &str = include_str!("../../../../templates/rust/platform_target.rs");

pub(crate) fn emit(model: &Model, plugin_crates: &[PluginCrate], charts: &[ChartParts]) -> FileSet {
    let _span = tracing::info_span!("emit rust").entered();
    // Lint has reported the findings; a question with findings is left out.
    let asked = composition(model, &mut Findings::new());
    let mut types: BTreeMap<String, String> = FIXED.iter().map(|(path, text)| fixed(path, text)).collect();
    types.insert("scalars.rs".into(), scalars::scalars(model));
    types.insert("shapes.rs".into(), kinds::shapes(model));
    types.insert("rules.rs".into(), rules::rules(model));
    types.insert("registry.rs".into(), registry::registry(model, &asked));
    types.insert("composition.rs".into(), composition::composition(model, &asked));
    types.insert("diagnostics.rs".into(), diagnostics::diagnostics(model));
    types.insert("components.rs".into(), components::components(model));
    types.insert("charts.rs".into(), components::charts(model, charts));
    for contract in model.documents.iter().chain(&model.bindings) {
        let endpoints = |scope: &mut Scope<'_>| endpoints::of_shape(scope, &contract.root);
        types.extend([module(model, &contract.head, &contract.types, endpoints)]);
        if contract.head.id.to_string() == "bindings/platform/v1" {
            let (name, text) = fixed("platform_target.rs", PLATFORM_TARGET);
            types.insert(format!("bindings/{name}"), text);
        }
    }
    for interface in &model.interfaces {
        let traits = |scope: &mut Scope<'_>| traits::traits(scope, interface);
        types.extend([module(model, &interface.head, &interface.types, traits)]);
    }
    for plugin in &model.plugins {
        types.extend([module(model, &plugin.head, &plugin.types, |scope| plugins::info(scope, plugin))]);
    }
    let folders = folders(&types);
    types.extend(folders);

    let types = types.into_iter().map(|(path, text)| (format!("generated/floe-types/src/{path}"), text));
    let others = [
        ("generated/floe-types/checks.rs".to_owned(), checks::checks(model)),
        ("generated/floe-plugins/src/lib.rs".to_owned(), registry::plugins(model, plugin_crates)),
        ("generated/floe-plugins/Cargo.toml".to_owned(), registry::cargo_toml(model, plugin_crates)),
    ];
    crate::files(types.chain(others))
}

fn fixed(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), header(&format!("templates/rust/{path}"), text))
}

/// The module of one contract: other items, then the types.
fn module(
    model: &Model,
    head: &Head,
    types: &[String],
    beside: impl FnOnce(&mut Scope<'_>) -> String,
) -> (String, String) {
    let mut scope = Scope::new(model, &head.id, types);
    let items = code(&beside(&mut scope)) + &types::types(&mut scope, types);
    let text = file(&head.file, &head.description, &scope.imports, &items);
    (format!("{}.rs", names::modules(&head.id).join("/")), text)
}

/// The `mod.rs` of every folder, and of the four that are there even if no contract fills them.
fn folders(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let always = [Kind::Document, Kind::Binding, Kind::Interface, Kind::Plugin]
        .map(|kind| (kind.folder().to_owned(), BTreeSet::new()));
    let mut children: BTreeMap<String, BTreeSet<String>> = BTreeMap::from(always);
    for path in files.keys().filter(|path| !path.starts_with("shape/")) {
        let mut path = path.strip_suffix(".rs").unwrap_or(path);
        while let Some((folder, name)) = path.rsplit_once('/') {
            children.entry(folder.to_owned()).or_default().insert(name.to_owned());
            path = folder;
        }
    }
    let text = |folder: &str, names: &BTreeSet<String>| {
        let about = format!("What the contracts under {} define, one module for each.", folder.replace('/', ", "));
        let mods = names.iter().map(|name| format!("pub mod {name};\n"));
        file(&format!("contracts/{folder}"), &about, &Imports::default(), &mods.collect::<String>())
    };
    children.iter().map(|(folder, names)| (format!("{folder}/mod.rs"), text(folder, names))).collect()
}
