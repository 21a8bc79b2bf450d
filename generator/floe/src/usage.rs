//! Usage: the answers to an invalid command line, to `--help` and to `--version`.

use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};
use floe_base::names;

use crate::{exit, terminal};
use floe_commands::floe::Arguments;

/// Prints the message of clap. A misspelt command is answered with the known commands, nearest first. Returns the exit code.
pub(crate) fn explain(error: &clap::Error) -> u8 {
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    {
        let root = Arguments::command();
        let (path, command) = deepest(&root, word);
        let known = command.get_subcommands().map(Command::get_name).filter(|name| *name != "help");
        let known = names::by_nearness(word, known).join(&format!("\n  {path} "));
        terminal::say(&format!("error: there is no command `{path} {word}`\n\nhelp: use one of\n  {path} {known}\n"));
        return exit::USAGE;
    }
    let printed = error.print();
    if error.use_stderr() {
        return exit::USAGE;
    }
    let lost = printed.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
    if lost { exit::FINDINGS } else { exit::FINE }
}

/// The command that the words before the unknown one name.
fn deepest<'a>(root: &'a Command, unknown: &str) -> (String, &'a Command) {
    let words = std::env::args().skip(1).take_while(|word| word != unknown);
    words.fold((root.get_name().to_owned(), root), |(path, command), word| match command.find_subcommand(&word) {
        Some(inner) => (format!("{path} {word}"), inner),
        None => (path, command),
    })
}
