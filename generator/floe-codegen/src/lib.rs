//! Model to generated code, schemas, charts and reference pages. Reads no contract and writes no file.

/// The texts of templates in a folder, by name.
macro_rules! templates {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates/", $folder, "/", $name)))),*]
    };
}

mod agreement;
mod editor_schema;
mod foreign;
mod helm;
mod inside;
mod json_schema;
mod manifest;
mod markdown;
mod plugin_crate;
mod python;
mod reference;
mod role;
mod rust;
mod sample;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Digest, FileSet, jobs};
use floe_contract::component::ResolvedChart;
use floe_contract::model::Model;

pub use agreement::check_plugins;
pub use json_schema::schema_of;
pub use manifest::{MANIFEST, has_header, listed};
pub use plugin_crate::{Declaration, PluginCrate};

/// The folders and files that floe-gen writes. A file there that floe-gen wrote once and does not emit now is an orphan.
pub const OWNED: &[&str] = &[
    "charts",
    "docs/reference",
    "generated/charts",
    "generated/floe-plugins/Cargo.toml",
    "generated/floe-plugins/src",
    "generated/floe-types/checks.rs",
    "generated/floe-types/src",
    "generated/manifest.json",
    "generated/python",
    "generated/schemas",
];

/// All generated files, by path from the repository's root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Emitted {
    /// The files.
    pub files: FileSet,
    /// The digest of each.
    pub digests: BTreeMap<String, Digest>,
}

/// Emits all files of the contracts, and of their charts as lint has resolved them.
///
/// A plugin with both a contract and an implementation enters the registry; [`check_plugins`] reports the others.
///
/// # Panics
/// If two emitters write the same path: a bug of the emitters, which every run would show.
pub fn emit(model: &Model, charts: &[ResolvedChart], plugin_crates: &[PluginCrate]) -> Emitted {
    let _span = tracing::info_span!("emit").entered();
    let rust_and_charts = || {
        let charts = helm::parts(model, charts);
        let mut files = rust::emit(model, plugin_crates, &charts);
        files.merge(helm::emit(&charts)).expect("each emitter writes into its own folder");
        files
    };
    // The slowest come first.
    let emitters: [&(dyn Fn() -> FileSet + Sync); 7] = [
        &rust_and_charts,
        &|| reference::emit(model),
        &|| python::emit(model),
        &|| json_schema::emit(model),
        &|| editor_schema::emit(model),
        &|| helm::examples(model, charts),
        &|| foreign::emit(model),
    ];
    let origins = manifest::Origins::of(model);
    let parts = jobs::map(&emitters, jobs::TWO, |emit| {
        let files = emit();
        (manifest::outputs(&origins, &files), files)
    });
    let (mut files, mut outputs) = (FileSet::new(), BTreeMap::new());
    for (part_outputs, part) in parts {
        files.merge(part).expect("each emitter writes into its own folder");
        outputs.extend(part_outputs);
    }
    manifest::add(files, outputs)
}

fn files<B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (String, B)>) -> FileSet {
    let mut set = FileSet::new();
    for (path, bytes) in files {
        set.insert(path, bytes).expect("contracts and modules have distinct clean names");
    }
    set
}

/// The files of [`emit`] that depend on some contracts alone, and the new manifest. The model holds these contracts and all that they
/// refer to. `None`: the old manifest does not fit, and everything must be emitted.
pub fn emit_part(
    model: &Model,
    charts: &[ResolvedChart],
    contracts: &BTreeSet<String>,
    manifest: &[u8],
) -> Option<FileSet> {
    manifest::amend(model, manifest, contracts, &emit(model, charts, &[]).files)
}
