//! Built-in lineage backend plugins: each a translation of its config into the lineage binding. None of them sends an event.

mod marquez;

pub use marquez::Marquez;
