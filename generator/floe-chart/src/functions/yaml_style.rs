//! The scalar styles of Go's YAML library: the style of each text, and the escapes. Writes no document.

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
    let analysis = Analysis::of(text);
    let wanted = match text {
        _ if text.contains('\n') => Style::Literal,
        _ if retyped(text) => Style::Double,
        _ => Style::Plain,
    };
    match wanted {
        Style::Literal if is_key || !analysis.block => Style::Double,
        Style::Plain if !analysis.plain && !analysis.single => Style::Double,
        Style::Plain if !analysis.plain => Style::Single,
        wanted => wanted,
    }
}

/// Which styles can hold a text.
struct Analysis {
    plain: bool,
    single: bool,
    block: bool,
}

impl Analysis {
    fn of(text: &str) -> Self {
        let first = text.chars().next();
        let last = text.chars().next_back();
        let blank = |c: Option<char>| matches!(c, None | Some(' ' | '\t'));
        let (mut indicator, mut special) = (text.starts_with("---") || text.starts_with("..."), false);
        let (mut breaks, mut space_break, mut break_space) = (false, false, false);
        let mut previous = None;
        let mut rest = text.chars().peekable();
        while let Some(character) = rest.next() {
            let before_blank = blank(rest.peek().copied());
            indicator |= match character {
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => {
                    previous.is_none()
                }
                '?' | '-' => previous.is_none() && before_blank,
                ':' => before_blank,
                '#' => previous.is_none_or(|p| p == ' ' || p == '\t' || is_break(p)),
                _ => false,
            };
            special |= !is_printable(character);
            breaks |= is_break(character);
            break_space |= character == ' ' && previous.is_some_and(is_break);
            space_break |= is_break(character) && previous == Some(' ');
            previous = Some(character);
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
        Self {
            plain: !(indicator || special || breaks || edge(first) || edge(last)),
            single: !(break_space || space_break || special),
            block: !(text.is_empty() || last == Some(' ') || space_break || special),
        }
    }
}

pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub(super) fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// A character as double quotes need the character.
pub(super) fn escape(character: char) -> String {
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' | '\\' => character,
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(character);
            return match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}
