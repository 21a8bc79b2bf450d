//! The generic chart of the components, into `charts/`. Paths are from the repository's root.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The chart's files.
pub(crate) fn emit(_model: &Model) -> FileSet {
    FileSet::new()
}
