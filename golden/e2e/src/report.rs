//! The result of a course: for programs as JSON, for people as a table of objects and their states.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::moment::Finding;

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All that was expected holds.
    Passed,
    /// Something does not.
    Failed,
    /// An earlier step failed, or the subject has no such release.
    NotRun,
}

/// One object as the server holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The namespace; empty for an object of the whole cluster.
    pub namespace: String,
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The state in a few words.
    pub state: String,
}

/// One step, carried out.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    /// The action.
    pub step: String,
    /// The release; empty for a step that is about all releases.
    pub release: String,
    /// How the step ended.
    pub verdict: Verdict,
    /// How long the step took.
    pub seconds: f64,
    /// The findings.
    pub findings: Vec<Finding>,
    /// The objects of the release, hooks left out.
    pub objects: Vec<Row>,
}

/// A course, carried out.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The chart or platform.
    pub subject: String,
    /// The version of the API server.
    pub kubernetes: String,
    /// The level of Pod Security that the namespace enforced.
    pub enforced: String,
    /// Whether every step passed that could be run.
    pub passed: bool,
    /// The steps.
    pub steps: Vec<StepReport>,
}

impl Report {
    /// All findings of all steps.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.steps.iter().flat_map(|step| &step.findings)
    }

    /// The objects of each release, as they were after the last step that left the release installed.
    pub fn table(&self) -> String {
        let mut last: BTreeMap<&str, &[Row]> = BTreeMap::new();
        for step in self.steps.iter().filter(|step| !step.objects.is_empty()) {
            last.insert(&step.release, &step.objects);
        }
        let mut rows: Vec<&Row> = last.into_values().flatten().collect();
        rows.sort_by_key(|row| (&row.namespace, &row.kind, &row.name));
        let widths = [
            rows.iter().map(|row| row.kind.len()).max().unwrap_or(0),
            rows.iter().map(|row| row.name.len()).max().unwrap_or(0),
        ];
        let line = |row: &&Row| format!("  {:<2$}  {:<3$}  {4}\n", row.kind, row.name, widths[0], widths[1], row.state);
        rows.iter().map(line).collect()
    }
}

impl StepReport {
    /// The report of a step that was left out.
    pub(crate) fn not_run(step: String, release: &str) -> Self {
        let (findings, objects) = (Vec::new(), Vec::new());
        Self { step, release: release.to_owned(), verdict: Verdict::NotRun, seconds: 0.0, findings, objects }
    }

    /// One line, and a line for each finding.
    pub fn lines(&self) -> String {
        let verdict = match self.verdict {
            Verdict::Passed => "ok",
            Verdict::Failed => "FAILED",
            Verdict::NotRun => "not run",
        };
        let mut lines = format!("{verdict:<8}{} ({:.1} s)\n", self.step, self.seconds);
        for finding in &self.findings {
            let Finding { expectation, object, cause } = finding;
            lines.extend(["        ", object, ": ", cause, " [", expectation, "]\n"]);
        }
        lines
    }
}
