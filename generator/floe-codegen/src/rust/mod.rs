//! Rust: `generated/floe-types` and `generated/floe-plugins`. Decides no shape; every item says what a contract says.

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
use floe_contract::model::{Head, Interface, Kind, Model, Plugin, ShapeContract};
use quote::quote;

use self::scope::Scope;
use self::source::{Imports, code, file, header};
use crate::helm::ChartParts;
use crate::plugin_crate::PluginCrate;

/// The parts of floe-types that are the same for every model, by their path in its `src`.
const FIXED: &[(&str, &str)] = &[
    ("api_version.rs", include_str!("../../../../templates/rust/api_version.rs")),
    ("chart.rs", include_str!("../../../../templates/rust/chart.rs")),
    ("component.rs", include_str!("../../../../templates/rust/component.rs")),
    ("derive.rs", include_str!("../../../../templates/rust/derive.rs")),
    ("diagnostic.rs", include_str!("../../../../templates/rust/diagnostic.rs")),
    ("kind.rs", include_str!("../../../../templates/rust/kind.rs")),
    ("lib.rs", include_str!("../../../../templates/rust/lib.rs")),
    ("newtype.rs", include_str!("../../../../templates/rust/newtype.rs")),
    ("plugin.rs", include_str!("../../../../templates/rust/plugin.rs")),
    ("rule.rs", include_str!("../../../../templates/rust/rule.rs")),
    ("shape/check.rs", include_str!("../../../../templates/rust/shape/check.rs")),
    ("shape/mod.rs", include_str!("../../../../templates/rust/shape/mod.rs")),
    ("shape/normalize.rs", include_str!("../../../../templates/rust/shape/normalize.rs")),
    ("shape/number.rs", include_str!("../../../../templates/rust/shape/number.rs")),
    ("shape/violation.rs", include_str!("../../../../templates/rust/shape/violation.rs")),
    ("typed.rs", include_str!("../../../../templates/rust/typed.rs")),
];

/// What the types of a contract can do beside what every type can: there if the contract is, in the same folder.
const BESIDE: &[(&str, &str, &str)] =
    &[("bindings/platform/v1", "platform_target.rs", include_str!("../../../../templates/rust/platform_target.rs"))];

/// The two crates' files.
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
        types.extend([shape_module(model, contract)]);
        types.extend(beside(contract));
    }
    types.extend(model.interfaces.iter().map(|interface| interface_module(model, interface)));
    types.extend(model.plugins.iter().map(|plugin| plugin_module(model, plugin)));
    let folders = folders(&types);
    types.extend(folders);

    let mut files = FileSet::new();
    let types = types.into_iter().map(|(path, text)| (format!("generated/floe-types/src/{path}"), text));
    let others = [
        ("generated/floe-types/checks.rs".to_owned(), checks::checks(model)),
        ("generated/floe-plugins/src/lib.rs".to_owned(), registry::plugins(model, plugin_crates)),
        ("generated/floe-plugins/Cargo.toml".to_owned(), registry::cargo_toml(model, plugin_crates)),
    ];
    for (path, text) in types.chain(others) {
        files.insert(path, text).expect("modules are named in snake case, each once");
    }
    files
}

fn fixed(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), header(&format!("templates/rust/{path}"), text))
}

fn beside(contract: &ShapeContract) -> impl Iterator<Item = (String, String)> {
    let id = &contract.head.id;
    let own = BESIDE.iter().filter(|(contract, ..)| *contract == id.to_string());
    own.map(|(_, name, text)| (format!("{}/{name}", id.kind.folder()), fixed(name, text).1))
}

fn shape_module(model: &Model, contract: &ShapeContract) -> (String, String) {
    module(model, &contract.head, &contract.types, |scope| code(&endpoints::of_shape(scope, &contract.root)))
}

fn interface_module(model: &Model, interface: &Interface) -> (String, String) {
    module(model, &interface.head, &interface.types, |scope| code(&traits::traits(scope, interface)))
}

fn plugin_module(model: &Model, plugin: &Plugin) -> (String, String) {
    module(model, &plugin.head, &plugin.types, |scope| code(&plugins::info(scope, plugin)))
}

/// The module of one contract: what it holds beside its types, then the types.
fn module(
    model: &Model,
    head: &Head,
    types: &[String],
    beside: impl FnOnce(&mut Scope<'_>) -> String,
) -> (String, String) {
    let mut scope = Scope::new(model, &head.id, types);
    let items = beside(&mut scope);
    let items = items + &types::types(&mut scope, types);
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
        let mods = names.iter().map(|name| {
            let name = quote::format_ident!("{name}");
            quote!(pub mod #name;)
        });
        let what = folder.replace('/', ", ");
        file(
            &format!("contracts/{folder}"),
            &format!("What the contracts under {what} define, one module for each."),
            &Imports::default(),
            &code(&quote!(#(#mods)*)),
        )
    };
    children.iter().map(|(folder, names)| (format!("{folder}/mod.rs"), text(folder, names))).collect()
}
