//! Plugins: the description of each plugin, beside the types of the config. Not the registry, which lists the plugins.

use floe_contract::model::{Hosting, Plugin};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::endpoints::endpoints;
use super::names;
use super::rules::kinds;
use super::scope::Scope;

/// `INFO` of a plugin.
pub(super) fn info(scope: &mut Scope<'_>, plugin: &Plugin) -> TokenStream {
    let Plugin { category, name, api, dependencies, config, .. } = plugin;
    let (version, description) = (plugin.head.version.to_string(), plugin.head.description.trim());
    let (capabilities, requirements) = (offers(scope, &plugin.capabilities), offers(scope, &plugin.requirements));
    let info = scope.imports.name("crate::plugin", "PluginInfo");
    let endpoints = endpoints(scope, config);
    let hosting: Vec<TokenStream> = plugin.hosting.iter().map(|hosting| one_hosting(scope, hosting)).collect();
    let kinds = kinds(&mut scope.imports, &plugin.names);
    quote! {
        #[doc = " What the plugin's contract says."]
        pub static INFO: #info = #info {
            category: #category,
            name: #name,
            version: #version,
            api: #api,
            description: #description,
            dependencies: &[#(#dependencies),*],
            hosting: &[#(#hosting),*],
            config_type: #config,
            capabilities: &[#capabilities],
            requirements: &[#requirements],
            endpoints: &[#(#endpoints),*],
            names: &[#(#kinds),*],
        };
    }
}

/// The lists of a set; lint has checked that each is a list of words and of paths into the config.
fn offers(scope: &mut Scope<'_>, set: &Value) -> TokenStream {
    set.as_object().into_iter().flatten().map(|(list, values)| offer(scope, list, values)).collect()
}

fn offer(scope: &mut Scope<'_>, list: &str, values: &Value) -> TokenStream {
    let (ty, value) = (scope.imports.name("crate::plugin", "Offer"), scope.imports.name("crate::plugin", "OfferValue"));
    let values = values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice);
    let values = values.iter().map(|one| match (one.as_str(), one.get("$").and_then(Value::as_str)) {
        (Some(word), _) => quote!(#value::Word(#word)),
        (None, path) => {
            let steps = path.into_iter().flat_map(|path| path.split('.').skip(1));
            let pointer: String = steps.flat_map(|step| ["/", step]).collect();
            quote!(#value::Config(#pointer))
        }
    });
    quote!(#ty { list: #list, values: &[#(#values),*] },)
}

fn one_hosting(scope: &mut Scope<'_>, hosting: &Hosting) -> TokenStream {
    let (ty, modes) =
        (scope.imports.name("crate::plugin", "Hosting"), scope.imports.name("crate::plugin", "HostingMode"));
    let (mode, components) = (names::variant(&format!("{:?}", hosting.mode)), &hosting.components);
    quote!(#ty { mode: #modes::#mode, components: &[#(#components),*] })
}
