//! Plugin crates: each implements plugins; and whether crates and contracts agree. Does not look for crates.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Diagnostics, Place, Span, names};
use floe_contract::model::{Interface, Model, Phase, Plugin};
use serde_json::Value;

/// A package that declares plugins under `[package.metadata.floe.plugins]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginCrate {
    /// The package's name: `floe-plugin-storage`.
    pub package: String,
    /// Its library as code names it: `floe_plugin_storage`.
    pub library: String,
    /// Its folder from the repository's root: `plugins/storage`.
    pub folder: String,
    /// The text of its `Cargo.toml`.
    pub manifest: String,
    /// What it declares, in the order of (group, name).
    pub declarations: Vec<Declaration>,
}

/// One plugin, or one facet of it, that a crate declares: `"floe.storage" = { minio = "Minio" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// `floe.storage`, `floe.storage.runtime`
    pub group: String,
    /// `minio`
    pub name: String,
    /// The type that implements it, as a path in the crate: `Minio`.
    pub implementation: String,
}

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

/// Every way in which plugin contracts and plugin crates do not fit together.
pub fn check(model: &Model, crates: &[PluginCrate]) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let mut seen: BTreeMap<(&str, &str), Place> = BTreeMap::new();
    for krate in crates {
        for declaration in &krate.declarations {
            let place = krate.place(declaration);
            findings.extend(check_declaration(model, declaration).map(|finding| finding.at(place.clone())));
            if let Some(first) = seen.insert((&declaration.group, &declaration.name), place.clone()) {
                findings.push(declared_twice(declaration, place, first));
            }
        }
    }
    let implemented: BTreeSet<&str> =
        implemented(model, crates).iter().map(|(plugin, _)| plugin.head.id.name.as_str()).collect();
    let missing = model.plugins.iter().filter(|plugin| !implemented.contains(plugin.head.id.name.as_str()));
    findings.extend(missing.map(|plugin| unimplemented(model, plugin)));
    findings.sorted()
}

fn check_declaration(model: &Model, declaration: &Declaration) -> Option<Diagnostic> {
    let Declaration { group, name, implementation } = declaration;
    let Some((category, _)) = resolve(model, group) else {
        let known = groups(model);
        let known = names::by_nearness(group, known.iter().map(String::as_str)).join(", ");
        return Some(
            Diagnostic::error("CONTRACT_PLUGIN_GROUP_UNKNOWN", format!("no plugin category has the group `{group}`"))
                .help(format!("write one of: {known}")),
        );
    };
    if !is_path(implementation) {
        return Some(
            Diagnostic::error("CONTRACT_PLUGIN_TYPE_INVALID", format!("`{implementation}` is not the path of a type"))
                .help("name the type that implements the plugin, such as `Minio` or `minio::Minio`"),
        );
    }
    if model.plugins.iter().any(|plugin| plugin.category == category && plugin.name == *name) {
        return None;
    }
    let known: Vec<&str> =
        model.plugins.iter().filter(|plugin| plugin.category == category).map(|plugin| plugin.name.as_str()).collect();
    let help = match names::nearest(name, known).first() {
        Some(near) => format!("rename it to `{near}`, or write contracts/plugins/{category}/{name}/v1.yaml"),
        None => format!("write contracts/plugins/{category}/{name}/v1.yaml"),
    };
    Some(
        Diagnostic::error(
            "CONTRACT_PLUGIN_WITHOUT_CONTRACT",
            format!("the {category} plugin `{name}` has no contract"),
        )
        .help(help),
    )
}

fn declared_twice(declaration: &Declaration, place: Place, first: Place) -> Diagnostic {
    let Declaration { group, name, .. } = declaration;
    let mut finding = Diagnostic::error("CONTRACT_PLUGIN_TWICE", format!("`{name}` is declared twice in `{group}`"))
        .help("remove one of the two, or give its plugin another name")
        .at(place);
    finding.related.push((first, "first declared here".to_owned()));
    finding
}

fn unimplemented(model: &Model, plugin: &Plugin) -> Diagnostic {
    let Plugin { category, name, .. } = plugin;
    let group = model.interfaces.iter().find(|interface| interface.head.id.name == *category);
    let group = group.and_then(|interface| interface.group.clone()).unwrap_or_else(|| format!("floe.{category}"));
    let example = names::pascal_case(name);
    Diagnostic::error(
        "CONTRACT_PLUGIN_UNIMPLEMENTED",
        format!("the {category} plugin `{name}` has a contract, but no crate implements it"),
    )
    .help(format!(
        "add `\"{group}\" = {{ {name} = \"{example}\" }}` under [package.metadata.floe.plugins] of a crate in plugins/"
    ))
    .at(Place::of_file(&plugin.head.file))
}

/// The category and role that a group stands for.
fn resolve(model: &Model, group: &str) -> Option<(String, Role)> {
    let interfaces = model.interfaces.iter().filter_map(|interface| Some((interface, interface.group.as_deref()?)));
    let mut all = interfaces.flat_map(|(interface, base)| {
        let category = &interface.head.id.name;
        roles(interface).into_iter().map(move |role| (role.group(base), (category.clone(), role)))
    });
    all.find(|(name, _)| name == group).map(|(_, found)| found)
}

fn groups(model: &Model) -> Vec<String> {
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

fn groups_of(declared: &Value) -> Option<Vec<Declaration>> {
    let mut all = Vec::new();
    for (group, plugins) in declared.as_object()? {
        for (name, implementation) in plugins.as_object()? {
            let implementation = implementation.as_str()?.to_owned();
            all.push(Declaration { group: group.clone(), name: name.clone(), implementation });
        }
    }
    Some(all)
}

/// Whether a text can stand in generated code as the path of a type.
fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok_and(|path| {
        path.leading_colon.is_none() && path.segments.iter().all(|segment| segment.arguments.is_none())
    })
}

impl PluginCrate {
    /// A package's declarations, from what Cargo hands on of its `[package.metadata]`; `None` where it says nothing of floe's plugins.
    pub fn read(
        package: &str,
        library: &str,
        folder: &str,
        manifest: &str,
        metadata: &Value,
    ) -> Option<Result<Self, Diagnostic>> {
        let declared = metadata.get("floe")?.get("plugins")?;
        let declarations = groups_of(declared);
        let krate = Self {
            package: package.to_owned(),
            library: library.to_owned(),
            folder: folder.to_owned(),
            manifest: manifest.to_owned(),
            declarations: declarations.clone().unwrap_or_default(),
        };
        Some(declarations.map(|_| krate.clone()).ok_or_else(|| {
            Diagnostic::error(
                "CONTRACT_PLUGIN_METADATA_INVALID",
                "[package.metadata.floe.plugins] is not a table of plugins by group",
            )
            .help("write it as `\"floe.storage\" = { minio = \"Minio\" }`")
            .at(Place::of_file(krate.manifest_path()))
        }))
    }

    /// The path of its `Cargo.toml`.
    pub fn manifest_path(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// Where a declaration's name stands in the manifest, found as text: Cargo hands the table on without positions.
    fn place(&self, declaration: &Declaration) -> Place {
        let lines = || (1_u32..).zip(self.manifest.lines());
        let group = format!("\"{}\"", declaration.group);
        let Some((first, _)) = lines().find(|(_, line)| line.contains(&group)) else {
            return Place::of_file(self.manifest_path());
        };
        let found = lines().filter(|(line, _)| *line >= first).find_map(|(line, text)| {
            let from = if line == first { text.find(&group)? + group.len() } else { 0 };
            let at = from + word_at(&text[from..], &declaration.name)?;
            let column = u32::try_from(text[..at].chars().count()).ok()? + 1;
            let len = u32::try_from(declaration.name.chars().count()).ok()?;
            Some(Span::new(line, column, len))
        });
        Place::new(self.manifest_path(), found.unwrap_or(Span::new(first, 1, 0)))
    }
}

/// Where a word stands in a text, not as part of a longer one.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}
