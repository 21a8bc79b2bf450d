//! The command lines of both programs, as clap reads them, with examples. Each program parses arguments with this crate, and the reference
//! is made from this crate. Does nothing else.

pub mod exit;
pub mod floe;
pub mod floe_gen;

use std::path::PathBuf;

use clap::{ArgAction, Args, Command, CommandFactory};

/// Options that report on a run. Every command of both programs takes these options.
#[derive(Debug, Args)]
pub struct Observation {
    /// Print the duration of each phase, and the files that floe-gen makes anew. With -vv, also of each product, plugin and contract.
    /// `FLOE_LOG=LEVEL` or `FLOE_LOG=TARGET=LEVEL,…` chooses other spans.
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Write the durations to a file, as a trace for Perfetto and Chrome.
    #[arg(long, global = true, value_name = "FILE")]
    pub timings: Option<PathBuf>,
}

/// A program for the reference.
#[derive(Debug)]
pub struct Program {
    /// The command line.
    pub command: Command,
    /// The files of the folder in which the examples run, with their paths.
    pub files: &'static [(&'static str, &'static str)],
    /// The answers to commands, by command. `…` stands for anything, on a line of its own for any lines.
    pub examples: &'static [(&'static str, &'static str)],
}

/// Both programs.
pub fn programs() -> [Program; 2] {
    let floe = Program {
        command: floe::Arguments::command(),
        files: &[
            ("manifest.yaml", include_str!("../examples/floe/manifest.yaml")),
            ("floe.yaml", include_str!("../examples/floe/floe.yaml")),
        ],
        examples: &[
            ("floe platform compile", include_str!("../examples/floe/platform-compile.console")),
            ("floe platform render", include_str!("../examples/floe/platform-render.console")),
            ("floe plugin list", include_str!("../examples/floe/plugin-list.console")),
            ("floe plugin show", include_str!("../examples/floe/plugin-show.console")),
            ("floe images", include_str!("../examples/floe/images.console")),
            ("floe explain", include_str!("../examples/floe/explain.console")),
        ],
    };
    let floe_gen = Program {
        command: floe_gen::Arguments::command(),
        files: &[
            ("Cargo.toml", include_str!("../examples/floe-gen/Cargo.toml")),
            ("contracts/bindings/paint/v1.yaml", include_str!("../examples/floe-gen/contracts/bindings/paint/v1.yaml")),
        ],
        examples: &[
            ("floe-gen generate", include_str!("../examples/floe-gen/generate.console")),
            ("floe-gen check", include_str!("../examples/floe-gen/check.console")),
            ("floe-gen lint", include_str!("../examples/floe-gen/lint.console")),
            ("floe-gen explain", include_str!("../examples/floe-gen/explain.console")),
        ],
    };
    [floe, floe_gen]
}
