//! JSON Schemas of documents, bindings and plugin configs, into `generated/schemas`. Paths are from the repository's root.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The schema files.
pub(crate) fn emit(_model: &Model) -> FileSet {
    FileSet::new()
}
