//! A JSON value whose objects keep their order, printed as Python prints it. Not a schema.

use serde_json::Value;

use crate::python::literal;

/// A JSON value; unlike `serde_json`'s, the order of keys does not depend on how the program is built.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`, a boolean, a number or a string.
    Leaf(Value),
    /// A list.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// Keys and values in the order in which they were put in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object(Vec<(String, Json)>);

impl Object {
    /// Adds a key that is not there yet.
    pub(super) fn put(&mut self, key: &str, value: Json) {
        self.0.push((key.to_owned(), value));
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

/// The keys of a value from a contract come out sorted, whatever order it remembers.
impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_unstable_by_key(|(key, _)| *key);
                let entries = entries.into_iter();
                Self::Object(entries.map(|(key, value)| (key.clone(), value.into())).collect())
            }
            leaf => Self::Leaf(leaf.clone()),
        }
    }
}

impl Json {
    /// `null`, a boolean, a number or a string.
    pub(super) fn leaf(leaf: impl Into<Value>) -> Self {
        Self::Leaf(leaf.into())
    }

    /// A list of strings.
    pub(super) fn strings<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Array(items.into_iter().map(Self::leaf).collect())
    }

    /// Keys in alphabetical order, but as they were put in where they are names or values of somebody else's: in what stands under
    /// `properties` or `default`. Pydantic goes by the key alone, be it a keyword or the name of a property, and so does this.
    #[must_use]
    pub(super) fn sorted(self) -> Self {
        self.sorted_under("")
    }

    fn sorted_under(self, parent: &str) -> Self {
        match self {
            Self::Leaf(_) => self,
            Self::Array(items) => {
                let items = items.into_iter();
                Self::Array(items.map(|item| item.sorted_under(parent)).collect())
            }
            Self::Object(Object(mut entries)) => {
                if !matches!(parent, "properties" | "default") {
                    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                }
                let entries = entries.into_iter();
                let sorted = entries.map(|(key, value)| {
                    let value = value.sorted_under(&key);
                    (key, value)
                });
                Self::Object(sorted.collect())
            }
        }
    }

    /// The text of Python's `json.dumps(…, indent=2, ensure_ascii=False)`, and a newline.
    pub(super) fn to_python_text(&self) -> String {
        let mut out = String::new();
        self.print(0, &mut out);
        out.push('\n');
        out
    }

    fn print(&self, depth: usize, out: &mut String) {
        match self {
            Self::Leaf(Value::Number(number)) => out.push_str(&literal::number(number)),
            Self::Leaf(Value::String(text)) => out.push_str(&literal::string(text)),
            Self::Leaf(leaf) => out.push_str(&leaf.to_string()),
            Self::Array(items) if items.is_empty() => out.push_str("[]"),
            Self::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    next_line(at, depth + 1, out);
                    item.print(depth + 1, out);
                }
                last_line(depth, ']', out);
            }
            Self::Object(Object(entries)) if entries.is_empty() => out.push_str("{}"),
            Self::Object(Object(entries)) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    next_line(at, depth + 1, out);
                    out.push_str(&literal::string(key));
                    out.push_str(": ");
                    value.print(depth + 1, out);
                }
                last_line(depth, '}', out);
            }
        }
    }
}

fn next_line(at: usize, depth: usize, out: &mut String) {
    out.push_str(if at == 0 { "\n" } else { ",\n" });
    indent(depth, out);
}

fn last_line(depth: usize, bracket: char, out: &mut String) {
    out.push('\n');
    indent(depth, out);
    out.push(bracket);
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
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
        let mut inner = Object::default();
        inner.put("type", Json::leaf("string"));
        inner.put("description", Json::leaf("…"));
        let mut properties = Object::default();
        properties.put("z", Json::Object(inner.clone()));
        properties.put("default", Json::Object(inner));
        let mut schema = Object::default();
        schema.put("type", Json::leaf("object"));
        schema.put("properties", Json::Object(properties));
        let text = Json::Object(schema).sorted().to_python_text();
        let keys: Vec<_> = text.split('"').skip(1).step_by(2).collect();
        let expected = [
            "properties",
            "z",
            "description",
            "…",
            "type",
            "string",
            "default",
            "type",
            "string",
            "description",
            "…",
            "type",
            "object",
        ];
        assert_eq!(keys, expected);
    }
}
