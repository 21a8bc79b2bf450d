//! Selections: where a manifest names the plugin of a category, editors know the plugins and the config of the named one.

use floe_base::Place;
use floe_contract::model::{EnumValue, Field, Plugin, Type};
use serde_json::{Map, Value, json};

use super::Definitions;
use super::types::{describe, enumeration};
use crate::inside::object_fields;
use crate::selection::{CONFIG, HOSTING, NAME, is_list, selected};

impl Definitions<'_> {
    /// The category whose plugin the field selects.
    pub(super) fn category(&self, field: &Field) -> Option<&str> {
        let (_, category) = self.selections.iter().find(|(own, _)| own.place == field.place)?;
        Some(&category.head.id.name)
    }

    /// The values of a field that selects a plugin. Where the category has no plugin, any config is accepted.
    pub(super) fn selection(&mut self, category: &str, field: &Field) -> Value {
        let model = self.model;
        let plugins: Vec<&Plugin> = model.plugins.iter().filter(|plugin| plugin.category == category).collect();
        let fields = object_fields(model, selected(field)).filter(|_| !plugins.is_empty());
        let Some(fields) = fields else { return self.use_of(&field.ty) };
        let one = self.reference(&format!("plugins.{}", field.name), |all| {
            let names = plugins.iter().map(|plugin| EnumValue {
                value: plugin.name.clone(),
                description: plugin.head.description.clone(),
                place: Place::of_file(&plugin.head.file),
            });
            let mut schema = all.object(fields, Map::new());
            describe(&mut schema, &field.description);
            let choice = enumeration(&names.collect::<Vec<_>>());
            let description = std::mem::replace(&mut schema["properties"][NAME], choice)["description"].take();
            schema["properties"][NAME]["description"] = description;
            schema["allOf"] = plugins.iter().map(|plugin| all.choice(plugin)).collect();
            schema
        });
        if is_list(field) { json!({ "type": "array", "items": one }) } else { one }
    }

    /// The hosting and the config where this plugin is named.
    fn choice(&mut self, plugin: &Plugin) -> Value {
        let named = json!({ "properties": { NAME: { "const": plugin.name } }, "required": [NAME] });
        let mut modes: Vec<Value> = plugin.hosting.iter().map(|way| way.mode.word().into()).collect();
        modes.push(Value::Null);
        let config = Type::Ref(plugin.config.clone());
        let fields = object_fields(self.model, &config).unwrap_or_default();
        let mut follows = json!({ "properties": { HOSTING: { "enum": modes }, CONFIG: self.use_of(&config) } });
        if fields.iter().any(|field| field.required) {
            follows["required"] = json!([CONFIG]);
        }
        json!({ "if": named, "then": follows })
    }
}
