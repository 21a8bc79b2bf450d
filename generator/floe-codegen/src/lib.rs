//! Model to generated code, schemas, charts and reference pages. Reads no contract and writes no file.

mod agreement;
mod editor_schema;
mod foreign;
mod helm;
mod json_schema;
mod manifest;
mod plugin_crate;
mod python;
mod reference;
mod role;
mod rust;
mod sample;
mod selection;

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use floe_base::FileSet;
use floe_contract::model::Model;

pub use agreement::check_plugins;
pub use json_schema::schema_of;
pub use manifest::MANIFEST;
pub use plugin_crate::{Declaration, PluginCrate};

/// The folders and files that are wholly machine-written: what stands there and is not emitted is an orphan.
pub const OWNED: &[&str] = &[
    "charts",
    "docs/reference",
    "generated/floe-plugins/Cargo.toml",
    "generated/floe-plugins/src",
    "generated/floe-types/checks.rs",
    "generated/floe-types/src",
    "generated/manifest.json",
    "generated/python",
    "generated/schemas",
];

/// Everything that is generated, by path from the repository's root.
///
/// A plugin enters the registry if it has both a contract and an implementation; [`check_plugins`] reports those that lack one.
///
/// # Panics
/// If two emitters write the same path: a bug of the emitters, which every run would show.
pub fn emit(model: &Model, plugin_crates: &[PluginCrate]) -> FileSet {
    let charts = helm::emit(model);
    // Rust takes as long as all others.
    let (rust, others) = std::thread::scope(|scope| {
        let rust = scope.spawn(|| rust::emit(model, plugin_crates, &charts));
        let others = [json_schema::emit, editor_schema::emit, foreign::emit, python::emit, reference::emit];
        let others = others.map(|emit| emit(model));
        (rust.join().unwrap_or_else(|panic| resume_unwind(panic)), others)
    });
    let mut files = rust;
    for part in others.into_iter().chain([charts]) {
        files.merge(part).expect("each emitter writes into its own folder");
    }
    files.merge(manifest::emit(model, &files)).expect("no emitter writes the manifest");
    files
}

/// What [`emit`] gives for the files of some contracts alone, and the manifest with it; made of a model that holds these contracts and all
/// that they refer to. `manifest` is the one before; `None`: it does not fit, and everything must be emitted.
pub fn emit_part(model: &Model, contracts: &BTreeSet<String>, manifest: &[u8]) -> Option<FileSet> {
    manifest::amend(model, manifest, contracts, &emit(model, &[]))
}
