//! Build: makes every file of a run from documents, in memory. Knows all stages, and touches no disk.

use std::num::NonZero;

use floe_base::{Digest, FileSet};
use floe_chart::{package_platform, render_platform};
use floe_compiler::{Compiled, Outcome, PlatformInput, add, add_index, compile, files};
use floe_plugins::REGISTRY;
use floe_types::documents::index::OutputIndex;

/// The options of a run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether the charts are rendered too.
    pub render: bool,
    /// The number of products that are worked on at once.
    pub jobs: NonZero<usize>,
}

/// Everything that a run makes.
#[derive(Debug)]
pub struct Build {
    /// The platform and its products.
    pub compiled: Compiled,
    /// Every file, the index included.
    pub files: FileSet,
    /// The index.
    pub index: OutputIndex,
    /// The digest of the whole set.
    pub digest: Digest,
}

/// Compiles a platform, packages the charts, and renders the charts if the options say so. Of a part of a platform, only the products are
/// made.
pub fn build(input: &PlatformInput, options: Options) -> Outcome<Build> {
    compile(input, &REGISTRY, env!("CARGO_PKG_VERSION"), options.jobs).and_then(|compiled| {
        let mut files = files(&compiled, input.is_part)?;
        let charts = if input.is_part { Vec::new() } else { package_platform(&compiled.platform)? };
        for chart in charts {
            if options.render {
                add(&mut files, render_platform(&chart)?)?;
            }
            add(&mut files, [(format!("charts/{}", chart.package.file_name), chart.package.tgz)])?;
        }
        let (index, digest) = add_index(&mut files)?;
        Ok(Build { compiled, files, index, digest })
    })
}
