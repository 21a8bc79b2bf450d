//! Documents that nobody should write: each ends with a code, an exit code and nothing written, and none with a panic.

use crate::program::{Folder, MANIFEST};

#[test]
fn what_is_no_manifest_is_refused() {
    let bytes: Vec<u8> = (0..=255).collect();
    let aliases = format!("a: &a x\nb: [{}]\n", "*a, ".repeat(200));
    let (lists, maps) = ("[".repeat(100_000), "{a: ".repeat(70));
    let other = MANIFEST.replace("kind: Manifest", "kind: FloeSpec");
    let cases: [(&[u8], &str); 18] = [
        (b"", "LOAD_YAML_EMPTY"),
        (b"\n# only a comment\n", "LOAD_YAML_EMPTY"),
        (&MANIFEST.as_bytes()[..MANIFEST.len() - 5], "LOAD_YAML_SYNTAX"),
        (b"a:\n\tb: 1\n", "LOAD_YAML_SYNTAX"),
        (b"\"\n", "LOAD_YAML_SYNTAX"),
        (b"--- {}\n--- {}\n", "LOAD_YAML_UNSUPPORTED"),
        (&bytes, "LOAD_YAML_ENCODING"),
        (&[0xff, 0xfe, b'a', 0, b':', 0], "LOAD_YAML_ENCODING"),
        (&[0xfe, 0xff, 0, b'a', 0, b':'], "LOAD_YAML_ENCODING"),
        (&[0; 64], "LOAD_YAML_ENCODING"),
        (lists.as_bytes(), "LOAD_YAML_LIMIT"),
        (maps.as_bytes(), "LOAD_YAML_LIMIT"),
        (aliases.as_bytes(), "LOAD_YAML_LIMIT"),
        (b"- a\n- b\n", "LOAD_TYPE_MISMATCH"),
        (b"just text\n", "LOAD_TYPE_MISMATCH"),
        (b"a: 1\na: 2\n", "LOAD_YAML_DUPLICATE_KEY"),
        (b"1: 2\n", "LOAD_YAML_UNSUPPORTED"),
        (other.as_bytes(), "LOAD_VALUE_INVALID"),
    ];
    for (manifest, code) in cases {
        let folder = Folder::with_manifest(manifest);
        folder.run("platform compile").refused(1, code);
        assert_eq!(folder.entries(), ["manifest.yaml", "orders"], "{code}");
    }
}

#[test]
fn a_document_of_a_hundred_megabytes_is_refused() {
    let folder = Folder::platform();
    let run = folder.shell("yes '# nothing' | head -c 100000000 > manifest.yaml && exec $floe platform compile");
    run.refused(1, "LOAD_YAML_LIMIT");
}

#[test]
fn every_document_that_is_wrong_is_named_in_one_run() {
    let folder = Folder::with_manifest("");
    folder.write("a/floe.yaml", "a: [\n");
    folder.write("b/floe.yaml", [0xff, 0xfe]);
    let run = folder.run("platform compile");
    run.refused(1, "LOAD_YAML_EMPTY").says(&["manifest.yaml:1:1", "a/floe.yaml:1:4", "b/floe.yaml:1:1"]);
}

#[test]
fn findings_without_end_are_shown_up_to_a_hundred() {
    let run = Folder::with_manifest("a: 1\n".repeat(1_000)).run("platform compile");
    run.refused(1, "LOAD_YAML_DUPLICATE_KEY");
    assert_eq!(run.stderr.matches("error[").count(), 100);
    assert!(run.stderr.ends_with("and 899 more; all of them with --format json\n"), "{}", run.stderr);
}

#[test]
fn findings_as_json_have_code_place_and_remedy_and_the_shape_of_their_contract() {
    let folder = Folder::with_manifest(MANIFEST.replace("{type: duckdb}", "{typ: duckdb}"));
    let run = folder.run("platform compile --format json");
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let report = floe_types::documents::report::Report::parse(&report).unwrap();
    assert!(!report.ok && report.digest.is_none() && report.outputs.is_empty());
    let finding = &report.diagnostics[0];
    assert_eq!((finding.code.as_str(), finding.line, finding.column), ("LOAD_KEY_UNKNOWN", Some(5), Some(13)));
    assert!(finding.help.is_some());
}
