//! Role: the trait of a category that a declaration of a plugin crate implements, and the plugins that have an implementation.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::model::{Interface, Method, Model, Phase, Plugin};

use crate::plugin_crate::{PluginCrate, is_path};

/// The trait that a declaration implements.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The trait of the category.
    Main,
    /// The run-phase trait of the category.
    Runtime,
    /// A facet, by its name.
    Facet(String),
}

/// A plugin's declarations: for each role the type, as a path that begins with the crate.
pub(crate) type Roles = BTreeMap<Role, String>;

/// Every plugin that has both contract and implementation, in the contracts' order.
pub(crate) fn implemented<'a>(model: &'a Model, crates: &[PluginCrate]) -> Vec<(&'a Plugin, Roles)> {
    let roles_of = |plugin: &Plugin| -> Roles {
        let declared = crates.iter().flat_map(|krate| krate.declarations.iter().map(move |one| (krate, one)));
        let own = declared.filter(|(_, one)| one.name == plugin.name).filter_map(|(krate, one)| {
            let (category, role) = resolve(model, &one.group)?;
            (category == plugin.category && is_path(&one.implementation))
                .then(|| (role, format!("{}::{}", krate.library, one.implementation)))
        });
        own.collect()
    };
    let all = model.plugins.iter().map(|plugin| (plugin, roles_of(plugin)));
    all.filter(|(_, roles)| roles.contains_key(&Role::Main)).collect()
}

/// The category and role of a group.
pub(crate) fn resolve(model: &Model, group: &str) -> Option<(String, Role)> {
    let (_, interface, role) = groups(model).find(|(name, ..)| name == group)?;
    Some((interface.head.id.name.clone(), role))
}

/// Every group in which a crate can declare plugins.
pub(crate) fn groups(model: &Model) -> impl Iterator<Item = (String, &Interface, Role)> {
    let bases = model.interfaces.iter().filter_map(|interface| Some((interface, interface.group.as_deref()?)));
    bases
        .flat_map(|(interface, base)| roles(interface).into_iter().map(move |role| (role.group(base), interface, role)))
}

/// The roles of an interface's methods.
pub(crate) fn roles(interface: &Interface) -> BTreeSet<Role> {
    interface.methods.iter().map(Role::of).chain([Role::Main]).collect()
}

/// The base that all categories share, where the base has methods for the run phase.
pub(crate) fn life_cycle(model: &Model) -> Option<&Interface> {
    model.interfaces.iter().find(|base| base.is_base() && roles(base).contains(&Role::Runtime))
}

impl Role {
    /// The role whose trait has the method.
    pub(crate) fn of(method: &Method) -> Self {
        match (&method.facet, method.phase) {
            (Some(facet), _) => Self::Facet(facet.clone()),
            (None, Phase::Run) => Self::Runtime,
            (None, Phase::Compile) => Self::Main,
        }
    }

    fn group(&self, base: &str) -> String {
        match self {
            Self::Main => base.to_owned(),
            Self::Runtime => format!("{base}.runtime"),
            Self::Facet(facet) => format!("{base}.{facet}"),
        }
    }
}
