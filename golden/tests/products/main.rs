//! What plugins emit for a product, judged by the tools that read it: dbt, dbt-duckdb, DuckDB and Dagster. No expected text stands
//! here.
#![expect(clippy::disallowed_methods, reason = "the judges are programs that read files")]

mod dagster;
mod dbt_profile;
mod platform;
mod python;
mod retail;
