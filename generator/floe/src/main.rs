//! The program `floe`: reads the arguments, runs one command, and ends with the command's exit code.
#![expect(
    clippy::disallowed_methods,
    reason = "this program and its modules are the edge to disk, environment and terminal"
)]

mod discovery;
mod disk;
mod exit;
mod explain;
mod images;
mod output;
mod platform;
mod plugin;
mod plugin_page;
mod registry;
mod summary;
mod terminal;
mod timings;
mod usage;

use std::panic::{self, UnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use floe_commands::floe::{Arguments, Command};

fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        // The panic's text could hold a value of a document, so only the place is printed.
        let place = panic.location().map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
        terminal::say(&format!("error: this is a bug in floe{place}; please report it with the input that shows it\n"));
    }));
    ExitCode::from(ended(run))
}

/// The exit code of a run: a run that panics ends with the exit code of a bug.
fn ended(run: impl FnOnce() -> u8 + UnwindSafe) -> u8 {
    panic::catch_unwind(run).unwrap_or(exit::BUG)
}

fn run() -> u8 {
    match Arguments::try_parse() {
        Ok(arguments) => timings::observed(&arguments.observation, || match arguments.command {
            Command::Platform(command) => platform::run(command),
            Command::Plugin(command) => terminal::answer(plugin::show(&command)),
            Command::Images(arguments) => images::run(&arguments),
            Command::Explain(arguments) => terminal::answer(explain::explain(&arguments)),
        }),
        Err(error) => usage::explain(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_panics_ends_with_the_exit_code_of_a_bug() {
        assert_eq!(ended(|| 3), 3);
        assert_eq!(ended(|| unreachable!("the run is broken")), 70);
    }
}
