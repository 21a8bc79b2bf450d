//! Chart: a chart's files as Helm reads them: metadata, default values, templates. Renders nothing.

use std::sync::Arc;

use floe_base::{Diagnostic, FileSet, Findings, Place, yaml};
use floe_compiler::diagnostic;
use floe_types::diagnostics::{self as messages, Message};
use gotmpl::Value;
use serde_json::{Map, Value as Json};

/// A chart that was read. Subcharts are refused: floe's charts have none.
#[derive(Debug)]
pub(crate) struct Chart<'a> {
    pub(crate) name: String,
    /// `.Chart` of templates, with Go's names.
    pub(crate) metadata: Value,
    /// `values.yaml`.
    pub(crate) defaults: Map<String, Json>,
    /// Paths in the chart and their text.
    pub(crate) templates: Vec<(&'a str, &'a str)>,
}

impl<'a> Chart<'a> {
    /// Reads a chart, gathering every fault.
    pub(crate) fn read(files: &'a FileSet) -> Result<Self, Findings> {
        let mut faults = Findings::new();
        let mut keep = |found: Findings| faults.extend(found);
        let metadata = metadata(files).map_err(&mut keep).ok();
        let defaults = defaults(files).map_err(&mut keep).ok();
        let templates = templates(files).map_err(&mut keep).ok();
        if let Some(path) = files.paths().find(|path| path.starts_with("charts/")) {
            let message = "the chart has a subchart, which is not rendered";
            let fault = diagnostic(messages::chart_metadata_invalid(message));
            faults.push(fault.at(Place::of_file(path)).help("move its templates into the chart itself"));
        }
        match (metadata, defaults, templates) {
            (Some(metadata), Some(defaults), Some(templates)) if faults.is_empty() => Ok(Self {
                name: text_of(&metadata, "name"),
                metadata: template_metadata(&metadata),
                defaults,
                templates,
            }),
            _ => Err(faults),
        }
    }
}

/// A chart's name and version, from a sound `Chart.yaml`.
pub(crate) fn identity(files: &FileSet) -> Result<(String, String), Findings> {
    let metadata = metadata(files)?;
    Ok((text_of(&metadata, "name"), text_of(&metadata, "version")))
}

/// Reads one of the chart's YAML files as a map; an empty file is an empty map. Every fault is told by the given message.
pub(crate) fn read_map(file: &str, bytes: &[u8], message: fn(&str) -> Message) -> Result<Map<String, Json>, Findings> {
    let node = match yaml::read(file, bytes, &yaml::Limits::default()) {
        Ok(node) => node,
        Err(faults) if faults.iter().all(|fault| fault.code == yaml::codes::EMPTY) => return Ok(Map::new()),
        Err(faults) => {
            return Err(faults
                .into_iter()
                .map(|fault| Diagnostic { code: message("").code.into(), ..fault })
                .collect());
        }
    };
    match node.to_json() {
        Json::Object(entries) => Ok(entries),
        Json::Null => Ok(Map::new()),
        _ => {
            let fault = diagnostic(message(&format!("{file} holds {}, not a map", node.value.kind())));
            Err(fault.at(node.place("")).help("write a map of names to values").into())
        }
    }
}

fn defaults(files: &FileSet) -> Result<Map<String, Json>, Findings> {
    const FILE: &str = "values.yaml";
    files.get(FILE).map_or_else(|| Ok(Map::new()), |bytes| read_map(FILE, bytes, messages::chart_values_invalid))
}

fn templates(files: &FileSet) -> Result<Vec<(&str, &str)>, Findings> {
    let (mut texts, mut faults) = (Vec::new(), Findings::new());
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("templates/")) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            texts.push((path, text));
        } else {
            let fault = diagnostic(messages::chart_template_invalid("the template is not UTF-8 text"));
            faults.push(fault.at(Place::of_file(path)).help("save it as UTF-8"));
        }
    }
    if faults.is_empty() { Ok(texts) } else { Err(faults) }
}

const CHART_FILE: &str = "Chart.yaml";

/// The texts of `Chart.yaml` by their names in templates and in the file.
const TEXTS: [(&str, &str); 11] = [
    ("Name", "name"),
    ("Home", "home"),
    ("Version", "version"),
    ("Description", "description"),
    ("Icon", "icon"),
    ("APIVersion", "apiVersion"),
    ("Condition", "condition"),
    ("Tags", "tags"),
    ("AppVersion", "appVersion"),
    ("KubeVersion", "kubeVersion"),
    ("Type", "type"),
];

fn metadata(files: &FileSet) -> Result<Map<String, Json>, Findings> {
    let fault = |message: String, help: &str| {
        diagnostic(messages::chart_metadata_invalid(&message)).at(Place::of_file(CHART_FILE)).help(help)
    };
    let Some(bytes) = files.get(CHART_FILE) else {
        return Err(fault("the chart has no Chart.yaml".to_owned(), "add one with apiVersion, name and version").into());
    };
    let metadata = read_map(CHART_FILE, bytes, messages::chart_metadata_invalid)?;
    let mut faults = Findings::new();
    for (_, key) in TEXTS {
        if metadata.get(key).is_some_and(|value| !value.is_string()) {
            faults.push(fault(format!("{key} is not a string"), "put it in quotes"));
        }
    }
    for key in ["apiVersion", "name", "version"] {
        if !metadata.contains_key(key) {
            faults.push(fault(format!("{key} is missing"), "apiVersion, name and version are required"));
        }
    }
    let name = text_of(&metadata, "name");
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.')
        || matches!(name.as_str(), "." | "..")
    {
        faults.push(fault(format!("{name:?} is not a chart name"), "use lower-case letters, digits, dashes and dots"));
    }
    let version = text_of(&metadata, "version");
    if let Err(problem) = semver::Version::parse(&version)
        && !version.is_empty()
    {
        faults.push(fault(format!("version {version:?} is not a semantic version: {problem}"), "write it like 1.2.3"));
    }
    if faults.is_empty() { Ok(metadata) } else { Err(faults) }
}

/// The text under a key. As in Go, a key that is not there has the empty text.
fn text_of(metadata: &Map<String, Json>, key: &str) -> String {
    metadata.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// `.Chart` as templates see the metadata: every field is there, with Go's empty value where the file says nothing.
fn template_metadata(metadata: &Map<String, Json>) -> Value {
    let text = |from: &Map<String, Json>, key: &str| Value::from(text_of(from, key));
    // As in Go, a list that the file does not have is empty.
    let list = |key: &str| metadata.get(key).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let texts = |key: &str| Value::List(list(key).iter().filter_map(Json::as_str).map(Value::from).collect());
    let people = list("maintainers").iter().filter_map(Json::as_object);
    let maintainers = people.map(|person| {
        map([("Name", text(person, "name")), ("Email", text(person, "email")), ("URL", text(person, "url"))])
    });
    let annotations = metadata.get("annotations").and_then(Json::as_object).into_iter().flatten();
    let annotations = annotations.filter_map(|(key, value)| Some((key.as_str(), Value::from(value.as_str()?))));
    let fields = [
        ("Sources", texts("sources")),
        ("Keywords", texts("keywords")),
        ("Maintainers", Value::List(maintainers.collect())),
        ("Annotations", map(annotations)),
        ("Deprecated", Value::Bool(metadata.get("deprecated").and_then(Json::as_bool).unwrap_or(false))),
        ("Dependencies", Value::List(Arc::new([]))),
        ("IsRoot", Value::Bool(true)),
    ];
    map(TEXTS.map(|(name, key)| (name, text(metadata, key))).into_iter().chain(fields))
}

/// A map of template data.
pub(crate) fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    Value::Map(Arc::new(entries.into_iter().map(|(key, value)| (Arc::from(key), value)).collect()))
}
