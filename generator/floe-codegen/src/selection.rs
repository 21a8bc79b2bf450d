//! The selection of plugins in documents: a map with a key for each category, whose values name a plugin and hold the plugin's config.

use floe_contract::model::{Field, Interface, Model, Plugin, ShapeContract, Type};
use serde_json::{Value, json};

use crate::inside::object_fields;

/// The key of a document under which plugins are selected; interfaces give their keys below it.
pub(crate) const PLUGINS: &str = "plugins";
/// The key of a selection that names the plugin.
pub(crate) const NAME: &str = "type";
/// The key of a selection that holds the plugin's config.
pub(crate) const CONFIG: &str = "config";
/// The key of a selection that names the operator of the plugin's service.
pub(crate) const HOSTING: &str = "hosting";

/// The fields of a document that select plugins, each with the category.
pub(crate) fn selections<'m>(model: &'m Model, contract: &ShapeContract) -> Vec<(&'m Field, &'m Interface)> {
    let root = object_fields(model, &Type::Ref(contract.root.clone())).unwrap_or(&[]);
    let plugins = root.iter().find(|field| field.name == PLUGINS);
    let fields = plugins.and_then(|field| object_fields(model, &field.ty)).unwrap_or(&[]);
    let category = |field: &Field| {
        let key = Some(field.name.as_str());
        model.interfaces.iter().find(|interface| interface.manifest_key.as_deref() == key)
    };
    fields.iter().filter_map(|field| Some((field, category(field)?))).collect()
}

/// Whether the field selects several plugins.
pub(crate) fn is_list(field: &Field) -> bool {
    matches!(field.ty, Type::Array { .. })
}

/// The type of one selection: of the field, or of the items of the field's list.
pub(crate) fn selected(field: &Field) -> &Type {
    match &field.ty {
        Type::Array { items, .. } => items,
        one => one,
    }
}

/// A document that selects the plugin and the plugins that the contract names beside the plugin: the file's name and the content.
pub(crate) fn example<'m>(model: &'m Model, plugin: &Plugin) -> Option<(&'m str, Value)> {
    let written = model.documents.iter().filter_map(|contract| Some((contract, contract.file.as_deref()?)));
    let mut selecting = written.map(|(contract, file)| (contract, file, selections(model, contract)));
    let (contract, file, fields) =
        selecting.find(|(_, _, fields)| fields.iter().any(|(_, category)| category.head.id.name == plugin.category))?;
    let mut document = contract.examples.first()?.clone();
    let beside = model.plugins.iter().filter(|other| plugin.beside.get(&other.category) == Some(&other.name));
    for selected in beside.chain([plugin]) {
        let (field, _) = fields.iter().find(|(_, category)| category.head.id.name == selected.category)?;
        let selection = selection(selected);
        document[PLUGINS][&field.name] = if is_list(field) { json!([selection]) } else { selection };
    }
    Some((file, document))
}

fn selection(plugin: &Plugin) -> Value {
    let mut selection = json!({ NAME: plugin.name });
    let config = plugin.examples.first().filter(|config| config.as_object().is_some_and(|config| !config.is_empty()));
    if let Some(config) = config {
        selection[CONFIG] = config.clone();
    }
    selection
}
