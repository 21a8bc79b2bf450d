//! Diagnostic: one finding for a person, with code, place and remedy. Does not know the list of codes, nor how findings are shown.

use std::borrow::Cow;
use std::ops::Deref;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::{Place, Span};

/// How much a finding matters. Only errors stop a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The output would be wrong: nothing is written.
    Error,
    /// The output is right, but probably not as meant.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The lower-case word that people and machines read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One finding: a code, one clear sentence, and where known a remedy and a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: Cow<'static, str>,
    /// How much the finding matters.
    pub severity: Severity,
    /// One lower-case sentence without a full stop. Never holds a secret value.
    pub message: String,
    /// The remedy, as an imperative phrase.
    pub help: Option<String>,
    /// The place of the finding.
    pub place: Option<Place>,
    /// Other places that matter, each with a note.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// An error without place or remedy; add them with [`Self::at`] and [`Self::help`].
    pub fn error(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            message: message.into(),
            help: None,
            place: None,
            related: Vec::new(),
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that matters, with a note.
    #[must_use]
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    fn span(&self) -> Option<Span> {
        self.place.as_ref().and_then(|place| place.span)
    }

    /// The sort keys of people, then everything else, so that equal findings meet and no order is left to chance.
    fn sort_key(&self) -> impl Ord {
        let file = self.place.as_ref().map(|place| place.file.as_str());
        let order = (file, self.span(), &*self.code, &*self.message);
        (order, self.severity, self.help.as_deref(), &self.related)
    }
}

impl Serialize for Diagnostic {
    /// The flat form that machines read: `code, severity, message, help, file, line, column`; unknown fields are null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Diagnostic", 7)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("severity", &self.severity)?;
        out.serialize_field("message", &self.message)?;
        out.serialize_field("help", &self.help)?;
        out.serialize_field("file", &self.place.as_ref().map(|place| &place.file))?;
        out.serialize_field("line", &self.span().map(|span| span.line))?;
        out.serialize_field("column", &self.span().map(|span| span.column))?;
        out.end()
    }
}

/// The findings of one or more phases. Phases push findings; a [`barrier`](Self::barrier) stands between two phases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// No findings.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether there is any error among the findings.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Ends a phase: with errors, all findings are handed back as the error; without, they stay and the next phase may run.
    pub fn barrier(&mut self) -> Result<(), Self> {
        if self.has_errors() { Err(std::mem::take(self)) } else { Ok(()) }
    }

    /// Ordered by file, line, column, code, message (findings without a place first), each said once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.0.dedup();
        self
    }
}

/// The findings in their present order.
impl Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl From<Diagnostic> for Findings {
    fn from(finding: Diagnostic) -> Self {
        Self(vec![finding])
    }
}

impl From<Vec<Diagnostic>> for Findings {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self(findings)
    }
}

impl IntoIterator for Findings {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
