//! Registry: the categories and the type of the table of all plugins. Not the plugins in the table.

use std::collections::BTreeSet;

use floe_contract::composition::{Composition, Question};
use floe_contract::model::{CompositionRule, Interface, Model, Selection};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::diagnostics;
use super::names;
use super::source::{Imports, code, doc, file, option};
use super::traits::{plugin_type, runtime};
use crate::role::{Role, roles};

/// The interfaces of which plugins exist.
pub(super) fn categories(model: &Model) -> impl Iterator<Item = &Interface> {
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
    file("contracts/interfaces", about, &imports, &code(items))
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
