//! Built-in orchestrator plugins: each states what the service runs for a product. No plugin here reaches the service.

mod dagster;

pub use dagster::Dagster;
