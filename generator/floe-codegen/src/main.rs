//! The `floe-gen` command: arguments, disk, terminal and exit codes. What is written is decided in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::SUCCESS
}
