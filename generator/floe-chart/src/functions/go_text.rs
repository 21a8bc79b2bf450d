//! Go's own words for values: `printf`, `%v`, `%q`, shortest floating-point numbers. Knows no YAML and no JSON.

use std::fmt::Write as _;

use gotmpl::{Result, TemplateError, Value};

/// The format with the verbs `%v %s %d %q %t %%` replaced; flags and widths are not known.
pub(super) fn printf(format: &str, values: &[Value]) -> Result<Value> {
    let mut values = values.iter();
    let mut out = String::new();
    let mut rest = format.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        match rest.next() {
            None => out.push_str("%!(NOVERB)"),
            Some('%') => out.push('%'),
            Some(verb @ ('v' | 's' | 'd' | 'q' | 't')) => match values.next() {
                Some(value) => out.push_str(&formatted(verb, value)),
                None => out.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(MISSING)"]),
            },
            Some(other) => {
                let message = format!("printf knows %v %s %d %q %t %%, not %{other}");
                return Err(TemplateError::Exec(message));
            }
        }
    }
    let extra: Vec<String> = values.map(typed).collect();
    if !extra.is_empty() {
        out.extend(["%!(EXTRA ", &extra.join(", "), ")"]);
    }
    Ok(Value::from(out))
}

/// A value as printed by Go's `%v`.
pub(super) fn plain(value: &Value) -> String {
    formatted('v', value)
}

/// A value as printed for a verb; an unfit value is marked as in Go (`%!d(string=x)`).
fn formatted(verb: char, value: &Value) -> String {
    match (verb, value) {
        (_, Value::List(items)) => {
            let items: Vec<String> = items.iter().map(|item| formatted(verb, item)).collect();
            format!("[{}]", items.join(" "))
        }
        (_, Value::Map(entries)) => {
            let key = |key: &str| formatted(verb, &Value::from(key));
            let entries: Vec<String> =
                entries.iter().map(|(name, item)| format!("{}:{}", key(name), formatted(verb, item))).collect();
            format!("map[{}]", entries.join(" "))
        }
        ('v', Value::Float(number)) => float(*number),
        ('v', _) | ('s', Value::String(_)) | ('d', Value::Int(_) | Value::Uint(_)) | ('t', Value::Bool(_)) => {
            value.to_string()
        }
        ('q', Value::String(text)) => quoted(text),
        _ => format!("%!{verb}({})", typed(value)),
    }
}

/// A value with the Go type, as `fmt` marks an unfit argument.
fn typed(value: &Value) -> String {
    let kind = match value {
        Value::Nil => return "<nil>".to_owned(),
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
        other => other.type_name(),
    };
    format!("{kind}={}", plain(value))
}

/// A number as printed by `strconv.FormatFloat(x, 'g', -1, 64)`: the shortest digits that read back as the same number,
/// with an exponent below `1e-04` and from `1e+06` on.
pub(super) fn float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    match scientific(number) {
        (digits, exponent) if !(-4..6).contains(&exponent) => with_exponent(&digits, exponent),
        _ => number.to_string(),
    }
}

/// The shortest digits (`1.5`) and the power of ten they are multiplied with.
pub(super) fn scientific(number: f64) -> (String, i32) {
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) => (digits.to_owned(), exponent.parse().unwrap_or(0)),
        None => (text, 0),
    }
}

/// Digits and exponent in Go's spelling, whose exponent has a sign and at least two digits.
pub(super) fn with_exponent(digits: &str, exponent: i32) -> String {
    format!("{digits}e{exponent:+03}")
}

/// A string as quoted by Go's `%q`.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        let code = u32::from(character);
        let _ = match short_escape(character) {
            Some(letter) => write!(out, "\\{letter}"),
            None if is_printable(character) => write!(out, "{character}"),
            None if character.is_ascii() => write!(out, "\\x{code:02x}"),
            None if code <= 0xffff => write!(out, "\\u{code:04x}"),
            None => write!(out, "\\U{code:08x}"),
        };
    }
    out.push('"');
    out
}

/// The character after the backslash where Go and YAML have a short escape.
pub(super) const fn short_escape(character: char) -> Option<char> {
    Some(match character {
        '"' | '\\' => character,
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        _ => return None,
    })
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. The standard library knows
/// the same classes behind `escape_debug`, which leaves a printable character unchanged anywhere but at a string's start.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return (' '..='~').contains(&character);
    }
    format!("a{character}").escape_debug().nth(1) == Some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_go_prints_them() {
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
            assert_eq!(plain(&Value::Float(number)), text, "{number:?}");
        }
        let value = gotmpl::tmap! { "b" => vec![1_000_000.0, 2.0], "a" => Value::Nil, "c" => "x" };
        assert_eq!(plain(&value), "map[a:<nil> b:[1e+06 2] c:x]");
    }

    #[test]
    fn strings_are_quoted_as_go_quotes_them() {
        let table = [
            ("a b", r#""a b""#),
            (r#"say "x"\"#, r#""say \"x\"\\""#),
            ("\n\t\r\u{7}\u{8}\u{b}\u{c}", r#""\n\t\r\a\b\v\f""#),
            ("\0\u{1b}\u{7f}", r#""\x00\x1b\x7f""#),
            ("é日本🦀", "\"é日本🦀\""),
            ("e\u{301}", "\"e\u{301}\""),
            ("\u{a0}\u{feff}\u{200b}", r#""\u00a0\ufeff\u200b""#),
            ("\u{e000}\u{10ffff}", r#""\ue000\U0010ffff""#),
        ];
        for (text, quoted_text) in table {
            assert_eq!(quoted(text), quoted_text);
        }
    }
}
