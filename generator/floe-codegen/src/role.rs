//! Role: which of a category's traits a plugin crate's declaration is about, and which plugins are implemented at all.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::model::{Interface, Model, Phase, Plugin};

use crate::plugin_crate::{PluginCrate, is_path};

/// What a declaration implements.
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

/// The category and role that a group stands for.
pub(crate) fn resolve(model: &Model, group: &str) -> Option<(String, Role)> {
    let interfaces = model.interfaces.iter().filter_map(|interface| Some((interface, interface.group.as_deref()?)));
    let mut all = interfaces.flat_map(|(interface, base)| {
        let category = &interface.head.id.name;
        roles(interface).into_iter().map(move |role| (role.group(base), (category.clone(), role)))
    });
    all.find(|(name, _)| name == group).map(|(_, found)| found)
}

/// Every group that a crate can declare plugins in.
pub(crate) fn groups(model: &Model) -> Vec<String> {
    let interfaces = model.interfaces.iter().filter_map(|interface| Some((interface, interface.group.as_deref()?)));
    interfaces.flat_map(|(interface, base)| roles(interface).into_iter().map(move |role| role.group(base))).collect()
}

/// The roles that an interface's methods ask for.
pub(crate) fn roles(interface: &Interface) -> BTreeSet<Role> {
    let of_methods = interface.methods.iter().map(|method| match (&method.facet, method.phase) {
        (Some(facet), _) => Role::Facet(facet.clone()),
        (None, Phase::Run) => Role::Runtime,
        (None, Phase::Compile) => Role::Main,
    });
    of_methods.chain([Role::Main]).collect()
}

impl Role {
    fn group(&self, base: &str) -> String {
        match self {
            Self::Main => base.to_owned(),
            Self::Runtime => format!("{base}.runtime"),
            Self::Facet(facet) => format!("{base}.{facet}"),
        }
    }
}
