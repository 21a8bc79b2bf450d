//! Files that plugins emit for a product, judged by the tools that read them: dbt, dbt-duckdb, DuckDB and Dagster.
//! Expected texts are in the golden cases instead.
#![expect(clippy::disallowed_methods, reason = "the judges are programs that read files")]

mod cron;
mod dagster;
mod dbt_profile;
mod platform;
mod python;
mod retail;
mod values;
