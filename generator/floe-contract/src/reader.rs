//! What every part of the loader reads with: the file it is in, what its references may name, and where findings go.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Key, Node, Place, Span, names};

use crate::model::ContractId;

/// What contracts define, gathered before anything is resolved.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Names of scalars.
    pub scalars: BTreeSet<String>,
    /// Names of types by contract.
    pub contracts: BTreeMap<ContractId, Defined>,
}

/// What one contract defines.
#[derive(Debug, Default)]
pub(crate) struct Defined {
    /// The type that the contract as a whole stands for.
    pub root: Option<String>,
    /// All its types, the cases of unions excepted.
    pub types: BTreeSet<String>,
}

/// One contract file being read.
pub(crate) struct Reader<'a> {
    /// Its path.
    pub file: &'a str,
    /// Its identity.
    pub id: &'a ContractId,
    /// What references may name.
    pub index: &'a Index,
    /// Where findings go.
    pub out: &'a mut Findings,
}

impl Reader<'_> {
    /// A place in this file.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    /// Adds an error with its remedy.
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(span, Diagnostic::error(code, message), help);
    }

    /// Adds a finding with its remedy.
    pub(crate) fn report(&mut self, span: Span, finding: Diagnostic, help: impl Into<String>) {
        self.report_at(self.place(span), finding, help);
    }

    /// Adds a finding with its remedy at a place.
    pub(crate) fn report_at(&mut self, place: Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place).help(help));
    }
}

/// The members of a map; nothing for what is none.
pub(crate) fn entries<'a>(node: &'a Node, key: &str) -> &'a [(Key, Node)] {
    node.get(key).map_or(&[], Node::entries)
}

/// "did you mean" for one who misspelt a name, else all that could be meant, else what to do where there is nothing.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match (names::nearest(word, known.iter().copied()).first(), known.as_slice()) {
        (Some(near), _) => format!("write `{near}`"),
        (None, []) => "remove it".to_owned(),
        (None, _) => format!("write one of {}", listed(&names::by_nearness(word, known))),
    }
}

/// `a`, `b`, `c`; no more than a dozen.
fn listed(words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().take(12).map(|word| format!("`{word}`")).collect();
    let more = words.len() - shown.len();
    let rest = if more > 0 { format!(" or {more} more") } else { String::new() };
    shown.join(", ") + &rest
}
