//! Tests of the observation of a run: `-v`, `--timings` and `FLOE_LOG` report spans, and change no output.

use serde_json::Value;

use crate::program::{Folder, Run};

const COMPILE: &str = "platform compile --quiet";
const TIMED: &str = "platform compile --quiet --timings trace.json";

fn filtered(folder: &Folder, filter: &str) -> Run {
    folder.shell(&format!("FLOE_LOG='{filter}' exec $floe {COMPILE}"))
}

fn names(told: &str) -> Vec<&str> {
    told.lines().filter_map(|line| Some(line.split_once(" ms ")?.1.trim())).collect()
}

#[test]
fn one_v_tells_of_phases_and_two_of_products_and_plugins_too_and_none_tells_nothing() {
    let folder = Folder::platform();
    let plain = folder.run(COMPILE);
    assert_eq!(plain.stderr, "");
    for (option, products_and_plugins) in [("-v", false), ("-vv", true)] {
        let run = folder.run(&format!("{COMPILE} {option}"));
        assert_eq!(run.digest(), plain.digest());
        let told = names(&run.stderr);
        assert!(["discover", "resolve", "compile", "write"].iter().all(|phase| told.contains(phase)), "{told:?}");
        for more in ["ask plugin compute duckdb", "lower product orders/floe.yaml"] {
            assert_eq!(told.contains(&more), products_and_plugins, "{told:?}");
        }
    }
}

#[test]
fn timings_are_a_trace_of_events_in_a_file_or_an_error() {
    let folder = Folder::platform();
    let lost = folder.run("platform compile --quiet --timings no/such/folder.json");
    assert_eq!(lost.code, 1, "{lost:?}");
    lost.says(&["error[COMMAND_OUTPUT_UNWRITABLE]"]);
    let run = folder.run(TIMED);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let trace: Value = serde_json::from_str(&folder.text("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let timed = |event: &Value| event["ph"] == "X" && event["ts"].is_number() && event["dur"].is_number();
    assert!(events.iter().all(timed), "{events:?}");
    let product = events.iter().find(|event| event["name"] == "lower product").unwrap();
    assert_eq!(product["args"]["file"], "orders/floe.yaml");
}

#[test]
fn timings_of_a_run_that_finds_something_are_written_too_and_tell_no_secret() {
    let folder = Folder::platform();
    folder.write("orders/floe.yaml", "metadata: {name: orders, password: hunter2hunter2}\n");
    let run = folder.run(&format!("{TIMED} -vv"));
    assert_eq!(run.code, 1, "{run:?}");
    let trace = folder.text("trace.json");
    assert!(serde_json::from_str::<Value>(&trace).is_ok());
    assert!(!run.stderr.contains("hunter2") && !trace.contains("hunter2"), "{run:?}");
}

#[test]
fn floe_log_chooses_what_is_told_and_is_a_usage_error_where_it_says_nothing_of_floe() {
    let folder = Folder::platform();
    for wrong in ["debg", "floe=loud", "serde=debug"] {
        let run = filtered(&folder, wrong);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.starts_with("error: FLOE_LOG is not a filter: "), "{run:?}");
    }
    assert!(!folder.path("dist").exists());
    assert_eq!(names(&filtered(&folder, "floe_chart=info").stderr), ["package"]);
    assert_eq!(filtered(&folder, "").stderr, "");
}
