//! Odd values: valid JSON that parsers and validators often mishandle.

use serde_json::{Value, json};

/// Odd texts: empty, resembling another type, or with characters that need several bytes or UTF-16 units.
pub(crate) fn texts() -> Vec<String> {
    let short = [
        "",
        " ",
        "0",
        "true",
        "null",
        "~",
        "1.0",
        "a\u{0}b",
        "\u{0}",
        "\n",
        "\t\"\\/",
        "e\u{301}",
        "\u{e9}",
        "😀",
        "👩‍👩‍👧",
        "\u{10ffff}",
        "\u{fffe}",
        "\u{feff}",
        "\u{2028}",
        "\u{202e}abc",
        "ſ",
        "İı",
        "ß",
        "\u{7f}",
        "\u{85}",
        "a\r\nb",
        "{{ x }}",
        "${HOME}",
    ];
    let long = ["a", "😀"].map(|character| character.repeat(5000));
    short.map(str::to_owned).into_iter().chain(long).collect()
}

/// Numbers around the bounds of integer and floating-point types.
pub(crate) fn numbers() -> Vec<Value> {
    vec![
        json!(0),
        json!(-0.0),
        json!(1.0),
        json!(-1),
        json!(1.5),
        json!(0.1),
        json!(5e-324),
        json!(1e15),
        json!(1e16),
        json!(1e21),
        json!(1e300),
        json!(-1e300),
        json!(f64::MAX),
        json!(9_007_199_254_740_991_i64),
        json!(9_007_199_254_740_993_i64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e19),
    ]
}

/// A value of each JSON type, and every odd number and text.
pub(crate) fn values() -> Vec<Value> {
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([null]),
        json!({"": null, "a/b~c": {"ü": [[[]]]}, "\u{0}": -0.0}),
        json!({"any": [1, null, "x", {"y": 0.5}]}),
    ];
    values.extend(numbers());
    values.extend(texts().into_iter().map(Value::from));
    values
}
