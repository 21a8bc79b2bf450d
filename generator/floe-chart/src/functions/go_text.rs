//! Go's own words for values: `%v`, `%q`, shortest floating-point numbers. Knows no YAML and no JSON.

use std::fmt::Write as _;

use gotmpl::Value;

/// A value as printed by Go's `%v`.
pub(crate) fn plain(value: &Value) -> String {
    let mut out = String::new();
    write_plain(&mut out, value);
    out
}

fn write_plain(out: &mut String, value: &Value) {
    match value {
        Value::Nil => out.push_str("<nil>"),
        Value::Float(number) => out.push_str(&float(*number)),
        Value::String(text) => out.push_str(text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(' ');
                }
                write_plain(out, item);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push_str("map[");
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(' ');
                }
                out.push_str(key);
                out.push(':');
                write_plain(out, item);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// A number as printed by `strconv.FormatFloat(x, 'g', -1, 64)`: the shortest digits that read back as the same number,
/// with an exponent below `1e-04` and from `1e+06` on.
pub(crate) fn float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    match scientific(number) {
        (digits, exponent) if !(-4..6).contains(&exponent) => with_exponent(&digits, exponent),
        _ => number.to_string(),
    }
}

/// The shortest digits (`1.5`) and the power of ten they are multiplied with.
pub(crate) fn scientific(number: f64) -> (String, i32) {
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) => (digits.to_owned(), exponent.parse().unwrap_or(0)),
        None => (text, 0),
    }
}

/// Digits and exponent in Go's spelling, whose exponent has a sign and at least two digits.
pub(crate) fn with_exponent(digits: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

/// A string as quoted by Go's `%q`.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            _ if is_printable(character) => out.push(character),
            _ => {
                let code = u32::from(character);
                let _ = match code {
                    0..=0x1f | 0x7f => write!(out, "\\x{code:02x}"),
                    0..=0xffff => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push('"');
    out
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. The standard library knows
/// the same classes behind `escape_debug`, which leaves a printable character unchanged anywhere but at a string's start.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return (' '..='~').contains(&character);
    }
    let mut buffer = [b'a', 0, 0, 0, 0];
    let end = 1 + character.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..end]).is_ok_and(|text| text.escape_debug().nth(1) == Some(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_go_prints_them() {
        let table = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (8080.0, "8080"),
            (100_000.0, "100000"),
            (123_456.7, "123456.7"),
            (1_000_000.0, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (1e20, "1e+20"),
            (1e100, "1e+100"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (-2.5e-9, "-2.5e-09"),
            (f64::INFINITY, "+Inf"),
            (f64::NAN, "NaN"),
        ];
        for (number, text) in table {
            assert_eq!(float(number), text, "{number:?}");
        }
    }

    #[test]
    fn strings_are_quoted_as_go_quotes_them() {
        let table = [
            ("a b", "\"a b\""),
            ("say \"x\"\\", "\"say \\\"x\\\"\\\\\""),
            ("\n\t\r\u{7}\u{8}\u{b}\u{c}", "\"\\n\\t\\r\\a\\b\\v\\f\""),
            ("\0\u{1b}\u{7f}", "\"\\x00\\x1b\\x7f\""),
            ("é日本🦀", "\"é日本🦀\""),
            ("e\u{301}", "\"e\u{301}\""),
            ("\u{a0}\u{feff}\u{200b}", "\"\\u00a0\\ufeff\\u200b\""),
            ("\u{e000}\u{10ffff}", "\"\\ue000\\U0010ffff\""),
        ];
        for (text, quoted_text) in table {
            assert_eq!(quoted(text), quoted_text);
        }
    }

    #[test]
    fn nested_values_print_as_go_prints_them() {
        let value = gotmpl::tmap! { "b" => vec![1_000_000.0, 2.0], "a" => Value::Nil, "c" => "x" };
        assert_eq!(plain(&value), "map[a:<nil> b:[1e+06 2] c:x]");
    }
}
