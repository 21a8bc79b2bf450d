//! Contracts to Model: reads the contract language, resolves it, and lints what it says. Emits nothing, and touches no disk.

pub mod component;
pub mod model;
#[path = "../../../templates/rust/shape/mod.rs"]
pub mod shape;
pub mod tree;
