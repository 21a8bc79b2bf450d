//! Registry: the categories, the table that holds all plugins, and the plugins that the crates bring.

use floe_contract::model::{ContractId, Interface, Model, Plugin, Selection};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::source::{Imports, code, doc, file, header, option};
use super::traits::{entry_field, entry_name};
use crate::plugin_crate::PluginCrate;
use crate::role::{Role, Roles, implemented, roles};

fn categories(model: &Model) -> impl Iterator<Item = &Interface> {
    model.interfaces.iter().filter(|interface| interface.group.is_some())
}

/// `registry.rs` of floe-types.
pub(super) fn registry(model: &Model) -> String {
    let mut imports = Imports::default();
    for name in ["CategoryInfo", "PluginInfo", "Selection"] {
        imports.name("crate::plugin", name);
    }
    if categories(model).any(|interface| !interface.composition.is_empty()) {
        imports.name("crate::plugin", "CompositionRule");
    }
    let fields: TokenStream = categories(model)
        .map(|interface| {
            let module = format!("crate::{}", names::modules(&interface.head.id).join("::"));
            let (field, entry) = (names::value(&interface.head.id.name), imports.take(&module, &entry_name(interface)));
            let docs = doc(&format!("The `{}` plugins, by name.", interface.head.id.name));
            quote!(#docs pub #field: &'static [#entry],)
        })
        .collect();
    let infos = categories(model).map(|interface| {
        let field = names::value(&interface.head.id.name);
        quote!(.chain(self.#field.iter().map(|entry| entry.info)))
    });
    let categories = categories(model).map(category);
    let items = quote! {
        #[doc = " Every plugin category, by name."]
        pub static CATEGORIES: &[CategoryInfo] = &[#(#categories),*];

        #[doc = " All plugins of a build."]
        #[derive(Debug)]
        pub struct Registry { #fields }

        impl Registry {
            #[doc = " What the contracts say of every plugin, by category and name."]
            pub fn infos(&self) -> Vec<&'static PluginInfo> {
                std::iter::empty() #(#infos)* .collect()
            }

            #[doc = " What the contract says of one plugin."]
            pub fn info(&self, category: &str, name: &str) -> Option<&'static PluginInfo> {
                self.infos().into_iter().find(|info| info.category == category && info.name == name)
            }
        }
    };
    file(
        "contracts/interfaces",
        "Registry: every plugin of a build, one list for each category.",
        &imports,
        &code(&items),
    )
}

fn category(interface: &Interface) -> TokenStream {
    let name = &interface.head.id.name;
    let group = interface.group.as_deref().unwrap_or_default();
    let key = option(interface.manifest_key.as_ref());
    let selection = match &interface.selection {
        Selection::Required => quote!(Required),
        Selection::Optional => quote!(Optional),
        Selection::Default(plugin) => quote!(Default(#plugin)),
    };
    let rules = interface.composition.iter().map(|rule| {
        let (needs, from, unsupported) = (&rule.needs, &rule.from, &rule.unsupported);
        let missing = option(rule.missing.as_ref());
        quote!(CompositionRule { needs: #needs, from: #from, unsupported: #unsupported, missing: #missing })
    });
    quote! {
        CategoryInfo {
            name: #name,
            group: #group,
            manifest_key: #key,
            selection: Selection::#selection,
            composition: &[#(#rules),*],
        }
    }
}

/// `lib.rs` of floe-plugins.
pub(super) fn plugins(model: &Model, crates: &[PluginCrate]) -> String {
    let mut imports = Imports::default();
    imports.name("floe_types::registry", "Registry");
    let plugins = implemented(model, crates);
    let fields: TokenStream = categories(model)
        .map(|interface| {
            let category = &interface.head.id.name;
            let field = names::value(category);
            let own = plugins.iter().filter(|(plugin, _)| plugin.category == *category);
            let entries = own.map(|(plugin, roles)| entry(&mut imports, interface, plugin, roles));
            quote!(#field: &[#(#entries),*],)
        })
        .collect();
    let items = quote! {
        #[doc = " Every plugin of this build."]
        pub static REGISTRY: Registry = Registry { #fields };
    };
    file(
        "plugins/*/Cargo.toml",
        "The registry of all plugins that stand under `plugins/`. Holds no behaviour of its own.",
        &imports,
        &code(&items),
    )
}

/// One plugin in the registry.
fn entry(imports: &mut Imports, interface: &Interface, plugin: &Plugin, found: &Roles) -> TokenStream {
    let module = |id: &ContractId| format!("floe_types::{}", names::modules(id).join("::"));
    let entry = imports.take(&module(&interface.head.id), &entry_name(interface));
    let (plugin, config) = (path(&module(&plugin.head.id)), names::type_name(&plugin.config));
    let config = quote!(#plugin::#config);
    let load = found.get(&Role::Main).map(|implementation| loader(implementation, &config));
    let others = roles(interface).into_iter().filter_map(|role| {
        let field = entry_field(&role)?;
        let value = option(found.get(&role).map(|implementation| loader(implementation, &config)));
        Some(quote!(#field: #value,))
    });
    quote!(#entry { info: &#plugin::INFO, load: #load, #(#others)* })
}

fn loader(implementation: &str, config: &TokenStream) -> TokenStream {
    let implementation = path(implementation);
    quote!(|config| Ok(Box::new(#implementation::from(#config::parse(config)?))))
}

/// A path of modules and types, each of which is an identifier.
fn path(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// `Cargo.toml` of floe-plugins.
pub(super) fn cargo_toml(model: &Model, crates: &[PluginCrate]) -> String {
    let all = implemented(model, crates);
    let used = |krate: &PluginCrate| all.iter().any(|(_, roles)| uses(roles, krate));
    let mut lines: Vec<String> = crates
        .iter()
        .filter(|krate| used(krate))
        .map(|krate| format!("{} = {{ path = \"../../{}\" }}\n", krate.package, krate.folder))
        .collect();
    lines.sort();
    let text =
        include_str!("../../../../templates/rust/floe-plugins.toml").replace("# plugin crates\n", &lines.concat());
    header("plugins/*/Cargo.toml", &text).replacen("//", "#", 1)
}

fn uses(roles: &Roles, krate: &PluginCrate) -> bool {
    let prefix = format!("{}::", krate.library);
    roles.values().any(|implementation| implementation.starts_with(&prefix))
}
