//! JSON for people: two spaces for each level, and everything else exactly as in the canonical form. Decides no digest.

use floe_base::canonical_json;
use serde_json::Value;

/// The canonical JSON of a value, laid out in lines, with a line break at the end.
pub fn pretty(value: &Value) -> String {
    let canonical = canonical_json(value);
    let mut text = Vec::with_capacity(canonical.len() * 2);
    let mut bytes = canonical.iter().copied().peekable();
    let mut depth = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if !matches!(text.last(), Some(b'{' | b'[')) {
                    break_line(&mut text, depth);
                }
            }
            _ => {}
        }
        text.push(byte);
        match byte {
            b'"' => copy_string(&mut bytes, &mut text),
            b':' => text.push(b' '),
            b',' => break_line(&mut text, depth),
            b'{' | b'[' if !matches!(bytes.peek(), Some(b'}' | b']')) => break_line(&mut text, depth),
            _ => {}
        }
    }
    text.push(b'\n');
    String::from_utf8_lossy(&text).into_owned()
}

fn break_line(text: &mut Vec<u8>, depth: usize) {
    text.push(b'\n');
    text.resize(text.len() + 2 * depth, b' ');
}

/// The rest of a string, with the closing quote.
fn copy_string(bytes: &mut impl Iterator<Item = u8>, text: &mut Vec<u8>) {
    while let Some(byte) = bytes.next() {
        text.push(byte);
        match byte {
            b'"' => return,
            b'\\' => text.extend(bytes.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_layout_is_that_of_two_blanks_and_the_text_that_of_the_canonical_form() {
        let value = json!({"b": [1.0, {"x": []}], "a": {}, "c": "a \"quoted\" {text}, \\\n", "d": [[]]});
        let text = "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"x\": []\n    }\n  ],\n  \
                    \"c\": \"a \\\"quoted\\\" {text}, \\\\\\n\",\n  \"d\": [\n    []\n  ]\n}\n";
        for (value, text) in [(value, text), (json!(1), "1\n"), (json!("["), "\"[\"\n")] {
            assert_eq!(pretty(&value), text);
        }
    }
}
