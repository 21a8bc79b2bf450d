//! The YAML reader: accepted documents, places of values, and refusals.

use floe_base::yaml::{self, Limits};
use floe_base::{Diagnostic, Findings, Node, Span, Value, render, render_line};
use serde_json::json;

fn read(text: &str) -> Result<Node, Findings> {
    yaml::read("f.yaml", text.as_bytes(), &Limits::default())
}

fn node(text: &str) -> Node {
    read(text).unwrap_or_else(|errors| panic!("{text:?}: {}", lines(&errors)))
}

fn value(text: &str) -> Value {
    node(&format!("v: {text}")).get("v").cloned().map_or(Value::Null, |node| node.value)
}

fn lines(errors: &Findings) -> String {
    errors.iter().map(render_line).collect::<Vec<_>>().join("\n")
}

fn first(errors: &Findings) -> &Diagnostic {
    errors.iter().next().expect("there is an error")
}

#[track_caller]
fn refuses(text: &str, expected: &str) {
    match read(text) {
        Ok(node) => panic!("{text:?} was read as {node:?}"),
        Err(errors) => assert_eq!(lines(&errors), expected, "{text:?}"),
    }
}

fn span(node: Option<Span>) -> Option<(u32, u32, u32)> {
    node.map(|span| (span.line, span.column, span.len))
}

#[test]
fn plain_words_follow_the_core_schema_of_yaml_1_2() {
    for text in ["null", "~", "", "NULL"] {
        assert_eq!(value(text), Value::Null, "{text:?}");
    }
    for (text, flag) in [("true", true), ("False", false), ("TRUE", true)] {
        assert_eq!(value(text), Value::Bool(flag), "{text:?}");
    }
    for (text, int) in [("0", 0), ("-12", -12), ("+7", 7), ("012", 12), ("0x1F", 31), ("0o17", 15)] {
        assert_eq!(value(text), Value::Int(int), "{text:?}");
    }
    assert_eq!(value("9223372036854775807"), Value::Int(i64::MAX));
    assert_eq!(value("-9223372036854775808"), Value::Int(i64::MIN));
    assert_eq!(value("9223372036854775808"), Value::Float(2_f64.powi(63)));
    assert_eq!(value("0x10000000000000000"), Value::Float(2_f64.powi(64)));
    let infinite = [(".inf", f64::INFINITY), ("-.INF", f64::NEG_INFINITY)];
    for (text, float) in [("1.5", 1.5), ("-.5", -0.5), ("2.", 2.0), ("1e3", 1000.0)].into_iter().chain(infinite) {
        assert_eq!(value(text), Value::Float(float), "{text:?}");
    }
    assert!(matches!(value(".nan"), Value::Float(nan) if nan.is_nan()));
}

#[test]
fn whatever_the_core_schema_does_not_name_is_text() {
    let words = "yes no on off y n tRUE nil 1_000 0b1 -0x1 0o8 0x 12:30:45 1e .e5 + - . inf nan -inf Infinity 1.2.3
        2024-01-01 = +-1 --1";
    for word in words.split_ascii_whitespace().chain(["a b"]) {
        let expected = Value::Str(word.to_owned());
        if word != "-" {
            assert_eq!(value(word), expected, "{word:?}");
        }
        assert_eq!(value(&format!("'{word}'")), expected, "{word:?} in quotes");
    }
}

#[test]
fn quoted_and_block_text_is_never_anything_else() {
    let document = "a: '1'\nb: \"true\"\nc: |\n  null\nd: >-\n  1\n  2\ne: \"\\u00e9\\n\\ud83d\\ude00\"\nf: ''\n";
    let expected = json!({"a": "1", "b": "true", "c": "null\n", "d": "1 2", "e": "é\n😀", "f": ""});
    assert_eq!(node(document).to_json(), expected);
}

#[test]
fn maps_keep_the_order_of_the_document() {
    let node = node("b: 1\na: 2\nc: 3\n");
    let keys: Vec<_> = node.as_map().into_iter().flatten().map(|(key, _)| key.name.as_str()).collect();
    assert_eq!(keys, ["b", "a", "c"]);
}

#[test]
fn every_part_knows_where_it_stands_in_characters() {
    let node = node("a: b # c\nü: {x: 1, é: [10, \"z\"]}\nn:\nl:\n  - k: v\n    m: |\n      text\n  -\n");
    let places = [
        ("", (1, 1, 8)),
        ("/a", (1, 4, 1)),
        ("/ü", (2, 4, 20)),
        ("/ü/é", (2, 14, 9)),
        ("/ü/é/1", (2, 19, 3)),
        ("/n", (3, 2, 0)),
        ("/l", (5, 3, 6)),
        ("/l/0", (5, 5, 4)),
        ("/l/0/m", (7, 7, 4)),
        ("/l/1", (8, 4, 0)),
    ];
    for (pointer, expected) in places {
        assert_eq!(span(node.locate(pointer)), Some(expected), "{pointer:?}");
    }
    assert_eq!(span(node.locate_key("/ü/é")), Some((2, 11, 1)));
    assert_eq!(span(node.locate_key("/l/0/k")), Some((5, 5, 1)));
    assert_eq!(node.locate_key("/l/0"), None);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = node("a:\n  b: c\nd: |\n  x\n");
    assert_eq!(node("\u{feff}a:\r\n  b: c\r\nd: |\r\n  x\r\n"), plain);
}

#[test]
fn json_is_read_as_json_says() {
    let texts = [
        r#"{"a":[1,-2.5e3,true,false,null,"x\/\"\\\b\u0041"],"":{},"b":{"c":[]}}"#.to_owned(),
        "{\n\t\"a\": [\n\t\t1,\n\t\t2\n\t]\n}\n".to_owned(),
        "[[],[[]],{}]".to_owned(),
        "\"text\"".to_owned(),
        "12".to_owned(),
        "{\"a\":\"b\",\"c\":{\"d\":\"e: f # g\"}}".to_owned(),
        format!("{{\"{}\": 1}}", "k".repeat(3000)),
    ];
    for text in texts {
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(node(&text).to_json(), expected, "{text}");
    }
}

#[test]
fn an_alias_is_a_copy_that_stands_where_the_alias_does() {
    let node = node("a: &x\n  k: v\nb: *x\nc: &y text\n*y : key\n");
    assert_eq!(node.to_json(), json!({"a": {"k": "v"}, "b": {"k": "v"}, "c": "text", "text": "key"}));
    assert_eq!(span(node.locate("/b")), Some((3, 4, 2)));
    assert_eq!(span(node.locate("/b/k")), Some((2, 6, 1)));
}

#[test]
fn core_tags_say_the_type() {
    let node = node(
        "a: !!str 12\nb: !!int \"3\"\nc: !!float 1\nd: !!map {}\ne: !!seq []\nf: !!str\ng: !!null ''\nh: !!bool 'true'\n",
    );
    let expected = json!({"a": "12", "b": 3, "c": 1.0, "d": {}, "e": [], "f": "", "g": null, "h": true});
    assert_eq!(node.to_json(), expected);
}

#[test]
fn other_tags_are_refused_and_reading_goes_on() {
    refuses(
        "a: !secret x\nb: !!binary aGk=\nc: !!str {}\nd: !!int x\n",
        "f.yaml:1:4: error[LOAD_YAML_UNSUPPORTED]: this tag is not supported\n\
         f.yaml:2:4: error[LOAD_YAML_UNSUPPORTED]: this tag is not supported\n\
         f.yaml:3:4: error[LOAD_YAML_UNSUPPORTED]: this tag is not supported\n\
         f.yaml:4:10: error[LOAD_YAML_SYNTAX]: the value is not what its tag `!!int` says",
    );
}

#[test]
fn a_duplicate_key_is_an_error_with_both_places() {
    let errors = read("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4\na: 5\n").unwrap_err();
    assert_eq!(
        lines(&errors),
        "f.yaml:5:3: error[LOAD_YAML_DUPLICATE_KEY]: the key `c` stands twice in one map\n\
         f.yaml:6:1: error[LOAD_YAML_DUPLICATE_KEY]: the key `a` stands twice in one map\n\
         f.yaml:7:1: error[LOAD_YAML_DUPLICATE_KEY]: the key `a` stands twice in one map"
    );
    let firsts: Vec<_> = errors.iter().map(|error| error.related[0].0.to_string()).collect();
    assert_eq!(firsts, ["f.yaml:3:3", "f.yaml:1:1", "f.yaml:1:1"]);
}

#[test]
fn quoting_a_key_does_not_make_it_another_key() {
    refuses("a: 1\n\"a\": 2\n", "f.yaml:2:1: error[LOAD_YAML_DUPLICATE_KEY]: the key `a` stands twice in one map");
}

#[test]
fn a_huge_key_is_shortened_in_the_message() {
    let key = "k".repeat(500);
    let errors = read(&format!("{key}: 1\n{key}: 2\n")).unwrap_err();
    assert!(first(&errors).message.len() < 120, "{}", first(&errors).message);
}

#[test]
fn keys_that_are_no_strings_are_all_refused() {
    refuses(
        "1: a\ntrue: a\n? [x]\n: a\n? {k: v}\n: a\n: a\n1.5: a\n",
        "f.yaml:1:1: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is an integer\n\
         f.yaml:2:1: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is a boolean\n\
         f.yaml:3:3: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is a list\n\
         f.yaml:5:3: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is a map\n\
         f.yaml:7:1: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is null\n\
         f.yaml:8:1: error[LOAD_YAML_UNSUPPORTED]: a key is a string, and this one is a number",
    );
    assert_eq!(node("'1': a\n\"true\": b\non: c\n").to_json(), json!({"1": "a", "true": "b", "on": "c"}));
}

#[test]
fn merge_keys_are_refused_and_a_quoted_one_is_a_key() {
    refuses(
        "a: &a {k: v}\nb:\n  <<: *a\n  x: 1\n",
        "f.yaml:3:3: error[LOAD_YAML_UNSUPPORTED]: merge keys are not supported",
    );
    assert_eq!(node("'<<': 1\nx: <<\n").to_json(), json!({"<<": 1, "x": "<<"}));
}

#[test]
fn an_empty_document_has_its_own_code() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "---\n# c\n...\n", "\u{feff}"] {
        refuses(text, "f.yaml:1:1: error[LOAD_YAML_EMPTY]: the document is empty");
    }
    assert_eq!(node("null").value, Value::Null);
}

#[test]
fn a_second_document_is_refused() {
    refuses("a: 1\n---\nb: 2\n", "f.yaml:2:1: error[LOAD_YAML_UNSUPPORTED]: the file holds a second document");
    refuses("a: 1\n---\n---\nb: 2\n", "f.yaml:2:1: error[LOAD_YAML_UNSUPPORTED]: the file holds a second document");
    refuses("a: 1\n---\n~\n", "f.yaml:2:1: error[LOAD_YAML_UNSUPPORTED]: the file holds a second document");
    for text in ["---\na: 1\n...\n", "a: 1\n---\n", "a: 1\n...\n---\n# end\n", "a: 1\n---\n---\n"] {
        assert_eq!(node(text).to_json(), json!({"a": 1}), "{text:?}");
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let refuses = |bytes: &[u8], place: &str, message: &str| {
        let errors = yaml::read("f.yaml", bytes, &Limits::default()).unwrap_err();
        assert_eq!(lines(&errors), format!("f.yaml:{place}: error[LOAD_YAML_ENCODING]: {message}"), "{bytes:?}");
    };
    let control = |code: &str| format!("the control character U+{code} may not stand in a document");
    let little: Vec<u8> = "a: 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}a: 1".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide: Vec<u8> = "a: 1".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    refuses(&little, "1:1", "the file is encoded as UTF-16, not as UTF-8");
    refuses(&big, "1:1", "the file is encoded as UTF-16, not as UTF-8");
    refuses(&wide, "1:1", "the file is encoded as UTF-32, not as UTF-8");
    refuses(b"a: \xc3\xa9\nb: \xc3\xa9\x89PNG", "2:5", "byte 0x89 at offset 11 is not UTF-8");
    refuses(b"\xef\xbb\xbfa\xff", "1:2", "byte 0xff at offset 4 is not UTF-8");
    refuses(b"a: b\nc\0d: e", "2:2", &control("0000"));
    refuses(b"a: \x1b[31m", "1:4", &control("001B"));
    refuses(b"a: \xc2\x9f", "1:4", &control("009F"));
}

#[test]
fn syntax_errors_say_what_where_and_how_to_repair_it() {
    let cases = [
        ("a: 1\n\tb: 2\n", "2:1", "a tab stands where only spaces may"),
        ("a:\n\tb: 2\n", "2:1", "a tab stands where only spaces may"),
        ("a:\n  - b\n\t- c\n", "3:1", "a tab stands where only spaces may"),
        ("a: [1, 2\n", "1:4", "the bracket `[` is never closed"),
        ("a: {b: 1\n", "1:4", "the bracket `{` is never closed"),
        ("a: [1}\n", "1:4", "the bracket `[` is closed by `}`"),
        ("a: ]\n", "1:4", "this bracket closes nothing"),
        ("a: \"x", "1:4", "the quoted text is never closed"),
        ("a: \"x\nb: c\n", "2:1", "the quoted text is not closed on its line, nor indented on this one"),
        ("a: 'x' y\n", "1:8", "more text follows the closing quote"),
        ("a: \"C:\\q\"\n", "1:4", "the quoted text has an escape that YAML does not know"),
        ("a: b: c\n", "1:5", "a `:` stands where no key may be"),
        ("a: 1\n  b: 2\n", "2:4", "a `:` stands where no key may be"),
        ("a:\n  - b\n c: d\n", "3:2", "a key of the map above is expected here"),
        ("- a\nc: d\n", "2:1", "a `- ` of the list above is expected here"),
        ("a: @x\n", "1:4", "text may not begin with `@`"),
        ("a: *nope\n", "1:4", "the alias names no anchor above it"),
        ("a: 1\nb\n", "2:1", "a key without its `:`"),
    ];
    for (text, place, message) in cases {
        refuses(text, &format!("f.yaml:{place}: error[LOAD_YAML_SYNTAX]: {message}"));
    }
}

#[test]
fn findings_before_a_syntax_error_are_told_with_it() {
    refuses(
        "a: {x: 1, x: 2}\nb: !t c\nd: ]\n",
        "f.yaml:1:11: error[LOAD_YAML_DUPLICATE_KEY]: the key `x` stands twice in one map\n\
         f.yaml:2:4: error[LOAD_YAML_UNSUPPORTED]: this tag is not supported\n\
         f.yaml:3:4: error[LOAD_YAML_SYNTAX]: this bracket closes nothing",
    );
}

#[test]
fn a_file_beyond_the_size_limit_is_refused_unread() {
    let limits = Limits { bytes: 10, ..Limits::default() };
    assert!(yaml::read("f.yaml", b"a: 3456789", &limits).is_ok());
    let errors = yaml::read("f.yaml", b"a: 34567890", &limits).unwrap_err();
    assert_eq!(lines(&errors), "f.yaml:1:1: error[LOAD_YAML_LIMIT]: the file has 11 bytes, more than 10");
    assert!(yaml::read("f.yaml", &vec![0xff; 100_000_000], &Limits::default()).is_err());
}

#[test]
fn keys_and_values_beyond_their_limit_are_refused_where_the_first_of_them_stands() {
    let limits = Limits { values: 4, ..Limits::default() };
    assert!(yaml::read("f.yaml", b"a: [b, c]", &limits).is_err());
    assert!(yaml::read("f.yaml", b"a: [b]", &limits).is_ok());
    let errors = yaml::read("f.yaml", b"- a\n- [b]\n- c: d\n", &limits).unwrap_err();
    let expected = "f.yaml:3:3: error[LOAD_YAML_LIMIT]: the document has more than 4 keys and values";
    assert_eq!(lines(&errors), expected);
}

#[test]
fn nesting_beyond_the_depth_limit_is_refused() {
    let keys = |levels: usize| (0..levels).map(|level| format!("{}k:\n", " ".repeat(level)));
    let deep = |levels: usize| {
        [
            format!("{}{}", "[".repeat(levels), "]".repeat(levels)),
            "- ".repeat(levels) + "x",
            "- ".repeat(levels / 2) + &"[".repeat(levels.div_ceil(2)) + &"]".repeat(levels.div_ceil(2)),
            keys(levels).collect(),
        ]
    };
    for text in deep(64) {
        node(&text);
    }
    for text in deep(65).into_iter().chain(["[".repeat(100_000), "- ".repeat(100_000)]) {
        let errors = read(&text).unwrap_err();
        assert_eq!(first(&errors).code, "LOAD_YAML_LIMIT");
        assert_eq!(first(&errors).message, "the document is nested more than 64 levels deep");
    }
}

#[test]
fn aliases_count_toward_the_depth() {
    let inside = |what: &str, levels: usize| format!("{}{what}{}", "[".repeat(levels), "]".repeat(levels));
    let text = |levels: usize| format!("a: &a {}\nb: {}\n", inside("x", levels), inside("*a", levels));
    node(&text(31));
    assert_eq!(first(&read(&text(32)).unwrap_err()).code, "LOAD_YAML_LIMIT");
}

#[test]
fn more_than_a_hundred_aliases_are_refused() {
    let text = |count: usize| format!("a: &a x\nb: [{}]\n", vec!["*a"; count].join(", "));
    node(&text(100));
    let errors = read(&text(101)).unwrap_err();
    assert_eq!(lines(&errors), "f.yaml:2:405: error[LOAD_YAML_LIMIT]: the document follows more than 100 aliases");
}

#[test]
fn aliases_that_multiply_are_refused_before_they_take_memory() {
    let level = |level: usize| match level {
        0 => "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        _ => format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")),
    };
    let laughs = (0..10).map(level).collect();
    let text = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(10_000_000), ["*a"; 99].join(", "));
    for bomb in [laughs, text] {
        let errors = read(&bomb).unwrap_err();
        assert_eq!(first(&errors).message, "what the document's aliases copy takes more than 33554432 bytes");
    }
}

#[test]
fn an_anchor_that_nobody_uses_costs_nothing() {
    let items = "1,".repeat(240_000);
    let limits = Limits { bytes: 1024 * 1024, ..Limits::default() };
    assert!(yaml::read("f.yaml", format!("&a [&b [&c [{items}]]]").as_bytes(), &limits).is_ok());
}

#[test]
fn an_alias_to_the_value_around_it_is_refused() {
    refuses("a: &a [*a]\n", "f.yaml:1:8: error[LOAD_YAML_UNSUPPORTED]: the alias stands inside the value it names");
}

#[test]
fn no_mutation_of_a_document_panics_and_every_finding_has_place_and_remedy() {
    let seed = "# c\na: &x {b: [1, 'q'], \"k\": *x}\nü:\n  - |\n    t\n  - !!str >-\n    f\n? k\n: v\n--- %\n";
    let nasty = [
        "", "\t", "\n", ": ", "- ", "&a ", "*a", "!t ", "[", "}", "'", "\"", "\\", "|", "#", "\u{85}", "\u{feff}",
        "😀", "\r", "<<: ",
    ];
    for (at, _) in seed.char_indices() {
        for insert in nasty {
            let rest = if insert.is_empty() { "" } else { &seed[at..] };
            judge(&format!("{}{insert}{rest}", &seed[..at]));
        }
    }
}

fn judge(text: &str) {
    for error in read(text).err().into_iter().flatten() {
        let place = error.place.as_ref().and_then(|place| place.span).map_or(0, |span| span.line);
        assert!(place >= 1 && place as usize <= text.matches(['\n', '\r']).count() + 1, "{text:?}: {error:?}");
        assert!(error.help.is_some(), "{text:?}: {error:?}");
        assert!(error.code.starts_with("LOAD_YAML_"), "{text:?}: {error:?}");
        assert!(!render(&error, Some(text), false).is_empty());
    }
}

#[test]
fn a_document_with_a_thousand_errors_is_read_no_further() {
    let errors = read(&format!("{}]", "- !t x\n".repeat(3_000))).unwrap_err();
    assert_eq!(errors.len(), 1_000);
    let errors = read(&format!("a: 1\n{}", "a: 1\n".repeat(5_000))).unwrap_err();
    assert_eq!(errors.len(), 1_000);
}
