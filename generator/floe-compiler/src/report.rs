//! Report: turns messages of the contracts into diagnostics with places. Holds no message of its own.

use floe_base::{Diagnostic, Place, Severity};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::shape::Violation;

/// The path of the compiled platform, among the outputs and in findings about it.
pub(crate) const PLATFORM: &str = "platform.json";

/// A message as a diagnostic.
pub fn diagnostic(message: Message) -> Diagnostic {
    let Message { code, severity, message, help } = message;
    let severity = match severity {
        messages::Severity::Error => Severity::Error,
        messages::Severity::Warning => Severity::Warning,
        messages::Severity::Info => Severity::Info,
    };
    Diagnostic { code: code.into(), severity, message, help: Some(help), place: None, related: Vec::new() }
}

/// A message with its place, as a diagnostic.
pub(crate) fn at(place: Place, message: Message) -> Diagnostic {
    diagnostic(message).at(place)
}

/// A finding about an artifact that floe has made, whose value breaks the shape of the artifact.
pub(crate) fn artifact_invalid(artifact: &str, violation: &Violation) -> Diagnostic {
    artifact_broken(artifact, &format!("{} {}", violation.pointer, violation.problem))
}

/// A finding about an artifact that floe has made, in words.
pub(crate) fn artifact_broken(artifact: &str, finding: &str) -> Diagnostic {
    diagnostic(messages::lower_artifact_invalid(artifact, finding.trim_start()))
}
