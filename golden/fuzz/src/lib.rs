//! What is fuzzed: each target takes any bytes, gives them to one reader of floe, and panics if what comes of it is not what floe promises.
//! Makes no input by itself but for the seeds, and knows no fuzzer.
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

/// One thing that is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of its folder of found inputs.
    pub name: &'static str,
    /// Judges one input; says whether floe accepts it.
    ///
    /// # Panics
    /// If the input shows a fault.
    pub judge: fn(&[u8]) -> bool,
}

/// Every target.
pub const TARGETS: [Target; 4] = [
    Target { name: "yaml", judge: yaml::judge },
    Target { name: "values", judge: values::judge },
    Target { name: "documents", judge: documents::judge },
    Target { name: "contracts", judge: contracts::judge },
];

/// So many findings of an input are judged: more, floe does not show.
const SHOWN: usize = 100;

/// The target of that name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
