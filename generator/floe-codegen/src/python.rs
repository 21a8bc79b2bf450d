//! The Python package of the contracts, into `generated/python`. Paths are from the repository's root.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The package's files.
pub(crate) fn emit(_model: &Model) -> FileSet {
    FileSet::new()
}
