//! Exit codes, and which findings lead to which. Ends no process.

use floe_base::Findings;

/// Everything went well.
pub(crate) const FINE: u8 = 0;
/// Something is wrong with what was given, or the output cannot be written.
pub(crate) const FINDINGS: u8 = 1;
/// The command line says something that floe does not know.
pub(crate) const USAGE: u8 = 2;
/// An input is missing or cannot be read.
pub(crate) const INPUT: u8 = 3;
/// A bug in floe.
pub(crate) const BUG: u8 = 70;

/// The gravest reason among the findings.
pub(crate) fn code(findings: &Findings) -> u8 {
    let any = |codes: &[&str]| findings.iter().any(|finding| codes.contains(&finding.code.as_ref()));
    if any(&["COMMAND_INPUT_MISSING", "COMMAND_INPUT_UNREADABLE", "COMMAND_MANIFEST_MISSING"]) {
        INPUT
    } else if any(&["COMMAND_PLUGIN_UNKNOWN", "COMMAND_CODE_UNKNOWN"]) {
        USAGE
    } else if findings.has_errors() {
        FINDINGS
    } else {
        FINE
    }
}
