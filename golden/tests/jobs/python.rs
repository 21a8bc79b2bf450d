//! Starts the interpreter with the packages that judge requests and policies. Expects nothing of the output.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A program of the locked Python packages.
pub(crate) fn program(name: &str) -> PathBuf {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.floe-tools/python/bin").join(name);
    assert!(program.exists(), "{} is missing; run: ./just tools-python", program.display());
    program
}

/// The command that runs a script in `golden/python`.
pub(crate) fn script(name: &str) -> Command {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name);
    let mut command = Command::new(program("python"));
    command.arg("-B").arg(path).env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    command
}

/// The folder of the installed packages.
pub(crate) fn packages() -> PathBuf {
    let code = "import sysconfig; print(sysconfig.get_path('purelib'))";
    let output = Command::new(program("python")).args(["-c", code]).output().expect("the interpreter starts");
    assert!(output.status.success(), "the interpreter fails");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
