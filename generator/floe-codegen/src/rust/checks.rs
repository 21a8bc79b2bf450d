//! Checks: every shape that can be checked as a whole, so that one test can go through all of them.

use floe_contract::model::{ContractId, Model};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::names;
use super::source::{Imports, code, file};

/// `checks.rs`
pub(super) fn checks(model: &Model) -> String {
    let mut imports = Imports::default();
    imports.name("serde_json", "Value");
    imports.name("crate::shape", "Violation");
    imports.name("crate::typed", "rewrite");
    let rows = roots(model).into_iter().map(|(contract, root)| {
        let path = path(model, root);
        quote!((#contract, #root, rewrite::<#path>))
    });
    let items = quote! {
        #[doc = " Reads a value as a type and writes it again."]
        pub type Read = fn(&Value) -> Result<Value, Vec<Violation>>;
        #[doc = " Every document, binding and plugin config (`bindings/storage`), with the name of its shape and what its type makes of a"]
        #[doc = " value: all violations, or the value as it is written again; sorted."]
        pub static CHECKS: &[(&str, &str, Read)] = &[#(#rows),*];
    };
    file("contracts/", "What can be checked as a whole.", &imports, &code(&items))
}

/// Contracts that are whole shapes, each with the name of its root type.
fn roots(model: &Model) -> Vec<(String, &str)> {
    let name = |id: &ContractId| format!("{}/{}", id.kind.folder(), id.name);
    let contracts = model.documents.iter().chain(&model.bindings);
    let contracts = contracts.map(|contract| (name(&contract.head.id), contract.root.as_str()));
    let plugins = model.plugins.iter().map(|plugin| (name(&plugin.head.id), plugin.config.as_str()));
    let mut all: Vec<_> = contracts.chain(plugins).collect();
    all.sort_unstable();
    all
}

/// The type's path in the generated crate.
fn path(model: &Model, name: &str) -> TokenStream {
    let modules = model.types.get(name).map(|def| names::modules(&def.contract)).unwrap_or_default();
    let modules = modules.iter().map(|module| format_ident!("{module}"));
    let name = names::type_name(name);
    quote!(crate::#(#modules::)*#name)
}
