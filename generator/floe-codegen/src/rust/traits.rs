//! Traits: the methods of a category's plugins, and the type that these plugins share. Not the list of the plugins.

use floe_contract::model::{Interface, Method, Model, Parameter, Phase};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::names;
use super::scope::Scope;
use super::source::{Imports, doc, tokens};
use crate::role::{Role, life_cycle, roles};

/// The traits of an interface, and of a category also the type of the plugins.
pub(super) fn traits(scope: &mut Scope<'_>, interface: &Interface) -> TokenStream {
    let roles = roles(interface);
    let own = roles.iter().map(|role| trait_name(interface, role)).chain([plugin_name(interface)]);
    scope.imports.define(own.map(|name| name.to_string()));
    let wanted = roles.iter().filter(|role| has_trait(interface, role));
    let traits: TokenStream = wanted.map(|role| one_trait(scope, interface, role)).collect();
    let plugin = interface.group.is_some().then(|| plugin(scope, interface));
    quote!(#traits #plugin)
}

/// Every category has a main trait. The base has none: the contract of each plugin answers the questions. Any other
/// interface has a main trait for methods.
fn has_trait(interface: &Interface, role: &Role) -> bool {
    let has_methods = || interface.methods.iter().any(|method| Role::of(method) == *role);
    *role != Role::Main || interface.group.is_some() || (!interface.is_base() && has_methods())
}

/// `Storage`, `StorageRuntime`, `StorageVending`
fn trait_name(interface: &Interface, role: &Role) -> Ident {
    let name = &interface.head.id.name;
    match role {
        Role::Main => names::variant(name),
        Role::Runtime | Role::Facet(_) => names::variant(&format!("{name}-{}", word(role))),
    }
}

/// `StoragePlugin`
fn plugin_name(interface: &Interface) -> Ident {
    names::variant(&format!("{}-plugin", interface.head.id.name))
}

/// The type of a category's plugins, seen from outside of the category's module.
pub(super) fn plugin_type(imports: &mut Imports, krate: &str, interface: &Interface) -> TokenStream {
    imports.name(&names::module_path(krate, &interface.head.id), &plugin_name(interface).to_string())
}

/// The field of the plugin's type that holds the plugin in a role.
pub(super) fn plugin_field(role: &Role) -> Ident {
    names::value(word(role))
}

fn word(role: &Role) -> &str {
    match role {
        Role::Main => "main",
        Role::Runtime => "runtime",
        Role::Facet(facet) => facet,
    }
}

fn one_trait(scope: &mut Scope<'_>, interface: &Interface, role: &Role) -> TokenStream {
    let (name, is_category) = (&interface.head.id.name, interface.group.is_some());
    let docs = match role {
        Role::Runtime if is_category || interface.is_base() => {
            doc(&format!("What a `{name}` plugin does while the platform runs."))
        }
        Role::Main | Role::Runtime => doc(&interface.head.description),
        Role::Facet(facet) => doc(&format!("What some `{name}` plugins can be asked beside: {facet}.")),
    };
    let life_cycle =
        if is_category && *role == Role::Runtime { runtime(scope.model, &mut scope.imports) } else { None };
    let bounds = life_cycle.unwrap_or_else(|| quote!(Send + Sync));
    let ident = trait_name(interface, role);
    let own = interface.methods.iter().filter(|method| Role::of(method) == *role);
    let methods: TokenStream = own.map(|method| one_method(scope, method)).collect();
    quote!(#docs pub trait #ident: #bounds { #methods })
}

/// The life cycle that the base interface describes, and that the runtime of every category has.
pub(super) fn runtime(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    let base = life_cycle(model)?;
    let module = names::module_path("crate", &base.head.id);
    Some(imports.name(&module, &trait_name(base, &Role::Runtime).to_string()))
}

fn one_method(scope: &mut Scope<'_>, method: &Method) -> TokenStream {
    let (docs, ident) = (method_doc(method), names::value(&method.name));
    let idents = names::values(method.takes.iter().map(|parameter| &parameter.name));
    let is_run = method.phase == Phase::Run;
    let lends = !method.takes.iter().all(|parameter| scope.is_copied(&parameter.ty));
    let lifetime = (is_run && lends).then(|| quote!('a));
    let parameters = method.takes.iter().zip(&idents).map(|(parameter, ident)| {
        let ty = scope.lent(&parameter.ty, lifetime.as_ref());
        if parameter.optional { quote!(, #ident: Option<#ty>) } else { quote!(, #ident: #ty) }
    });
    let parameters: TokenStream = parameters.collect();
    let result = result(scope, method);
    let body = method.default.as_ref().map(|default| default_body(scope, method, &idents, default));
    let body = body.unwrap_or_else(|| quote!(;));
    if is_run {
        let future = scope.imports.name("crate::plugin", "Future");
        let declared = lifetime.as_ref().map(|lifetime| quote!(<#lifetime>));
        let returned = lifetime.clone().unwrap_or_else(|| quote!('_));
        return quote!(#docs fn #ident #declared(&#lifetime self #parameters) -> #future<#returned, #result> #body);
    }
    let returns = (method.returns.is_some() || can_fail(method)).then(|| quote!(-> #result));
    quote!(#docs fn #ident(&self #parameters) #returns #body)
}

fn method_doc(method: &Method) -> TokenStream {
    let described = method.takes.iter().filter(|one| !one.description.is_empty() || one.default.is_some());
    let parameters: Vec<_> = described.map(parameter_doc).collect();
    let codes: Vec<_> = method.errors.iter().map(|code| format!("`{code}`")).collect();
    let errors = if codes.is_empty() { String::new() } else { format!("# Errors\n\n{}", codes.join(", ")) };
    let parts = [method.description.trim().to_owned(), parameters.join("\n"), errors];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { doc(&format!("`{}`", method.name)) } else { doc(&parts.join("\n\n")) }
}

/// Rust has no arguments that callers may leave out; callers read the default in the docs.
fn parameter_doc(parameter: &Parameter) -> String {
    let default = parameter.default.as_ref().map(|default| format!(" Default: `{default}`."));
    format!("- `{}`: {}{}", parameter.name, parameter.description.trim(), default.unwrap_or_default())
}

fn result(scope: &mut Scope<'_>, method: &Method) -> TokenStream {
    let value = method.returns.as_ref().map_or_else(|| quote!(()), |ty| tokens(&scope.owned(ty)));
    let value = if method.optional { quote!(Option<#value>) } else { value };
    if !can_fail(method) {
        return value;
    }
    let error = scope.imports.name("crate::plugin", "PluginError");
    quote!(Result<#value, #error>)
}

/// Every method of a running service can fail. A method that only computes fails with the codes of the contract.
pub(super) fn can_fail(method: &Method) -> bool {
    method.phase == Phase::Run || !method.errors.is_empty()
}

fn default_body(scope: &mut Scope<'_>, method: &Method, parameters: &[Ident], default: &Value) -> TokenStream {
    let value = match &method.returns {
        None => quote!(()),
        Some(_) if method.optional && default.is_null() => quote!(None),
        Some(ty) => {
            let value = tokens(&scope.expression(ty, default));
            if method.optional { quote!(Some(#value)) } else { value }
        }
    };
    let value = if can_fail(method) { quote!(Ok(#value)) } else { value };
    let unused = match parameters {
        [] => TokenStream::new(),
        [one] => quote!(let _ = #one;),
        several => quote!(let _ = (#(#several),*);),
    };
    match method.phase {
        Phase::Compile if method.returns.is_none() && !can_fail(method) => quote!({ #unused }),
        Phase::Compile => quote!({ #unused #value }),
        Phase::Run => quote!({ #unused Box::pin(std::future::ready(#value)) }),
    }
}

fn plugin(scope: &mut Scope<'_>, interface: &Interface) -> TokenStream {
    let (ident, main) = (plugin_name(interface), trait_name(interface, &Role::Main));
    let arc = scope.imports.name("std::sync", "Arc");
    let others: Vec<Role> = roles(interface).into_iter().filter(|role| *role != Role::Main).collect();
    let traits: Vec<Ident> = others.iter().map(|role| trait_name(interface, role)).collect();
    let traits_docs = traits.iter().map(|name| doc(&format!("The same as [`{name}`], if it is one.")));
    let fields: Vec<Ident> = others.iter().map(plugin_field).collect();
    let docs =
        doc(&format!("A `{}` plugin: one value, seen as each of the traits that it has.", interface.head.id.name));
    quote! {
        #docs
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #ident {
            #[doc = " What every plugin of the category can be asked."]
            pub main: #arc<dyn #main>,
            #(#traits_docs pub #fields: Option<#arc<dyn #traits>>,)*
        }

        impl #ident {
            #[doc = " One that has the main trait, and none of the others yet."]
            pub fn new(main: #arc<dyn #main>) -> Self {
                Self { main, #(#fields: None),* }
            }
        }
    }
}
