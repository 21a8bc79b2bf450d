//! Plugin categories as abstract base classes: one for what is asked while compiling, one for what is asked while the platform runs,
//! and one for each facet that only some plugins have.

use floe_base::names::pascal_case;
use floe_contract::model::{Interface, Method, Model, Parameter, Phase, Type};

use super::annotation::annotation;
use super::module::Module;
use super::names::{self, PACKAGE};
use super::{INDENT, literal};
use crate::json_schema::description;

/// Adds the interface's classes to its module, whose own name is `here`; gives back their names.
pub(super) fn push(model: &Model, interface: &Interface, here: &str, module: &mut Module) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&Method>)> = Vec::new();
    for method in &interface.methods {
        let name = class_name(interface, method);
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, methods)) => methods.push(method),
            None => groups.push((name, vec![method])),
        }
    }
    for (name, methods) in &groups {
        let base = module.import("abc", "ABC");
        let doc = literal::docstring(&interface.head.description, INDENT.len());
        let methods = methods.iter().map(|it| format!("\n\n{INDENT}{}", method(model, it, here, module)));
        let methods: String = methods.collect();
        module.push(format!("class {name}({base}):\n{INDENT}{doc}{methods}"));
    }
    groups.into_iter().map(|(name, _)| name).collect()
}

fn class_name(interface: &Interface, method: &Method) -> String {
    let facet = method.facet.as_deref().map(pascal_case);
    let phase = match method.phase {
        Phase::Compile => "",
        Phase::Run => "Runtime",
    };
    format!("{}{}{phase}", pascal_case(&interface.head.id.name), facet.unwrap_or_default())
}

fn method(model: &Model, method: &Method, here: &str, module: &mut Module) -> String {
    let takes = parameters(model, &method.takes, here, module);
    let returns = returned(model, method, here, module);
    let keyword = match method.phase {
        Phase::Compile => "def",
        Phase::Run => "async def",
    };
    let name = names::parameter(&method.name);
    let head = format!("{keyword} {name}(self{takes}) -> {returns}:");
    let body = format!("{INDENT}{INDENT}{}", literal::docstring(&documentation(method, module), 2 * INDENT.len()));
    match &method.default {
        None => {
            let mark = module.import("abc", "abstractmethod");
            format!("@{mark}\n{INDENT}{head}\n{body}")
        }
        Some(default) => {
            let value = default_value(method, &returns, literal::value(default), module);
            format!("{head}\n{body}\n{INDENT}{INDENT}return {value}")
        }
    }
}

/// `, namespace: str, timeout: float | None = None`. A parameter has a default only where none without one follows.
fn parameters(model: &Model, takes: &[Parameter], here: &str, module: &mut Module) -> String {
    let required = takes.iter().rposition(|parameter| !parameter.optional);
    let text = takes.iter().enumerate().map(|(at, parameter)| {
        let name = names::parameter(&parameter.name);
        let ty = annotation(model, &parameter.ty, here, module);
        let none = if parameter.optional { " | None" } else { "" };
        let default = if required.is_none_or(|last| at > last) { " = None" } else { "" };
        format!(", {name}: {ty}{none}{default}")
    });
    text.collect()
}

fn returned(model: &Model, method: &Method, here: &str, module: &mut Module) -> String {
    match &method.returns {
        None => "None".to_owned(),
        Some(ty) => {
            let none = if method.optional { " | None" } else { "" };
            annotation(model, ty, here, module) + none
        }
    }
}

/// A default that is more than plain JSON becomes a value of the type that the method returns.
fn default_value(method: &Method, returns: &str, value: String, module: &mut Module) -> String {
    if method.returns.as_ref().is_none_or(is_plain) {
        return value;
    }
    let adapter = module.import("pydantic", "TypeAdapter");
    format!("{adapter}({returns}).validate_python({value})")
}

fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Ref(_) => false,
        Type::Array { items, .. } => is_plain(items),
        Type::Map { values, .. } => is_plain(values),
        _ => true,
    }
}

fn documentation(method: &Method, module: &mut Module) -> String {
    let mut text = description::clean(&method.description);
    let described: Vec<_> = method.takes.iter().filter(|it| !it.description.is_empty()).collect();
    if !described.is_empty() {
        text.push_str("\n\nArgs:");
        for parameter in described {
            let description = description::clean(&parameter.description).replace('\n', " ");
            text.push_str(&format!("\n    {}: {description}", names::parameter(&parameter.name)));
        }
    }
    if !method.errors.is_empty() {
        let error = module.import(&format!("{PACKAGE}.errors"), "PluginError");
        text.push_str(&format!("\n\nRaises:\n    {error}: {}.", method.errors.join(", ")));
    }
    text
}
