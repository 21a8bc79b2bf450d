//! Where the judges of instances are: the repository, the interpreter, the scripts.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The interpreter in which the emitted package is judged.
pub(crate) fn python() -> Command {
    let python = root().join(".floe-tools/python/bin/python");
    assert!(python.exists(), "{} is missing; run: ./just tools-python", python.display());
    let mut command = Command::new(python);
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    command
}

/// A script beside the goldens.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name)
}
