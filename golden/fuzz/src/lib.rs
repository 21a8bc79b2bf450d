//! The fuzz targets: each passes arbitrary bytes to one reader of floe and panics where the result breaks a promise.
//! Generates seeds only; the fuzzer generates all other inputs.
#![expect(clippy::disallowed_methods, reason = "seeds and found inputs are files of the work tree")]

mod bundle;
#[path = "../../../generated/floe-types/checks.rs"]
mod checks;
mod contracts;
mod documents;
pub mod limit;
pub mod mutate;
pub mod seeds;
mod values;
mod words;
mod yaml;

use std::path::{Path, PathBuf};

/// One fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The target's name, which is also the name of its corpus folder.
    pub name: &'static str,
    /// Judges one input and returns whether floe accepts the input.
    ///
    /// # Panics
    /// If the input reveals a fault.
    pub judge: fn(&[u8]) -> bool,
}

/// Every target.
pub const TARGETS: [Target; 4] = [
    Target { name: "yaml", judge: yaml::judge },
    Target { name: "values", judge: values::judge },
    Target { name: "documents", judge: documents::judge },
    Target { name: "contracts", judge: contracts::judge },
];

/// The number of findings that are judged for each input; floe shows no more.
const SHOWN: usize = 100;

/// The target with a name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
