//! Helm's `toYaml`: the block style of Go's YAML library, byte for byte, because checksums are taken of the output. Reads nothing;
//! `yaml_style` chooses the style of a text.

use std::collections::BTreeMap;
use std::sync::Arc;

use gotmpl::Value;

use super::go_json::number_text;
use super::go_text::float;
use super::yaml_style::{Style, escape, is_break, needs_escape, style};
use super::yaml_words::natural_less;

/// The width of `- ` and of each level of indentation.
const INDENT: usize = 2;
const WIDTH: usize = 80;
const LONGEST_SIMPLE_KEY: usize = 128;

/// The YAML of a value without the last line break; as in Helm, empty for a value that YAML cannot hold.
pub(super) fn to_yaml(value: &Value) -> String {
    if !is_writable(value) {
        return String::new();
    }
    let mut writer = Writer { out: String::new() };
    writer.node(value, 0);
    if writer.out.ends_with('\n') {
        writer.out.pop();
    }
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

struct Writer {
    out: String,
}

impl Writer {
    /// Writes a value from the column `indent` on, where the writer stands.
    fn node(&mut self, value: &Value, indent: usize) {
        match value {
            Value::List(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.new_line(indent);
                    }
                    self.out.push_str("- ");
                    self.node(item, indent + INDENT);
                }
            }
            Value::Map(entries) if !entries.is_empty() => self.mapping(entries, indent),
            Value::List(_) => self.out.push_str("[]"),
            Value::Map(_) => self.out.push_str("{}"),
            // The lines of a text are indented even at the root.
            Value::String(text) => self.string(text, indent.max(INDENT), false),
            Value::Nil => self.out.push_str("null"),
            Value::Float(number) => self.out.push_str(&yaml_number(*number)),
            other => self.out.push_str(&other.to_string()),
        }
    }

    fn mapping(&mut self, entries: &BTreeMap<Arc<str>, Value>, indent: usize) {
        for (at, (key, item)) in naturally_sorted(entries).into_iter().enumerate() {
            if at > 0 {
                self.new_line(indent);
            }
            let inner = indent + INDENT;
            if key.len() > LONGEST_SIMPLE_KEY || key.contains(is_break) {
                self.out.push_str("? ");
                self.string(key, inner, false);
                self.new_line(indent);
                self.out.push_str(": ");
                self.node(item, inner);
                continue;
            }
            self.string(key, inner, true);
            self.out.push(':');
            let column = match item {
                Value::List(items) if !items.is_empty() => Some(indent),
                Value::Map(entries) if !entries.is_empty() => Some(inner),
                _ => None,
            };
            match column {
                Some(column) => self.new_line(column),
                None => self.out.push(' '),
            }
            self.node(item, column.unwrap_or(inner));
        }
    }

    /// Writes a text whose further lines begin at the column `indent`. Outside of keys, a single blank beyond the width becomes a line break.
    fn string(&mut self, text: &str, indent: usize, is_key: bool) {
        let style = style(text, is_key);
        let quote = match style {
            Style::Plain => "",
            Style::Single => "'",
            Style::Double => "\"",
            Style::Literal => return self.literal(text, indent),
        };
        let is_double = style == Style::Double;
        // At every character, the library looks for a byte order mark at the start of the text.
        let all_escaped = is_double && text.starts_with('\u{feff}');
        self.out.push_str(quote);
        let mut before = None;
        let mut rest = text.chars().peekable();
        while let Some(character) = rest.next() {
            let next = rest.peek();
            let is_single_blank = character == ' '
                && before.is_some_and(|before| before != ' ')
                && next.is_some_and(|next| is_double || *next != ' ');
            if is_single_blank && !is_key && !all_escaped && self.column() > WIDTH {
                self.new_line(indent);
                if next == Some(&' ') {
                    self.out.push('\\');
                }
            } else if all_escaped || (is_double && needs_escape(character)) {
                self.out.push_str(&escape(character));
            } else {
                if !is_double && before.is_some_and(is_break) && !is_break(character) {
                    self.new_line(indent);
                }
                if style == Style::Single && character == '\'' {
                    self.out.push('\'');
                }
                self.out.push(character);
            }
            before = Some(character);
        }
        self.out.push_str(quote);
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.out.push('|');
        if text.starts_with(|first| first == ' ' || is_break(first)) {
            self.out.push('2');
        }
        match text.strip_suffix(is_break) {
            None => self.out.push('-'),
            Some(kept) if kept.is_empty() || kept.ends_with(is_break) => self.out.push('+'),
            Some(_) => {}
        }
        self.out.push('\n');
        for line in text.split_inclusive(is_break) {
            if !line.starts_with(is_break) {
                self.new_line(indent);
            }
            self.out.push_str(line);
        }
    }

    fn column(&self) -> usize {
        self.out.rsplit(is_break).next().map_or(0, |line| line.chars().count())
    }

    /// Goes to a column of the next line; a writer at the beginning of a line stays in that line.
    fn new_line(&mut self, indent: usize) {
        if !self.out.ends_with(is_break) {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
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
fn naturally_sorted(entries: &BTreeMap<Arc<str>, Value>) -> Vec<(&str, &Value)> {
    let mut sorted: Vec<(&str, &Value)> = Vec::new();
    for (key, item) in entries {
        let at = sorted.iter().rposition(|(before, _)| !natural_less(key, before)).map_or(0, |last| last + 1);
        sorted.insert(at, (key, item));
    }
    sorted
}
