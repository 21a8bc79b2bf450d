//! Built-in compute plugins: each says how dbt reaches its engine. None of them runs a query.

mod duckdb;

pub use duckdb::DuckDb;
