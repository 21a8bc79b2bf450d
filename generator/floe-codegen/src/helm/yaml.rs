//! Yaml: a document of a Helm template that is not text yet: YAML in which values, items and entries can depend on the chart's values.

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
    /// Lines of text: for each line the begin, and the value behind the begin, printed plainly.
    Lines(Vec<(String, Yaml)>),
    /// A list.
    List(Vec<Yaml>),
    /// A map.
    Map(Vec<(Key, Yaml)>),
    /// The node of the first condition that holds; `None` stands last and always holds. Where none holds, the item or entry is left out.
    Branch(Vec<(Option<String>, Yaml)>),
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
    pub(super) fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Yaml)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (Key::Literal(key.to_owned()), value)).collect())
    }

    /// A list of strings.
    pub(super) fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// A list; `None` where there are no items.
    pub(super) fn filled(items: impl IntoIterator<Item = Yaml>) -> Option<Self> {
        let items: Vec<Self> = items.into_iter().collect();
        (!items.is_empty()).then_some(Self::List(items))
    }

    /// The node, where a condition is given only if the condition holds.
    #[must_use]
    pub(super) fn only_if(self, condition: Option<String>) -> Self {
        if condition.is_some() { Self::Branch(vec![(condition, self)]) } else { self }
    }

    /// The node that `around` makes of this one, under this one's own conditions: where this one vanishes, the whole vanishes.
    #[must_use]
    pub(super) fn wrapped(self, around: &dyn Fn(Yaml) -> Yaml) -> Self {
        match self {
            Self::Branch(arms) => {
                Self::Branch(arms.into_iter().map(|(condition, inner)| (condition, inner.wrapped(around))).collect())
            }
            plain => around(plain),
        }
    }
}
