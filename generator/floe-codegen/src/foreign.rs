//! Schemas of the standards that documents are views of: verbatim copies beside floe's own schemas and in the Python package. No emitter
//! reads them.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The one standard so far.
const STANDARD: &str = "odcs-3.1.0";
/// The files of the standard, by the ending of their names.
const COPIES: [(&str, &str); 2] = [
    ("NOTICE.txt", include_str!("../../../templates/foreign/odcs-3.1.0.NOTICE.txt")),
    ("schema.json", include_str!("../../../templates/foreign/odcs-3.1.0.schema.json")),
];

/// The folders of the copies.
const FOLDERS: [&str; 2] = ["generated/schemas/foreign", "generated/python/floe_contracts/foreign"];

pub(crate) fn emit(model: &Model) -> FileSet {
    let _span = tracing::info_span!("emit foreign").entered();
    let is_asked = model.documents.iter().any(|document| document.standard.as_deref() == Some(STANDARD));
    let copies = COPIES.iter().filter(|_| is_asked);
    crate::files(copies.flat_map(|(end, text)| FOLDERS.map(|folder| (format!("{folder}/{STANDARD}.{end}"), *text))))
}
