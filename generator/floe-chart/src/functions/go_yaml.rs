//! Helm's `toYaml`: the block style of Go's YAML library, byte for byte, because checksums are taken of the output. Reads nothing;
//! `yaml_style` chooses the style of a text.

use std::sync::Arc;

use gotmpl::Value;

use super::go_json::number_text;
use super::go_text::float;
use super::yaml_style::{Style, escape, is_break, is_printable, style};
use super::yaml_words::natural_less;

const INDENT: usize = 2;
const WIDTH: usize = 80;
const LONGEST_SIMPLE_KEY: usize = 128;

/// The YAML of a value without the last line break; as in Helm, empty for a value that YAML cannot hold.
pub(crate) fn to_yaml(value: &Value) -> String {
    if !is_writable(value) {
        return String::new();
    }
    let mut writer = Writer { out: String::new(), column: 0, indent: None, whitespace: true, indention: true };
    writer.node(value, Place::Root);
    writer.write_indent();
    let kept = writer.out.strip_suffix('\n').map_or(writer.out.len(), str::len);
    writer.out.truncate(kept);
    writer.out
}

/// Whether the value survives Helm's way through JSON: no functions, no infinities, no control characters beyond C0.
fn is_writable(value: &Value) -> bool {
    let is_readable = |text: &str| {
        !text.chars().any(|c| matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'))
    };
    match value {
        Value::Function(_) => false,
        Value::Float(number) => number.is_finite(),
        Value::String(text) => is_readable(text),
        Value::List(items) => items.iter().all(is_writable),
        Value::Map(entries) => entries.iter().all(|(key, item)| is_readable(key) && is_writable(item)),
        _ => true,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    Item,
    SimpleKey,
    ComplexKey,
    MapValue,
}

/// The emitter's state: the current column, and whether only blanks or indentation stand before the column.
struct Writer {
    out: String,
    column: usize,
    indent: Option<usize>,
    whitespace: bool,
    indention: bool,
}

impl Writer {
    fn node(&mut self, value: &Value, place: Place) {
        match value {
            Value::List(items) if items.is_empty() => self.empty("[", "]"),
            Value::Map(entries) if entries.is_empty() => self.empty("{", "}"),
            Value::List(items) => self.sequence(items, place),
            Value::Map(entries) => self.mapping(entries.iter()),
            Value::String(text) => self.string(text, place),
            Value::Nil => self.plain_word("null"),
            Value::Float(number) => self.plain_word(&yaml_number(*number)),
            other => self.plain_word(&other.to_string()),
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    fn sequence(&mut self, items: &[Value], place: Place) {
        let outer = self.indent;
        let indentless = place == Place::MapValue && !self.indention;
        self.indent = Some(outer.map_or(0, |indent| if indentless { indent } else { indent + INDENT }));
        for item in items {
            self.write_indent();
            self.indicator("-", true, false, true);
            self.node(item, Place::Item);
        }
        self.indent = outer;
    }

    fn mapping<'a>(&mut self, entries: impl Iterator<Item = (&'a Arc<str>, &'a Value)>) {
        let outer = self.indent;
        self.indent = Some(outer.map_or(0, |indent| indent + INDENT));
        for (key, item) in naturally_sorted(entries) {
            self.write_indent();
            if key.len() <= LONGEST_SIMPLE_KEY && !key.contains(is_break) {
                self.string(key, Place::SimpleKey);
                self.indicator(":", false, false, false);
            } else {
                self.indicator("?", true, false, true);
                self.string(key, Place::ComplexKey);
                self.write_indent();
                self.indicator(":", true, false, true);
            }
            self.node(item, Place::MapValue);
        }
        self.indent = outer;
    }

    fn string(&mut self, text: &str, place: Place) {
        let outer = self.indent;
        self.indent = Some(outer.unwrap_or(0) + INDENT);
        let may_fold = place != Place::SimpleKey;
        match style(text, place == Place::SimpleKey) {
            Style::Plain => self.plain(text, may_fold),
            Style::Single => self.single_quoted(text, may_fold),
            Style::Double => self.double_quoted(text, may_fold),
            Style::Literal => self.literal(text),
        }
        self.indent = outer;
    }

    fn plain_word(&mut self, word: &str) {
        self.plain(word, false);
    }

    fn plain(&mut self, text: &str, may_fold: bool) {
        if !self.whitespace {
            self.put(' ');
        }
        self.folded(text, may_fold, Self::put);
        (self.whitespace, self.indention) = (false, false);
    }

    fn single_quoted(&mut self, text: &str, may_fold: bool) {
        self.indicator("'", true, false, false);
        self.folded(text, may_fold, |writer, character| {
            if character == '\'' {
                writer.put('\'');
            }
            writer.put(character);
        });
        self.indicator("'", false, false, false);
        (self.whitespace, self.indention) = (false, false);
    }

    /// Writes text of the plain and single-quoted styles: a single blank beyond the width becomes a line break.
    fn folded(&mut self, text: &str, may_fold: bool, put: impl Fn(&mut Self, char)) {
        let (mut spaces, mut breaks) = (false, false);
        let mut rest = text.char_indices().peekable();
        while let Some((at, character)) = rest.next() {
            let next = rest.peek().map(|&(_, next)| next);
            if character == ' ' {
                let inside = at > 0 && next.is_some_and(|next| next != ' ');
                if may_fold && !spaces && self.column > WIDTH && inside {
                    self.write_indent();
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else if is_break(character) {
                self.put_break(character);
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.write_indent();
                }
                put(self, character);
                self.indention = false;
                (spaces, breaks) = (false, false);
            }
        }
    }

    fn double_quoted(&mut self, text: &str, may_fold: bool) {
        self.indicator("\"", true, false, false);
        // At every character, the library looks for a byte order mark at the start of the text.
        let all_escaped = text.starts_with('\u{feff}');
        let mut spaces = false;
        let mut rest = text.char_indices().peekable();
        while let Some((at, character)) = rest.next() {
            if all_escaped || !is_printable(character) || is_break(character) || matches!(character, '"' | '\\') {
                for escaped in escape(character).chars() {
                    self.put(escaped);
                }
                spaces = false;
            } else if character == ' ' {
                let next = rest.peek().map(|&(_, next)| next);
                if may_fold && !spaces && self.column > WIDTH && at > 0 && next.is_some() {
                    self.write_indent();
                    if next == Some(' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else {
                self.put(character);
                spaces = false;
            }
        }
        self.indicator("\"", false, false, false);
        (self.whitespace, self.indention) = (false, false);
    }

    fn literal(&mut self, text: &str) {
        self.indicator("|", true, false, false);
        if text.starts_with(|first| first == ' ' || is_break(first)) {
            self.indicator("2", false, false, false);
        }
        let mut from_end = text.chars().rev();
        match (from_end.next().is_some_and(is_break), from_end.next().is_none_or(is_break)) {
            (false, _) => self.indicator("-", false, false, false),
            (true, true) => self.indicator("+", false, false, false),
            (true, false) => {}
        }
        self.put_break('\n');
        (self.whitespace, self.indention) = (true, true);
        let mut breaks = true;
        for character in text.chars() {
            if is_break(character) {
                self.put_break(character);
                (self.indention, breaks) = (true, true);
            } else {
                if breaks {
                    self.write_indent();
                }
                self.put(character);
                (self.indention, breaks) = (false, false);
            }
        }
    }

    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn put_break(&mut self, character: char) {
        self.out.push(character);
        self.column = 0;
    }

    fn write_indent(&mut self) {
        let indent = self.indent.unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put_break('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        (self.whitespace, self.indention) = (true, true);
    }

    fn indicator(&mut self, text: &str, needs_whitespace: bool, is_whitespace: bool, is_indention: bool) {
        if needs_whitespace && !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|character| self.put(character));
        self.whitespace = is_whitespace;
        self.indention = self.indention && is_indention;
    }
}

/// A number by way of JSON: whole numbers below 2^64 stay whole, all others are floats.
fn yaml_number(number: f64) -> String {
    let json = number_text(number);
    if json == "-0" {
        return "0".to_owned();
    }
    if json.parse::<i64>().is_ok() || json.parse::<u64>().is_ok() { json } else { float(number) }
}

/// Entries in the library's natural order of keys (`a2` before `a10`). An insertion sort, because insertion sort bears an order that
/// is not total.
fn naturally_sorted<'a>(entries: impl Iterator<Item = (&'a Arc<str>, &'a Value)>) -> Vec<(&'a str, &'a Value)> {
    let mut sorted: Vec<(&str, &Value)> = Vec::new();
    for (key, item) in entries {
        let at = sorted.iter().rposition(|(before, _)| !natural_less(key, before)).map_or(0, |last| last + 1);
        sorted.insert(at, (key, item));
    }
    sorted
}
