//! Interfaces: plugin categories with their methods, and the requirements of their plugins. Not the plugins.

use std::collections::BTreeMap;

use floe_base::Place;
use floe_base::de::{keys, present};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Head, Type};

/// The methods of each plugin of a category, of every plugin ([`Interface::is_base`]), or, where the interface has no group, of one
/// thing that is no plugin.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Interface {
    /// The head; the name is the category (`storage`, `lineage-backend`); `plugin` is the base that all categories share.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The entry-point group, `floe.storage`; `None`: the interface is no category.
    pub group: Option<String>,
    /// The key under `plugins` in a manifest; `None` where no manifest selects its plugins.
    pub manifest_key: Option<String>,
    /// The number of plugins that a manifest selects.
    pub selection: Selection,
    /// Types defined here for the methods.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// The methods, in order.
    pub methods: Vec<Method>,
    /// The requirements that plugins of this category have of plugins of other categories.
    pub composition: Vec<CompositionRule>,
}

impl Interface {
    /// Whether this is the base that every category shares.
    pub fn is_base(&self) -> bool {
        self.head.id.name == "plugin"
    }
}

/// The number of plugins of a category that a manifest selects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Selection {
    /// Exactly one, written.
    Required,
    /// None or one.
    #[default]
    Optional,
    /// Any number, in a list.
    Several,
    /// One; this one where none is written.
    Default(String),
}

/// When a method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// While compiling: pure.
    Compile,
    /// While the platform runs: asynchronous.
    Run,
}

/// The subject for which floe asks a compile-phase method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskedFor {
    /// For the platform, once; the platform's document carries the answer.
    Platform,
    /// For the platform, once; the platform's document and the document of each product carry the answer.
    Both,
    /// For each product; the product's document carries the answer.
    Product,
    /// For each finished artifact; the answer is a file beside the artifact.
    Artifact,
    /// Floe never asks; programs that embed the plugins do.
    Embedders,
}

/// One method of an interface.
#[derive(Debug, Clone, Deserialize)]
pub struct Method {
    /// `get_deployment_binding`
    #[serde(rename = "$key")]
    pub name: String,
    /// For people.
    pub description: String,
    /// The phase in which the method is called.
    pub phase: Phase,
    /// The parameters, in order.
    pub takes: Vec<Parameter>,
    /// The type of the return value; `None`: the method returns nothing.
    pub returns: Option<Type>,
    /// Whether the return value may be absent.
    pub optional: bool,
    /// The value that the method returns unless a plugin says otherwise, null where the method returns nothing; `None`: each plugin must
    /// implement it.
    #[serde(deserialize_with = "present")]
    pub default: Option<Value>,
    /// The codes with which the method can fail; empty: the method cannot fail.
    pub errors: Vec<String>,
    /// For whom floe asks the method; `None`: of a compile-phase method, the answer serves another method of the category.
    #[serde(rename = "for")]
    pub asked_for: Option<AskedFor>,
    /// The reason why floe itself never asks the method.
    pub why: Option<String>,
    /// The name of the answer, where no document carries the type of the answer.
    #[serde(rename = "as")]
    pub answer: Option<String>,
    /// The parameters that hold the answer of another method of the category: method names by parameter.
    pub from: BTreeMap<String, String>,
    /// The facet of the method (a small trait that only some plugins implement); `None`: the main trait of its phase.
    pub facet: Option<String>,
    /// The place of the definition.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// One parameter of a method.
#[derive(Debug, Clone, Deserialize)]
pub struct Parameter {
    /// `namespace`
    #[serde(rename = "$key")]
    pub name: String,
    /// The type.
    #[serde(rename = "$self")]
    pub ty: Type,
    /// Whether the argument may be absent.
    pub optional: bool,
    /// The value that absence means where a language lets callers leave the argument out; a plain one.
    #[serde(deserialize_with = "present")]
    pub default: Option<Value>,
    /// For people.
    pub description: String,
}

impl Parameter {
    /// Whether every caller must give the argument.
    pub const fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

/// A composition rule: a list of a plugin's requirements and the list of that name in another category's capabilities must share a value.
#[derive(Debug, Clone, Deserialize)]
pub struct CompositionRule {
    /// The list, a field of both `CapabilitySet` and `RequirementSet`: `protocols`.
    pub needs: String,
    /// The category that provides the list.
    pub from: String,
    /// The code when the lists share nothing.
    pub unsupported: String,
    /// The code when no plugin of that category is selected; `None`: then there is nothing to check.
    pub missing: Option<String>,
    /// The place of the rule.
    #[serde(rename = "$place")]
    pub place: Place,
}
