//! Wrong values of every kind in every place, and keys that are missing, misspelt, doubled or malformed.

use std::thread;

use crate::judge::{KINDS, Kind, Outcome, judge};
use crate::place::{Change, changed, places};

const VALUES: &[&str] = &[
    "",
    "null",
    "true",
    "yes",
    "30",
    "\"30\"",
    "1.5",
    "1.0",
    "-1",
    "0x1F",
    "1_000",
    "1e400",
    ".nan",
    "-.inf",
    "99999999999999999999",
    "2024-01-01",
    "[]",
    "{}",
    "[[[]]]",
    "{a: b}",
    "{\"\": {}}",
    "\"\"",
    "\" \"",
    "\"\\0\"",
    "\"a\\nb\"",
    "\"\\u202e\"",
    "\"\\ud800\"",
    "\"é\"",
    "../../etc/passwd",
    "\"{product_slug}\"",
    "\"{product_slug\"",
    "\"{{ x }}\"",
    "\"${X}\"",
    "\"\\\"; drop table x; --\"",
    "\"'''); import os; ('''\"",
    "http://",
    "\"http://a:b:c\"",
    "\"http://[::1]:80\"",
    "\"http://a:99999\"",
    "\"60 * * * *\"",
    "&a [*a]",
    "*a",
    "!t x",
    "!!int x",
    "\"unclosed",
    "]",
];

const KEYS: &[&str] = &["\"\"", "null", "1", "[a]", "{a: b}", "\"a\\nb\"", "\"\\u202e\"", "<<", "\"unclosed", "*a"];

/// Counts the refused and the compiled documents. Each place gets one of `every` changes, and neighbouring places get
/// the others, because all changes at all places would take minutes.
fn judge_all(changes: &[Change<'_>], every: usize) -> (usize, usize) {
    let judge_kind = |kind: Kind| {
        let node = kind.node();
        let (mut refused, mut compiled) = (0, 0);
        for (at, way) in places(&node).into_iter().enumerate() {
            for change in changes.iter().skip(at % every).step_by(every) {
                match judge(kind, changed(&node, &way, *change).as_bytes(), &[]) {
                    Outcome::Refused(_) => refused += 1,
                    Outcome::Compiled(_) => compiled += 1,
                }
            }
        }
        (refused, compiled)
    };
    thread::scope(|scope| {
        let runs = KINDS.map(|kind| scope.spawn(move || judge_kind(kind)));
        let counts = runs.map(|run| run.join().expect("each change is refused or compiles"));
        counts.into_iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    })
}

#[test]
fn values_of_every_kind_are_refused_or_compile_in_every_place() {
    let changes: Vec<Change<'_>> = VALUES.iter().map(|text| Change::Value(text)).collect();
    let (refused, compiled) = judge_all(&changes, 4);
    assert!(refused > compiled && compiled > 50, "{refused} are refused, and {compiled} compile");
}

#[test]
fn strange_keys_are_refused_or_compile_in_every_place() {
    let changes: Vec<Change<'_>> = KEYS.iter().map(|text| Change::Key(text)).collect();
    let (refused, compiled) = judge_all(&changes, 4);
    assert!(refused > 5 * compiled, "{refused} are refused, and {compiled} compile");
}

#[test]
fn an_entry_that_is_missing_misspelt_or_doubled_is_refused_or_compiles_in_every_place() {
    let (refused, compiled) = judge_all(&[Change::Removed, Change::Misspelt, Change::Twice], 1);
    assert!(refused > compiled && compiled > 10, "{refused} are refused, and {compiled} compile");
}

#[test]
fn an_unknown_key_is_refused_in_every_map_of_a_closed_shape() {
    for (kind, text) in [(Kind::Manifest, "zzz: 1"), (Kind::Spec, "zzz: 1")] {
        let node = kind.node();
        let mut closed = 0;
        for way in places(&node) {
            if let Outcome::Refused(codes) = judge(kind, changed(&node, &way, Change::Beside(text)).as_bytes(), &[]) {
                closed += usize::from(codes == ["LOAD_KEY_UNKNOWN"]);
            }
        }
        assert!(closed > 10, "{closed} in {kind:?}");
    }
}
