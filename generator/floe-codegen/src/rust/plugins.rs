//! Plugins: each plugin's description beside the types of its config.

use floe_contract::model::{Hosting, HostingMode, Plugin};
use proc_macro2::TokenStream;
use quote::quote;

use super::endpoints::endpoints;
use super::scope::Scope;

/// `INFO` of a plugin.
pub(super) fn info(scope: &mut Scope<'_>, plugin: &Plugin) -> TokenStream {
    let Plugin { category, name, api, dependencies, config, .. } = plugin;
    let (version, description) = (plugin.head.version.to_string(), plugin.head.description.trim());
    let (capabilities, requirements) = (plugin.capabilities.to_string(), plugin.requirements.to_string());
    let info = scope.imports.name("crate::plugin", "PluginInfo");
    let endpoints = endpoints(scope.model, config, &mut scope.imports);
    let hosting: Vec<TokenStream> = plugin.hosting.iter().map(|hosting| one_hosting(scope, hosting)).collect();
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
            capabilities: #capabilities,
            requirements: #requirements,
            endpoints: &[#(#endpoints),*],
        };
    }
}

fn one_hosting(scope: &mut Scope<'_>, hosting: &Hosting) -> TokenStream {
    let (ty, modes) =
        (scope.imports.name("crate::plugin", "Hosting"), scope.imports.name("crate::plugin", "HostingMode"));
    let components = &hosting.components;
    let mode = match hosting.mode {
        HostingMode::SelfHosted => quote!(SelfHosted),
        HostingMode::External => quote!(External),
        HostingMode::Library => quote!(Library),
    };
    quote!(#ty { mode: #modes::#mode, components: &[#(#components),*] })
}
