//! JSON values to YAML text for people: block style, and every string quoted that some YAML reader would take for something else.

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::LitStr;

/// The value as a YAML document, ending in a line break: the same text to readers of YAML 1.1 (Helm, Python) and 1.2.
///
/// Maps are written in the order they have; `serde_json` keeps its maps sorted by key. Text of several lines is a literal block
/// wherever a block keeps it exactly.
///
/// # Panics
/// Never: every JSON value has a YAML form.
pub fn write(value: &Value) -> String {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let written = serde_saphyr::to_string_with_options(&Readable(value), options);
    without_blank_ends(&written.expect("a JSON value has a YAML form"))
}

/// A value whose text of several lines is written in blocks.
struct Readable<'a>(&'a Value);

impl Serialize for Readable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if fits_block(text) => LitStr(text).serialize(serializer),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Readable)),
            Value::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, Readable(value)))),
            scalar => scalar.serialize(serializer),
        }
    }
}

/// Whether all YAML readers agree about the text as a block. They do not about blanks at the begin and the end of lines, where an editor
/// may change them besides, nor about characters that need an escape.
fn fits_block(text: &str) -> bool {
    let forbidden = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}')
    };
    let begins_plainly = !text.starts_with([' ', '\n']);
    let ends_plainly = |line: &str| !line.ends_with(' ');
    text.contains('\n') && begins_plainly && text.split('\n').all(ends_plainly) && !text.contains(forbidden)
}

/// The serialiser indents the empty lines of blocks too. No other line is blank, so no text is lost.
fn without_blank_ends(yaml: &str) -> String {
    let line = |line: &str| if line.trim_start_matches(' ') == "\n" { "\n".to_owned() } else { line.to_owned() };
    yaml.split_inclusive('\n').map(line).collect()
}
