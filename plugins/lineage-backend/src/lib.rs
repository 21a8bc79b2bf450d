//! Built-in lineage backend plugins: each translates the config into the lineage binding. No plugin here sends an
//! event.

mod marquez;

pub use marquez::Marquez;
