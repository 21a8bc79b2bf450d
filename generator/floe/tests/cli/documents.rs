//! Documents that nobody should write: each ends with a code, an exit code and nothing written, and none with a panic.

use crate::program::{Folder, MANIFEST};

fn refused(manifest: impl AsRef<[u8]>, code: &str) {
    let folder = Folder::platform();
    folder.write("manifest.yaml", manifest);
    folder.run(&["platform", "compile"]).refused(1, code);
    assert_eq!(folder.entries(), ["manifest.yaml", "orders"], "{code}");
}

#[test]
fn text_that_is_no_document_is_refused() {
    refused("", "LOAD_YAML_EMPTY");
    refused("\n# only a comment\n", "LOAD_YAML_EMPTY");
    refused(&MANIFEST[..MANIFEST.len() - 5], "LOAD_YAML_SYNTAX");
    refused("a:\n\tb: 1\n", "LOAD_YAML_SYNTAX");
    refused("\"\n", "LOAD_YAML_SYNTAX");
    refused("--- {}\n--- {}\n", "LOAD_YAML_UNSUPPORTED");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    refused((0..=255).collect::<Vec<u8>>(), "LOAD_YAML_ENCODING");
    refused([0xff, 0xfe, b'a', 0, b':', 0], "LOAD_YAML_ENCODING");
    refused([0xfe, 0xff, 0, b'a', 0, b':'], "LOAD_YAML_ENCODING");
    refused([0; 64], "LOAD_YAML_ENCODING");
}

#[test]
fn documents_beyond_the_limits_are_refused() {
    refused("[".repeat(100_000), "LOAD_YAML_LIMIT");
    refused("{a: ".repeat(70), "LOAD_YAML_LIMIT");
    refused(format!("a: &a x\nb: [{}]\n", "*a, ".repeat(200)), "LOAD_YAML_LIMIT");
}

#[test]
fn a_document_of_a_hundred_megabytes_is_refused() {
    let folder = Folder::platform();
    let run = folder.shell("yes '# nothing' | head -c 100000000 > manifest.yaml && exec $floe platform compile");
    run.refused(1, "LOAD_YAML_LIMIT");
}

#[test]
fn a_document_that_is_something_else_is_refused() {
    refused("- a\n- b\n", "LOAD_TYPE_MISMATCH");
    refused("just text\n", "LOAD_TYPE_MISMATCH");
    refused("a: 1\na: 2\n", "LOAD_YAML_DUPLICATE_KEY");
    refused("1: 2\n", "LOAD_YAML_UNSUPPORTED");
    refused(MANIFEST.replace("kind: Manifest", "kind: FloeSpec"), "LOAD_VALUE_INVALID");
}

#[test]
fn every_document_that_is_wrong_is_named_in_one_run() {
    let folder = Folder::platform();
    folder.write("manifest.yaml", "");
    folder.write("a/floe.yaml", "a: [\n");
    folder.write("b/floe.yaml", [0xff, 0xfe]);
    let run = folder.run(&["platform", "compile"]);
    run.refused(1, "LOAD_YAML_EMPTY");
    for place in ["manifest.yaml:1:1", "a/floe.yaml:1:4", "b/floe.yaml:1:1"] {
        assert!(run.stderr.contains(place), "{place} in {}", run.stderr);
    }
}

#[test]
fn findings_without_end_are_shown_up_to_a_hundred() {
    let folder = Folder::platform();
    folder.write("manifest.yaml", "a: 1\n".repeat(1_000));
    let run = folder.run(&["platform", "compile"]);
    run.refused(1, "LOAD_YAML_DUPLICATE_KEY");
    assert_eq!(run.stderr.matches("error[").count(), 100);
    assert!(run.stderr.ends_with("and 899 more; all of them with --format json\n"), "{}", run.stderr);
}

#[test]
fn findings_as_json_have_code_place_and_remedy_and_the_shape_of_their_contract() {
    let folder = Folder::platform();
    folder.write("manifest.yaml", MANIFEST.replace("{type: duckdb}", "{typ: duckdb}"));
    let run = folder.run(&["platform", "compile", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let report = floe_types::documents::report::Report::parse(&report).unwrap();
    assert!(!report.ok && report.digest.is_none() && report.outputs.is_empty());
    let finding = &report.diagnostics[0];
    assert_eq!((finding.code.as_str(), finding.line, finding.column), ("LOAD_KEY_UNKNOWN", Some(5), Some(13)));
    assert!(finding.help.is_some());
}
