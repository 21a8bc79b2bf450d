//! Registry: the categories, the table of all plugins, and the plugins that crates declare. Describes no plugin.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::composition::{Composition, Question};
use floe_contract::model::{CompositionRule, Interface, Model, Plugin, Selection};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::json;

use super::diagnostics;
use super::names;
use super::source::{Imports, code, doc, file, option, tokens};
use super::traits::{plugin_field, plugin_type, runtime};
use crate::plugin_crate::PluginCrate;
use crate::role::{Role, Roles, implemented, roles};

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
    let infos = categories(model).map(|interface| info(model, asked, interface));
    let api = api(model, &mut imports);
    let table = table(model, &mut imports);
    let kinds = kinds(model, &mut imports);
    let items = quote! {
        #[doc = " Every plugin category, by name."]
        pub static CATEGORIES: &[CategoryInfo] = &[#(#infos),*];
        #api
        #table
        #kinds
    };
    let about = "Registry: every plugin of a build, one list for each category.";
    file("contracts/interfaces", about, &imports, &code(&items))
}

/// The version of the plugin interface: the version of the base that all categories share.
fn api(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    let version = &model.interfaces.iter().find(|interface| interface.is_base())?.head.version;
    let [major, minor] = [version.major, version.minor].map(Literal::u64_unsuffixed);
    let ty = imports.name("crate::api_version", "ApiVersion");
    Some(quote! {
        #[doc = " The plugin interface of this floe."]
        pub const PLUGIN_API: #ty = #ty { major: #major, minor: #minor };
    })
}

/// The table, and the questions to the table that make no plugin.
fn table(model: &Model, imports: &mut Imports) -> TokenStream {
    let names = categories(model).map(|interface| &interface.head.id.name);
    let docs = names.map(|name| doc(&format!("The `{name}` plugins, by name.")));
    let lists: Vec<Ident> = categories(model).map(names::category).collect();
    let plugins = categories(model).map(|interface| plugin_type(imports, "crate", interface));
    quote! {
        #[doc = " All plugins of a build."]
        pub struct Registry { #(#docs pub #lists: &'static [Entry<#plugins>],)* }

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

/// The trait that the types of all categories' plugins share.
fn kinds(model: &Model, imports: &mut Imports) -> TokenStream {
    let signature = runtime(model, imports).map(|base| {
        let arc = imports.name("std::sync", "Arc");
        quote!(fn runtime(&self) -> Option<#arc<dyn #base>>)
    });
    let impls = categories(model).map(|interface| {
        let (name, plugin) = (&interface.head.id.name, plugin_type(imports, "crate", interface));
        let runtime = signature.as_ref().map(|signature| {
            let runs = roles(interface).contains(&Role::Runtime);
            let body = if runs { quote!(Some(self.runtime.clone()?)) } else { quote!(None) };
            quote!(#signature { #body })
        });
        quote!(impl Category for #plugin { const NAME: &'static str = #name; #runtime })
    });
    let runtime = signature.as_ref().map(|signature| quote!(#[doc = " Its life cycle, if it has one."] #signature;));
    quote! {
        #[doc = " A plugin category: the type that its plugins have."]
        pub trait Category: Clone + Send + Sync + 'static {
            #[doc = " Its name: `storage`"]
            const NAME: &'static str;
            #runtime
        }
        #(#impls)*
    }
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
    let (needs, is_asked) = (needs.iter(), !questions.is_empty());
    quote! {
        CategoryInfo {
            name: #name,
            group: #group,
            manifest_key: #key,
            selection: Selection::#selection,
            composition: &[#(#rules),*],
            needs: &[#(#needs),*],
            is_asked: #is_asked,
        }
    }
}

/// A rule, whose messages are the constructors of the codes. The arguments have the names of the diagnostics.
fn composition_rule(model: &Model, rule: &CompositionRule) -> TokenStream {
    let CompositionRule { needs, from, unsupported, missing, .. } = rule;
    let message = |code: &String| {
        let (constructor, takes) = (names::value(code), diagnostics::arguments(model, code));
        quote!(crate::diagnostics::#constructor(#(#takes),*))
    };
    let unsupported = message(unsupported);
    let missing = option(missing.as_ref().map(message).map(|message| quote!(|consumer| #message)));
    quote! {
        CompositionRule {
            needs: #needs,
            from: #from,
            unsupported: |consumer, required, provider, provided| #unsupported,
            missing: #missing,
        }
    }
}

/// `lib.rs` of floe-plugins.
pub(super) fn plugins(model: &Model, crates: &[PluginCrate]) -> String {
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
    file("plugins/*/Cargo.toml", about, &imports, &code(&items))
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

/// `Cargo.toml` of floe-plugins, with the crates of the registry's plugins.
pub(super) fn cargo_toml(model: &Model, crates: &[PluginCrate]) -> String {
    let plugins = implemented(model, crates);
    let used = |krate: &&PluginCrate| {
        let prefix = format!("{}::", krate.library);
        plugins.iter().flat_map(|(_, roles)| roles.values()).any(|path| path.starts_with(&prefix))
    };
    let mut crates: Vec<&PluginCrate> = crates.iter().filter(used).collect();
    crates.sort_by_key(|krate| &krate.package);
    let rows = crates.iter().map(|krate| json!({ "package": krate.package, "folder": krate.folder }));
    let template = include_str!("../../../../templates/rust/floe-plugins.toml");
    floe_template::fill(template, &json!({ "crates": rows.collect::<Vec<_>>() }))
}
