//! Observation of a run of floe-gen: `-v`, `--timings` and `FLOE_LOG`.
#![expect(clippy::disallowed_methods, reason = "tests start floe-gen with a variable")]

use std::process::Command;

use serde_json::Value;

use crate::repository::{Repository, judged};

#[test]
fn a_run_tells_how_long_its_phases_took_and_writes_all_of_it_to_a_file() {
    let repository = Repository::new();
    let path = repository.path("trace.json");
    let said = repository.run(&["lint", "-v", "--timings", path.to_str().unwrap()], 0, &[" ms  load contracts\n"]);
    assert!(!said.contains("check contract"), "{said}");
    let trace: Value = serde_json::from_str(&repository.read("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    assert!(events.iter().any(|event| event["args"]["file"] == "contracts/scalars/v1.yaml"), "{events:?}");
}

#[test]
fn a_filter_that_says_nothing_of_floe_is_a_usage_error() {
    let repository = Repository::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_floe-gen"));
    command.args(["lint", "--root"]).arg(repository.path("")).env("FLOE_LOG", "floe=loud");
    judged(&mut command, 2, &["\nerror: FLOE_LOG is not a filter: "]);
}
