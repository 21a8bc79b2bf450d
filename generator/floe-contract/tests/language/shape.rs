//! The shape checker: verdicts, pointers, and the values that the checker makes of accepted values.

use floe_contract::shape::{Def, Field, Make, Problem, Shape, Shapes, Violation};
use serde_json::{Value, json};

fn shapes() -> Shapes {
    Shapes::new([
        ("label", Def::Scalar(Shape::string(Some(1), Some(3), Some("^[a-z]+$")))),
        ("Color", Def::strings(["red", "green"])),
        (
            "Ref",
            Def::union("source", [("secret", vec![Field::required("key", Shape::named("label"))]), ("none", vec![])]),
        ),
        (
            "Thing",
            Def::object([
                Field::required("name", Shape::named("label")),
                Field::defaulted("size", Shape::Integer(0, 10), json!(1)),
                Field::optional("color", Shape::named("Color")),
                Field::optional("password_ref", Shape::named("Ref")).secret(),
                Field::defaulted("parts", Shape::array(Shape::named("Thing"), None, Some(2)), json!([])),
                Field::optional("labels", Shape::map(Shape::text(), Some(1), None)),
            ]),
        ),
    ])
}

/// The problems of a value, each behind the pointer.
fn problems(name: &str, value: &Value) -> Vec<String> {
    let told = |Violation { pointer, problem }| format!("{pointer} {}", problem.message()).trim_start().to_owned();
    shapes().check(name, value).into_iter().map(told).collect()
}

fn verdict(shape: &Shape, value: &Value) -> bool {
    shapes().check_shape(shape, value).is_empty()
}

#[test]
fn a_value_that_has_its_shape_has_no_violation() {
    let thing = json!({
        "name": "abc", "size": 10, "color": "red", "password_ref": {"source": "secret", "key": "k"},
        "parts": [{"name": "a"}, {"name": "b", "parts": []}], "labels": {"x": ""},
    });
    assert_eq!(problems("Thing", &thing), [""; 0]);
}

#[test]
fn what_is_too_long_is_not_matched_as_well() {
    assert_eq!(problems("label", &json!("A".repeat(4))), ["must have 3 characters or fewer"]);
}

#[test]
fn every_violation_is_reported_with_its_pointer() {
    let thing = json!({
        "size": 11, "color": "blue", "parts": [{"name": "A"}, 1, {"name": "abcd", "x": 1}], "labels": {}, "colour": 1,
    });
    let expected = [
        "lacks the key `name`",
        "/size must be 10 or less",
        "/color must be one of `red`, `green`",
        "/parts must have 2 or fewer entries",
        "/parts/0/name is no label: it does not match ^[a-z]+$",
        "/parts/1 must be an object, not a number",
        "/parts/2/name must have 3 characters or fewer",
        "/parts/2 has no key `x`",
        "/labels must have 1 or more entries",
        "has no key `colour`",
    ];
    assert_eq!(problems("Thing", &thing), expected);
}

#[test]
fn pointers_escape_slashes_and_tildes() {
    let shape = Shape::map(Shape::Boolean, None, None);
    let found = shapes().check_shape(&shape, &json!({"a/b~c": 1}));
    assert_eq!(found[0].pointer, "/a~1b~0c");
}

#[test]
fn a_bad_key_is_found_at_its_map_and_its_value_is_judged_as_well() {
    let shape = Shape::map(Shape::Boolean, None, None).keyed("label");
    let found = shapes().check_shape(&shape, &json!({"in": {"a": true}}));
    assert_eq!(found.len(), 1, "the value is no boolean");
    let found = shapes().check_shape(&shape, &json!({"ok": true, "A b": 1}));
    let found: Vec<_> = found.iter().map(|it| format!("{} {}", it.pointer, it.problem.message())).collect();
    assert_eq!(found, [" has the key `A b`, which is no label", "/A b must be a boolean, not a number"]);
}

#[test]
fn an_integer_is_any_number_without_a_fraction() {
    let shape = Shape::Integer(-5, 5);
    for good in [json!(1), json!(1.0), json!(-5), json!(5.0), json!(-0.0)] {
        assert!(verdict(&shape, &good), "{good}");
    }
    for bad in [json!(1.5), json!("1"), json!(true), json!(null), json!(6), json!(-6.0), json!([1])] {
        assert!(!verdict(&shape, &bad), "{bad}");
    }
}

#[test]
fn numbers_of_any_size_are_held_against_bounds_exactly() {
    const LARGEST: i64 = 1 << 53;
    let whole = Shape::Integer(-LARGEST, LARGEST);
    let number = Shape::Number(Some(-9_007_199_254_740_992.0), Some(9_007_199_254_740_992.0));
    for shape in [whole, number] {
        assert!(verdict(&shape, &json!(LARGEST)));
        let small = [json!(-LARGEST - 1), json!(i64::MIN), json!(-1e300)];
        for bad in [json!(LARGEST + 1), json!(u64::MAX), json!(1e300)].into_iter().chain(small) {
            assert!(!verdict(&shape, &bad), "{bad} {shape:?}");
        }
    }
    let small = Shape::Number(Some(0.5), Some(1.5));
    assert!([json!(0.5), json!(1), json!(1.5)].iter().all(|good| verdict(&small, good)));
    assert!(![json!(0), json!(2), json!(1.6)].iter().any(|bad| verdict(&small, bad)));
    assert!(verdict(&Shape::Number(None, None), &json!(1e300)));
    assert!(!verdict(&Shape::Number(None, None), &json!("1")));
}

#[test]
fn lengths_count_code_points() {
    let shape = Shape::string(Some(2), Some(2), None::<&str>);
    assert!(["äö", "💧💧", "e\u{301}"].iter().all(|two| verdict(&shape, &json!(two))));
    assert!(!["ä", "abc", ""].iter().any(|other| verdict(&shape, &json!(other))));
}

#[test]
fn a_pattern_spans_the_whole_text() {
    let shape = Shape::string(None, None, Some("^a+$"));
    for (text, good) in [("aa", true), ("aa\n", false), ("b\naa", false), ("", false)] {
        assert_eq!(verdict(&shape, &json!(text)), good, "{text:?}");
    }
}

#[test]
fn a_pattern_that_cannot_be_compiled_accepts_nothing() {
    assert!(!verdict(&Shape::string(None, None, Some("^(a$")), &json!("a")));
}

#[test]
fn an_optional_field_takes_null_and_others_do_not() {
    let nulls = json!({"name": "a", "color": null, "labels": null, "password_ref": null});
    assert_eq!(problems("Thing", &nulls), [""; 0]);
    assert_eq!(problems("Thing", &json!({"name": null, "size": null})).len(), 2);
}

#[test]
fn a_union_is_told_apart_by_its_tag() {
    assert_eq!(problems("Ref", &json!({"source": "none"})), [""; 0]);
    for (value, problem) in [
        (json!({}), "lacks the key `source`"),
        (json!({"source": 1}), "/source must be a string, not a number"),
        (json!({"source": "x", "key": "k"}), "/source must be one of `secret`, `none`"),
        (json!({"source": "none", "key": "k"}), "has no key `key`"),
        (json!({"source": "secret"}), "lacks the key `key`"),
        (json!("none"), "must be an object, not a string"),
    ] {
        assert_eq!(problems("Ref", &value), [problem], "{value}");
    }
}

#[test]
fn a_literal_in_place_of_a_reference_to_a_secret_is_said_to_be_one_and_not_repeated() {
    for literal in [json!("hunter2"), json!(4711), json!(["hunter2"]), json!(true)] {
        let found = shapes().check("Thing", &json!({"name": "a", "password_ref": literal}));
        assert_eq!(found, [Violation { pointer: "/password_ref".to_owned(), problem: Problem::SecretLiteral }]);
    }
}

#[test]
fn no_message_holds_the_offending_value() {
    let secret = "hunter2-HUNTER2";
    let things = [
        json!(secret),
        json!({"name": secret, "size": secret, "color": secret, "parts": secret, "labels": {"a": [secret]}}),
    ];
    for message in things.iter().flat_map(|thing| problems("Thing", thing)) {
        assert!(!message.contains("hunter2") && !message.contains("HUNTER2"), "{message}");
    }
}

#[test]
fn a_name_that_the_table_does_not_hold_is_a_violation() {
    assert_eq!(problems("Nothing", &json!(1)), ["has the shape Nothing, which is not known"]);
}

#[test]
fn constants_booleans_and_anything_are_checked_by_value_and_type() {
    let constant = Shape::constant("v1");
    assert!(verdict(&constant, &json!("v1")) && !verdict(&constant, &json!("v2")) && !verdict(&constant, &json!(1)));
    let boolean = |value| verdict(&Shape::Boolean, &value);
    assert!(boolean(json!(false)) && !boolean(json!(0)) && !boolean(json!("yes")));
    assert!([json!(null), json!([]), json!({"a": 1})].iter().all(|value| verdict(&Shape::Any, value)));
}

#[test]
fn normalizing_fills_defaults_drops_nulls_and_writes_whole_numbers_as_such() {
    let thing =
        json!({"name": "a", "size": 2.0, "color": null, "parts": [{"name": "b", "password_ref": {"source": "none"}}]});
    let part = json!({"name": "b", "size": 1, "parts": [], "password_ref": {"source": "none"}});
    let normal = json!({"name": "a", "size": 2, "parts": [part]});
    assert_eq!(shapes().normalize("Thing", thing), normal);
    assert_eq!(shapes().normalize("Thing", normal.clone()), normal);
}

#[test]
fn normalizing_leaves_alone_what_does_not_have_the_shape() {
    for odd in [json!(1), json!({"name": 1, "size": "2", "parts": 3, "x": null}), json!([null])] {
        assert_eq!(shapes().normalize("Thing", odd.clone()), odd);
    }
    assert_eq!(shapes().normalize("Ref", json!({"source": "x", "key": null})), json!({"source": "x", "key": null}));
}

#[test]
fn a_default_is_normalized_as_well() {
    let shapes = Shapes::new([
        ("Inner", Def::object([Field::defaulted("size", Shape::Integer(0, 9), json!(3.0))])),
        ("Outer", Def::object([Field::defaulted("inner", Shape::named("Inner"), json!({}))])),
    ]);
    assert_eq!(shapes.normalize("Outer", json!({})), json!({"inner": {"size": 3}}));
}

#[test]
fn a_shape_that_is_made_later_is_made_once_it_is_needed() {
    let rows: [(&str, Make); 3] = [
        ("a", || Def::object([Field::required("b", Shape::named("b"))])),
        ("b", || Def::Scalar(Shape::Boolean)),
        ("c", || unreachable!("nobody asks for it")),
    ];
    let shapes = Shapes::later(rows);
    assert_eq!(shapes.check("a", &json!({"b": true})), []);
    assert_eq!(shapes.check("a", &json!({"b": 1}))[0].pointer, "/b");
    assert_eq!(shapes.check("d", &json!({}))[0].problem, Problem::NoSuchShape("d".to_owned()));
}
