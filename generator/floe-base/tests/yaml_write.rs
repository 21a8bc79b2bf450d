//! The YAML writer's output, judged by the readers that people's tools have: this one (YAML 1.2), libyaml by
//! `serde_yaml`, `PyYAML` and Helm (YAML 1.1).

use std::path::{Path, PathBuf};
use std::process::Command;

use floe_base::yaml::{self, Limits};
use serde_json::{Map, Value, json};

/// Words that one reader or another takes for something else, or that have no place in plain or block style.
const WORDS: &str = r#"
    ~ null Null true True TRUE false yes Yes no NO on On off y Y n N 0 -0 012 0o7 0x1F 0b10 1_000 1e3 1E+3 .5 5. -.5
    +1 1.5 .inf -.Inf .nan NaN inf Infinity 12:30:45 1:30 190:20:30.15 2024-01-01 2024-1-1
    2001-12-14t21:59:43.10-05:00 << = ! !x & &x * *x - -x --- ... ? : x: x:y # x#y @x `x %x | > [ ] { } , [x] {x} '
    " it's \ C:\new é 日本 😀 0.0.0.0 1.2.3 v1.0 08 09 0o8 1_0.5 _1 1__0 +.inf 0x 0b e3 1e 1e400 99999999999999999999
    123e4567 None undefined
"#;

/// Such texts with blanks or with characters that need an escape.
const TEXTS: [&str; 47] = [
    "",
    "2024-01-01 10:00:00",
    "- x",
    "--- x",
    "? x",
    ": x",
    "x: y",
    "# x",
    "x #y",
    "{{ .Values.x }}",
    "say \"x\"",
    " x",
    "x ",
    "\tx",
    "x\t",
    "x\ty",
    "\n",
    "\n\n",
    "x\n",
    "x\n\n",
    "x\ny",
    "x\ny\n",
    "x\n\ny\n\n\n",
    "  x\ny\n",
    "\n  x\n",
    "x\n  y\n",
    "x \ny\n",
    "\tx\ny\n",
    "x\n\ty\n",
    "x\r\ny\r\n",
    "\r",
    "#!/bin/sh\nset -e\n",
    "- a\n- b\n",
    "---\na: b\n",
    "a: b\n...\n",
    "\u{0}",
    "\u{7}",
    "\u{1b}[0m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}x",
    "\u{fffe}",
    "x\u{85}y\nz",
    "\u{feff}x\ny\n",
    "very long text that goes on and on, past the eighty columns at which some writers fold a line; it must stay as it is",
];

fn nasty() -> Vec<&'static str> {
    WORDS.split_ascii_whitespace().chain(TEXTS).collect()
}

fn nasty_document() -> Value {
    let mut entries: Map<String, Value> = nasty().iter().map(|text| ((*text).to_owned(), json!(text))).collect();
    entries.insert(
        "list".to_owned(),
        json!([nasty(), [[]], [["x\ny\n"], {}], [{"a": {"b": "x\n\n"}, "c": []}], null, true]),
    );
    entries.insert("numbers".to_owned(), json!([0, -1, 1.5, 1.0, 1e300, 1e-7, i64::MAX, i64::MIN, 0.1]));
    Value::Object(entries)
}

#[test]
fn this_reader_and_libyaml_read_back_what_was_written() {
    let document = nasty_document();
    let text = yaml::write(&document);
    let back = yaml::read("f.yaml", text.as_bytes(), &Limits::default());
    assert_eq!(back.map(|node| node.to_json()).as_ref(), Ok(&document), "{text}");
    assert_eq!(serde_yaml::from_str::<Value>(&text).ok(), Some(document), "{text}");
}

#[test]
fn every_nasty_text_survives_alone_in_a_list_and_as_a_value() {
    for text in nasty() {
        for value in [json!(text), json!([text]), json!({ "k": text }), json!([{ text: [text] }])] {
            let written = yaml::write(&value);
            let back = yaml::read("f.yaml", written.as_bytes(), &Limits::default());
            assert_eq!(back.map(|node| node.to_json()).as_ref(), Ok(&value), "{written:?}");
            assert_eq!(serde_yaml::from_str::<Value>(&written).ok(), Some(value), "{written:?}");
        }
    }
}

#[test]
fn pyyaml_reads_back_what_was_written() {
    let document = nasty_document();
    let program = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))";
    let back = run(&tool("python/bin/python", "tools-python"), &["-c", program], &yaml::write(&document));
    assert_equal(&back, &document);
}

#[test]
fn helm_reads_back_what_was_written() {
    let Value::Object(mut document) = nasty_document() else { panic!("a document is a map") };
    // Go reads every number as a double, and JSON does not keep the type.
    document.remove("numbers");
    let document = Value::Object(document);
    let chart = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| write_file(&chart.path().join(path), text);
    write("Chart.yaml", "apiVersion: v2\nname: values\nversion: 0.1.0\n");
    write("values.yaml", &yaml::write(&json!({ "given": document })));
    write("templates/out.yaml", "json: {{ .Values.given | toRawJson | printf \"%x\" }}\n");
    let chart_dir = chart.path().to_string_lossy().into_owned();
    let printed = run(&tool("bin/helm", "tools-helm"), &["template", "x", &chart_dir], "");
    // In hexadecimal, because Helm parses the rendered text.
    let digits: Vec<u32> = printed.split("json: ").nth(1).unwrap().chars().map_while(|c| c.to_digit(16)).collect();
    let bytes = digits.as_chunks::<2>().0.iter().map(|[high, low]| u8::try_from(high << 4 | low).unwrap());
    let line = String::from_utf8(bytes.collect()).unwrap();
    assert_equal(&line, &document);
}

#[test]
fn the_style_is_blocks_in_the_given_order() {
    let value = json!({
        "b": [1, {"x": "z", "z": ["q"]}, [2, 3], [], {}],
        "a": {"script": "#!/bin/sh\necho \"hi\"\n", "keep": "x\n\n", "strip": "a\nb"},
        "on": "yes",
        "empty": null,
    });
    let expected = "\
a:
  keep: |+
    x

  script: |
    #!/bin/sh
    echo \"hi\"
  strip: |-
    a
    b
b:
- 1
- x: z
  z:
  - q
- - 2
  - 3
- []
- {}
empty: null
\"on\": \"yes\"
";
    assert_eq!(yaml::write(&value), expected);
}

#[test]
fn a_document_of_one_value_ends_in_a_line_break_too() {
    for (value, expected) in [(json!({}), "{}\n"), (json!([]), "[]\n"), (json!("x"), "x\n"), (json!(null), "null\n")] {
        assert_eq!(yaml::write(&value), expected);
    }
}

#[track_caller]
fn assert_equal(printed: &str, expected: &Value) {
    let found: Value = serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    let (Value::Object(found), Value::Object(expected)) = (found, expected) else { panic!("not a map: {printed}") };
    for (key, value) in expected {
        assert_eq!(found.get(key), Some(value), "{key:?}");
    }
    assert_eq!(found.len(), expected.len());
}

fn tool(path: &str, recipe: &str) -> PathBuf {
    let tool = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.floe-tools")).join(path);
    assert!(tool.exists(), "this test needs {path}\n  run: ./just {recipe}");
    tool
}

#[expect(clippy::disallowed_methods, reason = "the tools that read floe's output are processes")]
fn run(program: &Path, args: &[&str], input: &str) -> String {
    use std::io::Write;
    use std::process::Stdio;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let result = command.spawn().and_then(|mut child| {
        child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes())).transpose()?;
        child.wait_with_output()
    });
    match result {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => panic!("{}: {error}", program.display()),
    }
}

#[expect(clippy::disallowed_methods, reason = "helm reads charts from disk")]
fn write_file(path: &Path, text: &str) {
    let made = path.parent().map(std::fs::create_dir_all).transpose();
    if let Err(error) = made.and_then(|_| std::fs::write(path, text)) {
        panic!("{}: {error}", path.display());
    }
}
