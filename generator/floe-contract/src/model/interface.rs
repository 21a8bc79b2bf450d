//! Interfaces: plugin categories with their methods, and what their plugins need of others. Not the plugins.

use std::collections::BTreeMap;

use floe_base::Place;
use floe_base::de::{keys, present};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Head, Type};

/// What can be asked of something: of each plugin of a category, of every plugin ([`Interface::is_base`]), or, where it has no group, of one
/// thing that is no plugin.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Interface {
    /// Its head; the name is the category (`storage`, `lineage-backend`); `plugin` is the base that all categories share.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The entry-point group, `floe.storage`; `None` where it is no category.
    pub group: Option<String>,
    /// The key under `plugins` in a manifest; `None` where no manifest selects its plugins.
    pub manifest_key: Option<String>,
    /// How many a manifest selects.
    pub selection: Selection,
    /// Types defined here for its methods.
    #[serde(rename = "$defs", deserialize_with = "keys")]
    pub types: Vec<String>,
    /// Its methods, in order.
    pub methods: Vec<Method>,
    /// What a plugin of this category needs of plugins of others.
    pub composition: Vec<CompositionRule>,
}

impl Interface {
    /// Whether it is the one that every category shares.
    pub fn is_base(&self) -> bool {
        self.head.id.name == "plugin"
    }
}

/// How many plugins of a category a manifest selects.
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

/// For whom floe asks a compile-phase method.
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
    /// When it is called.
    pub phase: Phase,
    /// Its parameters, in order.
    pub takes: Vec<Parameter>,
    /// What it returns; `None` is nothing.
    pub returns: Option<Type>,
    /// Whether the return value may be absent.
    pub optional: bool,
    /// The value that the method returns unless a plugin says otherwise, null where it returns nothing; `None`: each plugin must
    /// implement it.
    #[serde(deserialize_with = "present")]
    pub default: Option<Value>,
    /// The codes with which it can fail; empty: it cannot.
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
    /// The facet it belongs to (its own small trait that only some plugins implement); `None`: the main trait of its phase.
    pub facet: Option<String>,
    /// Where it is defined.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// One parameter of a method.
#[derive(Debug, Clone, Deserialize)]
pub struct Parameter {
    /// `namespace`
    #[serde(rename = "$key")]
    pub name: String,
    /// Its type.
    #[serde(rename = "$self")]
    pub ty: Type,
    /// Whether it may be absent.
    pub optional: bool,
    /// The value that absence means where a language lets callers leave it out; a plain one.
    #[serde(deserialize_with = "present")]
    pub default: Option<Value>,
    /// For people.
    pub description: String,
}

impl Parameter {
    /// Whether every caller must say it.
    pub const fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

/// What a plugin's requirements must find in another category's capabilities: the lists of that name must share a value.
#[derive(Debug, Clone, Deserialize)]
pub struct CompositionRule {
    /// The list, a field of both `CapabilitySet` and `RequirementSet`: `protocols`.
    pub needs: String,
    /// The category that provides it.
    pub from: String,
    /// The code when the lists share nothing.
    pub unsupported: String,
    /// The code when no plugin of that category is selected; `None`: then there is nothing to check.
    pub missing: Option<String>,
    /// Where it stands.
    #[serde(rename = "$place")]
    pub place: Place,
}
