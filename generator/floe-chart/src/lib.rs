//! Charts: packages of files that Helm installs, and the Kubernetes objects that they render to. Works on files in memory;
//! the compiled platform has decided before which components are deployed.

mod chart;
mod check;
mod compose;
mod engine;
mod fixed;
mod functions;
mod gzip;
mod manifest;
mod package;
mod pin;
mod platform;
mod tree;
mod values;

use floe_base::{FileSet, Findings};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;
use serde_json::{Map, Value};

pub use fixed::check_upgrade;
pub use manifest::Manifest;
pub use package::{Package, package, unpack};
pub use platform::{PlatformChart, package_platform, render_platform};

/// The template of Helm's message after an installation.
const NOTES: &str = "templates/NOTES.txt";

/// The installation that a chart is rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release<'a> {
    /// `.Release.Name`.
    pub name: &'a str,
    /// `.Release.Namespace`.
    pub namespace: &'a str,
}

/// The result of rendering a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// In the order of `helm template`: by kind as Helm installs them, hooks and tests last.
    pub manifests: Vec<Manifest>,
    /// The text of `templates/NOTES.txt`.
    pub notes: Option<String>,
}

/// Renders a chart (`Chart.yaml`, `values.yaml`, `templates/**`) as `helm template` does, as the first revision of a release.
///
/// `values` is null or a map and goes over the chart's own values by Helm's rules (tables merge, null removes). One table holds the
/// functions that templates may call; all of them depend on nothing but their arguments.
///
/// # Errors
/// Every fault of a phase at once.
pub fn render(chart: &FileSet, values: &Value, release: &Release<'_>) -> Result<Rendered, Findings> {
    let chart = chart::Chart::read(chart)?;
    let values = match values {
        Value::Null => values::coalesced(&chart.defaults, &Map::new()),
        Value::Object(overrides) => values::coalesced(&chart.defaults, overrides),
        _ => {
            let fault = diagnostic(messages::chart_values_invalid("the values are not a map"));
            return Err(fault.help("give a map of names to values").into());
        }
    };
    let mut texts = engine::Engine::parse(&chart)?.render(values::to_template(&Value::Object(values)), release)?;
    let notes = texts.iter().position(|(path, _)| *path == NOTES).map(|at| texts.remove(at).1);
    Ok(Rendered { manifests: manifest::collect(&texts, release)?, notes })
}
