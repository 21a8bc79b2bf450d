//! The meanings that Go's YAML library gives to plain words (booleans, numbers, dates of YAML 1.1), and the order of keys. Writes nothing.

use super::go_integer;

/// Words that are booleans, nulls or special numbers when left plain.
const RESERVED: &[&str] = &[
    "", "~", "null", "Null", "NULL", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N",
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
    "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
];

/// Whether a plain word would be read as another value, so that a string must be quoted.
pub(crate) fn retyped(word: &str) -> bool {
    if RESERVED.contains(&word) {
        return true;
    }
    match word.as_bytes().first() {
        Some(b'.') => separates_digits(word) && is_float(&word.replace('_', "")),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            let digits = word.replace('_', "");
            is_timestamp(word) || is_integer(&digits) || is_float(&digits) || is_base_60(word)
        }
        _ => false,
    }
}

/// An integer of 64 bits; a signed one within the signed range.
fn is_integer(text: &str) -> bool {
    go_integer::parse(text).is_some_and(|(signed, number)| !signed || i64::try_from(number).is_ok())
}

/// Whether each `_` stands between two digits.
fn separates_digits(text: &str) -> bool {
    let ends_with = |part: &str| part.ends_with(|c: char| c.is_ascii_digit());
    let starts_with = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    text.match_indices('_').all(|(at, _)| ends_with(&text[..at]) && starts_with(&text[at + 1..]))
}

/// A decimal number in the range of a double: `1.`, `.5`, `1e3`, `+1.5E-3`.
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    mantissa_fits && exponent_fits && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `12:30:45`, a number to base 60 in YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let whole = match unsigned.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') => whole,
        Some(_) => return false,
        None => unsigned,
    };
    let mut parts = whole.split(':');
    let first_fits = parts.next().is_some_and(|first| {
        first.starts_with(|c: char| c.is_ascii_digit()) && first.bytes().all(|b| b.is_ascii_digit() || b == b'_')
    });
    let mut others = parts.peekable();
    first_fits
        && others.peek().is_some()
        && others.all(|part| match part.as_bytes() {
            [digit] => digit.is_ascii_digit(),
            [tens, ones] => (b'0'..=b'5').contains(tens) && ones.is_ascii_digit(),
            _ => false,
        })
}

/// A date (`2024-1-31`), a date and a time with a blank between them, or an RFC 3339 time with a zone.
fn is_timestamp(text: &str) -> bool {
    let mut rest = text;
    let Some(year) = number(&mut rest, 4, 4) else { return false };
    let date = (|| {
        literal(&mut rest, "-")?;
        let month = number(&mut rest, 1, 2)?;
        literal(&mut rest, "-")?;
        let day = number(&mut rest, 1, 2)?;
        Some((month, day))
    })();
    let Some((month, day)) = date else { return false };
    if !(1..=12).contains(&month) || !(1..=days_in(month, year)).contains(&day) {
        return false;
    }
    match rest.as_bytes().first() {
        None => true,
        Some(b' ') => clock(&mut rest).is_some() && rest.is_empty(),
        Some(b'T' | b't') => clock(&mut rest).is_some() && is_zone(rest),
        Some(_) => false,
    }
}

fn clock(rest: &mut &str) -> Option<()> {
    *rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start_matches(' ');
    let hour = number(rest, 1, 2)?;
    literal(rest, ":")?;
    let minute = number(rest, 1, 2)?;
    literal(rest, ":")?;
    let second = number(rest, 1, 2)?;
    if let [b'.' | b',', b'0'..=b'9', ..] = rest.as_bytes() {
        *rest = rest[1..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    (hour < 24 && minute < 60 && second < 60).then_some(())
}

fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return text == "Z" };
    let parts = offset
        .split_once(':')
        .map(|(hours, minutes)| (hours.len(), hours.parse::<u32>(), minutes.len(), minutes.parse::<u32>()));
    matches!(parts, Some((2, Ok(0..=24), 2, Ok(0..=60))))
}

fn number(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, tail) = rest.split_at(length);
    *rest = tail;
    if length < least { None } else { digits.parse().ok() }
}

fn literal(rest: &mut &str, text: &str) -> Option<()> {
    *rest = rest.strip_prefix(text)?;
    Some(())
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
pub(crate) fn natural_less(left: &str, right: &str) -> bool {
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
        let words = [
            "",
            "~",
            "null",
            "yes",
            "Yes",
            "no",
            "on",
            "OFF",
            "y",
            "N",
            "true",
            "False",
            ".inf",
            "-.Inf",
            ".NaN",
            "1",
            "-1",
            "+1",
            "0",
            "012",
            "08",
            "0x1F",
            "0o17",
            "0b11",
            "-0b11",
            "1_000",
            "1.",
            ".5",
            ".5_0",
            "1e3",
            "+1.5E-3",
            "12:30:45",
            "1:2",
            "2024-01-31",
            "2024-1-1",
            "2024-01-31T10:00:00Z",
            "2024-01-31t1:2:3.5+01:00",
            "2024-01-31 10:00:00",
            "18446744073709551615",
            "99999999999999999999",
            "-9223372036854775808",
        ];
        for word in words {
            assert!(retyped(word), "{word:?} is retyped");
        }
    }

    #[test]
    fn words_that_stay_themselves_are_known() {
        let words = [
            "a",
            "yEs",
            "nope",
            "Nil",
            "0x",
            "0xG",
            "1.2.3",
            "v1",
            "1e",
            "1e999",
            "-",
            "+",
            ".",
            "..",
            "._5",
            "1:60",
            "1:",
            ":1",
            "2024-13-01",
            "2024-02-30",
            "2024-01-31T10:00:00",
            "2024-01-31 24:00:00",
            "10.0.0.1",
            "0b12",
            "<<",
            "1a",
            "--1",
        ];
        for word in words {
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
