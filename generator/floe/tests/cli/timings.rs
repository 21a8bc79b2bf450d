//! Tests of the observation of a run: `-v`, `--timings` and `FLOE_LOG` report spans, and change no output.

use serde_json::Value;

use crate::program::{Folder, Run};

const COMPILE: [&str; 3] = ["platform", "compile", "--quiet"];

fn observed(folder: &Folder, arguments: &[&str], filter: &str) -> Run {
    Run::of(folder.command(&[&COMPILE, arguments].concat()).env("FLOE_LOG", filter))
}

fn names(told: &str) -> Vec<&str> {
    told.lines().filter_map(|line| Some(line.split_once(" ms ")?.1.trim())).collect()
}

#[test]
fn a_run_that_is_not_observed_tells_nothing() {
    assert_eq!(Folder::platform().run(&COMPILE).stderr, "");
}

#[test]
fn one_v_tells_of_phases_and_two_of_products_and_plugins_too() {
    let folder = Folder::platform();
    let plain = folder.run(&COMPILE);
    let phases = folder.run(&[&COMPILE[..], &["-v"]].concat());
    assert_eq!(phases.digest(), plain.digest());
    let told = names(&phases.stderr);
    assert!(["discover", "resolve", "compile", "write"].iter().all(|phase| told.contains(phase)), "{told:?}");
    assert!(!told.contains(&"ask plugin compute duckdb"), "{told:?}");
    let all = folder.run(&[&COMPILE[..], &["-vv"]].concat());
    assert_eq!(all.digest(), plain.digest());
    let told = names(&all.stderr);
    assert!(
        told.contains(&"ask plugin compute duckdb") && told.contains(&"lower product orders/floe.yaml"),
        "{told:?}"
    );
}

#[test]
fn timings_are_a_trace_of_events_in_a_file() {
    let folder = Folder::platform();
    let run = folder.run(&[&COMPILE[..], &["--timings", "trace.json"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let trace: Value = serde_json::from_str(&folder.text("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    assert!(
        events.iter().all(|event| event["ph"] == "X" && event["ts"].is_number() && event["dur"].is_number()),
        "{events:?}"
    );
    let product = events.iter().find(|event| event["name"] == "lower product").unwrap();
    assert_eq!(product["args"]["file"], "orders/floe.yaml");
}

#[test]
fn timings_of_a_run_that_finds_something_are_written_too() {
    let folder = Folder::platform();
    folder.write("orders/floe.yaml", "nothing: here\n");
    let run = folder.run(&[&COMPILE[..], &["--timings", "trace.json"]].concat());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(serde_json::from_str::<Value>(&folder.text("trace.json")).is_ok());
}

#[test]
fn timings_that_cannot_be_written_are_an_error() {
    let folder = Folder::platform();
    let run = folder.run(&[&COMPILE[..], &["--timings", "no/such/folder.json"]].concat());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("error[COMMAND_OUTPUT_UNWRITABLE]"), "{run:?}");
}

#[test]
fn floe_log_chooses_what_is_told() {
    let folder = Folder::platform();
    let told = observed(&folder, &[], "floe_chart=info");
    assert_eq!(names(&told.stderr), ["package"]);
    assert_eq!(observed(&folder, &[], "").stderr, "");
}

#[test]
fn a_filter_that_says_nothing_of_floe_is_a_usage_error() {
    let folder = Folder::platform();
    for wrong in ["debg", "floe=loud", "serde=debug"] {
        let run = observed(&folder, &[], wrong);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.starts_with("error: FLOE_LOG is not a filter: "), "{run:?}");
    }
    assert!(!folder.path("dist").exists());
}

#[test]
fn no_secret_is_told() {
    let folder = Folder::platform();
    folder.write("orders/floe.yaml", "metadata: {name: orders, password: hunter2hunter2}\n");
    let run = folder.run(&[&COMPILE[..], &["-vv", "--timings", "trace.json"]].concat());
    assert!(!run.stderr.contains("hunter2") && !folder.text("trace.json").contains("hunter2"), "{run:?}");
}
