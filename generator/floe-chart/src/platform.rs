//! Platform: the charts of one compiled platform, as packages and as the objects that they render to. Composes no file.

use floe_base::{FileSet, Findings};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::chart::Charted;
use floe_types::diagnostics as messages;
use floe_types::documents::compiled_platform::CompiledPlatform;
use serde_json::Value;

use crate::{Manifest, Package, Release, compose, package, render};

/// A chart of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformChart {
    /// The chart's name, which begins with the platform's.
    pub name: String,
    /// The start of the names of all objects of the platform; as a release name the prefix makes the rendering that floe shows.
    pub prefix: String,
    /// The namespace in which the platform is installed.
    pub namespace: String,
    /// The chart's files.
    pub files: FileSet,
    /// The same files in the form that registries hold.
    pub package: Package,
}

/// Makes a platform's charts, one of each generic chart that is made with the facts of a platform. Each has the parts that the platform
/// deploys, the platform's name and version, and pinned bindings. Each `requires.json` lists the needs from outside of the platform.
pub fn package_platform(platform: &CompiledPlatform) -> Result<Vec<PlatformChart>, Findings> {
    let _span = tracing::info_span!("package").entered();
    let charts = PlatformBindings::CHARTS;
    compose::check(charts, platform)?;
    let made = charts.iter().map(|chart| {
        let files = compose::files(chart, platform)?;
        Ok(PlatformChart {
            name: compose::name(chart, &platform.metadata),
            prefix: platform.bindings.prefix.to_string(),
            namespace: platform.bindings.namespace.to_string(),
            package: package(&files)?,
            files,
        })
    });
    made.collect()
}

/// Renders a platform's chart as for an installation: `manifests/<chart>/<Kind>-<name>.yaml`, hooks and tests included. Objects of
/// another namespace stand in a folder named after the namespace.
pub fn render_platform(chart: &PlatformChart) -> Result<FileSet, Findings> {
    let _span = tracing::info_span!("render").entered();
    let release = Release { name: &chart.prefix, namespace: &chart.namespace };
    let rendered = render(&chart.files, &Value::Null, &release)?;
    let mut files = FileSet::new();
    for Manifest { kind, name, namespace, text, .. } in rendered.manifests {
        let folder = namespace.filter(|namespace| *namespace != chart.namespace);
        let folder = folder.map_or_else(String::new, |namespace| format!("{namespace}/"));
        let path = format!("manifests/{}/{folder}{kind}-{name}.yaml", chart.name);
        compose::add(&mut files, messages::chart_manifest_invalid, &path, format!("{}\n", text.trim_end()))?;
    }
    Ok(files)
}
