//! floe's own verdicts on a document, and variations of a document with one change each.

use std::num::NonZero;
use std::path::{Path, PathBuf};

use floe_compiler::{Document, PlatformInput, ProductInput};
use floe_plugins::REGISTRY;
use floe_types::SHAPES;
use floe_types::registry::CATEGORIES;
use serde_json::{Map, Value, json};

use crate::MANIFEST;

/// Every file below a folder with one of the names.
pub(crate) fn documents<'n>(folder: &Path, names: impl IntoIterator<Item = &'n String>) -> Vec<PathBuf> {
    let names: Vec<&String> = names.into_iter().collect();
    let all = ignore::Walk::new(folder).map(|entry| entry.expect("the folder can be read").into_path());
    all.filter(|path| names.iter().any(|name| path.ends_with(name.as_str()))).collect()
}

/// Whether the document and the configs of selected plugins match their shapes.
pub(crate) fn accepted(root: &str, document: &Value) -> bool {
    SHAPES.check(root, document).is_empty() && plugins_accepted(&document["plugins"])
}

/// Whether floe refuses a platform with the document.
pub(crate) fn refused(file: &str, document: &Value) -> bool {
    let document = Document::new(file, document.to_string());
    let input = if file == "manifest.yaml" {
        PlatformInput { manifest: document, products: Vec::new(), is_part: false }
    } else {
        let product = ProductInput { spec: document, dbt_project: None };
        PlatformInput { manifest: Document::new("manifest.yaml", MANIFEST), products: vec![product], is_part: false }
    };
    floe_compiler::compile(&input, &REGISTRY, "0.0.0", NonZero::<usize>::MIN).value.is_none()
}

fn plugins_accepted(plugins: &Value) -> bool {
    let selections = CATEGORIES.iter().filter_map(|category| {
        let selection = plugins.get(category.manifest_key?)?;
        let has_plugins = REGISTRY.infos().iter().any(|info| info.category == category.name);
        (has_plugins && !selection.is_null()).then_some((category, selection))
    });
    selections.into_iter().all(|(category, selection)| {
        let Some(info) = selection["type"].as_str().and_then(|name| REGISTRY.info(category.name, name)) else {
            return false;
        };
        let hosting = &selection["hosting"];
        let config = selection.get("config").cloned().unwrap_or_else(|| json!({}));
        (hosting.is_null() || info.hosting.iter().any(|way| *hosting == way.mode.as_str()))
            && info.check_config(&config).is_empty()
    })
}

/// Variations of a document: another value at each place, each key removed, an unknown key in each map.
pub(crate) fn changed(document: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for pointer in pointers(document) {
        let others = [json!(null), json!(true), json!(1), json!(1.5), json!(""), json!("No such word"), json!([])];
        for other in others.into_iter().chain([json!({})]) {
            all.push(with(document, &pointer, |value| *value = other));
        }
        if let Some(keys) = document.pointer(&pointer).and_then(Value::as_object) {
            all.push(with(document, &pointer, |value| value["one_too_many"] = json!(1)));
            let without = keys.keys().map(|key| {
                with(document, &pointer, |value| drop(value.as_object_mut().map(|map: &mut Map<_, _>| map.remove(key))))
            });
            all.extend(without);
        }
    }
    all
}

fn with(document: &Value, pointer: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut document = document.clone();
    document.pointer_mut(pointer).map(change).expect("the place is there");
    document
}

fn pointers(value: &Value) -> Vec<String> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let below =
        below.iter().flat_map(|(step, value)| pointers(value).into_iter().map(move |rest| format!("/{step}{rest}")));
    [String::new()].into_iter().chain(below).collect()
}
