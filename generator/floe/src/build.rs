//! Build: from documents to every file of a run, in memory. The one place that knows all stages; touches no disk.

use std::num::NonZero;

use floe_base::{Digest, FileSet, Findings};
use floe_chart::{package_platform, render_platform};
use floe_compiler::{Compiled, INDEX, Outcome, PlatformInput, add, compile, files, index, index_text, set_digest};
use floe_plugins::REGISTRY;
use floe_types::documents::index::OutputIndex;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether the charts are rendered as well.
    pub render: bool,
    /// How many products are worked on at once.
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

/// Compiles a platform, packages its charts, and renders them where that is asked for.
pub fn build(input: &PlatformInput, options: Options) -> Outcome<Build> {
    let compiled = compile(input, &REGISTRY, env!("CARGO_PKG_VERSION"), options.jobs);
    compiled.and_then(|compiled| package(compiled, options.render))
}

/// The files of what was compiled.
fn package(compiled: Compiled, render: bool) -> Result<Build, Findings> {
    let charts = package_platform(&compiled.platform)?;
    let mut files = files(&compiled)?;
    for chart in charts {
        if render {
            add(&mut files, render_platform(&chart)?)?;
        }
        add(&mut files, [(format!("charts/{}", chart.package.file_name), chart.package.tgz)])?;
    }
    let index = index(&files)?;
    let digest = set_digest(&index);
    add(&mut files, [(INDEX.to_owned(), index_text(&index).into_bytes())])?;
    Ok(Build { compiled, files, index, digest })
}
