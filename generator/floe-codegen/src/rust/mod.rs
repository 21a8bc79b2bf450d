//! Rust: `generated/floe-types` and `generated/floe-plugins`. Decides no shape; every item follows a contract.

mod carriers;
mod checks;
mod components;
mod composition;
mod diagnostics;
mod endpoints;
mod floe_plugins;
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

use floe_base::{FileSet, Findings, jobs};
use floe_contract::composition::composition;
use floe_contract::model::{Head, Kind, Model};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use self::scope::Scope;
use self::source::{Imports, code, file, header};
use crate::helm::ChartParts;
use crate::inside::cases;
use crate::plugin_crate::PluginCrate;

/// The parts of floe-types that are the same for every model, by path in `src`.
const FIXED: &[(&str, &str)] = templates!("rust":
    "api_version.rs" "chart.rs" "component.rs" "derive.rs" "diagnostic.rs" "kind.rs" "lib.rs" "newtype.rs" "plugin.rs"
    "jinja.rs" "rule.rs" "shape/check.rs" "shape/mod.rs" "shape/normalize.rs" "shape/number.rs" "shape/violation.rs" "typed.rs");

/// Methods of the types of `bindings/platform/v1`, for repositories that have this contract.
const PLATFORM_TARGET: &str = include_str!("../../../../templates/rust/platform_target.rs");

/// The files of both crates.
pub(crate) fn emit(model: &Model, plugin_crates: &[PluginCrate], charts: &[ChartParts]) -> FileSet {
    let _span = tracing::info_span!("emit rust").entered();
    // Lint has reported the findings. A question with findings is missing here.
    let asked = composition(model, &mut Findings::new());
    let emitters: [(&str, &(dyn Fn() -> String + Sync)); 8] = [
        ("scalars.rs", &|| scalars::scalars(model)),
        ("shapes.rs", &|| kinds::shapes(model)),
        ("rules.rs", &|| rules::rules(model)),
        ("registry.rs", &|| registry::registry(model, &asked)),
        ("composition.rs", &|| composition::composition(model, &asked)),
        ("diagnostics.rs", &|| diagnostics::diagnostics(model)),
        ("components.rs", &|| components::components(model)),
        ("charts.rs", &|| components::charts(model, charts)),
    ];
    // Rust takes longer than every other output, so the other thread helps.
    let mut types: BTreeMap<String, String> =
        jobs::map(&emitters, jobs::TWO, |(path, emit)| ((*path).to_owned(), emit())).into_iter().collect();
    types.extend(FIXED.iter().map(|(path, text)| ((*path).to_owned(), fixed(path, text))));
    if model.heads.keys().any(|id| id.to_string() == "bindings/platform/v1") {
        types.insert("bindings/platform_target.rs".to_owned(), fixed("platform_target.rs", PLATFORM_TARGET));
    }
    for shapes in [&model.documents, &model.bindings] {
        types.extend(jobs::map(shapes, jobs::TWO, |of| {
            module(model, &of.head, &of.types, |scope| endpoints::of_shape(scope, &of.root))
        }));
    }
    types.extend(jobs::map(&model.interfaces, jobs::TWO, |of| {
        module(model, &of.head, &of.types, |scope| traits::traits(scope, of))
    }));
    types.extend(jobs::map(&model.plugins, jobs::TWO, |of| {
        module(model, &of.head, &of.types, |scope| plugins::info(scope, of))
    }));
    let folders = folders(&types);
    types.extend(folders);

    let types = types.into_iter().map(|(path, text)| (format!("generated/floe-types/src/{path}"), text));
    let others = [
        ("generated/floe-types/checks.rs".to_owned(), checks::checks(model)),
        ("generated/floe-plugins/src/lib.rs".to_owned(), floe_plugins::library(model, plugin_crates)),
        ("generated/floe-plugins/Cargo.toml".to_owned(), floe_plugins::cargo_toml(model, plugin_crates)),
    ];
    crate::files(types.chain(others))
}

fn fixed(path: &str, text: &str) -> String {
    header(&format!("templates/rust/{path}"), text)
}

/// The module of one contract: the items beside the types, then the types.
fn module(
    model: &Model,
    head: &Head,
    types: &[String],
    beside: impl FnOnce(&mut Scope<'_>) -> TokenStream,
) -> (String, String) {
    let defs = types.iter().filter_map(|name| model.types.get(name));
    let own = defs.flat_map(|def| cases(def).iter().map(|case| &case.type_name).chain([&def.name]));
    let own = own.map(|name| names::type_name(name).to_string());
    let mut scope = Scope::new(model, names::module_path("crate", &head.id), own);
    let items = code(beside(&mut scope)) + &types::types(&mut scope, types);
    let text = file(&head.file, &head.description, &scope.imports, &items);
    (format!("{}.rs", names::modules(&head.id).join("/")), text)
}

/// The `mod.rs` of every folder, and of the four folders that exist even without contracts.
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
        let names = names.iter().map(|name| format_ident!("{name}"));
        let about = format!("What the contracts under {} define, one module for each.", folder.replace('/', ", "));
        file(&format!("contracts/{folder}"), &about, &Imports::default(), &code(quote!(#(pub mod #names;)*)))
    };
    children.iter().map(|(folder, names)| (format!("{folder}/mod.rs"), text(folder, names))).collect()
}
