//! The command line of `floe-gen`. Runs no command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::Observation;
use crate::exit::after;
use crate::floe::ExplainArguments;

/// Writes the files that floe generates from the contracts of a repository.
#[derive(Debug, Parser)]
#[command(name = "floe-gen", version, after_help = after(EXAMPLES, "floe-gen"))]
pub struct Arguments {
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
    /// The repository's root [default: the nearest folder upwards that holds contracts/ and a Cargo workspace]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The options that report on the run.
    #[command(flatten)]
    pub observation: Observation,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write missing and stale files, and delete files that no contract asks for
    Generate,
    /// List the generated files that are missing, stale or orphaned. Exit code 4 if there is one
    Check,
    /// Report all errors in the contracts. Exit code 1 if there is one
    Lint,
    /// Show the meaning of a code of the repository's contracts
    Explain(ExplainArguments),
}

const EXAMPLES: &str = "Examples:
  floe-gen generate                      after a change in contracts/ or templates/
  floe-gen check                         in CI: are the committed files up to date?
  floe-gen lint --root ../platform       the contracts of another repository
  floe-gen explain CONTRACT_KEY_UNKNOWN  the meaning of a code";
