//! Starts the interpreter with dbt and Dagster, and the scripts that query both. Expects nothing of the output.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A program of the locked Python packages, such as `python` or `dagster`.
pub(crate) fn command(name: &str) -> Command {
    let bin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.floe-tools/python/bin");
    let program = bin.join(name);
    assert!(program.exists(), "{} is missing; run: ./just tools-python", program.display());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([bin].into_iter().chain(std::env::split_paths(&path)));
    let mut command = Command::new(program);
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env_remove("DAGSTER_HOME");
    command.env("PATH", path.expect("a folder's name has no separator of paths"));
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false");
    command
}

/// The command that runs a script in `golden/python`.
pub(crate) fn script(name: &str) -> Command {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name);
    let mut command = command("python");
    command.arg(path);
    command
}

/// Runs a command, and fails if the command fails.
pub(crate) fn succeeds(command: &mut Command) -> Output {
    let output = command.output().expect("the interpreter starts");
    assert!(output.status.success(), "{command:?} fails:\n{}\n{}", text(&output.stdout), text(&output.stderr));
    output
}

/// The answer of a script: the last line of its output, as JSON.
pub(crate) fn answer(command: &mut Command) -> Value {
    let output = text(&succeeds(command).stdout);
    serde_json::from_str(output.lines().last().unwrap_or_default()).expect("the last line is JSON")
}

/// Output as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
