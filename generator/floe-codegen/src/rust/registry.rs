//! Registry: the categories, the table that holds all plugins, and the plugins that the crates bring.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::composition::{Composition, Question};
use floe_contract::model::{CompositionRule, Interface, Model, Plugin};
use serde_json::{Value, json};

use super::diagnostics;
use super::names;
use super::source::{Imports, code, file, filled};
use super::traits::{plugin_field, plugin_name, trait_name};
use crate::plugin_crate::PluginCrate;
use crate::role::{Role, Roles, implemented, life_cycle, roles};

const REGISTRY: &str = include_str!("../../../../templates/rust/filled/registry.rs");
const CARGO_TOML: &str = include_str!("../../../../templates/rust/floe-plugins.toml");

fn categories(model: &Model) -> impl Iterator<Item = &Interface> {
    model.interfaces.iter().filter(|interface| interface.group.is_some())
}

/// `registry.rs` of floe-types.
pub(super) fn registry(model: &Model, asked: &Composition<'_>) -> String {
    let mut imports = Imports::default();
    for name in ["CategoryInfo", "Entry", "PluginInfo", "Selection"] {
        imports.path("crate::plugin", name);
    }
    if categories(model).any(|interface| !interface.composition.is_empty()) {
        imports.path("crate::plugin", "CompositionRule");
    }
    // The version of the plugin interface is the version of the base.
    let api = model.interfaces.iter().find(|interface| interface.is_base()).map(|base| {
        imports.path("crate::api_version", "ApiVersion");
        json!({ "major": base.head.version.major, "minor": base.head.version.minor })
    });
    let runtime = life_cycle(model).map(|base| {
        let ty = imports.path(&names::path("crate", &base.head.id), &trait_name(base, &Role::Runtime));
        format!("fn runtime(&self) -> Option<{}<dyn {ty}>>", imports.path("std::sync", "Arc"))
    });
    let categories: Vec<Value> =
        categories(model).map(|interface| category(model, asked, interface, &mut imports)).collect();
    let holes = json!({ "api": api.as_slice(), "runtimes": runtime.as_slice(), "categories": categories });
    filled("contracts/interfaces", &imports, &floe_template::fill(REGISTRY, &holes))
}

fn category(model: &Model, asked: &Composition<'_>, interface: &Interface, imports: &mut Imports) -> Value {
    let name = &interface.head.id.name;
    let questions: Vec<&Question<'_>> = asked.of(interface).collect();
    let needs = questions.iter().flat_map(|question| question.needs()).filter(|(_, optional)| !optional);
    let needs: BTreeSet<&str> = needs.map(|(need, _)| need.head.id.name.as_str()).collect();
    let runs = roles(interface).contains(&Role::Runtime);
    json!({
        "name": name,
        "field": names::value(name),
        "plugin": imports.path(&names::path("crate", &interface.head.id), &plugin_name(interface)),
        "group": format!("{:?}", interface.group.as_deref().unwrap_or_default()),
        "key": format!("{:?}", interface.manifest_key),
        "selection": format!("{:?}", interface.selection),
        "rules": interface.composition.iter().map(|rule| composition_rule(model, rule)).collect::<Vec<_>>(),
        "needs": format!("{:?}", Vec::from_iter(needs)),
        "is_asked": !questions.is_empty(),
        "runtime": if runs { "Some(self.runtime.clone()?)" } else { "None" },
    })
}

/// A rule, whose messages are the constructors of the rule's codes.
fn composition_rule(model: &Model, rule: &CompositionRule) -> Value {
    let CompositionRule { needs, from, unsupported, missing, .. } = rule;
    let missing = missing.as_ref().map(|code| format!("Some(|consumer| {})", constructor(model, code)));
    json!({
        "needs": format!("{needs:?}"),
        "from": format!("{from:?}"),
        "unsupported": constructor(model, unsupported),
        "missing": missing.as_deref().unwrap_or("None"),
    })
}

/// The call of a code's constructor; the arguments have the names that the diagnostic gives them.
fn constructor(model: &Model, code: &str) -> String {
    format!("crate::diagnostics::{}({})", names::value(code), diagnostics::arguments(model, code).join(", "))
}

/// `lib.rs` of floe-plugins.
pub(super) fn plugins(model: &Model, crates: &[PluginCrate]) -> String {
    let mut imports = Imports::default();
    imports.path("floe_types::registry", "Registry");
    let plugins = implemented(model, crates);
    let fields = categories(model).map(|interface| {
        let own = plugins.iter().filter(|(plugin, _)| plugin.category == interface.head.id.name);
        let entries: String = own.map(|(plugin, roles)| entry(&mut imports, interface, plugin, roles)).collect();
        format!("{}: &[{entries}],", names::value(&interface.head.id.name))
    });
    let fields: String = fields.collect();
    let items = format!("/// Every plugin of this build.\npub static REGISTRY: Registry = Registry {{ {fields} }};");
    let about = "The registry of all plugins that stand under `plugins/`. Holds no behaviour of its own.";
    file("plugins/*/Cargo.toml", about, &imports, &code(&items))
}

/// One plugin in the registry.
fn entry(imports: &mut Imports, interface: &Interface, plugin: &Plugin, found: &Roles) -> String {
    let entry = imports.path("floe_types::plugin", "Entry");
    let own = names::path("floe_types", &plugin.head.id);
    format!("{entry} {{ info: &{own}::INFO, load: |config| {} }},", loader(imports, interface, plugin, found))
}

/// The expression that makes a plugin: one value for all roles that one type has.
fn loader(imports: &mut Imports, interface: &Interface, plugin: &Plugin, found: &Roles) -> String {
    let arc = imports.path("std::sync", "Arc");
    let ty = imports.path(&names::path("floe_types", &interface.head.id), &plugin_name(interface));
    let config = format!("{}::{}", names::path("floe_types", &plugin.head.id), names::type_name(&plugin.config));
    let new = |implementation: &String| format!("{arc}::new({implementation}::from({config}::parse(config)?))");
    if let (Some(main), 1) = (found.get(&Role::Main), found.len()) {
        return format!("Ok({ty}::new({}))", new(main));
    }
    let mut values: BTreeMap<&String, String> = BTreeMap::new();
    let mut steps = Vec::new();
    for (role, implementation) in found {
        let field = plugin_field(role);
        let value = values.entry(implementation).or_insert_with(|| {
            let value = format!("as_{}", field.trim_start_matches("r#"));
            steps.push(format!("let {value} = {};", new(implementation)));
            value
        });
        steps.push(match role {
            Role::Main => format!("let mut plugin = {ty}::new({value}.clone());"),
            Role::Runtime | Role::Facet(_) => format!("plugin.{field} = Some({value}.clone());"),
        });
    }
    format!("{{ {} Ok(plugin) }}", steps.concat())
}

/// `Cargo.toml` of floe-plugins.
pub(super) fn cargo_toml(model: &Model, crates: &[PluginCrate]) -> String {
    let all = implemented(model, crates);
    let used = |krate: &&PluginCrate| {
        let prefix = format!("{}::", krate.library);
        all.iter().any(|(_, roles)| roles.values().any(|implementation| implementation.starts_with(&prefix)))
    };
    let mut crates: Vec<&PluginCrate> = crates.iter().filter(used).collect();
    crates.sort_by_key(|krate| &krate.package);
    let rows = crates.iter().map(|krate| json!({ "package": krate.package, "folder": krate.folder }));
    floe_template::fill(CARGO_TOML, &json!({ "crates": rows.collect::<Vec<_>>() }))
}
