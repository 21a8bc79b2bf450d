//! Built-in dbt plugins. None of them runs dbt: that is done where a product runs.

mod core;

pub use core::Core;
