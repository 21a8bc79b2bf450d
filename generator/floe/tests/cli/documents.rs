//! Documents that nobody should write: each ends with a code, an exit code and nothing written, and none with a panic.

use crate::program::{Folder, MANIFEST};

#[test]
fn what_is_no_manifest_is_refused_within_bounds() {
    let bomb: String = (b'b'..=b'p')
        .map(|name| format!("{0}: &{0} [{1}]\n", name as char, format!("*{}, ", (name - 1) as char).repeat(10)))
        .collect::<Vec<_>>()
        .concat();
    let keys = (0..60_000).map(|at| format!("k{at}: 1\n")).collect::<Vec<_>>().concat();
    let big = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(4_000_000), "*a, ".repeat(90));
    let more = |text: String| [MANIFEST.as_bytes(), text.as_bytes()].concat();
    for (manifest, code) in [
        (b"".to_vec(), "LOAD_YAML_EMPTY"),
        (b"\n# only a comment\n".to_vec(), "LOAD_YAML_EMPTY"),
        (MANIFEST.as_bytes()[..MANIFEST.len() - 5].to_vec(), "LOAD_YAML_SYNTAX"),
        (b"a:\n\tb: 1\n".to_vec(), "LOAD_YAML_SYNTAX"),
        (b"\"\n".to_vec(), "LOAD_YAML_SYNTAX"),
        ("a:".repeat(1_000_000).into(), "LOAD_YAML_SYNTAX"),
        (format!("a: \"{}\"\n]", "http://".repeat(300_000)).into(), "LOAD_YAML_SYNTAX"),
        (b"--- {}\n--- {}\n".to_vec(), "LOAD_YAML_UNSUPPORTED"),
        (b"1: 2\n".to_vec(), "LOAD_YAML_UNSUPPORTED"),
        (more(format!("x:\n{}", "- !t v\n".repeat(60_000))), "LOAD_YAML_UNSUPPORTED"),
        ((0..=255).collect(), "LOAD_YAML_ENCODING"),
        (vec![0xff, 0xfe, b'a', 0, b':', 0], "LOAD_YAML_ENCODING"),
        (vec![0xfe, 0xff, 0, b'a', 0, b':'], "LOAD_YAML_ENCODING"),
        (vec![0; 64], "LOAD_YAML_ENCODING"),
        ("[".repeat(100_000).into(), "LOAD_YAML_LIMIT"),
        ("{a: ".repeat(70).into(), "LOAD_YAML_LIMIT"),
        (format!("a: &a x\nb: [{}]\n", "*a, ".repeat(200)).into(), "LOAD_YAML_LIMIT"),
        (format!("a: &a [x]\n{bomb}").into(), "LOAD_YAML_LIMIT"),
        (big.into(), "LOAD_YAML_LIMIT"),
        (b"# nothing\n".repeat(10_000_000), "LOAD_YAML_LIMIT"),
        (more(format!("x:\n{}", "- a\n".repeat(300_000))), "LOAD_YAML_LIMIT"),
        (more(format!("x: {}", "[".repeat(1_000_000))), "LOAD_YAML_LIMIT"),
        (b"a: 1\na: 2\n".to_vec(), "LOAD_YAML_DUPLICATE_KEY"),
        (more(format!("x:\n{}", "  k: v\n".repeat(60_000))), "LOAD_YAML_DUPLICATE_KEY"),
        (more(keys), "LOAD_KEY_UNKNOWN"),
        (b"- a\n- b\n".to_vec(), "LOAD_TYPE_MISMATCH"),
        (b"just text\n".to_vec(), "LOAD_TYPE_MISMATCH"),
        ("x".repeat(2_000_000).into(), "LOAD_TYPE_MISMATCH"),
        (MANIFEST.replace("kind: Manifest", "kind: FloeSpec").into(), "LOAD_VALUE_INVALID"),
    ] {
        let folder = Folder::with_manifest(manifest);
        folder.bounded("").refused(1, code);
        assert_eq!(folder.entries(), ["manifest.yaml", "orders"], "{code}");
    }
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
