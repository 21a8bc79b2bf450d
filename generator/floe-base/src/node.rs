//! Node: a value of a document, with the name of the document and the place of each part. Knows no YAML syntax and no schema.

use std::sync::Arc;

use serde_json::{Map, Number};

use crate::{Place, Span};

/// A value and the value's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The path of the document, as shown to people.
    pub file: Arc<str>,
    /// Where the value begins; a map begins at the first key.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value of a document. Maps keep the document's order; their keys are unique.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// Any other number, the infinities and NaN included.
    Float(f64),
    /// Text.
    Str(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping, in document order.
    Map(Vec<(Key, Node)>),
}

/// A key of a map and the key's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where the key stands.
    pub span: Span,
    /// The key.
    pub name: String,
}

impl Value {
    /// The kind of value, with an article: `a string`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Str(_) => "a string",
            Self::Seq(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A value that stands in no document.
impl From<&serde_json::Value> for Node {
    fn from(value: &serde_json::Value) -> Self {
        let (file, span) = (Arc::default(), Span::new(1, 1, 0));
        let value = match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(*flag),
            serde_json::Value::Number(number) => {
                // A JSON number that is no i64 is a u64 or a double, and both are doubles.
                number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or(f64::NAN)), Value::Int)
            }
            serde_json::Value::String(text) => Value::Str(text.clone()),
            serde_json::Value::Array(items) => Value::Seq(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(map) => Value::Map(
                map.iter().map(|(name, value)| (Key { span, name: name.clone() }, Self::from(value))).collect(),
            ),
        };
        Self { file, span, value }
    }
}

impl Node {
    /// The member of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The member of a map, with the key.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Self)> {
        self.as_map()?.iter().find(|(found, _)| found.name == key).map(|(found, node)| (found, node))
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::Str(text) = &self.value { Some(text) } else { None }
    }

    /// The boolean, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(flag) = self.value { Some(flag) } else { None }
    }

    /// The integer: any number without a fraction that fits, so that `1.0` is one.
    pub fn as_int(&self) -> Option<i64> {
        match self.value {
            Value::Int(int) => Some(int),
            Value::Float(float) => whole(float),
            _ => None,
        }
    }

    /// The number, whole or not. Integers beyond 2^53 are rounded.
    pub fn as_float(&self) -> Option<f64> {
        match self.value {
            #[expect(clippy::cast_precision_loss, reason = "a double is what was asked for")]
            Value::Int(int) => Some(int as f64),
            Value::Float(float) => Some(float),
            _ => None,
        }
    }

    /// The items, if this is a sequence.
    pub fn as_seq(&self) -> Option<&[Self]> {
        if let Value::Seq(items) = &self.value { Some(items) } else { None }
    }

    /// The entries in document order, if this is a map.
    pub fn as_map(&self) -> Option<&[(Key, Self)]> {
        if let Value::Map(entries) = &self.value { Some(entries) } else { None }
    }

    /// The items of a sequence; of anything else none.
    pub fn items(&self) -> &[Self] {
        self.as_seq().unwrap_or(&[])
    }

    /// The entries of a map in document order; of anything else none.
    pub fn entries(&self) -> &[(Key, Self)] {
        self.as_map().unwrap_or(&[])
    }

    /// Whether this is null, written or left out.
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The value as JSON, without places. Keys come out sorted; a number that is not finite is null, for JSON has none.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Int(int) => Json::from(*int),
            Value::Float(float) => Number::from_f64(*float).map_or(Json::Null, Json::Number),
            Value::Str(text) => Json::String(text.clone()),
            Value::Seq(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => Json::Object(
                entries.iter().map(|(key, node)| (key.name.clone(), node.to_json())).collect::<Map<_, _>>(),
            ),
        }
    }

    /// The node that an RFC 6901 pointer names; the empty pointer names this one.
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        self.step_to(pointer).map(|(_, node)| node)
    }

    /// Where the value stands that an RFC 6901 pointer names.
    pub fn locate(&self, pointer: &str) -> Option<Span> {
        self.pointer(pointer).map(|node| node.span)
    }

    /// Where the key of the map member stands that an RFC 6901 pointer names; none for the root and for items of a sequence.
    pub fn locate_key(&self, pointer: &str) -> Option<Span> {
        self.step_to(pointer)?.0.map(|key| key.span)
    }

    /// The place of the value that an RFC 6901 pointer names; of a value that is not written, the place of the nearest value around it.
    pub fn place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |_, node| Some(node.span))
    }

    /// The place of the key of the map member that an RFC 6901 pointer names; without such a key, the place of the nearest key around it.
    pub fn key_place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |key, _| key.map(|key| key.span))
    }

    fn nearest(&self, pointer: &str, span: impl Fn(Option<&Key>, &Self) -> Option<Span>) -> Place {
        let mut pointer = pointer;
        loop {
            let found = self.step_to(pointer).and_then(|(key, node)| Some(Place::new(&*node.file, span(key, node)?)));
            match (found, pointer.rsplit_once('/')) {
                (Some(place), _) => return place,
                (None, Some((outer, _))) => pointer = outer,
                (None, None) => return Place::new(&*self.file, self.span),
            }
        }
    }

    fn step_to(&self, pointer: &str) -> Option<(Option<&Key>, &Self)> {
        if pointer.is_empty() {
            return Some((None, self));
        }
        let steps = pointer.strip_prefix('/')?.split('/');
        steps.map(unescape).try_fold((None, self), |(_, node), step| match &node.value {
            Value::Map(_) => node.entry(&step).map(|(key, member)| (Some(key), member)),
            Value::Seq(items) => items.get(index(&step)?).map(|item| (None, item)),
            _ => None,
        })
    }
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// RFC 6901 allows no sign and no leading zero.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || step.starts_with(|c: char| ('1'..='9').contains(&c));
    plain.then(|| step.parse().ok()).flatten()
}

fn whole(float: f64) -> Option<i64> {
    // 2^63 itself no longer fits; both bounds are exact as doubles.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float);
    #[expect(clippy::cast_possible_truncation, reason = "the range and the missing fraction were just checked")]
    (fits && float.fract() == 0.0).then_some(float as i64)
}
