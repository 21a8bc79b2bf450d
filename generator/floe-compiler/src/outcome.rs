//! Outcome: the result of a run, the findings, and the documents' text as shown to people, in one value. Prints nothing.

use std::collections::BTreeMap;

use floe_base::Findings;

/// The result of a run with the findings.
#[derive(Debug, Clone)]
pub struct Outcome<T> {
    /// The result; `None` if there is an error.
    pub value: Option<T>,
    /// All findings, without secrets, in order and without duplicates.
    pub findings: Findings,
    /// The text of each document that a finding names, by path: without secrets, with the same lines and columns.
    pub sources: BTreeMap<String, String>,
}

impl<T> Outcome<T> {
    /// An outcome without a result, because of these findings.
    pub const fn refused(findings: Findings) -> Self {
        Self { value: None, findings, sources: BTreeMap::new() }
    }

    /// Continues with the result, and adds new findings to the earlier ones.
    #[must_use]
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Result<U, Findings>) -> Outcome<U> {
        let Self { value, mut findings, sources } = self;
        let value = value.and_then(|value| next(value).map_err(|more| findings.extend(more)).ok());
        Outcome { value, findings, sources }
    }

    /// The result, or the findings that prevented the result.
    pub fn into_result(self) -> Result<T, Findings> {
        self.value.ok_or(self.findings)
    }
}
