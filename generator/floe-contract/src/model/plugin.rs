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
    /// Its head; `id.name` is `category/name`.
    #[serde(rename = "$self")]
    pub head: Head,
    /// Its category, an interface's name.
    pub category: String,
    /// Its name within the category.
    pub name: String,
    /// The plugin API it is written for, `1.0`.
    pub api: String,
    /// Names of plugins (`category/name`) that must be there too.
    pub dependencies: Vec<String>,
    /// The ways it can run; the first is the default.
    pub hosting: Vec<Hosting>,
    /// The name of its config's type, `MinioConfig`.
    #[serde(deserialize_with = "later")]
    pub config: String,
    /// The types it defines, config included.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// A `CapabilitySet`, where `{"$": "config.<path>"}` stands for a value of the config.
    #[serde(deserialize_with = "object")]
    pub capabilities: Value,
    /// A `RequirementSet`, likewise.
    #[serde(deserialize_with = "object")]
    pub requirements: Value,
    /// What the plugin adds to binding contracts.
    pub adds: Vec<Addition>,
    /// The plugins without which it cannot be shown at work: names by category.
    pub beside: BTreeMap<String, String>,
    /// Whole configs that must be accepted.
    pub examples: Vec<Value>,
}

/// What a plugin adds to one binding contract.
#[derive(Debug, Clone, Deserialize)]
pub struct Addition {
    /// The binding contract: `floe:bindings/catalog/v1`.
    pub to: String,
    /// The types that stand with the types of the binding.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// The property of the binding's root type that only this plugin fills.
    pub field: Option<AddedField>,
    /// Further values of vocabularies: descriptions by value, by the name of the enumeration.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether the section gives something to the pods that run products; components hold the needs themselves.
    #[serde(deserialize_with = "super::stated")]
    pub runs: bool,
    /// Where it stands.
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
    /// Where the property stands.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// One way in which a plugin can run.
#[derive(Debug, Clone, Deserialize)]
pub struct Hosting {
    /// How.
    #[serde(rename = "$key")]
    pub mode: HostingMode,
    /// The components that the platform deploys for it.
    pub components: Vec<String>,
}

/// Who runs a plugin's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostingMode {
    /// The platform's own chart.
    #[serde(rename = "self")]
    SelfHosted,
    /// Somebody else.
    External,
    /// Nobody: it is a library in the job's image.
    Library,
}

impl HostingMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::SelfHosted, Self::External, Self::Library];

    /// The word that stands for it in contracts and documents.
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
