//! Bytes to text: UTF-8 without characters that YAML forbids. Knows nothing of YAML's grammar.

use super::codes;
use super::source::{Finding, Source};
use crate::Span;

/// The text of a document, without its byte order mark.
pub(super) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Finding> {
    let source = Source { file, text: "" };
    let error = |message: String, read: &str, help: &'static str| {
        source.error(codes::ENCODING, message, help, end_of(without_mark(read)))
    };
    if let Some(name) = wide_encoding(bytes) {
        let message = format!("the file is encoded as {name}, not as UTF-8");
        return Err(error(message, "", "save the file as UTF-8"));
    }
    let text = str::from_utf8(bytes).map_err(|bad| {
        let offset = bad.valid_up_to();
        // Up to this offset the bytes are UTF-8.
        let read = str::from_utf8(&bytes[..offset]).unwrap_or_default();
        let message = format!("byte 0x{:02x} at offset {offset} is not UTF-8", bytes[offset]);
        error(message, read, "save the file as UTF-8; a binary file cannot be read")
    })?;
    let text = without_mark(text);
    let Some((offset, forbidden)) = first_forbidden(text) else {
        return Ok(text);
    };
    let name = u32::from(forbidden);
    let message = format!("the control character U+{name:04X} may not stand in a document");
    let help = "remove the character, or write it as an escape in double quotes";
    Err(error(message, &text[..offset], help))
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// UTF-16 and UTF-32 show by their byte order mark, or by the zero bytes of a first ASCII character.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [1..=0xff, 0, 0, 0, ..] | [0, 0, 0, 1..=0xff, ..] => {
            Some("UTF-32")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => {
            Some("UTF-16")
        }
        _ => None,
    }
}

fn first_forbidden(text: &str) -> Option<(usize, char)> {
    let suspect =
        |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7f | 0xc2 | 0xef);
    if !text.as_bytes().iter().any(suspect) {
        return None;
    }
    let allowed = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => !c.is_control(),
    };
    text.char_indices().find(|(_, c)| !allowed(*c))
}

/// The place right behind a text.
fn end_of(text: &str) -> Span {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    let column = text.chars().rev().take_while(|c| *c != '\n').count();
    let from_one = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Span::new(from_one(lines), from_one(column), 1)
}
