//! The meanings that Go's YAML library gives to plain words (booleans, numbers, dates of YAML 1.1), and the order of keys. Writes nothing.

use std::sync::LazyLock;

use floe_types::shape::compile;
use regex_lite::Regex;

use super::go_integer;

type Pattern = LazyLock<Option<Regex>>;

/// Words that are booleans, nulls or special numbers when left plain.
const RESERVED: &[&str] = &[
    "", "~", "null", "Null", "NULL", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N",
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
    "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
];

/// `12:30:45`, a number to base 60 in YAML 1.1.
static BASE_60: Pattern = Pattern::new(|| compile(r"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$"));

/// A number that begins with a dot, in which each `_` stands between two digits.
static DOTTED: Pattern = Pattern::new(|| compile(r"^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$"));

/// A date (`2024-1-31`), a date and a time with a blank between them, or an RFC 3339 time with a zone.
static TIMESTAMP: Pattern = Pattern::new(|| {
    let clock = " *([01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9]([.,][0-9]+)?";
    let zone = "(Z|[-+]([01][0-9]|2[0-4]):([0-5][0-9]|60))";
    compile(&format!("^([0-9]{{4}})-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])( {clock}|[Tt]{clock}{zone})?$"))
});

/// Whether a plain word would be read as another value, so that a string must be quoted.
pub(super) fn retyped(word: &str) -> bool {
    if RESERVED.contains(&word) {
        return true;
    }
    if !word.starts_with(|first: char| first.is_ascii_digit() || ".+-".contains(first)) {
        return false;
    }
    let digits = word.replace('_', "");
    if word.starts_with('.') {
        return fits(&DOTTED, word) && is_float(&digits);
    }
    is_timestamp(word) || is_integer(&digits) || is_float(&digits) || fits(&BASE_60, word)
}

fn fits(pattern: &Pattern, word: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(word))
}

/// An integer of 64 bits; a signed one within the signed range.
fn is_integer(text: &str) -> bool {
    go_integer::parse(text).is_some_and(|(signed, number)| !signed || i64::try_from(number).is_ok())
}

/// A decimal number in the range of a double: `1.`, `.5`, `1e3`, `+1.5E-3`.
fn is_float(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_timestamp(word: &str) -> bool {
    TIMESTAMP.as_ref().and_then(|pattern| pattern.captures(word)).is_some_and(|found| {
        let number = |at: usize| found[at].parse::<u32>().unwrap_or_default();
        number(3) <= days_in(number(2), number(1))
    })
}

fn days_in(month: u32, year: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The order of keys: other characters before letters, digits by the number they form, a prefix first.
pub(super) fn natural_less(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let Some(at) = left.iter().zip(&right).position(|(l, r)| l != r) else { return left.len() < right.len() };
    let (l, r) = (left[at], right[at]);
    if l.is_alphabetic() || r.is_alphabetic() {
        return if l.is_alphabetic() && r.is_alphabetic() { l < r } else { r.is_alphabetic() };
    }
    // Zeros inside a longer number count as digits of that number.
    let before = left[..at].iter().rev().take_while(|c| c.is_ascii_digit());
    let carried = (l == '0' || r == '0') && before.into_iter().any(|&c| c != '0');
    let run = |chars: &[char]| {
        let digits = chars[at..].iter().map_while(|c| c.to_digit(10));
        digits.fold((i64::from(carried), 0), |(number, length), digit| {
            (number.wrapping_mul(10).wrapping_add(i64::from(digit)), length + 1)
        })
    };
    let (left_run, right_run): ((i64, i32), (i64, i32)) = (run(&left), run(&right));
    if left_run == right_run { l < r } else { left_run < right_run }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_yaml_1_1_retypes_are_known() {
        let words = "~ null yes Yes no on OFF y N true False .inf -.Inf .NaN 1 -1 +1 0 012 08 0x1F 0o17 0b11 -0b11 \
            1_000 1. .5 .5_0 .5e1_0 1e3 +1.5E-3 12:30:45 1:2 1:2:3. 2024-01-31 2024-1-1 2024-02-29 \
            2024-01-31T10:00:00Z 2024-01-31t1:2:3.5+01:00 18446744073709551615 99999999999999999999 \
            -9223372036854775808";
        for word in words.split_whitespace().chain(["", "2024-01-31 10:00:00"]) {
            assert!(retyped(word), "{word:?} is retyped");
        }
    }

    #[test]
    fn words_that_stay_themselves_are_known() {
        let words = "a yEs nope Nil 0x 0xG 1.2.3 v1 1e 1e999 - + . .. ._5 .5_ .5_e1 +inf -nan 1:60 1: :1 2024-13-01 \
            2024-02-30 2023-02-29 2024-01-31T10:00:00 2024-01-31T10:00:00+1:00 10.0.0.1 0b12 << 1a --1";
        for word in words.split_whitespace().chain(["2024-01-31 24:00:00", "2024-01-31 10:00:00Z"]) {
            assert!(!retyped(word), "{word:?} stays");
        }
    }

    #[test]
    fn keys_are_ordered_naturally() {
        let sorted = ["-a", "1", "2", "10", "A", "B", "a", "a-b", "a1", "a01", "a2", "a10", "ab", "b"];
        for (index, left) in sorted.iter().enumerate() {
            for right in &sorted[index + 1..] {
                assert!(natural_less(left, right), "{left} < {right}");
                assert!(!natural_less(right, left), "not {right} < {left}");
            }
        }
    }
}
