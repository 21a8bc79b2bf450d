//! Findings: messages of the registry as diagnostics with places. Holds no message of its own.

use floe_base::{Diagnostic, Place, Severity};
use floe_types::diagnostics::Message;

/// A message as a diagnostic.
pub fn diagnostic(message: Message) -> Diagnostic {
    let Message { code, severity, message, help } = message;
    let severity = match severity {
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        _ => Severity::Error,
    };
    Diagnostic { code: code.into(), severity, message, help: Some(help), place: None, related: Vec::new() }
}

/// A message at its place.
pub(crate) fn at(place: Place, message: Message) -> Diagnostic {
    diagnostic(message).at(place)
}
