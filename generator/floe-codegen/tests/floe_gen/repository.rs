//! A small repository on disk, and floe-gen run in it.
#![expect(clippy::disallowed_methods, reason = "tests write a repository and start floe-gen in it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A repository with awkward contracts, two plugins, and nothing generated yet.
pub(crate) struct Repository(TempDir);

impl Repository {
    /// A fresh copy of `tests/nasty`, in which Cargo manifests are called `manifest.toml` so that Cargo does not take them for ours.
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nasty"), root.path());
        Self(root)
    }

    /// The same, with everything generated.
    pub(crate) fn generated() -> Self {
        let repository = Self::new();
        let output = repository.run(&["generate"]);
        assert!(output.status.success(), "{}", said(&output));
        repository
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not contain {from}");
        self.write(path, &text.replace(from, to));
    }

    /// Runs floe-gen with the repository as `--root`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_floe-gen"));
        command.args(arguments).arg("--root").arg(self.0.path()).output().unwrap()
    }

    /// Runs floe-gen inside a folder of the repository.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_floe-gen")).args(arguments).current_dir(self.path(folder)).output().unwrap()
    }
}

/// The exit code, and all that was said.
pub(crate) fn outcome(output: &Output) -> (i32, String) {
    (output.status.code().unwrap(), said(output))
}

pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in floe_disk::read(from, "").unwrap() {
        let path = to.join(path.replace("manifest.toml", "Cargo.toml"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
