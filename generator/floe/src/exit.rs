//! Exit codes: chooses the exit code for findings. Ends no process.

use floe_base::Findings;
pub(crate) use floe_commands::exit::{BUG, FINDINGS, FINE, USAGE};
use floe_types::diagnostics::ALL;

/// The exit code of the gravest of the findings, as the contracts of diagnostics state.
pub(crate) fn code(findings: &Findings) -> u8 {
    let info = |code: &str| ALL.iter().find(|info| info.code == code);
    findings.iter().map(|finding| info(&finding.code).map_or(FINDINGS, |info| info.exit)).max().unwrap_or(FINE)
}
