//! Traits: what the plugins of a category can be asked, and the type that a plugin of it has, whoever made it.

use floe_contract::model::{Interface, Method, Parameter, Phase};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::names;
use super::scope::Scope;
use super::source::{doc, doc_or, tokens};
use crate::role::{Role, life_cycle, roles};

/// The traits of an interface and, if it is a category, the type of its plugins.
pub(super) fn traits(scope: &mut Scope<'_>, interface: &Interface) -> TokenStream {
    for role in roles(interface) {
        scope.imports.define(trait_name(interface, &role));
    }
    scope.imports.define(plugin_name(interface));
    let wanted = roles(interface).into_iter().filter(|role| has_trait(interface, role));
    let traits: TokenStream = wanted.map(|role| one_trait(scope, interface, &role)).collect();
    let plugin = interface.group.is_some().then(|| plugin(scope, interface));
    quote!(#traits #plugin)
}

/// What the base is asked while compiling stands in each plugin's contract; what is no plugin has no main trait but for its methods.
fn has_trait(interface: &Interface, role: &Role) -> bool {
    let has_methods = || interface.methods.iter().any(|method| belongs(method, role));
    *role != Role::Main || interface.group.is_some() || (!interface.is_base() && has_methods())
}

/// `Storage`, `StorageRuntime`, `StorageVending`
pub(super) fn trait_name(interface: &Interface, role: &Role) -> Ident {
    let name = &interface.head.id.name;
    match role {
        Role::Main => names::variant(name),
        Role::Runtime => names::variant(&format!("{name}-runtime")),
        Role::Facet(facet) => names::variant(&format!("{name}-{facet}")),
    }
}

/// `StoragePlugin`
pub(super) fn plugin_name(interface: &Interface) -> Ident {
    names::variant(&format!("{}-plugin", interface.head.id.name))
}

/// The field of the plugin's type in which it is seen in a role.
pub(super) fn plugin_field(role: &Role) -> Ident {
    match role {
        Role::Main => format_ident!("main"),
        Role::Runtime => format_ident!("runtime"),
        Role::Facet(facet) => names::value(facet),
    }
}

fn one_trait(scope: &mut Scope<'_>, interface: &Interface, role: &Role) -> TokenStream {
    let docs = match role {
        Role::Main => doc(&interface.head.description),
        Role::Runtime if interface.group.is_none() && !interface.is_base() => doc(&interface.head.description),
        Role::Runtime => doc(&format!("What a `{}` plugin does while the platform runs.", interface.head.id.name)),
        Role::Facet(facet) => {
            doc(&format!("What some `{}` plugins can be asked beside: {facet}.", interface.head.id.name))
        }
    };
    let ident = trait_name(interface, role);
    let bounds = bounds(scope, interface, role);
    let own = interface.methods.iter().filter(|method| belongs(method, role));
    let methods: TokenStream = own.map(|method| one_method(scope, method)).collect();
    quote!(#docs pub trait #ident: #bounds { #methods })
}

/// A runtime has the life cycle that the base interface describes.
fn bounds(scope: &mut Scope<'_>, interface: &Interface, role: &Role) -> TokenStream {
    match (life_cycle(scope.model), role) {
        (Some(base), Role::Runtime) if interface.group.is_some() => {
            let module = names::modules(&base.head.id).join("::");
            let ident = trait_name(base, &Role::Runtime);
            scope.imports.take(&format!("crate::{module}"), &ident)
        }
        _ => quote!(Send + Sync),
    }
}

fn belongs(method: &Method, role: &Role) -> bool {
    match (role, &method.facet, method.phase) {
        (Role::Facet(facet), Some(of), _) => facet == of,
        (Role::Main, None, Phase::Compile) | (Role::Runtime, None, Phase::Run) => true,
        _ => false,
    }
}

fn one_method(scope: &mut Scope<'_>, method: &Method) -> TokenStream {
    let docs = method_doc(method);
    let ident = names::value(&method.name);
    let idents = names::values(method.takes.iter().map(|parameter| &parameter.name));
    let is_run = method.phase == Phase::Run;
    let lends = !method.takes.iter().all(|parameter| scope.is_copied(&parameter.ty));
    let lifetime = (is_run && lends).then(|| quote!('a));
    let parameters: TokenStream =
        method.takes.iter().zip(&idents).map(|(one, ident)| parameter(scope, one, ident, lifetime.as_ref())).collect();
    let result = result(scope, method);
    let body = method.default.as_ref().map(|default| default_body(scope, method, &idents, default));
    let body = body.unwrap_or_else(|| quote!(;));
    if is_run {
        let future = scope.imports.name("crate::plugin", "Future");
        let declared = lifetime.as_ref().map(|lifetime| quote!(<#lifetime>));
        let returned = lifetime.as_ref().map_or_else(|| quote!('_), |lifetime| quote!(#lifetime));
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
    doc_or(&parts.join("\n\n"), &method.name)
}

/// Rust has no arguments that callers may leave out; they are told what to say.
fn parameter_doc(parameter: &Parameter) -> String {
    let default = parameter.default.as_ref().map(|default| format!(" Default: `{default}`."));
    format!("- `{}`: {}{}", parameter.name, parameter.description.trim(), default.unwrap_or_default())
}

fn parameter(
    scope: &mut Scope<'_>,
    parameter: &Parameter,
    ident: &Ident,
    lifetime: Option<&TokenStream>,
) -> TokenStream {
    let ty = scope.lent(&parameter.ty, lifetime);
    if parameter.optional { quote!(, #ident: Option<#ty>) } else { quote!(, #ident: #ty) }
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

/// What talks to a running service can always fail; what only computes fails with the codes that its contract names.
fn can_fail(method: &Method) -> bool {
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
    let others_declared = others.iter().map(|role| {
        let (field, name) = (plugin_field(role), trait_name(interface, role));
        let docs = doc(&format!("The same as [`{name}`], if it is one."));
        quote!(#docs pub #field: Option<#arc<dyn #name>>,)
    });
    let others = others.iter().map(plugin_field);
    let docs =
        doc(&format!("A `{}` plugin: one value, seen as each of the traits that it has.", interface.head.id.name));
    quote! {
        #docs
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #ident {
            #[doc = " What every plugin of the category can be asked."]
            pub main: #arc<dyn #main>,
            #(#others_declared)*
        }

        impl #ident {
            #[doc = " One that has the main trait, and none of the others yet."]
            pub fn new(main: #arc<dyn #main>) -> Self {
                Self { main, #(#others: None),* }
            }
        }
    }
}
