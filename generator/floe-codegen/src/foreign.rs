//! Schemas of the standards that documents are views of: verbatim copies beside floe's own schemas and in the Python package. No emitter
//! reads them.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The files of each standard, by name.
const STANDARDS: &[(&str, &[(&str, &str)])] = &[(
    "odcs-3.1.0",
    &[
        ("odcs-3.1.0.NOTICE.txt", include_str!("../../../templates/foreign/odcs-3.1.0.NOTICE.txt")),
        ("odcs-3.1.0.schema.json", include_str!("../../../templates/foreign/odcs-3.1.0.schema.json")),
    ],
)];

/// The folders of the copies.
const FOLDERS: &[&str] = &["generated/schemas/foreign", "generated/python/floe_contracts/foreign"];

pub(crate) fn emit(model: &Model) -> FileSet {
    let _span = tracing::info_span!("emit foreign").entered();
    let asked = |standard: &str| model.documents.iter().any(|document| document.standard.as_deref() == Some(standard));
    let mut files = FileSet::new();
    for (_, copies) in STANDARDS.iter().filter(|(standard, _)| asked(standard)) {
        for (folder, (name, text)) in FOLDERS.iter().flat_map(|folder| copies.iter().map(move |copy| (folder, copy))) {
            files.insert(format!("{folder}/{name}"), *text).expect("the files have distinct clean names");
        }
    }
    files
}
