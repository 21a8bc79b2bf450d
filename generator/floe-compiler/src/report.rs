//! Report: turns messages of the contracts into diagnostics with places. Holds no message.

use std::num::NonZero;

use floe_base::{Diagnostic, Findings, Place, Severity, jobs};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::shape::Violation;

/// The path of the compiled platform, among the outputs and in findings about the platform.
pub const PLATFORM: &str = "platform.json";

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

/// A message with a place, as a diagnostic.
pub(crate) fn at(place: Place, message: Message) -> Diagnostic {
    diagnostic(message).at(place)
}

/// A finding about an artifact that floe has made, whose value breaks the shape of the artifact.
pub(crate) fn artifact_invalid(artifact: &str, violation: &Violation) -> Diagnostic {
    let fault = format!("{} {}", violation.pointer, violation.problem);
    diagnostic(messages::lower_artifact_invalid(artifact, fault.trim_start()))
}

/// A part that floe has made for an artifact; a part that breaks the shape is reported.
pub(crate) fn made<T>(artifact: &str, part: Result<T, Violation>, out: &mut Findings) -> Option<T> {
    part.map_err(|violation| out.push(artifact_invalid(artifact, &violation))).ok()
}

/// The result of the work on each item, in the order of the items, on several threads. Reports the findings of each.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    jobs: NonZero<usize>,
    out: &mut Findings,
    work: impl Fn(&T, &mut Findings) -> R + Sync,
) -> Vec<R> {
    let done = jobs::map(items, jobs, |item| {
        let mut findings = Findings::new();
        (work(item, &mut findings), findings)
    });
    let results = done.into_iter().map(|(result, findings)| {
        out.extend(findings);
        result
    });
    results.collect()
}
