//! `PluginId`: the identity of a plugin.

use std::fmt;

/// The identity of a plugin: two plugins of different categories may have the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginId<'a> {
    /// `lineage-backend`
    pub category: &'a str,
    /// `marquez`
    pub name: &'a str,
}

impl<'a> PluginId<'a> {
    /// Reads `lineage-backend/marquez`, the form of contracts.
    pub fn parse(path: &'a str) -> Option<Self> {
        path.split_once('/').map(|(category, name)| Self { category, name })
    }

    /// `lineage-backend/marquez`, the form of contracts.
    pub fn path(&self) -> String {
        format!("{}/{}", self.category, self.name)
    }
}

/// `LINEAGE_BACKEND:marquez`
impl fmt::Display for PluginId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.category.to_uppercase().replace('-', "_"), self.name)
    }
}
