//! Plugin categories as abstract base classes: one for the compile phase, one for the run phase, and one for each facet that only some
//! plugins have.

use floe_base::names::pascal_case;
use floe_contract::model::{Interface, Method, Parameter, Phase};

use super::module::Module;
use super::names::{self, PACKAGE};
use super::{INDENT, literal};
use crate::inside::named_within;
use crate::json_schema::description;
use crate::role::Role;

pub(super) fn names(interface: &Interface) -> impl Iterator<Item = String> {
    groups(interface).into_iter().map(|(role, _)| class_name(interface, &role))
}

/// The methods of each class, in the order in which the interface begins the classes.
pub(super) fn groups(interface: &Interface) -> Vec<(Role, Vec<&Method>)> {
    let mut groups: Vec<(Role, Vec<&Method>)> = Vec::new();
    for method in &interface.methods {
        let role = Role::of(method);
        match groups.iter_mut().find(|(other, _)| *other == role) {
            Some((_, methods)) => methods.push(method),
            None => groups.push((role, vec![method])),
        }
    }
    groups
}

pub(super) fn class_name(interface: &Interface, role: &Role) -> String {
    let rest = match role {
        Role::Main => String::new(),
        Role::Runtime => "Runtime".to_owned(),
        Role::Facet(facet) => pascal_case(facet),
    };
    pascal_case(&interface.head.id.name) + &rest
}

pub(super) fn keyword(method: &Method) -> &'static str {
    if method.phase == Phase::Run { "async def" } else { "def" }
}

fn meaning(role: &Role) -> String {
    match role {
        Role::Main => "Asked while compiling: pure, without files, network or clock.".to_owned(),
        Role::Runtime => "Asked while the platform runs; each method may raise `PluginError`.".to_owned(),
        Role::Facet(facet) => format!("The facet `{facet}`: only some plugins have it."),
    }
}

impl Module<'_> {
    /// Adds the classes of an interface, and gives their names.
    pub(super) fn push_interface(&mut self, interface: &Interface) -> Vec<String> {
        let mut names = Vec::new();
        for (role, methods) in groups(interface) {
            let name = class_name(interface, &role);
            let base = self.base_class(interface, &role);
            let doc = format!("{}\n\n{}", interface.head.description.trim(), meaning(&role));
            let mut members = vec![literal::docstring(&doc, INDENT.len())];
            members.extend(methods.iter().map(|method| self.method(method)));
            self.push(format!("class {name}({base}):\n    {}", members.join("\n\n    ")));
            names.push(name);
        }
        names
    }

    /// The methods that every category shares stand in the class of the same role of their base.
    fn base_class(&mut self, interface: &Interface, role: &Role) -> String {
        let mut shared = self.model.interfaces.iter().filter(|other| other.is_base() && interface.group.is_some());
        match shared.find(|other| groups(other).iter().any(|(other, _)| other == role)) {
            Some(shared) => self.import(&names::module(&shared.head.id), &class_name(shared, role)),
            None => self.import("abc", "ABC"),
        }
    }

    fn method(&mut self, method: &Method) -> String {
        let (keyword, name, takes) = (keyword(method), names::parameter(&method.name), self.parameters(&method.takes));
        let returns = self.returned(method);
        let doc = literal::docstring(&self.documentation(method), 2 * INDENT.len());
        let head = format!("{keyword} {name}(self{takes}) -> {returns}:\n        {doc}");
        match &method.default {
            None => format!("@{}\n    {head}", self.import("abc", "abstractmethod")),
            Some(_) if method.returns.is_none() => head,
            Some(default) => {
                let value = literal::value(default);
                // A default that is more than plain JSON becomes a value of the type that the method returns.
                let value = match method.returns.as_ref().and_then(named_within) {
                    None => value,
                    Some(_) => format!("{}({returns}).validate_python({value})", self.pydantic("TypeAdapter")),
                };
                format!("{head}\n        return {value}")
            }
        }
    }

    /// `, namespace: str, purge: bool = False, timeout: float | None = None`
    pub(super) fn parameters(&mut self, takes: &[Parameter]) -> String {
        let text = takes.iter().map(|parameter| {
            let (name, ty) = (names::parameter(&parameter.name), self.plain(&parameter.ty));
            let rest = match &parameter.default {
                Some(default) => format!(" = {}", self.default_value(&parameter.ty, default)),
                None if parameter.optional => " | None = None".to_owned(),
                None => String::new(),
            };
            format!(", {name}: {ty}{rest}")
        });
        text.collect()
    }

    pub(super) fn returned(&mut self, method: &Method) -> String {
        let none = if method.optional { " | None" } else { "" };
        method.returns.as_ref().map_or_else(|| "None".to_owned(), |ty| self.plain(ty) + none)
    }

    /// A method's docstring: the description, the parameters, the codes with which the method fails.
    fn documentation(&mut self, method: &Method) -> String {
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
            let error = self.import(&format!("{PACKAGE}.errors"), "PluginError");
            parts.push(format!("Raises:\n    {error}: {}.", method.errors.join(", ")));
        }
        parts.join("\n\n")
    }
}
