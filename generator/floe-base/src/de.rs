//! Deserializer: reads Rust structs out of a [`Node`] with serde, places included. Knows no struct of its own.
//!
//! A field that a struct names `$key` gets the key under which the value stands, where a list of structs is written as a map, and `$absent`
//! says that there is no value. Every other field `$…` that is no key of the value gets the whole value, read as the field's type; a
//! [`Place`] says where the value stands.
//! An enum with data is written as a map with the variant's name as key. An absent value is read as null, and null is nothing: no
//! option, an empty list, map or text, false. A key that nothing can read is an error.

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Value as Json, json};

use crate::{Key, Node, Place, Span, Value};

/// The node that takes the place of an absent value.
static ABSENT: LazyLock<Node> = LazyLock::new(|| Node::from(&Json::Null));

/// Reads types that serde alone cannot: the value of a type by name, as JSON that the type's `Deserialize` reads. `None`: serde alone
/// can. The second argument is the struct that gets the whole value as this type, else empty.
pub type ByHand<'h> = &'h dyn Fn(&'static str, &'static str, &Node) -> Option<Json>;

/// A value that is not of the type.
#[derive(Debug)]
pub struct Error {
    /// The fault: one sentence without a full stop.
    pub message: String,
    /// The place.
    pub span: Option<Span>,
}

/// Reads a value; `key` is the key under which the value stands, if any.
pub fn from_node<T: DeserializeOwned>(
    file: &str,
    key: Option<&Key>,
    node: &Node,
    by_hand: ByHand<'_>,
) -> Result<T, Error> {
    T::deserialize(Reader { file, by_hand, key, node, owner: "" })
}

/// The innermost place wins.
fn at<T>(span: Span, read: Result<T, Error>) -> Result<T, Error> {
    read.map_err(|error| Error { span: error.span.or(Some(span)), ..error })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), span: None }
    }
}

/// One value being read.
#[derive(Clone, Copy)]
struct Reader<'n> {
    file: &'n str,
    by_hand: ByHand<'n>,
    key: Option<&'n Key>,
    node: &'n Node,
    /// The struct that gets the whole value as another type.
    owner: &'static str,
}

impl<'n> Reader<'n> {
    fn of(self, key: Option<&'n Key>, node: &'n Node) -> Self {
        Self { key, node, owner: "", ..self }
    }

    fn hand_read(self, ty: &'static str) -> Option<Json> {
        (self.by_hand)(ty, self.owner, self.node)
    }

    fn read_struct<'de, V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let is_field = |key: &Key| fields.contains(&key.name.as_str());
        let entries = self.node.entries();
        let absent = || fields.iter().copied().filter(|field| self.node.get(field).is_none());
        let leaves_nothing = absent().all(|field| !field.starts_with('$') || matches!(field, "$key" | "$place"));
        if leaves_nothing && self.owner.is_empty() {
            match self.node.value {
                Value::Map(_) | Value::Null => {}
                // A struct would take the items of a list for its fields.
                Value::Seq(_) => return at(self.node.span, Err(Error::invalid_type(Unexpected::Seq, &visitor))),
                _ => return self.deserialize_any(visitor),
            }
            if let Some((key, _)) = entries.iter().find(|(key, _)| !is_field(key)) {
                return at(key.span, Err(Error::custom(format!("nothing reads the key `{}`", key.name))));
            }
        }
        let name_of = self.key.map(named);
        let is_absent = bare(self.node.span, Value::Bool(std::ptr::eq(self.node, &raw const *ABSENT)));
        let stated =
            entries.iter().filter(|(key, _)| is_field(key)).map(|(key, node)| (&*key.name, self.of(None, node)));
        let others = absent().map(|field| match (field, &name_of) {
            ("$key", Some(name_of)) => (field, self.of(None, name_of)),
            ("$absent", _) => (field, self.of(None, &is_absent)),
            _ if field.starts_with('$') => (field, Reader { owner: name, ..self }),
            _ => (field, self.of(None, &ABSENT)),
        });
        at(self.node.span, visitor.visit_map(MapDeserializer::new(stated.chain(others))))
    }
}

/// The name of a key as a value.
fn named(key: &Key) -> Node {
    bare(key.span, Value::Str(key.name.clone()))
}

fn bare(span: Span, value: Value) -> Node {
    Node { file: Arc::default(), span, value }
}

impl IntoDeserializer<'_, Error> for Reader<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// An integer is any number without a fraction.
macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let Some(int) = self.node.as_int() else { return self.deserialize_any(visitor) };
            at(self.node.span, visitor.visit_i64(int))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let read = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Int(int) => visitor.visit_i64(*int),
            Value::Float(float) => visitor.visit_f64(*float),
            Value::Str(text) => visitor.visit_str(text),
            Value::Seq(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        };
        at(self.node.span, read)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() { visitor.visit_bool(false) } else { self.deserialize_any(visitor) }
    }

    integers! { deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() { visitor.visit_str("") } else { self.deserialize_any(visitor) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let keyed = self.node.entries().iter().map(|(key, node)| self.of(Some(key), node));
        match &self.node.value {
            Value::Seq(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(|item| self.of(None, item)))),
            Value::Map(_) | Value::Null => visitor.visit_seq(SeqDeserializer::new(keyed)),
            _ => self.deserialize_any(visitor),
        }
    }

    /// A key with the value under the key.
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        let Some(key) = self.key else { return self.deserialize_any(visitor) };
        let name = named(key);
        visitor.visit_seq(SeqDeserializer::new([self.of(None, &name), self].into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Map(_) | Value::Null => {
                let entries = self.node.entries().iter().map(|(key, node)| (&*key.name, self.of(None, node)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == "Place" {
            let Span { line, column, len } = self.key.map_or(self.node.span, |key| key.span);
            // A node that was moved from another document keeps the first document's file.
            let file = if self.node.file.is_empty() { self.file } else { &self.node.file };
            return json!([file, [line, column, len]]).deserialize_struct(name, fields, visitor).map_err(Error::custom);
        }
        match self.hand_read(name) {
            Some(json) => json.deserialize_struct(name, fields, visitor).map_err(Error::custom),
            None => self.read_struct(name, fields, visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match self.hand_read(name) {
            Some(json) => visitor.visit_newtype_struct(json).map_err(Error::custom),
            None => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Some(json) = self.hand_read(name) {
            return json.deserialize_enum(name, variants, visitor).map_err(Error::custom);
        }
        let read = match (&self.node.value, variants.iter().find(|variant| self.node.get(variant).is_some())) {
            (Value::Str(text), _) => visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(&**text)),
            (_, Some(name)) => visitor.visit_enum(Variant { reader: self, name }),
            (_, None) => self.deserialize_any(visitor),
        };
        at(self.node.span, read)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u32 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

/// A variant of an enum, named by one key of a map.
struct Variant<'n> {
    reader: Reader<'n>,
    name: &'static str,
}

impl<'de> de::EnumAccess<'de> for Variant<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        Ok((seed.deserialize(StrDeserializer::<Error>::new(self.name))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(Error::custom(format!("`{}` stands alone", self.name)))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let Self { reader, name } = self;
        let stranger = reader.node.entries().iter().find(|(key, _)| key.name != name && reader.owner.is_empty());
        if let Some((key, _)) = stranger {
            return at(key.span, Err(Error::custom(format!("`{}` does not belong to `{name}`", key.name))));
        }
        seed.deserialize(reader.of(None, reader.node.get(name).unwrap_or(&ABSENT)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.reader.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.reader.read_struct(self.name, fields, visitor)
    }
}

/// A value that may be absent, and for which null is a value of its own.
pub fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    #[derive(Deserialize)]
    struct Present {
        #[serde(rename = "$absent")]
        is_absent: bool,
        #[serde(rename = "$value")]
        value: Json,
    }
    Present::deserialize(deserializer).map(|Present { is_absent, value }| (!is_absent).then_some(value))
}

/// The keys of a map.
pub fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let entries = Vec::<(String, de::IgnoredAny)>::deserialize(deserializer)?;
    Ok(entries.into_iter().map(|(key, _)| key).collect())
}

/// A value and the value's place.
#[derive(Debug, Clone, Deserialize)]
pub struct Placed<T> {
    /// The value.
    #[serde(rename = "$value")]
    pub value: T,
    /// The place.
    #[serde(rename = "$place")]
    pub place: Place,
}
