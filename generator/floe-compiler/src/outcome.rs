//! Outcome: what came of a run, what is wrong, and what may be shown of the documents, in one value. Prints nothing.

use std::collections::BTreeMap;

use floe_base::Findings;

/// What came of a run.
#[derive(Debug, Clone)]
pub struct Outcome<T> {
    /// What was made; `None` where anything is wrong.
    pub value: Option<T>,
    /// Everything that is to be told, without secrets; in order, each once.
    pub findings: Findings,
    /// The text of each document that a finding speaks of, by path: without secrets, line for line and column for column.
    pub sources: BTreeMap<String, String>,
}

impl<T> Outcome<T> {
    /// Nothing was made, because of these findings.
    pub const fn refused(findings: Findings) -> Self {
        Self { value: None, findings, sources: BTreeMap::new() }
    }

    /// Goes on with what was made. Findings are added to the earlier ones.
    #[must_use]
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Result<U, Findings>) -> Outcome<U> {
        let Self { value, mut findings, sources } = self;
        let value = value.and_then(|value| next(value).map_err(|more| findings.extend(more)).ok());
        Outcome { value, findings, sources }
    }

    /// What was made, or why not.
    pub fn into_result(self) -> Result<T, Findings> {
        self.value.ok_or(self.findings)
    }
}
