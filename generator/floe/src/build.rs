//! Build: from documents to every file of a run, in memory. The one place that knows all stages; touches no disk.

use std::num::NonZero;

use floe_base::{Diagnostics, Digest, FileSet};
use floe_chart::{package_platform, render_platform};
use floe_compiler::{Compiled, INDEX, PlatformInput, compile, files, index, index_text, set_digest};
use floe_plugins::REGISTRY;
use floe_types::documents::index::OutputIndex;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether the chart is rendered as well.
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

/// Compiles a platform, packages its chart, and renders it where that is asked for.
pub fn build(input: &PlatformInput, options: Options) -> Result<Build, Diagnostics> {
    let compiled = compile(input, &REGISTRY, env!("CARGO_PKG_VERSION"), options.jobs)?;
    let mut files = files(&compiled).expect("names of products have been told apart, and are parts of paths");
    let chart = package_platform(&compiled.platform)?;
    if options.render {
        files.merge(render_platform(&chart)?).expect("no other stage writes manifests");
    }
    let package = format!("charts/{}", chart.package.file_name);
    files.insert(package, chart.package.tgz).expect("no other stage writes charts");
    let index = index(&files).expect("paths and digests have their forms");
    let digest = set_digest(&index);
    files.insert(INDEX, index_text(&index)).expect("no other file is called so");
    Ok(Build { compiled, files, index, digest })
}
