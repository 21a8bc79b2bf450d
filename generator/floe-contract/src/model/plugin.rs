//! Plugins as their contracts state them. Not their implementations.

use std::collections::BTreeMap;

use floe_base::{Place, de::keys, names};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::{Map, Value};

use super::{Head, Type};

/// One plugin.
#[derive(Debug, Clone, Deserialize)]
pub struct Plugin {
    /// The head; `id.name` is `category/name`.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The category, an interface's name.
    pub category: String,
    /// The name within the category.
    pub name: String,
    /// The version of the plugin API, `1.0`.
    pub api: String,
    /// Names of plugins (`category/name`) that must be there, too.
    pub dependencies: Vec<String>,
    /// The deployment modes; the first is the default.
    pub hosting: Vec<Hosting>,
    /// The name of the config type, `MinioConfig`.
    #[serde(deserialize_with = "later")]
    pub config: String,
    /// The types that the plugin defines, config included.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// A `CapabilitySet`, where `{"$": "config.<path>"}` stands for a value of the config.
    #[serde(deserialize_with = "object")]
    pub capabilities: Value,
    /// A `RequirementSet`, likewise.
    #[serde(deserialize_with = "object")]
    pub requirements: Value,
    /// The additions to binding contracts.
    pub adds: Vec<Addition>,
    /// The plugins without which a demonstration of the plugin is impossible: names by category.
    pub beside: BTreeMap<String, String>,
    /// Whole configs that validators must accept.
    pub examples: Vec<Value>,
}

/// The addition of a plugin to one binding contract.
#[derive(Debug, Clone, Deserialize)]
pub struct Addition {
    /// The binding contract: `floe:bindings/catalog/v1`.
    pub to: String,
    /// The types that stand with the types of the binding.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// The property of the binding's root type that only this plugin fills.
    pub field: Option<AddedField>,
    /// Further values of enumerations: descriptions by value, by the name of the enumeration.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether the section gives something to the pods that run products; components hold the needs themselves.
    #[serde(deserialize_with = "super::stated")]
    pub runs: bool,
    /// The place of the addition.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// A property that a plugin adds to a binding.
#[derive(Debug, Clone, Deserialize)]
pub struct AddedField {
    /// The type.
    #[serde(rename = "$self")]
    pub ty: Type,
    /// For people.
    pub description: String,
    /// The place of the property.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// One deployment mode of a plugin.
#[derive(Debug, Clone, Deserialize)]
pub struct Hosting {
    /// The mode.
    #[serde(rename = "$key")]
    pub mode: HostingMode,
    /// The components that the platform deploys for the plugin.
    pub components: Vec<String>,
}

/// The operator of a plugin's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostingMode {
    /// The platform's own chart.
    #[serde(rename = "self")]
    SelfHosted,
    /// Somebody else.
    External,
    /// Nobody: the plugin is a library in the job's image.
    Library,
}

impl HostingMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::SelfHosted, Self::External, Self::Library];

    /// The word for the mode in contracts and documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::SelfHosted => "self",
            Self::External => "external",
            Self::Library => "library",
        }
    }
}

/// The name of the type of a plugin's config.
pub(crate) fn config_name(plugin: &str) -> String {
    format!("{}Config", names::pascal_case(plugin))
}

/// The config is read as a type, whose name then goes here.
fn later<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| String::new())
}

/// A map with free keys.
fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Map::deserialize(deserializer).map(Value::Object)
}
