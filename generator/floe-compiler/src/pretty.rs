//! JSON for people: two spaces for each level, and everything else exactly as in the canonical form. Decides no digest.

use floe_base::canonical_json;
use serde_json::Value;

/// The canonical JSON of a value, laid out in lines, with a line break at the end.
pub fn pretty(value: &Value) -> String {
    let canonical = canonical_json(value);
    let mut layout = Layout { text: Vec::with_capacity(canonical.len() * 2), depth: 0 };
    let mut bytes = canonical.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                layout.text.push(byte);
                copy_string(&mut bytes, &mut layout.text);
            }
            b'{' | b'[' => layout.open(byte, bytes.peek().copied()),
            b'}' | b']' => layout.close(byte),
            b',' => {
                layout.text.push(byte);
                layout.line();
            }
            b':' => layout.text.extend(b": "),
            _ => layout.text.push(byte),
        }
    }
    layout.text.push(b'\n');
    String::from_utf8_lossy(&layout.text).into_owned()
}

/// Text under construction, with the current depth.
struct Layout {
    text: Vec<u8>,
    depth: usize,
}

impl Layout {
    fn line(&mut self) {
        self.text.push(b'\n');
        self.text.resize(self.text.len() + 2 * self.depth, b' ');
    }

    fn open(&mut self, bracket: u8, next: Option<u8>) {
        self.text.push(bracket);
        self.depth += 1;
        if !matches!(next, Some(b'}' | b']')) {
            self.line();
        }
    }

    fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.line();
        }
        self.text.push(bracket);
    }
}

/// The rest of a string, with its closing quote.
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
        let text = pretty(&value);
        assert_eq!(
            text,
            "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"x\": []\n    }\n  ],\n  \"c\": \"a \\\"quoted\\\" {text}, \\\\\\n\",\n  \
             \"d\": [\n    []\n  ]\n}\n"
        );
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            json!({"b": [1, {"x": []}], "a": {}, "c": value["c"], "d": [[]]})
        );
    }

    #[test]
    fn a_scalar_is_one_line() {
        assert_eq!(pretty(&json!(1)), "1\n");
        assert_eq!(pretty(&json!("[")), "\"[\"\n");
    }
}
