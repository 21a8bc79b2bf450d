//! The command line of `floe`. Runs no command.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::Observation;
use crate::exit::after;

/// Compiles a data platform: one manifest and its data products, to artifacts and a Helm chart.
#[derive(Debug, Parser)]
#[command(name = "floe", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How the run is observed.
    #[command(flatten)]
    pub observation: Observation,
}

const EXAMPLES: &str = "\
Examples:
  floe platform compile            compile the platform of this folder into dist/
  floe platform render shop        compile the platform in shop/, and render its Kubernetes objects
  floe plugin list                 show every plugin
  floe plugin show storage/minio   show what a plugin's config takes
  floe explain LOAD_KEY_UNKNOWN    show what a code means";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile, package and render platforms.
    #[command(subcommand, arg_required_else_help = true)]
    #[command(after_help = "Examples:\n  floe platform compile\n  floe platform render shop --out build/shop")]
    Platform(PlatformCommand),
    /// Look at the plugins of this floe.
    #[command(subcommand, arg_required_else_help = true)]
    #[command(after_help = "Examples:\n  floe plugin list\n  floe plugin show polaris")]
    Plugin(PluginCommand),
    /// Show what the code of a finding means, what brings it about and what to do.
    #[command(after_help = "Examples:\n  floe explain LOAD_KEY_UNKNOWN\n  floe explain e201 --format json")]
    Explain(ExplainArguments),
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The code, or another name under which it is known, in capitals or not.
    #[arg(value_name = "CODE")]
    pub code: String,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `floe platform …`
#[derive(Debug, Subcommand)]
pub enum PlatformCommand {
    /// Compile a platform and its products to artifacts and a chart package.
    ///
    /// The last line on standard output is the digest of everything that was written; the summary goes to standard error.
    #[command(after_help = after(COMPILE_EXAMPLES, "floe"))]
    Compile(PlatformArguments),
    /// Compile a platform, and render its chart package to Kubernetes objects.
    ///
    /// The last line on standard output is the digest of everything that was written; the summary goes to standard error.
    #[command(after_help = after(RENDER_EXAMPLES, "floe"))]
    Render(PlatformArguments),
}

const COMPILE_EXAMPLES: &str = "\
Examples:
  floe platform compile                               the manifest.yaml of this folder, and every floe.yaml below it
  floe platform compile orders                        one product, whose floe.yaml names its manifest
  floe platform compile --manifest ../manifest.yaml   another manifest than the one that the products name
  floe platform compile --format json                 one JSON object on standard output";

const RENDER_EXAMPLES: &str = "\
Examples:
  floe platform render                    into dist/, with manifests/
  floe platform render shop --out build   another folder, and another output";

/// What `compile` and `render` take.
#[derive(Debug, Args)]
pub struct PlatformArguments {
    /// The folder of manifest.yaml, with products below it; or that of one product.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The manifest, whatever the products name.
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// The folder to write; it is replaced as a whole.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,
    /// How results and findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// How many products are worked on at once; the result does not depend on it. Without it, as many as there are processors.
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// Print no summary.
    #[arg(long, short)]
    pub quiet: bool,
}

/// `floe plugin …`
#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    /// Show every plugin of this floe.
    #[command(after_help = "Examples:\n  floe plugin list\n  floe plugin list --format json")]
    List {
        /// How plugins are printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Show one plugin: its config, what it offers, what it needs, who runs it.
    #[command(after_help = "Examples:\n  floe plugin show storage/minio\n  floe plugin show polaris")]
    Show {
        /// CATEGORY/NAME, or NAME alone.
        #[arg(value_name = "PLUGIN")]
        plugin: String,
        /// How it is printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// How results and findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object on standard output.
    Json,
}
