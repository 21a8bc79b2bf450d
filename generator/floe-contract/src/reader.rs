//! Reader: the file being read, the names that references may use, and the list of findings. Every part of the loader uses a reader.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Key, Node, Place, Span, names};

use crate::model::ContractId;

/// The names that contracts define, gathered before anything is resolved.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Names of scalars.
    pub scalars: BTreeSet<String>,
    /// Names of types by contract.
    pub contracts: BTreeMap<ContractId, Defined>,
}

/// The names that one contract defines.
#[derive(Debug, Default)]
pub(crate) struct Defined {
    /// The type that the contract as a whole stands for.
    pub root: Option<String>,
    /// All types, without the cases of unions.
    pub types: BTreeSet<String>,
}

/// One contract file being read.
pub(crate) struct Reader<'a> {
    /// The path.
    pub file: &'a str,
    /// The identity.
    pub id: &'a ContractId,
    /// The names that references may use.
    pub index: &'a Index,
    /// The list of findings.
    pub out: &'a mut Findings,
}

impl Reader<'_> {
    /// A place in this file.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
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

/// The members of a map; empty for a node that is no map.
pub(crate) fn entries<'a>(node: &'a Node, key: &str) -> &'a [(Key, Node)] {
    node.get(key).map_or(&[], Node::entries)
}

/// "did you mean" for a misspelt name, else all possible names, else the remedy where there are none.
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
