//! Schedules: the spelling that floe writes runs at the times of the spelling in the document, by Dagster's own reader.

use std::num::NonZero;

use floe_compiler::{Document, PlatformInput, ProductInput};
use floe_plugins::REGISTRY;
use serde_json::{Value, json};

use crate::python::{answer, script};

const MANIFEST: &str = "apiVersion: floe.dev/v1
kind: Manifest
metadata: {name: shop, version: 1.0.0, owner: data@example.com}
plugins: {compute: {type: duckdb}, orchestrator: {type: dagster}}
";

/// Schedules that schedulers take.
const TAKEN: [&str; 14] = [
    "0 6 * * *",
    " 0\\t6 * *  1-5 ",
    "5/15 * * * *",
    "0 0 * * 7",
    "0 0 * * 5-7",
    "0 12 * * mon-sun/2",
    "0 0 * * Sat,2",
    "15,45 0-6/2 1 jan 0",
    "0 0 29 feb *",
    "*/7 1-5/2 */10 * *",
    "@daily",
    "@Hourly",
    "@weekly",
    "@yearly",
];

/// Schedules on days that no month has.
const NEVER: [&str; 5] = ["0 0 31 2 *", "0 0 31 4,6,9,11 *", "0 0 30 2 *", "0 0 30,31 FEB *", "0 0 31 2 MON"];

/// The schedule in the artifact; `None` where floe refuses the schedule.
fn written(cron: &str) -> Option<String> {
    let spec = format!(
        "apiVersion: floe.dev/v1\nkind: FloeSpec\nmetadata: {{name: orders, version: 1.0.0}}\n\
         transforms: [{{name: orders}}]\nschedule: {{cron: \"{cron}\"}}\n"
    );
    let product = ProductInput { spec: Document::new("floe.yaml", spec), dbt_project: None };
    let input =
        PlatformInput { manifest: Document::new("manifest.yaml", MANIFEST), products: vec![product], is_part: false };
    let outcome = floe_compiler::compile(&input, &REGISTRY, "0.1.0", NonZero::<usize>::MIN);
    let compiled = outcome.value?;
    compiled.products[0].artifacts.schedule.as_ref()?.cron.as_ref().map(ToString::to_string)
}

/// The value of a key in the config of a plugin, as the compiled platform has the value; `None` where floe refuses the config.
pub(crate) fn config(category: &str, plugin: &str, members: &str, key: &str) -> Option<String> {
    let manifest =
        MANIFEST.replace(&format!("{{type: {plugin}}}"), &format!("{{type: {plugin}, config: {{{members}}}}}"));
    let input =
        PlatformInput { manifest: Document::new("manifest.yaml", manifest), products: Vec::new(), is_part: false };
    let outcome = floe_compiler::compile(&input, &REGISTRY, "0.1.0", NonZero::<usize>::MIN);
    let plugins = outcome.value?.platform.plugins;
    let config = plugins.get(category).unwrap_or_else(|| panic!("{category} is selected")).to_value();
    config["config"][key].as_str().map(str::to_owned)
}

#[test]
fn a_schedule_runs_when_dagster_would_run_the_written_one_and_no_schedule_never_runs() {
    let taken = TAKEN.map(|cron| {
        let normal = written(cron).unwrap_or_else(|| panic!("floe refuses {cron}"));
        json!([cron.replace("\\t", "\t"), normal])
    });
    for cron in NEVER {
        assert_eq!(written(cron), None, "{cron}");
    }
    let pairs: Vec<Value> = taken.into_iter().chain(NEVER.map(|cron| json!([cron, null]))).collect();
    let answers = answer(script("cron.py").arg(json!(pairs).to_string()));
    let disagreed: Vec<&Value> = (0..pairs.len()).filter(|at| answers[at] != true).map(|at| &pairs[at]).collect();
    assert!(disagreed.is_empty(), "Dagster disagrees: {disagreed:?}");
}
