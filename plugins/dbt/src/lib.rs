//! Built-in dbt plugins
