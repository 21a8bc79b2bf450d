//! Go's integer literals: signs, `0x 0o 0b` and a bare leading `0` for octal, `_` between digits. No other numbers.

use gotmpl::Value;

/// Whether an integer literal of at most 64 bits has a sign, and the integer.
pub(super) fn parse(text: &str) -> Option<(bool, i128)> {
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (0, text),
    };
    let lower = unsigned.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (&lower[2..], 16),
        [b'0', b'o', ..] => (&lower[2..], 8),
        [b'0', b'b', ..] => (&lower[2..], 2),
        [b'0', _, ..] => (&lower[1..], 8),
        _ => (lower.as_str(), 10),
    };
    let misplaced = (radix == 10 && digits.starts_with('_')) || digits.ends_with('_') || digits.contains("__");
    let digits = digits.replace('_', "");
    if misplaced || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let magnitude = i128::from(u64::from_str_radix(&digits, radix).ok()?);
    Some((sign != 0, if sign < 0 { -magnitude } else { magnitude }))
}

/// A value as an integer: numbers are cut, texts are read as literals, all else is 0.
pub(super) fn cast(value: &Value) -> i64 {
    match value {
        Value::Bool(yes) => i64::from(*yes),
        Value::String(text) => {
            parse(without_zero_fraction(text)).and_then(|(_, number)| i64::try_from(number).ok()).unwrap_or(0)
        }
        number => number.as_int().unwrap_or(0),
    }
}

/// `8080.00` is an integer, `8080.5` is not.
fn without_zero_fraction(text: &str) -> &str {
    let whole = text.trim_end_matches('0');
    if text.contains('.') { whole.strip_suffix('.').unwrap_or(text) } else { text }
}
