//! Built-in lineage-backend plugins
