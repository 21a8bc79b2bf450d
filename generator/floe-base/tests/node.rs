//! How a document's parts are found and turned into JSON.

use floe_base::yaml::{self, Limits};
use floe_base::{Node, Span, Value};
use serde_json::json;

fn node(text: &str) -> Node {
    yaml::read("f.yaml", text.as_bytes(), &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

#[test]
fn a_pointer_names_members_items_and_the_root() {
    let node = node("a/b: {m~n: [x, y]}\n'': e\n'0': z\n");
    let texts = ["/a~1b/m~0n/1", "/", "/0"].map(|pointer| node.pointer(pointer).and_then(Node::as_str));
    assert_eq!(texts, [Some("y"), Some("e"), Some("z")]);
    assert_eq!(node.pointer(""), Some(&node));
    assert_eq!(node.locate("/a~1b/m~0n/1"), Some(Span::new(1, 16, 1)));
    assert_eq!(node.locate_key("/a~1b/m~0n"), Some(Span::new(1, 7, 3)));
}

#[test]
fn a_pointer_to_nothing_finds_nothing() {
    let node = node("a: [x, y]\nb: c\n");
    for pointer in ["a", "/c", "/a/2", "/a/-", "/a/01", "/a/+1", "/a/", "/b/c", "/a/99999999999999999999999", "//a"] {
        assert_eq!(node.locate(pointer), None, "{pointer:?}");
        assert_eq!(node.locate_key(pointer), None, "{pointer:?}");
    }
    assert_eq!((node.locate_key(""), node.locate_key("/a/0")), (None, None));
}

#[test]
fn json_has_the_same_values() {
    let expected = json!({"a": [1, 1.5, true, null, "x"], "b": {"c": {}}});
    assert_eq!(node("b: {c: {}}\na: [1, 1.5, true, ~, x]\n").to_json(), expected);
    assert_eq!(node("[.inf, .nan]").to_json(), json!([null, null]));
}

#[test]
fn values_are_asked_for_by_their_type() {
    let node = node("s: t\nb: true\ni: 3\nf: 1.5\nl: [x]\nn:\n");
    let get = |key: &str| node.get(key).cloned().unwrap_or_else(|| panic!("no {key}"));
    assert_eq!((get("s").as_str(), get("s").as_int()), (Some("t"), None));
    assert_eq!((get("b").as_bool(), get("b").as_str()), (Some(true), None));
    assert_eq!((get("i").as_int(), get("i").as_float()), (Some(3), Some(3.0)));
    assert_eq!((get("f").as_int(), get("f").as_float()), (None, Some(1.5)));
    assert_eq!((get("l").as_seq().map(<[_]>::len), get("l").as_map()), (Some(1), None));
    assert!(get("n").is_null() && !get("s").is_null());
    assert_eq!((node.get("x"), get("s").get("t")), (None, None));
    assert_eq!(node.entry("i").map(|(key, _)| key.span), Some(Span::new(3, 1, 1)));
}

#[test]
fn an_integer_is_any_number_without_a_fraction_that_fits() {
    let int =
        |float: f64| Node { file: "f.yaml".into(), span: Span::new(1, 1, 0), value: Value::Float(float) }.as_int();
    assert_eq!((int(1.0), int(-0.0), int(-9_223_372_036_854_775_808.0)), (Some(1), Some(0), Some(i64::MIN)));
    for no in [0.5, 9_223_372_036_854_775_808.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
        assert_eq!(int(no), None, "{no}");
    }
}

#[test]
fn the_kind_of_a_value_is_said_with_its_article() {
    let kinds: Vec<_> =
        node("[~, true, 1, 1.5, x, [], {}]").as_seq().unwrap().iter().map(|item| item.value.kind()).collect();
    assert_eq!(kinds, ["null", "a boolean", "an integer", "a number", "a string", "a list", "a map"]);
}

#[test]
fn a_place_names_the_document_of_its_node_where_documents_are_mixed() {
    let mut outer = node("a: {b: 1}\nc: 2\n");
    let inner = yaml::read("g.yaml", b"\n\nd: 3\n", &Limits::default()).unwrap();
    if let Value::Map(entries) = &mut outer.value {
        entries[0].1 = inner;
    }
    let places = ["/a/d", "/a/no", "/c", "/c/no", ""].map(|pointer| outer.place(pointer).to_string());
    assert_eq!(places, ["g.yaml:3:4", "g.yaml:3:1", "f.yaml:2:4", "f.yaml:2:4", "f.yaml:1:1"]);
    assert_eq!(outer.key_place("/a/d").to_string(), "g.yaml:3:1");
}
