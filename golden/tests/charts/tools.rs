//! Starts Helm and the Python scripts. Expects nothing of the output.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use floe_chart::Package;
use serde_json::Value;
use tempfile::TempDir;

/// Helm in a temporary folder with one package.
pub(crate) struct Helm {
    folder: TempDir,
    package: String,
}

impl Helm {
    pub(crate) fn with(package: &Package) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::write(folder.path().join(&package.file_name), &package.tgz).expect("the folder can be written");
        Self { folder, package: package.file_name.clone() }
    }

    /// Runs `helm <before…> <package> <after…>`.
    pub(crate) fn run(&self, before: &[&str], after: &[&str]) -> Output {
        let mut command = Command::new(tool("bin/helm", "tools-helm"));
        command.current_dir(self.folder.path()).env_clear().env("HOME", self.folder.path());
        command.args(before).arg(&self.package).args(after).output().expect("helm starts")
    }

    /// The standard output of a command that must succeed.
    pub(crate) fn ok(&self, before: &[&str], after: &[&str]) -> String {
        let output = self.run(before, after);
        assert!(
            output.status.success(),
            "helm {before:?} {after:?} fails: {}{}",
            text(&output.stderr),
            text(&output.stdout)
        );
        text(&output.stdout)
    }

    /// The standard error of a rendering with options that Helm must refuse.
    pub(crate) fn refuses(&self, options: &[&str]) -> String {
        let output = self.run(&["template", "release"], options);
        assert!(!output.status.success(), "helm accepts {options:?}");
        text(&output.stderr)
    }
}

/// The JSON answer of a script in `golden/python` to lines of JSON.
pub(crate) fn script(name: &str, arguments: &[&str], lines: &[Value]) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name);
    let mut command = Command::new(tool("python/bin/python", "tools-python"));
    command.arg("-B").arg(path).args(arguments).env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the interpreter starts");
    let input: String = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("the script reads");
    let output = child.wait_with_output().expect("the script ends");
    assert!(output.status.success(), "{name} fails");
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

fn tool(path: &str, recipe: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.floe-tools").join(path);
    assert!(path.exists(), "{} is missing; run: ./just {recipe}", path.display());
    path
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
