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
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
    /// The options that report on the run.
    #[command(flatten)]
    pub observation: Observation,
}

const EXAMPLES: &str = "\
Examples:
  floe platform compile            compile the platform of this folder into dist/
  floe platform render shop        compile the platform in shop/, and render its Kubernetes objects
  floe plugin list                 show every plugin
  floe plugin show storage/minio   show the config of a plugin
  floe images                      list the container images of the charts
  floe explain LOAD_KEY_UNKNOWN    show the meaning of a code";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile, package and render platforms.
    #[command(subcommand, arg_required_else_help = true)]
    #[command(after_help = "Examples:\n  floe platform compile\n  floe platform render shop --out build/shop")]
    Platform(PlatformCommand),
    /// Show the plugins of this build.
    #[command(subcommand, arg_required_else_help = true)]
    #[command(after_help = "Examples:\n  floe plugin list\n  floe plugin show polaris")]
    Plugin(PluginCommand),
    /// Show the container images that charts pull, one on a line for a scanner.
    ///
    /// Without DIR: every image that a chart of this build can pull. Remarks about the images go to standard error.
    #[command(after_help = after(IMAGES_EXAMPLES, "floe"))]
    Images(ImagesArguments),
    /// Show the meaning of a code, an example and the remedy.
    #[command(after_help = "Examples:\n  floe explain LOAD_KEY_UNKNOWN\n  floe explain e201 --format json")]
    Explain(ExplainArguments),
}

const IMAGES_EXAMPLES: &str = "\
Examples:
  floe images                                             every image of this build
  floe images shop --format json                          the images of a platform, with what is known about each
  floe images --check --mirror registry.example.com       ask a mirror whether the images are there";

/// The arguments of `images`.
#[derive(Debug, Args)]
pub struct ImagesArguments {
    /// The folder of a platform. The images are those of the platform alone.
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The manifest, in place of the manifest in DIR.
    #[arg(long, value_name = "FILE", requires = "dir")]
    pub manifest: Option<PathBuf>,
    /// The registry in place of the registry of every image, as `common.image_registry` of the chart.
    #[arg(long, value_name = "REGISTRY", value_parser = registry)]
    pub mirror: Option<String>,
    /// Ask the registries for each image with the program crane, and refuse versions that get no more mends.
    #[arg(long)]
    pub check: bool,
    /// The date from which ages count, as 2026-12-31. Default: the date of `SOURCE_DATE_EPOCH`, or today in UTC.
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// A registry with an optional folder, without a scheme.
fn registry(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let is_name = !text.is_empty() && !text.contains("://") && !text.contains(char::is_whitespace);
    is_name
        .then(|| text.to_owned())
        .ok_or_else(|| "write it as registry.example.com/mirror, without a scheme".to_owned())
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The code of a finding, or an alias of the code. Case does not matter.
    #[arg(value_name = "CODE")]
    pub code: String,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `floe platform …`
#[derive(Debug, Subcommand)]
pub enum PlatformCommand {
    /// Compile a platform and its products to artifacts and a chart package.
    ///
    /// The last line on standard output is the digest of all written files. The summary goes to standard error.
    #[command(after_help = after(COMPILE_EXAMPLES, "floe"))]
    Compile(PlatformArguments),
    /// Compile a platform, and render its chart package to Kubernetes objects.
    ///
    /// The last line on standard output is the digest of all written files. The summary goes to standard error.
    #[command(after_help = after(RENDER_EXAMPLES, "floe"))]
    Render(PlatformArguments),
}

const COMPILE_EXAMPLES: &str = "\
Examples:
  floe platform compile                               the manifest.yaml of this folder, and every floe.yaml below it
  floe platform compile orders                        one product, whose floe.yaml names its manifest
  floe platform compile --manifest ../manifest.yaml   a manifest in place of the one that the products name
  floe platform compile --against old/shop-1.0.0.tgz  refuse a change that would leave data of an installed platform behind
  floe platform compile --format json                 one JSON object on standard output";

const RENDER_EXAMPLES: &str = "\
Examples:
  floe platform render                    into dist/, with manifests/
  floe platform render shop --out build   another folder, and another output";

/// The arguments of `compile` and `render`.
#[derive(Debug, Args)]
pub struct PlatformArguments {
    /// The folder of manifest.yaml with the products below, or the folder of one product.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The manifest, in place of the manifest that the products name.
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// The folder to write. The old folder is replaced as a whole.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,
    /// The package that is installed now. An upgrade from this package that would leave data behind is refused.
    #[arg(long, value_name = "PACKAGE")]
    pub against: Option<PathBuf>,
    /// The form of results and findings.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The number of products to compile at once. The result is always the same. Default: the number of processors.
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// Print no summary.
    #[arg(long, short)]
    pub quiet: bool,
}

/// `floe plugin …`
#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    /// Show every plugin of this build.
    #[command(after_help = "Examples:\n  floe plugin list\n  floe plugin list --format json")]
    List {
        /// The form of the output.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Show one plugin: config, capabilities, requirements and hosting.
    #[command(after_help = "Examples:\n  floe plugin show storage/minio\n  floe plugin show polaris")]
    Show {
        /// CATEGORY/NAME, or NAME alone.
        #[arg(value_name = "PLUGIN")]
        plugin: String,
        /// The form of the output.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// The form of results and findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people.
    Text,
    /// One JSON object on standard output.
    Json,
}
