//! A JSON value whose objects keep their order, printed as Python prints one. Not a schema.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use crate::python::literal;

/// A JSON value; `serde_json` would sort the keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`, a boolean, a number or a string.
    Leaf(Value),
    Array(Vec<Json>),
    Object(Object),
    /// A value that several others hold, sorted already.
    Shared(Rc<Json>),
}

/// Keys and values in the order in which they were put in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object(Vec<(String, Json)>);

impl Object {
    /// The object with one more key.
    pub(super) fn with(self, key: &str, value: impl Into<Json>) -> Self {
        self.with_some(key, Some(value))
    }

    /// The object with one more key where there is a value.
    pub(super) fn with_some(mut self, key: &str, value: Option<impl Into<Json>>) -> Self {
        self.0.extend(value.map(|value| (key.to_owned(), value.into())));
        self
    }
}

impl<T: Into<Json>> FromIterator<(String, T)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => Self::Object(map.iter().map(|(key, value)| (key.clone(), value)).collect()),
            leaf => Self::Leaf(leaf.clone()),
        }
    }
}

macro_rules! leaves {
    ($($leaf:ty)*) => { $(impl From<$leaf> for Json {
        fn from(leaf: $leaf) -> Self {
            Self::Leaf(leaf.into())
        }
    })* };
}

leaves! { () bool i64 u64 f64 &str String }

impl Json {
    /// Keys in alphabetical order, except the names and values of contracts: those below `properties` and `default` keep their order.
    /// Pydantic goes by the key alone, be the key a keyword or the name of a property.
    #[must_use]
    pub(super) fn sorted(self) -> Self {
        self.sorted_under("")
    }

    /// The sorted value, of which clones are cheap.
    #[must_use]
    pub(super) fn shared(self) -> Self {
        Self::Shared(Rc::new(self.sorted()))
    }

    fn sorted_under(self, parent: &str) -> Self {
        match self {
            Self::Leaf(_) | Self::Shared(_) => self,
            Self::Array(items) => items.into_iter().map(|item| item.sorted_under(parent)).collect(),
            Self::Object(Object(mut entries)) => {
                if !matches!(parent, "properties" | "default") {
                    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                }
                let sorted = entries.into_iter().map(|(key, value)| (value.sorted_under(&key), key));
                Self::Object(sorted.map(|(value, key)| (key, value)).collect())
            }
        }
    }

    /// The text of Python's `json.dumps(…, indent=2, ensure_ascii=False)`, and a newline.
    pub(super) fn to_python_text(&self) -> String {
        let mut text = Vec::new();
        self.print(0, &mut text);
        text.push(b'\n');
        String::from_utf8(text).expect("JSON is UTF-8")
    }

    /// Appends the value, whose last line is indented so many blanks.
    fn print(&self, indent: usize, out: &mut Vec<u8>) {
        match self {
            Self::Leaf(Value::Number(number)) => out.extend(literal::number(number).bytes()),
            Self::Leaf(leaf) => print_leaf(leaf, out),
            Self::Shared(value) => value.print(indent, out),
            Self::Array(items) => print_all(*b"[]", items, indent, out, |item, out| item.print(indent + 2, out)),
            Self::Object(Object(entries)) => print_all(*b"{}", entries, indent, out, |(key, value), out| {
                print_leaf(key, out);
                out.extend(b": ");
                value.print(indent + 2, out);
            }),
        }
    }
}

fn print_leaf(leaf: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, leaf).expect("strings and booleans are JSON, and memory takes all bytes");
}

/// Appends items between brackets, each on a line of its own.
fn print_all<T>(
    [open, close]: [u8; 2],
    items: &[T],
    indent: usize,
    out: &mut Vec<u8>,
    print: impl Fn(&T, &mut Vec<u8>),
) {
    let line = |indent: usize, out: &mut Vec<u8>| {
        out.push(b'\n');
        out.extend(std::iter::repeat_n(b' ', indent));
    };
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        line(indent + 2, out);
        print(item, out);
    }
    if !items.is_empty() {
        line(indent, out);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_that_of_pythons_json_module() {
        let value = Json::from(&json!({"b": [1, 2.0, {}], "a": {"é\u{1f}": "\"\\\n\u{7f}"}, "c": [], "d": null}));
        let expected = "{\n  \"a\": {\n    \"é\\u001f\": \"\\\"\\\\\\n\u{7f}\"\n  },\n  \"b\": [\n    1,\n    2.0,\n    {}\n  ],\n  \"c\": [],\n  \"d\": null\n}\n";
        assert_eq!(value.to_python_text(), expected);
    }

    #[test]
    fn names_of_properties_keep_their_order_and_keywords_lose_it() {
        let inner = Object::default().with("type", "string").with("description", "…");
        let properties = Object::default().with("z", inner.clone()).with("default", inner);
        let schema = Object::default().with("type", "object").with("properties", properties);
        let text = Json::Object(schema).sorted().to_python_text();
        let keys: Vec<_> = text.split('"').skip(1).step_by(2).collect();
        let expected = "properties z description … type string default type string description … type object";
        assert_eq!(keys.join(" "), expected);
    }
}
