//! Pieces of Markdown: text that keeps the same meaning in a paragraph, in a table, as code. Knows no contract.

use floe_template::{Holes, holes};
use serde_json::Value;

/// The languages of files, by the ending of their names.
const LANGUAGES: &[(&str, &str)] = &[
    ("json", "json"),
    ("md", "markdown"),
    ("py", "python"),
    ("rs", "rust"),
    ("toml", "toml"),
    ("yaml", "yaml"),
    ("yml", "yaml"),
];

/// Text of a contract in a paragraph. Contracts write Markdown; only the beginnings of HTML tags are escaped.
pub(crate) fn prose(text: &str) -> String {
    let mut inside_code = false;
    let mut prose = String::new();
    for c in text.trim().chars() {
        inside_code ^= c == '`';
        match c {
            '<' if !inside_code => prose.push_str("&lt;"),
            c => prose.push(c),
        }
    }
    prose
}

/// Text of a contract in one cell of a table.
pub(crate) fn cell(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    in_cell(&prose(&line.join(" ")))
}

pub(crate) fn in_cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

/// Verbatim text.
pub(crate) fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { "(empty)".to_owned() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

pub(crate) fn codes(texts: impl IntoIterator<Item = impl ToString>) -> String {
    texts.into_iter().map(|text| code(&text.to_string())).collect::<Vec<_>>().join(", ")
}

pub(crate) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(3.max(longest_run(text) + 1));
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// A file that an example needs, for the template `parts.md`.
pub(crate) fn file(path: &str, text: &str) -> Holes {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let language = LANGUAGES.iter().find(|(known, _)| *known == ending).map_or("text", |(_, name)| name);
    holes! { "path": code(path), "block": block(language, text) }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A value: text verbatim, anything else as JSON.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => code("\"\""),
        Value::String(text) => code(&text.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")),
        other => code(&other.to_string()),
    }
}

pub(crate) fn values(values: &[Value]) -> String {
    values.iter().map(value).collect::<Vec<_>>().join(", ")
}

/// The anchor that Markdown renderers give to a heading.
pub(crate) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_looks_like_html_stays_text_and_code_stays_code() {
        assert_eq!(prose("a <b> and `<c>`"), "a &lt;b> and `<c>`");
    }

    #[test]
    fn a_cell_is_one_line_without_bars() {
        assert_eq!(cell("a\n  b | c"), "a b \\| c");
    }

    #[test]
    fn code_may_hold_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
    }

    #[test]
    fn values_read_as_they_are_written() {
        assert_eq!(value(&json!("a \"b\"\n")), "`a \"b\"\\n`");
        assert_eq!(value(&json!({"a": [1, null]})), "`{\"a\":[1,null]}`");
        assert_eq!(value(&json!("")), "`\"\"`");
    }

    #[test]
    fn an_anchor_is_the_heading_in_small_letters() {
        assert_eq!(anchor("COMPOSITION_PROTOCOL_UNSUPPORTED"), "composition_protocol_unsupported");
        assert_eq!(anchor("`k8s-label` of x"), "k8s-label-of-x");
    }
}
