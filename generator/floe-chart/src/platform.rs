//! Platform: the chart of one compiled platform, as a package and as the objects it renders to. Decides nothing: every fact is taken from
//! the platform, every default from the generic chart.

use floe_base::{FileSet, Findings, Place, yaml};
use floe_compiler::{diagnostic, pretty};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::charts::FLOE_PLATFORM;
use floe_types::diagnostics::{self as messages, Message};
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata};
use floe_types::documents::requirements::{OutsideHost, Requirements};
use serde_json::{Map, Value, json};

use crate::prune::{Absent, drop_unused_definitions};
use crate::values::without_nulls;
use crate::{Manifest, NOTES, Package, Release, chart, package, pin, render};

/// The key of the values under which stands what composition decided.
const BINDINGS: &str = "bindings";

/// The chart of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformChart {
    /// The chart's name, which is the platform's.
    pub name: String,
    /// The names of the platform's objects begin with it; as a release name it makes the rendering that floe shows.
    pub prefix: String,
    /// The namespace in which the platform is installed.
    pub namespace: String,
    /// The chart's files.
    pub files: FileSet,
    /// The same files in the form that registries hold.
    pub package: Package,
}

/// Makes a platform's chart: the generic one without the components that the platform does not deploy, named and versioned after the
/// platform, with its bindings pinned. Its `requires.json` says what must exist outside of it.
pub fn package_platform(platform: &CompiledPlatform) -> Result<PlatformChart, Findings> {
    let _span = tracing::info_span!("package").entered();
    let bindings = &platform.bindings;
    let absent = Absent::without(bindings.components.iter().map(AsRef::as_ref))?;
    let mut files = FileSet::new();
    for (path, text) in FLOE_PLATFORM.iter().filter(|(path, _)| !absent.owns(path)) {
        let text = match *path {
            "Chart.yaml" => metadata(text, &platform.metadata)?,
            "values.yaml" => values(&absent.values(text)?, platform),
            "values.schema.json" => schema(text, &absent, platform)?,
            NOTES => notes(text, &platform.requires),
            _ => (*text).to_owned(),
        };
        add(&mut files, messages::chart_package_invalid, path, text)?;
    }
    add(&mut files, messages::chart_package_invalid, "requires.json", pretty(&platform.requires.to_value()))?;
    Ok(PlatformChart {
        name: platform.metadata.name.to_string(),
        prefix: bindings.prefix.to_string(),
        namespace: bindings.namespace.to_string(),
        package: package(&files)?,
        files,
    })
}

/// Renders a platform's chart as it will be installed: `manifests/<chart>/<Kind>-<name>.yaml`, hooks and tests included. Objects of
/// another namespace stand in a folder of its name.
pub fn render_platform(chart: &PlatformChart) -> Result<FileSet, Findings> {
    let _span = tracing::info_span!("render").entered();
    let release = Release { name: &chart.prefix, namespace: &chart.namespace };
    let rendered = render(&chart.files, &Value::Null, &release)?;
    let mut files = FileSet::new();
    for Manifest { kind, name, namespace, text, .. } in rendered.manifests {
        let folder = namespace.filter(|namespace| *namespace != chart.namespace);
        let folder = folder.map_or_else(String::new, |namespace| format!("{namespace}/"));
        let path = format!("manifests/{}/{folder}{kind}-{name}.yaml", chart.name);
        add(&mut files, messages::chart_manifest_invalid, &path, format!("{}\n", text.trim_end()))?;
    }
    Ok(files)
}

fn add(files: &mut FileSet, message: fn(&str) -> Message, path: &str, text: String) -> Result<(), Findings> {
    files.insert(path, text).map_err(|problem| {
        let fault = diagnostic(message(&problem.to_string())).at(Place::of_file(path));
        fault.help("give it another name").into()
    })
}

/// `Chart.yaml`: the generic chart's, as the platform's.
fn metadata(generic: &str, platform: &PlatformMetadata) -> Result<String, Findings> {
    let mut chart = chart::read_map("Chart.yaml", generic.as_bytes(), messages::chart_metadata_invalid)?;
    chart.insert("name".to_owned(), platform.name.as_str().into());
    chart.insert("version".to_owned(), platform.version.as_str().into());
    chart.insert("appVersion".to_owned(), platform.floe_version.as_str().into());
    if let Some(description) = &platform.description {
        chart.insert("description".to_owned(), description.as_str().into());
    }
    Ok(yaml::write(&Value::Object(chart)))
}

/// `values.yaml`: what an operator may set, then what nobody may.
fn values(tunables: &str, platform: &CompiledPlatform) -> String {
    let PlatformMetadata { name, version, .. } = &platform.metadata;
    let bindings = yaml::write(&json!({ BINDINGS: facts(&platform.bindings) }));
    format!(
        "# The values of {name} {version}.\n\n{tunables}\n\n\
         # What was decided when the platform was compiled. The chart's schema admits no other values here.\n{bindings}"
    )
}

/// `values.schema.json`: the generic chart's, but with the one value of the bindings in place of their type.
fn schema(generic: &str, absent: &Absent, platform: &CompiledPlatform) -> Result<String, Findings> {
    let mut schema: Map<String, Value> = serde_json::from_str(generic).map_err(|problem| {
        let fault = diagnostic(messages::chart_values_invalid(&format!("the chart's schema is no JSON: {problem}")));
        Findings::from(fault.at(Place::of_file("values.schema.json")).help("report this as a bug of floe"))
    })?;
    absent.schema(&mut schema);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(BINDINGS.to_owned(), pin::pinned(&facts(&platform.bindings)));
    }
    schema.insert("title".to_owned(), platform.metadata.name.as_str().into());
    drop_unused_definitions(&mut schema);
    Ok(pretty(&Value::Object(schema)))
}

/// `NOTES.txt`: the generic chart's, and the hosts that no component's template knows.
fn notes(generic: &str, requires: &Requirements) -> String {
    if requires.hosts.is_empty() {
        return generic.to_owned();
    }
    let line = |host: &OutsideHost| {
        let text = format!("{}:{} ({})", host.host, host.port, host.source);
        // As a string of the template language, for the name of a place may hold any character.
        format!("  {{{{ {} }}}}\n", Value::String(text))
    };
    let lines: Vec<String> = requires.hosts.iter().map(line).collect();
    format!("{generic}\nHosts outside of the platform, each with where it is named:\n{}", lines.concat())
}

/// The bindings as Helm hands them to templates, which takes null for absent.
fn facts(bindings: &PlatformBindings) -> Value {
    without_nulls(&bindings.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_in_the_notes_whatever_its_source_is_called() {
        let host = json!({"host": "a.example", "port": 80, "source": "a \"{{ b }}\" c"});
        let requires = Requirements::parse(&json!({"secrets": [], "hosts": [host]})).unwrap();
        let mut files = FileSet::new();
        files.insert("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n").unwrap();
        files.insert(NOTES, notes("installed\n", &requires)).unwrap();
        let rendered = render(&files, &Value::Null, &Release { name: "a", namespace: "b" }).unwrap();
        assert!(rendered.notes.unwrap().ends_with("\n  a.example:80 (a \"{{ b }}\" c)\n"));
    }
}
