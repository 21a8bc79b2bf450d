//! Lint of plugins: every name that they use exists, and their capabilities and requirements have the right shape.

use serde_json::Value;

use super::interfaces::SETS;
use super::{Linter, categories};
use crate::findings::{finding, step};
use crate::messages;
use crate::model::{Component, Form, Model, Plugin, Type};

/// Checks every plugin.
pub(super) fn lint(linter: &mut Linter<'_>) {
    for plugin in &linter.model.plugins {
        category(linter, plugin);
        dependencies(linter, plugin);
        components(linter, plugin);
        offers(linter, plugin, "capabilities", SETS[0], &plugin.capabilities);
        offers(linter, plugin, "requirements", SETS[1], &plugin.requirements);
    }
}

fn category(linter: &mut Linter<'_>, plugin: &Plugin) {
    let (place, unknown) = (linter.place(&plugin.head, "/category"), messages::category_unknown(&plugin.category));
    linter.known(&plugin.category, categories(linter.model), &place, unknown);
}

fn dependencies(linter: &mut Linter<'_>, plugin: &Plugin) {
    let known = linter.model.plugins.iter().map(|plugin| plugin.head.id.name.as_str());
    let dependencies = plugin.dependencies.iter().map(|name| ("/dependencies", name.clone()));
    let beside = plugin.beside.iter().map(|(category, name)| ("/beside", format!("{category}/{name}")));
    for (key, name) in dependencies.chain(beside) {
        linter.known(&name, known.clone(), &linter.place(&plugin.head, key), messages::plugin_unknown(&name));
    }
}

fn components(linter: &mut Linter<'_>, plugin: &Plugin) {
    let known = linter.model.components.iter().map(Component::name);
    for name in plugin.hosting.iter().flat_map(|hosting| &hosting.components) {
        linter.known(name, known.clone(), &linter.place(&plugin.head, "/hosting"), messages::component_unknown(name));
    }
}

/// Checks the literal values, and that the config has every value taken from the config.
fn offers(linter: &mut Linter<'_>, plugin: &Plugin, key: &str, set: &str, tree: &Value) {
    let (model, head) = (linter.model, &plugin.head);
    let Some(source) = model.sources.get(&head.file).filter(|_| model.types.contains_key(set)) else {
        return;
    };
    let mut paths = Vec::new();
    let written = without_paths(tree, &format!("/{key}"), &mut paths);
    // A tree taken from the config as a whole is null here, and no set: that is a finding.
    let found = linter.shapes.check(set, &written.unwrap_or(Value::Null));
    for violation in found {
        linter.out.push(finding(source, &format!("/{key}"), &violation));
    }
    for (pointer, path) in paths {
        let known = path.strip_prefix("config.").is_some_and(|path| leads_somewhere(model, &plugin.config, path));
        if !known {
            let place = linter.place(head, &pointer);
            let help = "write config.<field>, with the name of a field of the plugin's config";
            linter.error(&place, messages::path_unknown_config(&path), help);
        }
    }
}

/// The tree without the values taken from the config, which are gathered with their places.
fn without_paths(tree: &Value, pointer: &str, paths: &mut Vec<(String, String)>) -> Option<Value> {
    match tree {
        Value::Object(map) => {
            if let Some(path) = map.get("$").and_then(Value::as_str).filter(|_| map.len() == 1) {
                paths.push((pointer.to_owned(), path.to_owned()));
                return None;
            }
            let inner = map.iter().map(|(key, value)| (key, format!("{pointer}/{}", step(key)), value));
            let inner = inner.filter_map(|(key, at, value)| Some((key.clone(), without_paths(value, &at, paths)?)));
            Some(Value::Object(inner.collect()))
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            Some(items.filter_map(|(index, item)| without_paths(item, &format!("{pointer}/{index}"), paths)).collect())
        }
        other => Some(other.clone()),
    }
}

fn leads_somewhere(model: &Model, object: &str, path: &str) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(Form::Object(fields)) = model.types.get(object).map(|def| &def.form) else { return false };
    match (fields.iter().find(|field| field.name == first).map(|field| &field.ty), rest) {
        (Some(_), None) => true,
        (Some(Type::Ref(inner)), Some(rest)) => leads_somewhere(model, inner, rest),
        _ => false,
    }
}
