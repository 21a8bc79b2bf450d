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
    /// The phase, which names the contract file: `composition`.
    #[serde(skip)]
    pub phase: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// How a command ends that reports the diagnostic, where not with `findings`.
    pub exit: Option<String>,
    /// The title: one line.
    pub title: String,
    /// The arguments, in order.
    pub takes: Vec<DiagnosticArgument>,
    /// The messages by variant name (`default` where there is one only), with `{argument}` holes.
    #[serde(rename = "message", deserialize_with = "by_variant")]
    pub messages: BTreeMap<String, String>,
    /// The remedy, with holes.
    pub help: String,
    /// The reason and the cause; Markdown.
    pub explain: String,
    /// Other names for the diagnostic.
    pub aliases: Vec<String>,
    /// An example that brings the diagnostic about, where a file that people write can.
    pub example: Option<DiagnosticExample>,
    /// The place of the definition.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// A way in which a program ends.
#[derive(Debug, Clone, Deserialize)]
pub struct ExitDef {
    /// `out_of_date`
    #[serde(rename = "$key")]
    pub name: String,
    /// The phase, which names the contract file: `command`.
    #[serde(skip)]
    pub phase: String,
    /// The exit code.
    pub code: u8,
    /// `out of date`
    pub meaning: String,
    /// The one program that ends so; `None`: all do.
    pub program: Option<String>,
}

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

/// The form of an argument in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentType {
    /// The text unchanged.
    Text,
    /// `['a', 'b']`
    List,
    /// A whole number.
    Count,
}

/// An example that brings a diagnostic about.
#[derive(Debug, Clone, Deserialize)]
pub struct DiagnosticExample {
    /// The command that reports the diagnostic: `floe platform compile`.
    pub command: String,
    /// The files of the folder in which the command runs, by path, in the order in which they are shown.
    pub files: Vec<(String, String)>,
}

/// The messages of a diagnostic by variant.
#[derive(Deserialize)]
struct Messages(BTreeMap<String, String>);

fn by_variant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    Messages::deserialize(deserializer).map(|messages| messages.0)
}
