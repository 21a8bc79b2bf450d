//! Built-in orchestrator plugins: each says what its service runs for a product. None of them reaches the service.

mod dagster;

pub use dagster::Dagster;
