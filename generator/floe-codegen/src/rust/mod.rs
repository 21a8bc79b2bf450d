//! Rust: `generated/floe-types` and `generated/floe-plugins`. Decides no shape; every item says what a contract says.

use floe_base::FileSet;
use floe_contract::model::Model;

use crate::plugin_crate::PluginCrate;

/// The two crates' files.
pub(crate) fn emit(_model: &Model, _plugin_crates: &[PluginCrate], _charts: &FileSet) -> FileSet {
    FileSet::new()
}
