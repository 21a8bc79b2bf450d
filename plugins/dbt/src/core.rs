//! The dbt plugin `core`: dbt core, in the process of the job itself.

use std::collections::BTreeMap;

use floe_types::interfaces::dbt::Dbt;
use floe_types::plugins::dbt::core::{CoreConfig, INFO};
use serde_json::{Value, json};

/// The dbt plugin `core`.
#[derive(Debug)]
pub struct Core;

impl From<CoreConfig> for Core {
    fn from(_: CoreConfig) -> Self {
        Self
    }
}

impl Dbt for Core {
    /// dbt core keeps state in globals of the process.
    fn supports_parallel_execution(&self) -> bool {
        false
    }

    /// By `SQLFluff`, which knows the dialects of dbt's adapters.
    fn supports_sql_linting(&self) -> bool {
        true
    }

    fn get_runtime_metadata(&self) -> BTreeMap<String, Value> {
        BTreeMap::from([("runtime".to_owned(), json!(INFO.name)), ("thread_safe".to_owned(), json!(false))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lints_but_runs_one_command_at_a_time() {
        let core = Core::from(CoreConfig::default());
        assert!(core.supports_sql_linting());
        assert!(!core.supports_parallel_execution());
        assert_eq!(json!(core.get_runtime_metadata()), json!({"runtime": "core", "thread_safe": false}));
    }
}
