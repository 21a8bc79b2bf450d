//! The command line of `floe-gen`. Runs no command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::Observation;
use crate::exit::after;
use crate::floe::ExplainArguments;

/// Writes everything in a floe repository that is generated from its contracts.
#[derive(Debug, Parser)]
#[command(name = "floe-gen", version, after_help = after(EXAMPLES, "floe-gen"))]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The repository's root [default: the nearest folder upwards that holds contracts/ and a Cargo workspace]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How the run is observed.
    #[command(flatten)]
    pub observation: Observation,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write what is missing or stale, and delete what no contract asks for
    Generate,
    /// Name every generated file that is missing, stale or an orphan; exit code 4 if there is any
    Check,
    /// Report everything that is wrong with the contracts; exit code 1 if there is anything
    Lint,
    /// Show what the code of a finding means, as the repository's contracts say
    Explain(ExplainArguments),
}

const EXAMPLES: &str = "Examples:
  floe-gen generate                      after a change in contracts/ or templates/
  floe-gen check                         in CI: is what is committed up to date?
  floe-gen lint --root ../platform       the contracts of another repository
  floe-gen explain CONTRACT_KEY_UNKNOWN  what a code means";
