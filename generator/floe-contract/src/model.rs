//! Model: the resolved contracts as plain data. Not their YAML, and no decision of any emitter.
//!
//! Everything is in a fixed order: maps are sorted, fields and cases keep the order in which the contract declares them.

mod component;
mod interface;
mod path;
mod plugin;
mod stated;
mod tree;
mod types;

use std::collections::BTreeMap;
use std::fmt;

use floe_base::Node;
use semver::Version;
use serde::{Deserialize, Serialize};

pub use component::{Check, Config, Content, Every, Mount, Probe, Slots, Workload};
pub use interface::{Parameter, Selection};
pub(crate) use path::EACH;
pub use path::{Path, Root, Target};
pub(crate) use plugin::config_name;
pub use plugin::{AddedField, HostingMode};
pub use stated::*;
pub use tree::{Each, If, Match, Part, PodPart, Text, Tree};
pub use types::{Case, EndpointRef, EnumValue, Field, Form, Scalar, Type, TypeDef, Union, typed};

/// All contracts of a repository, resolved: every reference has a target.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The head of every contract.
    pub heads: BTreeMap<ContractId, Head>,
    /// Named constrained strings and numbers, by name.
    pub scalars: BTreeMap<String, Scalar>,
    /// Every object, enumeration and union that any contract defines, by name; names are unique over all contracts.
    pub types: BTreeMap<String, TypeDef>,
    /// Documents, in order of their id.
    pub documents: Vec<ShapeContract>,
    /// Bindings, in order of their id.
    pub bindings: Vec<ShapeContract>,
    /// Plugin categories, in order of their id.
    pub interfaces: Vec<Interface>,
    /// Plugins, in order of (category, name).
    pub plugins: Vec<Plugin>,
    /// Helm charts, in order of their name.
    pub charts: Vec<Chart>,
    /// Deployable services, in order of their name.
    pub components: Vec<Component>,
    /// Diagnostics, in order of their code.
    pub diagnostics: Vec<DiagnosticDef>,
    /// The ways in which the programs end, in the order of their contract.
    pub exits: Vec<ExitDef>,
    /// The contract files as they were read, by path, so that a finding can name its line.
    pub sources: BTreeMap<String, Node>,
}

/// The kind of a contract; the folder under `contracts/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// `contracts/meta`: how contracts read. The program carries these; no [`Model`] holds one.
    Meta,
    /// `contracts/scalars`
    Scalars,
    /// `contracts/documents`
    Document,
    /// `contracts/bindings`
    Binding,
    /// `contracts/interfaces`
    Interface,
    /// `contracts/plugins`
    Plugin,
    /// `contracts/charts`
    Chart,
    /// `contracts/components`
    Component,
    /// `contracts/diagnostics`
    Diagnostics,
}

impl Kind {
    /// Every kind in the order of the enumeration, with the word for the kind and the folder under `contracts/`.
    const NAMED: [(Self, &'static str, &'static str); 9] = [
        (Self::Meta, "meta", "meta"),
        (Self::Scalars, "scalars", "scalars"),
        (Self::Document, "document", "documents"),
        (Self::Binding, "binding", "bindings"),
        (Self::Interface, "interface", "interfaces"),
        (Self::Plugin, "plugin", "plugins"),
        (Self::Chart, "chart", "charts"),
        (Self::Component, "component", "components"),
        (Self::Diagnostics, "diagnostics", "diagnostics"),
    ];

    /// The folder under `contracts/`.
    pub const fn folder(self) -> &'static str {
        Self::NAMED[self as usize].2
    }

    /// The kind whose contracts stand in a folder under `contracts/`.
    pub(crate) fn of_folder(folder: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|(.., known)| *known == folder).map(|(kind, ..)| kind)
    }

    /// The kind for which a word stands, as `kind` in a contract.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| kind)
    }
}

/// A contract's identity: `bindings/storage/v1`, `plugins/storage/minio/v1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ContractId {
    /// The kind.
    pub kind: Kind,
    /// The name; a plugin's is `category/name`.
    pub name: String,
    /// The major version.
    pub major: u64,
}

impl fmt::Display for ContractId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/v{}", self.kind.folder(), self.name, self.major)
    }
}

/// The head that every contract begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// The contract's identity.
    pub id: ContractId,
    /// The version; a plugin's own version.
    pub version: Version,
    /// One or more sentences for people.
    pub description: String,
    /// The place, relative to the repository: `contracts/bindings/storage/v1.yaml`.
    pub file: String,
}
