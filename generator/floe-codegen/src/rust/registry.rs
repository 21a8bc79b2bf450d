//! Registry: the categories, the table that holds all plugins, and the plugins that the crates bring.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::composition::{Composition, Question};
use floe_contract::model::{CompositionRule, ContractId, Interface, Model, Plugin, Selection};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Value, json};

use super::diagnostics;
use super::names;
use super::source::{Imports, code, doc, file, option};
use super::traits::{plugin_field, plugin_name, trait_name};
use crate::plugin_crate::PluginCrate;
use crate::role::{Role, Roles, implemented, life_cycle, roles};

fn categories(model: &Model) -> impl Iterator<Item = &Interface> {
    model.interfaces.iter().filter(|interface| interface.group.is_some())
}

/// `registry.rs` of floe-types.
pub(super) fn registry(model: &Model, asked: &Composition<'_>) -> String {
    let mut imports = Imports::default();
    for name in ["CategoryInfo", "Entry", "PluginInfo", "Selection"] {
        imports.name("crate::plugin", name);
    }
    if categories(model).any(|interface| !interface.composition.is_empty()) {
        imports.name("crate::plugin", "CompositionRule");
    }
    let infos: TokenStream = categories(model).map(|interface| info(model, asked, interface)).collect();
    let api = api(model, &mut imports);
    let table = table(model, &mut imports);
    let kinds = kinds(model, &mut imports);
    let items = quote! {
        #[doc = " Every plugin category, by name."]
        pub static CATEGORIES: &[CategoryInfo] = &[#infos];
        #api
        #table
        #kinds
    };
    file(
        "contracts/interfaces",
        "Registry: every plugin of a build, one list for each category.",
        &imports,
        &code(&items),
    )
}

/// The version of the plugin interface, which is that of the base that all categories share.
fn api(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    let version = &model.interfaces.iter().find(|interface| interface.is_base())?.head.version;
    let (ty, major, minor) = (imports.name("crate::api_version", "ApiVersion"), version.major, version.minor);
    let (major, minor) = (Literal::u64_unsuffixed(major), Literal::u64_unsuffixed(minor));
    Some(quote! {
        #[doc = " The plugin interface of this floe."]
        pub const PLUGIN_API: #ty = #ty { major: #major, minor: #minor };
    })
}

/// The table, and what is asked of it without making any plugin.
fn table(model: &Model, imports: &mut Imports) -> TokenStream {
    let fields = categories(model).map(|interface| {
        let (field, plugin) = (names::value(&interface.head.id.name), plugin_type(imports, interface));
        let docs = doc(&format!("The `{}` plugins, by name.", interface.head.id.name));
        quote!(#docs pub #field: &'static [Entry<#plugin>],)
    });
    let fields: TokenStream = fields.collect();
    let lists: Vec<_> = categories(model).map(|interface| names::value(&interface.head.id.name)).collect();
    quote! {
        #[doc = " All plugins of a build."]
        pub struct Registry { #fields }

        impl Registry {
            #[doc = " One without plugins."]
            pub const EMPTY: Self = Self { #(#lists: &[],)* };

            #[doc = " Shows every list to a visitor, by category."]
            pub fn visit(&self, visitor: &mut impl Visitor) {
                #(visitor.category(self.#lists);)*
            }

            #[doc = " What the contracts say of every plugin, by category and name."]
            pub fn infos(&self) -> Vec<&'static PluginInfo> {
                let mut infos = Infos(Vec::new());
                self.visit(&mut infos);
                infos.0
            }

            #[doc = " What the contract says of one plugin."]
            pub fn info(&self, category: &str, name: &str) -> Option<&'static PluginInfo> {
                self.infos().into_iter().find(|info| info.category == category && info.name == name)
            }
        }

        #[doc = " Who looks at a table's lists, each of which holds a type of its own."]
        pub trait Visitor {
            #[doc = " Looks at the plugins of one category."]
            fn category<P: Category>(&mut self, entries: &'static [Entry<P>]);
        }

        struct Infos(Vec<&'static PluginInfo>);

        impl Visitor for Infos {
            fn category<P: Category>(&mut self, entries: &'static [Entry<P>]) {
                self.0.extend(entries.iter().map(|entry| entry.info));
            }
        }
    }
}

/// What the types of all categories' plugins have in common.
fn kinds(model: &Model, imports: &mut Imports) -> TokenStream {
    let base =
        life_cycle(model).map(|base| imports.take(&module("crate", &base.head.id), &trait_name(base, &Role::Runtime)));
    let arc = base.is_some().then(|| imports.name("std::sync", "Arc"));
    let signature = base.map(|base| quote!(fn runtime(&self) -> Option<#arc<dyn #base>>));
    let impls = categories(model).map(|interface| {
        let (name, plugin) = (&interface.head.id.name, plugin_type(imports, interface));
        let runtime = signature.as_ref().map(|signature| {
            let runs = roles(interface).contains(&Role::Runtime);
            let body = if runs { quote!(Some(self.runtime.clone()?)) } else { quote!(None) };
            quote!(#signature { #body })
        });
        quote!(impl Category for #plugin { const NAME: &'static str = #name; #runtime })
    });
    let impls: TokenStream = impls.collect();
    let runtime = signature.as_ref().map(|signature| {
        quote! {
            #[doc = " Its life cycle, if it has one."]
            #signature;
        }
    });
    quote! {
        #[doc = " A plugin category: the type that its plugins have."]
        pub trait Category: Clone + Send + Sync + 'static {
            #[doc = " Its name: `storage`"]
            const NAME: &'static str;
            #runtime
        }
        #impls
    }
}

fn plugin_type(imports: &mut Imports, interface: &Interface) -> TokenStream {
    imports.take(&module("crate", &interface.head.id), &plugin_name(interface))
}

/// The path of a contract's module, seen from a crate.
fn module(krate: &str, id: &ContractId) -> String {
    format!("{krate}::{}", names::modules(id).join("::"))
}

fn info(model: &Model, asked: &Composition<'_>, interface: &Interface) -> TokenStream {
    let name = &interface.head.id.name;
    let group = interface.group.as_deref().unwrap_or_default();
    let key = option(interface.manifest_key.as_ref());
    let selection = match &interface.selection {
        Selection::Required => quote!(Required),
        Selection::Optional => quote!(Optional),
        Selection::Several => quote!(Several),
        Selection::Default(plugin) => quote!(Default(#plugin)),
    };
    let rules = interface.composition.iter().map(|rule| composition_rule(model, rule));
    let questions: Vec<&Question<'_>> = asked.of(interface).collect();
    let needs = questions.iter().flat_map(|question| question.needs()).filter(|(_, optional)| !optional);
    let needs: BTreeSet<&str> = needs.map(|(need, _)| need.head.id.name.as_str()).collect();
    let (needs, is_asked) = (needs.into_iter(), !questions.is_empty());
    quote! {
        CategoryInfo {
            name: #name,
            group: #group,
            manifest_key: #key,
            selection: Selection::#selection,
            composition: &[#(#rules),*],
            needs: &[#(#needs),*],
            is_asked: #is_asked,
        },
    }
}

/// A rule, whose messages are the constructors of the rule's codes.
fn composition_rule(model: &Model, rule: &CompositionRule) -> TokenStream {
    let CompositionRule { needs, from, unsupported, missing, .. } = rule;
    let unsupported = constructor(model, unsupported);
    let missing = option(missing.as_ref().map(|code| {
        let message = constructor(model, code);
        quote!(|consumer| #message)
    }));
    quote! {
        CompositionRule {
            needs: #needs,
            from: #from,
            unsupported: |consumer, required, provider, provided| #unsupported,
            missing: #missing,
        }
    }
}

/// The call of a code's constructor; the arguments have the names that the diagnostic gives them.
fn constructor(model: &Model, code: &str) -> TokenStream {
    let (constructor, takes) = (names::value(code), diagnostics::arguments(model, code));
    quote!(crate::diagnostics::#constructor(#(#takes),*))
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
    let entry = imports.name("floe_types::plugin", "Entry");
    let own = path(&module("floe_types", &plugin.head.id));
    let load = loader(imports, interface, plugin, found);
    quote!(#entry { info: &#own::INFO, load: |config| #load })
}

/// Makes a plugin: one value for all roles that one type has.
fn loader(imports: &mut Imports, interface: &Interface, plugin: &Plugin, found: &Roles) -> TokenStream {
    let arc = imports.name("std::sync", "Arc");
    let ty = imports.take(&module("floe_types", &interface.head.id), &plugin_name(interface));
    let (own, config) = (path(&module("floe_types", &plugin.head.id)), names::type_name(&plugin.config));
    let new = |implementation: &String| {
        let implementation = path(implementation);
        quote!(#arc::new(#implementation::from(#own::#config::parse(config)?)))
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

/// A path of modules and types, each of which is an identifier.
fn path(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// `Cargo.toml` of floe-plugins.
pub(super) fn cargo_toml(model: &Model, crates: &[PluginCrate]) -> String {
    let all = implemented(model, crates);
    let used = |krate: &PluginCrate| all.iter().any(|(_, roles)| uses(roles, krate));
    let mut crates: Vec<&PluginCrate> = crates.iter().filter(|krate| used(krate)).collect();
    crates.sort_by_key(|krate| &krate.package);
    let rows: Vec<Value> =
        crates.into_iter().map(|krate| json!({ "package": krate.package, "folder": krate.folder })).collect();
    let template = include_str!("../../../../templates/rust/floe-plugins.toml");
    floe_template::fill(template, &json!({ "crates": rows }))
}

fn uses(roles: &Roles, krate: &PluginCrate) -> bool {
    let prefix = format!("{}::", krate.library);
    roles.values().any(|implementation| implementation.starts_with(&prefix))
}
