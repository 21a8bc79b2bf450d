//! Plugin categories as abstract base classes: one for what is asked while compiling, one for what is asked while the platform runs,
//! and one for each facet that only some plugins have.

use floe_base::names::pascal_case;
use floe_contract::model::{Interface, Method, Model, Parameter, Phase};

use super::annotation::plain;
use super::module::Module;
use super::names::{self, PACKAGE};
use super::{INDENT, classes, literal};
use crate::json_schema::{description, named_within};

/// Methods that stand in one class: those of one facet, or of one phase where they belong to none.
#[derive(PartialEq)]
pub(super) enum Group<'m> {
    Phase(Phase),
    Facet(&'m str),
}

/// Adds the interface's classes to its module, whose own name is `here`; gives back their names.
pub(super) fn push(model: &Model, interface: &Interface, here: &str, module: &mut Module) -> Vec<String> {
    let mut names = Vec::new();
    for (group, methods) in groups(interface) {
        let name = group.class_name(interface);
        let base = group.base_class(model, interface, module);
        let doc = format!("{}\n\n{}", interface.head.description.trim(), group.meaning());
        let doc = literal::docstring(&doc, INDENT.len());
        let methods = methods.iter().map(|it| format!("\n\n{INDENT}{}", method(model, it, here, module)));
        let methods: String = methods.collect();
        module.push(format!("class {name}({base}):\n{INDENT}{doc}{methods}"));
        names.push(name);
    }
    names
}

/// The names of the interface's classes.
pub(super) fn names(interface: &Interface) -> impl Iterator<Item = String> {
    groups(interface).into_iter().map(|(group, _)| group.class_name(interface))
}

/// The groups in the order in which the interface begins them.
pub(super) fn groups(interface: &Interface) -> Vec<(Group<'_>, Vec<&Method>)> {
    let mut groups: Vec<(Group<'_>, Vec<&Method>)> = Vec::new();
    for method in &interface.methods {
        let group = method.facet.as_deref().map_or(Group::Phase(method.phase), Group::Facet);
        match groups.iter_mut().find(|(other, _)| *other == group) {
            Some((_, methods)) => methods.push(method),
            None => groups.push((group, vec![method])),
        }
    }
    groups
}

impl Group<'_> {
    /// The class in which the group's methods stand.
    pub(super) fn class_name(&self, interface: &Interface) -> String {
        let rest = match self {
            Self::Phase(Phase::Compile) => String::new(),
            Self::Phase(Phase::Run) => "Runtime".to_owned(),
            Self::Facet(facet) => pascal_case(facet),
        };
        pascal_case(&interface.head.id.name) + &rest
    }

    /// What every category shares stands in the class of the same phase of their base.
    fn base_class(&self, model: &Model, interface: &Interface, module: &mut Module) -> String {
        let mut shared = model.interfaces.iter().filter(|other| other.is_base() && interface.group.is_some());
        let shared = shared.find(|other| groups(other).iter().any(|(group, _)| group == self));
        match shared {
            Some(shared) => module.import(&names::module(&shared.head.id), &self.class_name(shared)),
            None => module.import("abc", "ABC"),
        }
    }

    fn meaning(&self) -> String {
        match self {
            Self::Phase(Phase::Compile) => "Asked while compiling: pure, without files, network or clock.".to_owned(),
            Self::Phase(Phase::Run) => "Asked while the platform runs; each method may raise `PluginError`.".to_owned(),
            Self::Facet(facet) => format!("The facet `{facet}`: only some plugins have it."),
        }
    }
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
        Some(_) if method.returns.is_none() => format!("{head}\n{body}"),
        Some(default) => {
            let value = default_value(method, &returns, literal::value(default), module);
            format!("{head}\n{body}\n{INDENT}{INDENT}return {value}")
        }
    }
}

/// `, namespace: str, purge: bool = False, timeout: float | None = None`
pub(super) fn parameters(model: &Model, takes: &[Parameter], here: &str, module: &mut Module) -> String {
    let text = takes.iter().map(|parameter| {
        let name = names::parameter(&parameter.name);
        let ty = plain(model, &parameter.ty, here, module);
        let rest = match &parameter.default {
            Some(default) => format!(" = {}", classes::default_value(model, &parameter.ty, default, module)),
            None if parameter.optional => " | None = None".to_owned(),
            None => String::new(),
        };
        format!(", {name}: {ty}{rest}")
    });
    text.collect()
}

pub(super) fn returned(model: &Model, method: &Method, here: &str, module: &mut Module) -> String {
    match &method.returns {
        None => "None".to_owned(),
        Some(ty) => {
            let none = if method.optional { " | None" } else { "" };
            plain(model, ty, here, module) + none
        }
    }
}

/// A default that is more than plain JSON becomes a value of the type that the method returns.
fn default_value(method: &Method, returns: &str, value: String, module: &mut Module) -> String {
    if method.returns.as_ref().and_then(named_within).is_none() {
        return value;
    }
    let adapter = module.import("pydantic", "TypeAdapter");
    format!("{adapter}({returns}).validate_python({value})")
}

/// A method's docstring: what it does, its parameters, the codes with which it fails.
fn documentation(method: &Method, module: &mut Module) -> String {
    let mut parts = vec![description::clean(&method.description)];
    let described = method.takes.iter().filter(|parameter| !parameter.description.is_empty());
    let described = described.map(|parameter| {
        let description = description::clean(&parameter.description).replace('\n', " ");
        format!("\n    {}: {description}", names::parameter(&parameter.name))
    });
    let described: String = described.collect();
    if !described.is_empty() {
        parts.push(format!("Args:{described}"));
    }
    if !method.errors.is_empty() {
        let error = module.import(&format!("{PACKAGE}.errors"), "PluginError");
        parts.push(format!("Raises:\n    {error}: {}.", method.errors.join(", ")));
    }
    parts.join("\n\n")
}
