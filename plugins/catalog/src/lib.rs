//! Built-in catalog plugins: each a translation of its config and the storage binding into the catalog binding. None of
//! them reaches a network.

mod glue;
mod polaris;

pub use glue::Glue;
pub use polaris::Polaris;
