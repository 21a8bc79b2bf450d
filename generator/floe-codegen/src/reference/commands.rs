//! Pages of the two programs: their commands with arguments and options, as clap reads them, and the output of examples.

use clap::{Arg, ArgAction, Command};
use floe_commands::Program;
use floe_template::{Holes, holes};

use super::page::{Page, unless_empty};
use crate::markdown;

/// The crate that states the command lines.
const SOURCE: &str = "generator/floe-commands";

/// The options of every command.
const UNIVERSAL: [&str; 2] = ["help", "version"];

pub(super) fn path(program: &Program) -> String {
    format!("commands/{}.md", program.command.get_name())
}

/// A program's purpose in one sentence.
pub(super) fn about(program: &Program) -> String {
    optional(program.command.get_about().map(|about| sentences(&about.to_string())))
}

pub(super) fn page(program: &Program) -> Page {
    let mut root = program.command.clone();
    root.build();
    let files = program.files.iter().map(|(path, text)| markdown::file(path, text));
    let commands = leaves(&root).into_iter().map(|command| section(program, command));
    let holes = holes! {
        "about": markdown::prose(&about(program)),
        "after": Vec::from_iter(afterwards(&root)),
        "files": files.collect::<Vec<_>>(),
        "commands": commands.collect::<Vec<_>>(),
    };
    Page::new(&path(program), "program.md", SOURCE, program.command.get_name(), holes)
}

/// The commands that do something, in order.
fn leaves(command: &Command) -> Vec<&Command> {
    if !command.has_subcommands() {
        return vec![command];
    }
    command.get_subcommands().filter(|inner| inner.get_name() != "help").flat_map(leaves).collect()
}

fn section(program: &Program, command: &Command) -> Holes {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let about = command.get_long_about().or(command.get_about());
    let usage = command.clone().render_usage().to_string();
    let arguments = command.get_arguments().filter(|argument| !UNIVERSAL.contains(&argument.get_id().as_str()));
    let examples = program.examples.iter().filter(|(of, _)| *of == name);
    holes! {
        "name": name,
        "about": optional(about.map(|about| markdown::prose(&sentences(&about.to_string())))),
        "usage": markdown::block("text", usage.strip_prefix("Usage: ").unwrap_or(&usage)),
        "arguments": unless_empty(arguments.map(row)),
        "after": Vec::from_iter(afterwards(command)),
        "examples": examples.map(|(_, text)| markdown::block("console", text)).collect::<Vec<_>>(),
    }
}

/// Examples and exit codes, as `--help` shows them.
fn afterwards(command: &Command) -> Option<String> {
    command.get_after_help().map(|text| markdown::block("text", &text.to_string()))
}

/// A text that clap allows to be absent: a command or value without description, a flag without value.
fn optional(text: Option<impl ToString>) -> String {
    text.map_or_else(String::new, |text| text.to_string())
}

/// clap takes the full stop from a first line that is a whole sentence.
fn sentences(text: &str) -> String {
    let ends = text.ends_with(['.', ';', ':']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

fn row(argument: &Arg) -> Holes {
    let takes_value = argument.get_action().takes_values();
    let default = argument.get_default_values().iter().filter(|_| takes_value);
    let default: Vec<String> = default.map(|value| markdown::code(&value.to_string_lossy())).collect();
    let help = optional(argument.get_long_help().or(argument.get_help()));
    let words: Vec<String> = argument
        .get_possible_values()
        .iter()
        .map(|value| {
            let meaning = optional(value.get_help().map(|help| format!(": {help}")));
            format!("{}{meaning}", markdown::code(value.get_name()))
        })
        .collect();
    let words = if words.is_empty() || !takes_value { String::new() } else { format!(" One of {}.", words.join(", ")) };
    holes! {
        "argument": markdown::code(&spelled(argument)),
        "default": default.join(", "),
        "meaning": markdown::cell(&sentences(&help)) + &markdown::in_cell(&words),
    }
}

/// `--out <DIR>`, `-q, --quiet`, `[DIR]`
fn spelled(argument: &Arg) -> String {
    let value = optional(argument.get_value_names().and_then(|names| names.first()));
    if argument.is_positional() {
        return if argument.is_required_set() { format!("<{value}>") } else { format!("[{value}]") };
    }
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let names = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
    match argument.get_action() {
        ArgAction::Set | ArgAction::Append => format!("{names} <{value}>"),
        _ => names,
    }
}
