//! Traits: the methods of the plugins of a category, and the type of these plugins.

use floe_contract::model::{Interface, Method, Parameter, Phase};
use serde_json::Value;

use super::names;
use super::scope::Scope;
use super::source::doc;
use crate::role::{Role, life_cycle, roles};

/// The traits of an interface and, of a category, the type of the plugins.
pub(super) fn traits(scope: &mut Scope<'_>, interface: &Interface) -> String {
    for role in roles(interface) {
        scope.imports.define(trait_name(interface, &role));
    }
    scope.imports.define(plugin_name(interface));
    let wanted = roles(interface).into_iter().filter(|role| has_trait(interface, role));
    let traits: String = wanted.map(|role| one_trait(scope, interface, &role)).collect();
    traits + &interface.group.as_ref().map_or_else(String::new, |_| plugin(scope, interface))
}

/// The main trait of the base would repeat each plugin's contract; an interface that is no category needs methods for a main trait.
fn has_trait(interface: &Interface, role: &Role) -> bool {
    let has_methods = || interface.methods.iter().any(|method| Role::of(method) == *role);
    *role != Role::Main || interface.group.is_some() || (!interface.is_base() && has_methods())
}

/// `Storage`, `StorageRuntime`, `StorageVending`
pub(super) fn trait_name(interface: &Interface, role: &Role) -> String {
    let name = &interface.head.id.name;
    match role {
        Role::Main => names::variant(name),
        Role::Runtime => names::variant(&format!("{name}-runtime")),
        Role::Facet(facet) => names::variant(&format!("{name}-{facet}")),
    }
}

/// `StoragePlugin`
pub(super) fn plugin_name(interface: &Interface) -> String {
    names::variant(&format!("{}-plugin", interface.head.id.name))
}

/// The field of a role in the type of the plugins.
pub(super) fn plugin_field(role: &Role) -> String {
    match role {
        Role::Main => "main".to_owned(),
        Role::Runtime => "runtime".to_owned(),
        Role::Facet(facet) => names::value(facet),
    }
}

fn one_trait(scope: &mut Scope<'_>, interface: &Interface, role: &Role) -> String {
    let (name, is_plugin) = (&interface.head.id.name, interface.group.is_some() || interface.is_base());
    let docs = match role {
        Role::Runtime if is_plugin => format!("What a `{name}` plugin does while the platform runs."),
        Role::Facet(facet) => format!("What some `{name}` plugins can be asked beside: {facet}."),
        Role::Main | Role::Runtime => interface.head.description.clone(),
    };
    let (docs, ident, bounds) = (doc(&docs, name, 0), trait_name(interface, role), bounds(scope, interface, role));
    let own = interface.methods.iter().filter(|method| Role::of(method) == *role);
    let methods: String = own.map(|method| one_method(scope, method)).collect();
    format!("{docs}pub trait {ident}: {bounds} {{ {methods} }}\n")
}

/// A runtime has the life cycle that the base interface describes.
fn bounds(scope: &mut Scope<'_>, interface: &Interface, role: &Role) -> String {
    match life_cycle(scope.model) {
        Some(base) if interface.group.is_some() && *role == Role::Runtime => {
            scope.imports.path(&names::path("crate", &base.head.id), &trait_name(base, role))
        }
        _ => "Send + Sync".to_owned(),
    }
}

fn one_method(scope: &mut Scope<'_>, method: &Method) -> String {
    let docs = method_doc(method);
    let ident = names::value(&method.name);
    let idents = names::values(method.takes.iter().map(|parameter| &parameter.name));
    let is_run = method.phase == Phase::Run;
    let lends = !method.takes.iter().all(|parameter| scope.is_copied(&parameter.ty));
    let lifetime = if is_run && lends { "'a" } else { "" };
    let parameters = method.takes.iter().zip(&idents).map(|(one, ident)| {
        let ty = scope.lent(&one.ty, lifetime);
        if one.optional { format!(", {ident}: Option<{ty}>") } else { format!(", {ident}: {ty}") }
    });
    let parameters: String = parameters.collect();
    let result = result(scope, method);
    let body = method.default.as_ref().map(|default| default_body(scope, method, &idents, default));
    let body = body.unwrap_or_else(|| ";".to_owned());
    if is_run {
        let future = scope.imports.path("crate::plugin", "Future");
        let (declared, returned) = if lends { ("<'a>", "'a") } else { ("", "'_") };
        return format!(
            "{docs}fn {ident}{declared}(&{lifetime} self {parameters}) -> {future}<{returned}, {result}> {body}\n"
        );
    }
    let returns = if result == "()" { String::new() } else { format!("-> {result}") };
    format!("{docs}fn {ident}(&self {parameters}) {returns} {body}\n")
}

fn method_doc(method: &Method) -> String {
    let described = method.takes.iter().filter(|one| !one.description.is_empty() || one.default.is_some());
    let parameters: Vec<_> = described.map(parameter_doc).collect();
    let codes: Vec<_> = method.errors.iter().map(|code| format!("`{code}`")).collect();
    let errors = if codes.is_empty() { String::new() } else { format!("# Errors\n\n{}", codes.join(", ")) };
    let parts = [method.description.trim().to_owned(), parameters.join("\n"), errors];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    doc(&parts.join("\n\n"), &method.name, 0)
}

/// Rust has no arguments that callers may leave out; the doc comment gives the default instead.
fn parameter_doc(parameter: &Parameter) -> String {
    let default = parameter.default.as_ref().map(|default| format!(" Default: `{default}`."));
    format!("- `{}`: {}{}", parameter.name, parameter.description.trim(), default.unwrap_or_default())
}

fn result(scope: &mut Scope<'_>, method: &Method) -> String {
    let value = method.returns.as_ref().map_or_else(|| "()".to_owned(), |ty| scope.owned(ty));
    let value = if method.optional { format!("Option<{value}>") } else { value };
    if !can_fail(method) {
        return value;
    }
    format!("Result<{value}, {}>", scope.imports.path("crate::plugin", "PluginError"))
}

/// A method that talks to a running service can always fail; any other fails with the codes in the contract.
fn can_fail(method: &Method) -> bool {
    method.phase == Phase::Run || !method.errors.is_empty()
}

fn default_body(scope: &mut Scope<'_>, method: &Method, parameters: &[String], default: &Value) -> String {
    let value = match &method.returns {
        None => "()".to_owned(),
        Some(_) if method.optional && default.is_null() => "None".to_owned(),
        Some(ty) if method.optional => format!("Some({})", scope.expression(ty, default)),
        Some(ty) => scope.expression(ty, default),
    };
    let value = if can_fail(method) { format!("Ok({value})") } else { value };
    let unused = match parameters {
        [] => String::new(),
        [one] => format!("let _ = {one};"),
        several => format!("let _ = ({});", several.join(", ")),
    };
    match method.phase {
        Phase::Compile if value == "()" => format!("{{ {unused} }}"),
        Phase::Compile => format!("{{ {unused} {value} }}"),
        Phase::Run => format!("{{ {unused} Box::pin(std::future::ready({value})) }}"),
    }
}

fn plugin(scope: &mut Scope<'_>, interface: &Interface) -> String {
    let (ident, main) = (plugin_name(interface), trait_name(interface, &Role::Main));
    let arc = scope.imports.path("std::sync", "Arc");
    let others: Vec<Role> = roles(interface).into_iter().filter(|role| *role != Role::Main).collect();
    let declared = others.iter().map(|role| {
        let (field, name) = (plugin_field(role), trait_name(interface, role));
        format!("/// The same as [`{name}`], if it is one.\npub {field}: Option<{arc}<dyn {name}>>,")
    });
    format!(
        "/// A `{}` plugin: one value, seen as each of the traits that it has.
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct {ident} {{
            /// What every plugin of the category can be asked.
            pub main: {arc}<dyn {main}>,
            {}
        }}

        impl {ident} {{
            /// One that has the main trait, and none of the others yet.
            pub fn new(main: {arc}<dyn {main}>) -> Self {{
                Self {{ main, {} }}
            }}
        }}",
        interface.head.id.name,
        declared.collect::<String>(),
        others.iter().map(|role| plugin_field(role) + ": None,").collect::<String>(),
    )
}
