//! Built-in dbt plugins. No plugin here runs dbt: dbt runs where a product runs.

mod core;

pub use core::Core;
