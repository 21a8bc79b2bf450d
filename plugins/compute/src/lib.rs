//! Built-in compute plugins: each states how dbt reaches the engine. No plugin here runs a query.

mod duckdb;

pub use duckdb::DuckDb;
