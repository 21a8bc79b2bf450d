//! Held processes: child processes that end with this process, even when this process is killed. Each runs in a process
//! group of its own, so that an interrupt at the terminal reaches only this process. Knows no program.

use std::ffi::{OsStr, OsString};
use std::io::Error;
use std::os::unix::process::CommandExt as _;
use std::path::Path;

use tokio::process::Command;

/// The argument with which this program becomes another program that ends with the parent; see [`become_held`].
pub const HOLD: &str = "hold";

/// A command that runs `program` so that `program` ends when the handle is dropped or the parent ends.
///
/// `holder` is the path of this crate's program, which tests are not.
pub(crate) fn held(holder: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(holder);
    command.arg(HOLD).arg(std::process::id().to_string()).arg(program);
    command.process_group(0).kill_on_drop(true);
    command
}

/// Asks the kernel to end this process with the parent, and becomes the program in `PARENT PROGRAM ARGUMENT…`. Returns
/// only on failure.
pub fn become_held(mut arguments: impl Iterator<Item = OsString>) -> Error {
    let usage = || Error::other("expected the number of the parent process, and a program");
    let parent = arguments.next().and_then(|id| id.to_str().and_then(|id| id.parse::<i32>().ok()));
    let (Some(parent), Some(program)) = (parent, arguments.next()) else {
        return usage();
    };
    if let Err(error) = end_with_parent() {
        return error.into();
    }
    // The kernel does not end this process for a parent that ended before the request.
    if rustix::process::getppid().is_none_or(|now| now.as_raw_nonzero().get() != parent) {
        return Error::other("the parent has ended");
    }
    std::process::Command::new(program).args(arguments).exec()
}

#[cfg(target_os = "linux")]
fn end_with_parent() -> rustix::io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))
}

/// Other kernels offer no request of this kind, so there the children end only with an orderly end of the parent.
#[cfg(not(target_os = "linux"))]
fn end_with_parent() -> rustix::io::Result<()> {
    Ok(())
}
