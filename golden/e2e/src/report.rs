//! What a course found: for programs as JSON, for people as a table of objects and their states.

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
    /// A step before it failed, or the subject has no such release.
    NotRun,
}

/// One object as the server holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Its namespace; empty for an object of the whole cluster.
    pub namespace: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its state in a few words.
    pub state: String,
}

/// One step, carried out.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    /// What was done.
    pub step: String,
    /// How it ended.
    pub verdict: Verdict,
    /// How long it took.
    pub seconds: f64,
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// The objects of the release, hooks left out.
    pub objects: Vec<State>,
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

    /// The objects of the releases, each as it was after the last step that looked at it while it was installed.
    pub fn table(&self) -> String {
        let mut rows: Vec<&State> = Vec::new();
        for state in self.steps.iter().rev().flat_map(|step| &step.objects) {
            let same =
                |row: &&State| (&row.namespace, &row.kind, &row.name) == (&state.namespace, &state.kind, &state.name);
            if !rows.iter().any(same) {
                rows.push(state);
            }
        }
        rows.sort_by_key(|row| (&row.namespace, &row.kind, &row.name));
        let widths = [
            rows.iter().map(|row| row.kind.len()).max().unwrap_or(0),
            rows.iter().map(|row| row.name.len()).max().unwrap_or(0),
        ];
        let line =
            |row: &&State| format!("  {:<2$}  {:<3$}  {4}\n", row.kind, row.name, widths[0], widths[1], row.state);
        rows.iter().map(line).collect()
    }
}

impl StepReport {
    /// One line, and a line for each finding.
    pub fn lines(&self) -> String {
        let verdict = match self.verdict {
            Verdict::Passed => "ok",
            Verdict::Failed => "FAILED",
            Verdict::NotRun => "not run",
        };
        let mut lines = format!("{:<8}{} ({:.1} s)\n", verdict, self.step, self.seconds);
        for finding in &self.findings {
            lines.push_str(&format!("        {}: {} [{}]\n", finding.object, finding.cause, finding.expectation));
        }
        lines
    }
}
