//! Schemas that others publish and documents follow: they are copied as they stand, beside floe's own and into the Python package.
//! Nothing is made of them.

use floe_base::FileSet;

/// The files, by name.
const FILES: &[(&str, &str)] = &[
    ("odcs-3.1.0.NOTICE.txt", include_str!("../../../templates/foreign/odcs-3.1.0.NOTICE.txt")),
    ("odcs-3.1.0.schema.json", include_str!("../../../templates/foreign/odcs-3.1.0.schema.json")),
];

/// Where copies stand.
const FOLDERS: &[&str] = &["generated/schemas/foreign", "generated/python/floe_contracts/foreign"];

/// The copies.
pub(crate) fn emit() -> FileSet {
    let mut files = FileSet::new();
    for folder in FOLDERS {
        for (name, text) in FILES {
            files.insert(format!("{folder}/{name}"), *text).expect("the files have distinct clean names");
        }
    }
    files
}
