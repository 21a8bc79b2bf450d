//! Built-in orchestrator plugins: each describes a product's runs to the service. No plugin here contacts the service.

mod dagster;

pub use dagster::Dagster;
