//! `toYaml` and `toJson` over thousands of made-up values, byte for byte as in real Helm.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::support::{assert_as_helm, chart};

/// A small deterministic source of numbers (an xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Pieces of text that styles of YAML disagree about.
const PIECES: [&[&str]; 2] = [
    &[
        "a", "b", "Z", "0", "1", "7", "12", " ", "  ", "\n", "\n\n", "\t", ":", ": ", "#", " #", "-", "- ", "---",
        "...", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "\r", "\r\n",
        "é", "日本", "🦀", "\u{a0}", "\u{2028}", "\u{200b}", "\u{feff}", "\u{1}", "\u{7f}", "\u{9f}", "true", "no",
        "y", "null", "~", "0x1F", "0o7", "1_000", "1e3", ".5", "1.", "+", "12:30:45", ".inf", "=", "<<", "word ", "$",
        "{{ x }}", "e", "_",
    ],
    &[
        "2024-01-31",
        "2024-1-1 10:00:00",
        "T10:00:00Z",
        "and another ",
        "thirty characters of plain text ",
        "https://example.com/a?b=c#d",
    ],
];

fn text(dice: &mut Dice) -> String {
    let pieces = match dice.below(10) {
        0..4 => 1,
        4..7 => 2 + dice.below(3),
        7..9 => 5 + dice.below(8),
        _ => 20,
    };
    (0..pieces).map(|_| dice.pick(&PIECES.concat())).collect()
}

fn number(dice: &mut Dice) -> Value {
    const NUMBERS: &str = "0 -0 1 -1 42 8080 1e5 1e6 1234567 123456789.5 1e15 1e18 9223372036854775808 1.8e19 1e20 \
        1e21 1.5e300 0.1 0.5 1e-4 1.5e-5 1e-6 1e-7 -2.5e-9 3e-300 0.0000015";
    let numbers: Vec<&str> = NUMBERS.split(' ').collect();
    json!(dice.pick(&numbers).parse::<f64>().unwrap())
}

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 7 } else { 12 }) {
        0 => Value::Null,
        1 => Value::Bool(dice.below(2) == 0),
        2 => number(dice),
        3..7 => Value::String(text(dice)),
        7..9 => (0..dice.below(4)).map(|_| value(dice, depth - 1)).collect(),
        _ => Value::Object(map(dice, depth - 1)),
    }
}

/// At most two keys: three can be in a circle of Go's natural order, and then Helm's own order is random.
fn map(dice: &mut Dice, depth: usize) -> Map<String, Value> {
    (0..dice.below(3)).map(|_| (text(dice), value(dice, depth))).collect()
}

/// JSON that YAML reads as the same value: everything beyond printable ASCII is escaped.
fn escaped(value: &Value) -> String {
    let mut out = String::new();
    for character in value.to_string().chars() {
        if (' '..='~').contains(&character) || u32::from(character) > 0xffff {
            out.push(character);
        } else {
            write!(out, "\\u{:04x}", u32::from(character)).unwrap();
        }
    }
    out
}

#[test]
fn any_value_is_written_as_helm_writes_it() {
    const CASES: usize = 3000;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let cases: Vec<Value> = (0..CASES)
        .map(|index| if index % 3 == 0 { Value::String(text(&mut dice)) } else { value(&mut dice, 3) })
        .collect();
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cases}\ndata:\n\
         {{- range $index, $case := .Values.cases }}\n  y{{ $index }}: {{ toYaml $case | toJson }}\n  i{{ $index }}: {{ dict \"k\" (list $case (dict \"in\" $case)) | toYaml | toJson }}\n  j{{ $index }}: {{ toJson $case | sha256sum }}\n{{- end }}\n";
    let values = escaped(&json!({ "cases": cases }));
    let files = [("templates/cases.yaml", template), ("values.yaml", &values)];
    assert_as_helm("sample", &chart(&files), &json!({}), &cases);
}
