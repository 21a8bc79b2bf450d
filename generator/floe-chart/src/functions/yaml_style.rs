//! The scalar styles of Go's YAML library: the style of each text, and the escapes. Writes no document.

use super::go_text::short_escape;
use super::yaml_words::retyped;

/// How a text is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// The style of a string: literal for several lines, plain where a plain word stays a string, quoted otherwise.
pub(super) fn style(text: &str, is_key: bool) -> Style {
    let pair =
        |fits: fn(char, char) -> bool| text.chars().zip(text.chars().skip(1)).any(|(left, right)| fits(left, right));
    let is_special = !text.chars().all(is_printable);
    let breaks_after_space = pair(|left, right| left == ' ' && is_break(right));
    if text.contains('\n') {
        let fits_block = !(is_key || is_special || breaks_after_space || text.ends_with(' '));
        return if fits_block { Style::Literal } else { Style::Double };
    }
    let is_edge = |character| character == ' ' || is_break(character);
    if retyped(text) || is_special || breaks_after_space || pair(|left, right| is_break(left) && right == ' ') {
        Style::Double
    } else if has_indicator(text) || text.contains(is_break) || text.starts_with(is_edge) || text.ends_with(is_edge) {
        Style::Single
    } else {
        Style::Plain
    }
}

/// Whether a part of the text would be syntax if the text stood plain.
fn has_indicator(text: &str) -> bool {
    const BLANKS: [char; 2] = [' ', '\t'];
    let begins = text.starts_with(|first| ",[]{}&*!|>'\"%@`#".contains(first))
        || text.starts_with("---")
        || text.starts_with("...")
        || text.strip_prefix(['?', '-']).is_some_and(|rest| rest.is_empty() || rest.starts_with(BLANKS));
    let ends_key = |(at, _)| text[at + 1..].is_empty() || text[at + 1..].starts_with(BLANKS);
    let begins_comment = |(at, _)| text[..at].ends_with(|before| BLANKS.contains(&before) || is_break(before));
    begins || text.match_indices(':').any(ends_key) || text.match_indices('#').any(begins_comment)
}

pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// Whether a character cannot stand unchanged in double quotes.
pub(super) fn needs_escape(character: char) -> bool {
    !is_printable(character) || is_break(character) || matches!(character, '"' | '\\')
}

/// A character as double quotes need the character.
pub(super) fn escape(character: char) -> String {
    let code = u32::from(character);
    match character {
        '\0' => "\\0".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{a0}' => "\\_".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        _ => match short_escape(character) {
            Some(letter) => format!("\\{letter}"),
            None if code <= 0xff => format!("\\x{code:02X}"),
            None if code <= 0xffff => format!("\\u{code:04X}"),
            None => format!("\\U{code:08X}"),
        },
    }
}
