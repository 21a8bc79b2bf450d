//! The parts of interfaces that are read by hand. Not the methods, which read as contracts state.

use floe_base::de::present;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Interface, Type};

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
