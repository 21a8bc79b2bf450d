//! Runs the program in folders made for one test. Judges nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder of one test, removed after the test.
pub(crate) struct Folder(TempDir);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A manifest that compiles.
pub(crate) const MANIFEST: &str = "\
apiVersion: floe.dev/v1
kind: Manifest
metadata: {name: shop, version: 1.0.0, owner: data@shop.example.com}
plugins:
  compute: {type: duckdb}
  orchestrator: {type: dagster}
";

/// A product that compiles.
pub(crate) fn spec(name: &str) -> String {
    format!(
        "apiVersion: floe.dev/v1\nkind: FloeSpec\nmetadata: {{name: {name}, version: 1.0.0}}\ntransforms:\n  - {{name: orders}}\n"
    )
}

/// A product that compiles and names a manifest.
pub(crate) fn spec_for(name: &str, manifest: &str) -> String {
    format!("{}platform: {{manifest: {manifest}}}\n", spec(name))
}

impl Folder {
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with a platform and one product.
    pub(crate) fn platform() -> Self {
        Self::with_manifest(MANIFEST)
    }

    /// A folder with this manifest and one product.
    pub(crate) fn with_manifest(manifest: impl AsRef<[u8]>) -> Self {
        let folder = Self::empty();
        folder.write("manifest.yaml", manifest);
        folder.write("orders/floe.yaml", spec("orders"));
        folder
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    pub(crate) fn write(&self, inside: &str, content: impl AsRef<[u8]>) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn text(&self, inside: &str) -> String {
        fs::read_to_string(self.path(inside)).unwrap()
    }

    /// Every file below a subfolder, by path.
    pub(crate) fn files(&self, inside: &str) -> Vec<(String, Vec<u8>)> {
        floe_disk::read(&self.path(inside), "").unwrap().into_iter().collect()
    }

    /// The entries of the folder itself, with hidden ones.
    pub(crate) fn entries(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program in this folder, ready to run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(self.0.path());
        command
    }

    /// Runs the program in this folder. No argument has a blank.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        Run::of(&mut self.command(&arguments.split_whitespace().collect::<Vec<_>>()))
    }

    /// Compiles this folder with limits on address space and processor time, in KiB and seconds. Beyond a limit the system ends the
    /// program with a signal.
    pub(crate) fn bounded(&self, arguments: &str) -> Run {
        self.shell(&format!("ulimit -v 1000000; ulimit -t 60; exec $floe platform compile {arguments}"))
    }

    /// Runs a shell script in this folder; `$floe` is the program.
    pub(crate) fn shell(&self, script: &str) -> Run {
        Run::of(Command::new("sh").args(["-c", script]).env("floe", program()).current_dir(self.0.path()))
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Fails unless the run ended with this exit code and named this diagnostic, and there is no sign of a panic.
    pub(crate) fn refused(&self, code: i32, diagnostic: &str) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.stderr.contains(&format!("error[{diagnostic}]")), "no {diagnostic} in {self:?}");
        assert!(!self.stderr.contains("bug in floe"), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        self
    }

    /// Fails unless standard error holds each of these texts.
    pub(crate) fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.stderr.contains(text), "no {text} in {self:?}");
        }
    }

    /// Fails unless the run succeeded; returns the digest.
    pub(crate) fn digest(&self) -> &str {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout.lines().last().unwrap()
    }
}

/// The path of the program.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_floe"))
}

/// The platform of the golden case.
pub(crate) fn retail() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/platforms/retail/input")
}
