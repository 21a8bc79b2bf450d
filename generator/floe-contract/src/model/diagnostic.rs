//! The registry of diagnostics. Not the findings of a run.

use std::collections::BTreeMap;

use floe_base::Place;

/// One diagnostic.
#[derive(Debug, Clone)]
pub struct DiagnosticDef {
    /// `COMPOSITION_PROTOCOL_UNSUPPORTED`
    pub code: String,
    /// The phase's file it stands in: `composition`.
    pub phase: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// One line that names it.
    pub title: String,
    /// Its arguments, in order.
    pub takes: Vec<DiagnosticArgument>,
    /// Its messages by variant name (`default` where there is one only), with `{argument}` holes.
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
    pub place: Place,
}

/// An argument of a diagnostic.
#[derive(Debug, Clone)]
pub struct DiagnosticArgument {
    /// `required`
    pub name: String,
    /// How it is written into the text.
    pub ty: ArgumentType,
}

/// How an argument is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentType {
    /// As it is.
    Text,
    /// `['a', 'b']`
    List,
    /// A whole number.
    Count,
}

/// What brings a diagnostic about.
#[derive(Debug, Clone)]
pub struct DiagnosticExample {
    /// The command that gives it: `floe platform compile`.
    pub command: String,
    /// The files of the folder in which it runs, by path, in the order in which they are shown.
    pub files: Vec<(String, String)>,
}
