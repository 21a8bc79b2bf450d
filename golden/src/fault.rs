//! Fault: the requirements that every finding must meet. Reads no file; the caller supplies the documents.

use floe_base::{Diagnostic, Place};
use floe_types::diagnostics::ALL;

/// The first requirement that a finding fails: a registered code, a place in one of the documents, a message, a remedy.
pub fn fault<'a>(finding: &Diagnostic, text_of: impl Fn(&str) -> Option<&'a [u8]>) -> Option<&'static str> {
    let Some(Place { file, span }) = &finding.place else { return Some("no place") };
    let Some(bytes) = text_of(file) else { return Some("no document") };
    let lines = String::from_utf8_lossy(bytes).split(['\n', '\r']).count();
    if !ALL.iter().any(|info| info.code == finding.code) {
        Some("no code")
    } else if span.is_some_and(|span| span.line == 0 || span.column == 0 || span.line as usize > lines) {
        Some("not in the document")
    } else if finding.message.is_empty() || finding.help.as_ref().is_none_or(String::is_empty) {
        Some("no remedy")
    } else {
        None
    }
}
