//! Literal: a Python literal, laid out as `black` does. Does not know the meaning of the values.

use serde_json::Value;

/// How wide a line may be.
const WIDTH: usize = 88;

/// A Python literal.
pub(super) enum Literal {
    Bool(bool),
    Text(String),
    List(Vec<Self>),
    /// The members in writing order.
    Dict(Vec<(&'static str, Self)>),
}

impl Literal {
    /// A string.
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().to_owned())
    }

    /// A list of strings.
    pub(super) fn texts(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The literal after `begin`, which starts a line: on the same line if the literal fits and holds no dict.
    pub(super) fn after(&self, begin: &str) -> String {
        self.laid_out(0, begin.chars().count())
    }

    /// The layout of the literal at depth `indent`, starting at `column`.
    fn laid_out(&self, indent: usize, column: usize) -> String {
        let flat = self.flat();
        // A comma follows a literal inside of another one.
        let comma = usize::from(indent > 0);
        if column + flat.chars().count() + comma <= WIDTH && !self.holds_dict() {
            return flat;
        }
        let inner = indent + 4;
        let (open, members, close) = match self {
            Self::Bool(_) | Self::Text(_) => return flat,
            Self::List(items) => ('[', items.iter().map(|item| item.laid_out(inner, inner)).collect::<Vec<_>>(), ']'),
            Self::Dict(members) => ('{', members.iter().map(|(key, value)| member(key, value, inner)).collect(), '}'),
        };
        let pad = " ".repeat(inner);
        let lines: Vec<String> = members.iter().map(|member| format!("{pad}{member},\n")).collect();
        format!("{open}\n{}{}{close}", lines.concat(), " ".repeat(indent))
    }

    /// Whether the literal holds dicts, which are easier to read and compare line by line.
    fn holds_dict(&self) -> bool {
        let found = |inside: &Self| matches!(inside, Self::Dict(_)) || inside.holds_dict();
        match self {
            Self::Bool(_) | Self::Text(_) => false,
            Self::List(items) => items.iter().any(found),
            Self::Dict(members) => members.iter().any(|(_, value)| found(value)),
        }
    }

    fn flat(&self) -> String {
        match self {
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Dict(members) => {
                let members = members.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.flat()));
                let members: Vec<String> = members.collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }
}

fn member(key: &str, value: &Literal, indent: usize) -> String {
    let key = format!("{}: ", quoted(key));
    let column = indent + key.chars().count();
    format!("{key}{}", value.laid_out(indent, column))
}

/// JSON escapes quotes, backslashes and control characters as Python does, and leaves all other characters unchanged.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_stand_on_one_line() {
        let value = Literal::Dict(vec![("b", Literal::texts(["c", "d"])), ("a", Literal::Bool(true))]);
        assert_eq!(value.after("X = "), "{\"b\": [\"c\", \"d\"], \"a\": True}");
        assert_eq!(Literal::List(vec![]).after("X = "), "[]");
    }

    #[test]
    fn long_values_and_lists_of_dicts_get_a_line_for_each_item() {
        let long = Literal::texts((10..25).map(|n| format!("item_{n}")));
        let inside = Literal::Dict(vec![("a", long), ("b", Literal::Bool(false))]);
        let text = Literal::List(vec![inside]).after("X = ");
        let begin = "[\n    {\n        \"a\": [\n            \"item_10\",\n";
        assert!(text.starts_with(begin), "{text}");
        assert!(text.ends_with("            \"item_24\",\n        ],\n        \"b\": False,\n    },\n]"), "{text}");
        let short = Literal::List(vec![Literal::Dict(vec![("a", Literal::Bool(true))])]);
        assert_eq!(short.after("X = "), "[\n    {\"a\": True},\n]");
    }

    #[test]
    fn a_line_is_as_wide_as_black_allows_and_no_wider() {
        let fits = "x".repeat(WIDTH - "A = [\"\"]".len());
        assert_eq!(Literal::texts([&fits]).after("A = ").lines().count(), 1);
        assert_eq!(Literal::texts([format!("{fits}x")]).after("A = ").lines().count(), 3);
    }

    #[test]
    fn quotes_backslashes_and_control_characters_are_escaped() {
        assert_eq!(Literal::text("a\"b\\c\n\u{1}'é😀").flat(), r#""a\"b\\c\n\u0001'é😀""#);
    }
}
