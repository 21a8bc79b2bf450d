//! Yaml: a document of a Helm template before it is text: YAML in which values, items and entries can depend on the chart's values.

use serde_json::Value;

/// A node of a template's document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Yaml {
    /// A scalar that is the same in every release; also an empty list or map.
    Literal(Value),
    /// A value that a Go expression gives, printed through `toJson`.
    Expr(String),
    /// Block text that a Go expression gives.
    Include(String),
    /// Text of several lines.
    Text(String),
    /// The inner document as text.
    Embedded(Box<Yaml>),
    /// The inner document as JSON text.
    Json(Box<Yaml>),
    /// Lines of text: each what stands before, and the value behind it, printed plainly.
    Lines(Vec<(String, Yaml)>),
    /// A list.
    List(Vec<Yaml>),
    /// A map.
    Map(Vec<(Key, Yaml)>),
    /// The inner node where a condition holds; else its item or entry is left out.
    If(String, Box<Yaml>),
    /// The node of the first condition that holds; `None` is always true. A missing node leaves the item or entry out.
    Branch(Vec<(Option<String>, Option<Yaml>)>),
    /// A list with an item for each value: the variables, the values, the item.
    Range(String, String, Box<Yaml>),
    /// The same where the values are known not to be empty.
    Filled(String, String, Box<Yaml>),
    /// A map with an entry for each value: the variables, the values, the key's expression, the value.
    Entries(String, String, String, Box<Yaml>),
}

/// The key of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    /// The same in every release.
    Literal(String),
    /// Given by a Go expression.
    Expr(String),
    /// No key: the value is [`Yaml::Entries`], which stand among the map's other entries.
    Spread,
}

impl Yaml {
    /// A string.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Literal(Value::String(text.into()))
    }

    /// A map of named entries.
    pub(super) fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (Key::Literal(key.to_owned()), value)).collect())
    }

    /// The node, where a condition is given only if it holds.
    #[must_use]
    pub(super) fn only_if(self, condition: Option<String>) -> Self {
        match condition {
            Some(condition) => Self::If(condition, Box::new(self)),
            None => self,
        }
    }

    /// What `around` makes of the node, under the node's own conditions: where the node vanishes, all of it does.
    #[must_use]
    pub(super) fn wrapped(self, around: &dyn Fn(Yaml) -> Yaml) -> Self {
        match self {
            Self::If(condition, inner) => Self::If(condition, Box::new(inner.wrapped(around))),
            Self::Branch(arms) => {
                let arm = |(condition, inner): (_, Option<Yaml>)| (condition, inner.map(|inner| inner.wrapped(around)));
                Self::Branch(arms.into_iter().map(arm).collect())
            }
            plain => around(plain),
        }
    }
}
