//! A small repository on disk, and floe-gen run in it.
#![expect(clippy::disallowed_methods, reason = "tests write a repository and start floe-gen in it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A repository with awkward contracts, two plugins, and nothing generated yet.
pub(crate) struct Repository(TempDir);

impl Repository {
    /// A fresh copy of `tests/nasty`, in which Cargo manifests are called `manifest.toml` so that Cargo does not find them.
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nasty"), root.path());
        Self(root)
    }

    /// The same, with everything generated.
    pub(crate) fn generated() -> Self {
        let repository = Self::new();
        repository.run(&["generate"], 0, &[]);
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

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }

    /// The file has this text.
    #[track_caller]
    pub(crate) fn holds(&self, path: &str, text: &str) {
        assert_eq!(self.read(path), text, "{path}");
    }

    #[track_caller]
    pub(crate) fn mentions(&self, path: &str, part: &str) {
        let text = self.read(path);
        assert!(text.contains(part), "{part} is not in\n{text}");
    }

    #[track_caller]
    pub(crate) fn lacks(&self, path: &str) {
        assert!(!self.path(path).exists(), "{path}");
    }

    /// Runs floe-gen with the repository as `--root`, and judges the outcome.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str], code: i32, parts: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_floe-gen"));
        judged(command.args(arguments).arg("--root").arg(self.0.path()), code, parts)
    }

    /// Runs floe-gen inside a folder of the repository, and judges the outcome.
    #[track_caller]
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str], code: i32, parts: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_floe-gen"));
        judged(command.args(arguments).current_dir(self.path(folder)), code, parts)
    }
}

/// The output of a command that must end with this code and say all these parts; a part that begins with a line break begins a line.
#[track_caller]
pub(crate) fn judged(command: &mut Command, code: i32, parts: &[&str]) -> String {
    let output = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in parts {
        assert!(format!("\n{said}").contains(part), "{part:?} is not in\n{said}");
    }
    said
}

/// A test for each sentence: steps in a repository that is new or generated.
macro_rules! steps {
    ($($sentence:ident: $start:ident $(, $step:ident($($argument:expr),*))*;)*) => {
        $(#[test]
        fn $sentence() {
            let repository = Repository::$start();
            $(repository.$step($($argument),*);)*
        })*
    };
}

pub(crate) use steps;

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in floe_disk::read(from, "").unwrap() {
        let path = to.join(path.replace("manifest.toml", "Cargo.toml"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
