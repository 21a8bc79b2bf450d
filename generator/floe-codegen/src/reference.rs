//! The reference pages, into `docs/reference`. Paths are from the repository's root.

use floe_base::FileSet;
use floe_contract::model::Model;

/// The pages.
pub(crate) fn emit(_model: &Model) -> FileSet {
    FileSet::new()
}
