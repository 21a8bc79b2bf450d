//! A copy of this workspace, with a target folder of the copy's own. Files that did not change keep their times, so that Cargo builds little.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ignore::WalkBuilder;
use serde_json::Value;

/// The copy.
pub(crate) struct Copy {
    root: PathBuf,
}

impl Copy {
    /// The workspace as this test's sources are now, without anything that Git ignores.
    pub(crate) fn of_workspace() -> Self {
        let copy = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("how-to") };
        let workspace =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace is there");
        let from = files(&workspace);
        if copy.root.exists() {
            let gone = |path: &&PathBuf| !from.contains(path);
            for path in files(&copy.root).iter().filter(gone) {
                fs::remove_file(copy.root.join(path)).expect("the copy can be written");
            }
        }
        for path in &from {
            copy.write(path, &fs::read(workspace.join(path)).expect("the workspace can be read"));
        }
        copy
    }

    /// Adds or replaces a file; a text file ends with a line feed.
    pub(crate) fn add(&self, path: &str, text: &str) {
        self.write(Path::new(path), format!("{}\n", text.trim_end()).as_bytes());
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).expect("the file is JSON")
    }

    /// Runs a command of Cargo, which must succeed.
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", self.root.join("target")).args(arguments);
        let output = command.output().expect("cargo starts");
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "cargo {} fails: {said}", arguments.join(" "));
    }

    fn write(&self, path: &Path, bytes: &[u8]) {
        let to = self.root.join(path);
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            return;
        }
        fs::create_dir_all(to.parent().expect("a file has a folder")).expect("the copy can be written");
        fs::write(to, bytes).expect("the copy can be written");
    }
}

/// The files below a folder that Git does not ignore, from the folder.
fn files(root: &Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let files = walk.map(|entry| entry.expect("the folder can be read")).filter(|entry| !entry.path().is_dir());
    files.map(|entry| entry.path().strip_prefix(root).expect("the walk stays inside").to_owned()).collect()
}
