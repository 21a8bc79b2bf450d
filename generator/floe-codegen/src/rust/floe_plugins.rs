//! floe-plugins: the registry of the plugins that crates declare. Describes no plugin.

use std::collections::BTreeMap;

use floe_contract::model::{Interface, Model, Plugin};
use floe_template::holes;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::registry::categories;
use super::source::{Imports, code, file, tokens};
use super::traits::{plugin_field, plugin_type};
use crate::plugin_crate::PluginCrate;
use crate::role::{Role, Roles, implemented};

/// `lib.rs`
pub(super) fn library(model: &Model, crates: &[PluginCrate]) -> String {
    let mut imports = Imports::default();
    imports.name("floe_types::registry", "Registry");
    let plugins = implemented(model, crates);
    let fields = categories(model).map(|interface| {
        let field = names::category(interface);
        let own = plugins.iter().filter(|(plugin, _)| plugin.category == interface.head.id.name);
        let entries = own.map(|(plugin, roles)| entry(&mut imports, interface, plugin, roles));
        quote!(#field: &[#(#entries),*],)
    });
    let fields: TokenStream = fields.collect();
    let items = quote! {
        #[doc = " Every plugin of this build."]
        pub static REGISTRY: Registry = Registry { #fields };
    };
    let about = "The registry of all plugins that stand under `plugins/`. Holds no behaviour of its own.";
    file("plugins/*/Cargo.toml", about, &imports, &code(items))
}

/// One plugin in the registry.
fn entry(imports: &mut Imports, interface: &Interface, plugin: &Plugin, found: &Roles) -> TokenStream {
    let entry = imports.name("floe_types::plugin", "Entry");
    let own = tokens(&names::module_path("floe_types", &plugin.head.id));
    let config = names::type_name(&plugin.config);
    let load = loader(imports, interface, &quote!(#own::#config), found);
    quote!(#entry { info: &#own::INFO, load: |config| #load })
}

/// The expression that makes a plugin, with one value for all roles of one type.
fn loader(imports: &mut Imports, interface: &Interface, config: &TokenStream, found: &Roles) -> TokenStream {
    let arc = imports.name("std::sync", "Arc");
    let ty = plugin_type(imports, "floe_types", interface);
    let new = |implementation: &String| {
        let implementation = tokens(implementation);
        quote!(#arc::new(#implementation::from(#config::parse(config)?)))
    };
    if let (Some(main), 1) = (found.get(&Role::Main), found.len()) {
        let main = new(main);
        return quote!(Ok(#ty::new(#main)));
    }
    let mut values: BTreeMap<&String, Ident> = BTreeMap::new();
    let mut steps = TokenStream::new();
    for (role, implementation) in found {
        let field = plugin_field(role);
        let value = values.entry(implementation).or_insert_with(|| {
            let (value, new) = (format_ident!("as_{field}"), new(implementation));
            steps.extend(quote!(let #value = #new;));
            value
        });
        steps.extend(match role {
            Role::Main => quote!(let mut plugin = #ty::new(#value.clone());),
            Role::Runtime | Role::Facet(_) => quote!(plugin.#field = Some(#value.clone());),
        });
    }
    quote!({ #steps Ok(plugin) })
}

/// `Cargo.toml`, with the crates of the registry's plugins.
pub(super) fn cargo_toml(model: &Model, crates: &[PluginCrate]) -> String {
    let plugins = implemented(model, crates);
    let used = |krate: &&PluginCrate| {
        let prefix = format!("{}::", krate.library);
        plugins.iter().flat_map(|(_, roles)| roles.values()).any(|path| path.starts_with(&prefix))
    };
    let mut crates: Vec<&PluginCrate> = crates.iter().filter(used).collect();
    crates.sort_by_key(|krate| &krate.package);
    let rows = crates.iter().map(|krate| holes! { "package": krate.package.as_str(), "folder": krate.folder.as_str() });
    let template = include_str!("../../../../templates/rust/floe-plugins.toml");
    floe_template::fill(template, &holes! { "crates": rows.collect::<Vec<_>>() })
}
