//! The parts of the model that read as contracts state, made of the meta-contracts when the crate is built. Resolves nothing.

use std::collections::BTreeMap;

use floe_base::Place;
use floe_base::de::{keys, present};
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{
    AddedField, Config, Every, Field, Head, HostingMode, Parameter, Path, Scalar, Selection, Text, Tree, Type, Workload,
};

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// An argument of a diagnostic.
#[derive(Debug, Clone, Deserialize)]
pub struct DiagnosticArgument {
    /// `required`
    #[serde(rename = "$key")]
    pub name: String,
    /// The form in the text.
    #[serde(rename = "$self")]
    pub ty: ArgumentType,
}

/// The messages of a diagnostic by variant.
#[derive(Deserialize)]
struct Messages(BTreeMap<String, String>);

fn by_variant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    Messages::deserialize(deserializer).map(|messages| messages.0)
}

/// The config is read as a type, whose name then goes here.
fn later<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| String::new())
}

/// A map with free keys.
fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Map::deserialize(deserializer).map(Value::Object)
}

/// Whether a key is written.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|stated| stated.is_some())
}

/// The name of the type that is referred to.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    if let Type::Ref(name) = Type::deserialize(deserializer)? {
        return Ok(name);
    }
    Err(D::Error::custom("a named type is expected here, by its `$ref`"))
}
