//! The parts of plugins that are read by hand. Not their other keys, which read as contracts state.

use floe_base::{Place, names};
use serde::Deserialize;

use super::Type;

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
