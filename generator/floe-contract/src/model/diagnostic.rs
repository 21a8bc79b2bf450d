//! The registry of diagnostics. Not the findings of a run.

use std::collections::BTreeMap;

use floe_base::Place;
use serde::{Deserialize, Deserializer};

/// One diagnostic.
#[derive(Debug, Clone, Deserialize)]
pub struct DiagnosticDef {
    /// `COMPOSITION_PROTOCOL_UNSUPPORTED`
    #[serde(rename = "$key")]
    pub code: String,
    /// The phase's file it stands in: `composition`.
    #[serde(skip)]
    pub phase: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// One line that names it.
    pub title: String,
    /// Its arguments, in order.
    pub takes: Vec<DiagnosticArgument>,
    /// Its messages by variant name (`default` where there is one only), with `{argument}` holes.
    #[serde(rename = "message", deserialize_with = "by_variant")]
    pub messages: BTreeMap<String, String>,
    /// What to do, with holes.
    pub help: String,
    /// Why it exists and how it comes about; Markdown.
    pub explain: String,
    /// Other names under which it is known.
    pub aliases: Vec<String>,
    /// What brings it about, where something that people write can.
    pub example: Option<DiagnosticExample>,
    /// Where it is defined.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// An argument of a diagnostic.
#[derive(Debug, Clone, Deserialize)]
pub struct DiagnosticArgument {
    /// `required`
    #[serde(rename = "$key")]
    pub name: String,
    /// How it is written into the text.
    #[serde(rename = "$self")]
    pub ty: ArgumentType,
}

/// How an argument is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentType {
    /// As it is.
    Text,
    /// `['a', 'b']`
    List,
    /// A whole number.
    Count,
}

/// What brings a diagnostic about.
#[derive(Debug, Clone, Deserialize)]
pub struct DiagnosticExample {
    /// The command that gives it: `floe platform compile`.
    pub command: String,
    /// The files of the folder in which it runs, by path, in the order in which they are shown.
    pub files: Vec<(String, String)>,
}

/// The messages of a diagnostic by variant.
#[derive(Deserialize)]
struct Messages(BTreeMap<String, String>);

fn by_variant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    Messages::deserialize(deserializer).map(|messages| messages.0)
}
