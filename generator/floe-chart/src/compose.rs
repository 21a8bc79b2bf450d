//! Compose: the files of a platform's chart, from the parts of a generic chart that the platform deploys. Decides nothing: every fact comes
//! from the platform, every default from the parts.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{FileSet, Findings, Place, yaml};
use floe_compiler::images::is_unverified;
use floe_compiler::{diagnostic, pretty};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::chart::{ChartInfo, ChartPart};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata};
use floe_types::documents::requirements::{RequiredImage, Requirements};
use serde_json::{Value, json};

use crate::values::without_nulls;
use crate::{NOTES, pin};

/// The key in the values under which the decisions of composition stand.
const BINDINGS: &str = "bindings";

/// Every component that the platform deploys is one of the charts', and is named once.
pub(crate) fn check(charts: &[ChartInfo], platform: &CompiledPlatform) -> Result<(), Findings> {
    let mut known: BTreeSet<&str> = charts.iter().flat_map(|chart| chart.components).map(|part| part.name).collect();
    let deployed = platform.bindings.components.iter().map(AsRef::as_ref);
    let fault = |name: &str| {
        let message = format!("the platform deploys {name:?}, which is no component of its chart, or does so twice");
        let fault = diagnostic(messages::chart_values_invalid(&message)).at(Place::of_file("platform.json"));
        fault.help("compile the platform anew")
    };
    let mut unknown: Findings = deployed.filter(|name| !known.remove(name)).map(fault).collect();
    unknown.barrier()
}

/// The files of a chart for a platform.
pub(crate) fn files(chart: &ChartInfo, platform: &CompiledPlatform) -> Result<FileSet, Findings> {
    let components = &platform.bindings.components;
    let deployed = chart.components.iter().filter(|part| components.iter().any(|name| name.as_str() == part.name));
    let parts: Vec<&ChartPart> = chart.shared.iter().chain(deployed).collect();
    let own = [
        ("Chart.yaml", metadata(chart, &platform.metadata)),
        ("values.yaml", values(&parts, platform)),
        ("values.schema.json", schema(chart, &parts, platform)),
        ("requires.json", pretty(&platform.requires.to_value())),
    ];
    let texts = chart.files.iter().chain(parts.iter().flat_map(|part| part.files));
    let texts = texts.map(|&(path, text)| match path {
        NOTES => (path, notes(text, &platform.requires)),
        _ => (path, text.to_owned()),
    });
    let mut files = FileSet::new();
    for (path, text) in own.into_iter().chain(texts) {
        add(&mut files, messages::chart_package_invalid, path, text)?;
    }
    Ok(files)
}

/// Adds a file; two at one path are a finding with this message.
pub(crate) fn add(files: &mut FileSet, message: fn(&str) -> Message, path: &str, text: String) -> Result<(), Findings> {
    files.insert(path, text).map_err(|problem| {
        let fault = diagnostic(message(&problem.to_string())).at(Place::of_file(path));
        fault.help("give it another name").into()
    })
}

/// The name of a platform's chart.
pub(crate) fn name(chart: &ChartInfo, platform: &PlatformMetadata) -> String {
    format!("{}{}", platform.name, chart.suffix)
}

/// `Chart.yaml`
fn metadata(chart: &ChartInfo, platform: &PlatformMetadata) -> String {
    yaml::write(&json!({
        "apiVersion": "v2",
        "name": name(chart, platform),
        "description": platform.description.as_ref().map_or(chart.description, |text| text.as_str()),
        "type": "application",
        "version": platform.version.as_str(),
        "appVersion": platform.floe_version.as_str(),
        "kubeVersion": chart.kubernetes,
        "maintainers": [{"name": platform.owner.as_str()}],
    }))
}

/// `values.yaml`: the values that an operator may set, then those that nobody may set.
fn values(parts: &[&ChartPart], platform: &CompiledPlatform) -> String {
    let PlatformMetadata { name, version, .. } = &platform.metadata;
    let sections: String = parts.iter().filter_map(|part| part.values).flat_map(|text| [text, "\n"]).collect();
    let bindings = yaml::write(&json!({ BINDINGS: facts(&platform.bindings) }));
    format!(
        "# The values of {name} {version}.\n\n{sections}\
         # What was decided when the platform was compiled. The chart's schema admits no other values here.\n{bindings}"
    )
}

/// `values.schema.json`: closed, with the one value that the bindings can have.
fn schema(chart: &ChartInfo, parts: &[&ChartPart], platform: &CompiledPlatform) -> String {
    let bindings = pretty(&pin::pinned(&facts(&platform.bindings)));
    let sections = parts.iter().map(|part| (part.key, part.schema)).chain([(BINDINGS, bindings.as_str())]);
    let needed = parts.iter().filter(|part| part.values.is_some()).map(|part| part.key).chain([BINDINGS]);
    let definitions = parts.iter().flat_map(|part| part.definitions).copied();
    let required: Value = needed.collect::<BTreeSet<_>>().into_iter().collect();
    let schema = object([
        ("$schema", "\"http://json-schema.org/draft-07/schema#\""),
        ("additionalProperties", "false"),
        ("definitions", &object(definitions)),
        ("properties", &object(sections)),
        ("required", &pretty(&required)),
        ("title", &Value::from(name(chart, &platform.metadata)).to_string()),
        ("type", "\"object\""),
    ]);
    format!("{schema}\n")
}

/// The text of a JSON object of texts of JSON, by name. A name that stands twice has the same text twice.
fn object<'t>(members: impl IntoIterator<Item = (&'t str, &'t str)>) -> String {
    let members: BTreeMap<&str, &str> = members.into_iter().collect();
    if members.is_empty() {
        return "{}".to_owned();
    }
    let member =
        |(name, text): (&str, &str)| format!("  {}: {}", Value::from(name), text.trim_end().replace('\n', "\n  "));
    format!("{{\n{}\n}}", members.into_iter().map(member).collect::<Vec<_>>().join(",\n"))
}

/// `NOTES.txt`: the generic chart's, with the hosts outside of the platform and the images to look at, which no template of a component knows.
fn notes(generic: &str, requires: &Requirements) -> String {
    let hosts = requires.hosts.iter().map(|host| format!("{}:{} ({})", host.host, host.port, host.source));
    let name = |image: &RequiredImage| image.image.to_string();
    let products = requires.images.iter().filter(|image| image.products).map(name);
    let unverified = requires.images.iter().filter(|image| is_unverified(image)).map(name);
    generic.to_owned()
        + &noted("Hosts outside of the platform, each with where it is named:", hosts)
        + &noted(
            "The image that must hold the code of the products, unless the values name another registry:",
            products,
        )
        + &noted("Images that the developers of floe never started, where the values name no others:", unverified)
}

/// A list of the notes; nothing where the list is empty. The lines are strings of the template language, for they may hold any character.
fn noted(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.map(|line| format!("  {{{{ {} }}}}\n", Value::String(line))).collect();
    if lines.is_empty() { String::new() } else { format!("\n{heading}\n{}", lines.concat()) }
}

/// The bindings as Helm hands them to templates, which takes null for absent.
fn facts(bindings: &PlatformBindings) -> Value {
    without_nulls(&bindings.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Release, render};

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

    #[test]
    fn objects_are_made_of_the_texts_of_their_members_by_name() {
        let inner = object([("b", "1"), ("a\"", "[\n  2\n]\n")]);
        assert_eq!(inner, "{\n  \"a\\\"\": [\n    2\n  ],\n  \"b\": 1\n}");
        assert_eq!(format!("{}\n", object([("x", inner.as_str())])), pretty(&json!({"x": {"a\"": [2], "b": 1}})));
        assert_eq!(object([]), "{}");
    }
}
