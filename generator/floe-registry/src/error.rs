//! `RegistryError`: the errors of plugins, each with code, sentence and remedy from the contracts. Holds no text of its own except causes.

use std::fmt;
use std::time::Duration;

use floe_types::api_version::ApiVersion;
use floe_types::diagnostics::{self as messages, Message};
use floe_types::plugin::PluginError;
use floe_types::registry::{CATEGORIES, PLUGIN_API};
use floe_types::shape::{Problem, Violation};

use crate::plugin_id::PluginId;

/// An error of one plugin, or between plugins. The plugin comes first.
#[derive(Debug, Clone, PartialEq)]
pub enum RegistryError {
    /// Another plugin has this identity already; the earlier plugin stays.
    Duplicate(PluginId<'static>),
    /// The plugin is written for this version of the plugin interface, which this floe does not have.
    Incompatible(PluginId<'static>, ApiVersion),
    /// The plugin states a version of the interface that is not a version.
    InvalidVersion(PluginId<'static>, &'static str),
    /// The plugin's name does not have the form of a plugin name.
    InvalidName(PluginId<'static>),
    /// The plugin's description names this category, which is not the one of the plugin's type.
    WrongCategory(PluginId<'static>, &'static str),
    /// There is no such plugin.
    NotFound {
        /// The category that was asked for.
        category: String,
        /// The name that was asked for.
        name: String,
        /// The plugins that exist (of the category, if the category has any), nearest name first.
        known: Vec<PluginId<'static>>,
    },
    /// The config does not have the shape that the plugin's contract states: all violations.
    Configuration(PluginId<'static>, Vec<FieldError>),
    /// The plugin could not be made or started.
    Startup(PluginId<'static>, Stop),
    /// The plugin could not be shut down.
    Shutdown(PluginId<'static>, Stop),
    /// The plugin depends on these plugins that do not exist, as `category/name`.
    MissingDependency(PluginId<'static>, Vec<&'static str>),
    /// Plugins depend on each other in a circle: from the first plugin around to the plugin before the first.
    CircularDependency(Vec<PluginId<'static>>),
    /// There is no category of this name or group.
    UnknownGroup(String),
}

/// A violation in one field of a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// `oauth2.scopes.0`; empty for the config as a whole.
    pub field: String,
    /// The violation in words, without the value.
    pub message: String,
    /// The kind of violation: `missing`, `type`, `too_large` …
    pub kind: &'static str,
}

/// Why a plugin did not do a requested task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The plugin returned an error.
    Refused(PluginError),
    /// The plugin took longer than this.
    TimedOut(Duration),
    /// The plugin panicked.
    Panicked,
}

impl RegistryError {
    /// The error in words, with code and remedy.
    pub fn message(&self) -> Message {
        match self {
            Self::Duplicate(plugin) => messages::registry_plugin_duplicate(&plugin.to_string()),
            Self::Incompatible(plugin, required) => {
                messages::registry_plugin_incompatible(plugin.name, &required.to_string(), &PLUGIN_API.to_string())
            }
            Self::InvalidVersion(plugin, version) => messages::registry_version_invalid(&plugin.path(), version),
            Self::InvalidName(plugin) => messages::registry_name_invalid(plugin.category, plugin.name),
            Self::WrongCategory(plugin, stated) => messages::registry_category_wrong(&plugin.path(), stated),
            Self::NotFound { category, name, known } => {
                let known: Vec<String> = known.iter().map(PluginId::path).collect();
                messages::registry_plugin_unknown(&PluginId { category, name }.to_string(), &known)
            }
            Self::Configuration(plugin, fields) => {
                let findings: Vec<String> = fields.iter().map(ToString::to_string).collect();
                messages::registry_config_invalid(&plugin.path(), &findings.join("; "))
            }
            Self::Startup(plugin, stop) => messages::registry_startup_failed(&plugin.to_string(), &stop.to_string()),
            Self::Shutdown(plugin, stop) => messages::registry_shutdown_failed(&plugin.to_string(), &stop.to_string()),
            Self::MissingDependency(plugin, missing) => messages::registry_dependency_missing(&plugin.path(), missing),
            Self::CircularDependency(cycle) => {
                let path: Vec<String> = cycle.iter().chain(cycle.first()).map(PluginId::path).collect();
                messages::registry_dependency_cycle(&path.join(" -> "))
            }
            Self::UnknownGroup(group) => {
                let known: Vec<&str> = CATEGORIES.iter().map(|known| known.group).collect();
                messages::registry_group_unknown(group, &known)
            }
        }
    }
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().message)
    }
}

impl std::error::Error for RegistryError {}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gap = if self.field.is_empty() { "" } else { ": " };
        write!(f, "{}{gap}{}", self.field, self.message)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "{} ({})", error.message, error.code),
            Self::TimedOut(limit) => write!(f, "it takes longer than {limit:?}"),
            Self::Panicked => f.write_str("it is broken: it panicked"),
        }
    }
}

impl From<Violation> for FieldError {
    /// For a missing or unknown key, the field is the key itself and not the object around the key.
    fn from(Violation { pointer, problem }: Violation) -> Self {
        let (key, message) = match &problem {
            Problem::Missing { key, .. } => (Some(key.clone()), "is missing".to_owned()),
            Problem::UnknownKey { key, .. } => (Some(key.clone()), "is not known".to_owned()),
            other => (None, other.message()),
        };
        let parents = pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~"));
        let path: Vec<String> = parents.chain(key).collect();
        Self { field: path.join("."), message, kind: kind(&problem) }
    }
}

const fn kind(problem: &Problem) -> &'static str {
    match problem {
        Problem::Type { .. } => "type",
        Problem::UnknownKey { .. } => "unknown_key",
        Problem::Missing { .. } => "missing",
        Problem::Key { .. } => "key",
        Problem::Pattern { .. } => "pattern",
        Problem::TooShort(_) => "too_short",
        Problem::TooLong(_) => "too_long",
        Problem::TooSmall(_) => "too_small",
        Problem::TooLarge(_) => "too_large",
        Problem::TooFew(_) => "too_few",
        Problem::TooMany(_) => "too_many",
        Problem::NotOneOf(_) => "not_one_of",
        Problem::NotConst(_) => "not_const",
        Problem::SecretLiteral => "secret_literal",
        Problem::NoSuchShape(_) => "no_such_shape",
    }
}
