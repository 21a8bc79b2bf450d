//! The chart on the disk, example facts of a platform, and real Helm that renders them.
#![expect(clippy::disallowed_methods, reason = "a test reads the chart from the disk and starts Helm")]
#![expect(clippy::panic, reason = "a tool that is missing fails the test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use floe_base::{FileSet, render_line, yaml};
use floe_contract::component::ResolvedChart;
use floe_contract::model::Model;
use serde_json::{Value, json};

/// The repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of the chart.
pub(super) fn chart() -> PathBuf {
    root().join("charts/floe-platform")
}

/// A file of the repository as text.
pub(super) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// YAML or JSON text as a value.
pub(super) fn parse(text: &str) -> Value {
    match yaml::read("text", text.as_bytes(), &yaml::Limits::default()) {
        Ok(node) => node.to_json(),
        Err(findings) => panic!("{findings:?}\n{text}"),
    }
}

/// The repository's contracts.
pub(super) fn contracts() -> FileSet {
    floe_disk::read(&root(), "contracts").unwrap_or_else(|error| panic!("contracts: {error}"))
}

/// The model of contracts without findings, and the charts.
pub(super) fn judged(files: &FileSet) -> (Model, Vec<ResolvedChart>) {
    let judged = floe_contract::load(files).and_then(|model| Ok((floe_contract::judge(&model)?, model)));
    match judged {
        Ok((charts, model)) => (model, charts),
        Err(findings) => panic!("{}", findings.iter().map(render_line).collect::<Vec<_>>().join("\n")),
    }
}

/// The files that floe-gen makes of contracts.
pub(super) fn emitted(contracts: &FileSet) -> FileSet {
    let (model, charts) = judged(contracts);
    floe_codegen::emit(&model, &charts, &[]).files
}

/// The values of an example platform: `bindings` and nothing else. Defaults are filled in, as floe does.
pub(super) fn example() -> Value {
    static EXAMPLE: LazyLock<Value> = LazyLock::new(|| parse(&read(&chart().join("ci/example-1-values.yaml"))));
    EXAMPLE.clone()
}

/// The values of the example platform, changed.
pub(super) fn example_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut values = example();
    change(&mut values);
    values
}

/// The same, with changed facts.
pub(super) fn facts(change: impl FnOnce(&mut Value)) -> Value {
    example_with(|values| change(&mut values["bindings"]))
}

/// The endpoint of a service outside of the platform.
pub(super) fn outside(host: &str, port: u16) -> Value {
    json!({"url": format!("https://{host}:{port}"), "host": host, "port": port, "tls": true, "cidrs": ["192.0.2.0/24"]})
}

/// A tool of `.floe-tools`, which this recipe of `just` installs.
pub(super) fn tool(path: &str, recipe: &str) -> Command {
    let program = root().join(".floe-tools").join(path);
    assert!(program.exists(), "run: ./just {recipe}");
    Command::new(program)
}

/// Real Helm on a chart: `helm <command> … <chart> --values <file>`.
pub(super) fn helm(command: &[&str], chart: &Path, values: &Value) -> Output {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let file = folder.path().join("values.json");
    if let Err(error) = std::fs::write(&file, values.to_string()) {
        panic!("{error}");
    }
    let output = tool("bin/helm", "tools-helm")
        .args(command)
        .arg(chart)
        .arg("--values")
        .arg(&file)
        .env_remove("KUBECONFIG")
        .output();
    output.unwrap_or_else(|error| panic!("{error}"))
}

/// The text that `helm template` writes for these values.
pub(super) fn rendered(release: &str, chart: &Path, values: &Value) -> String {
    let output = helm(&["template", release, "--namespace", "elsewhere"], chart, values);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The objects that `helm template` makes of these values.
pub(super) fn objects(values: &Value) -> Vec<Value> {
    documents(&rendered("release", &chart(), values))
}

/// The objects of a text with several documents.
pub(super) fn documents(text: &str) -> Vec<Value> {
    let holds_something = |text: &&str| text.lines().any(|line| !line.is_empty() && !line.starts_with('#'));
    text.split("\n---\n").map(|text| text.trim_start_matches("---\n")).filter(holds_something).map(parse).collect()
}

/// The text at a pointer; empty if there is none.
pub(super) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The list at a pointer; empty if there is none.
pub(super) fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The objects of a kind.
pub(super) fn of_kind<'o>(objects: &'o [Value], kind: &'static str) -> impl Iterator<Item = &'o Value> {
    objects.iter().filter(move |object| text(object, "/kind") == kind)
}

/// The object of this title.
pub(super) fn titled<'o>(objects: &'o [Value], name: &str) -> &'o Value {
    objects.iter().find(|object| title(object) == name).unwrap_or_else(|| panic!("there is no {name}"))
}

/// `Kind/name`
pub(super) fn title(object: &Value) -> String {
    format!("{}/{}", text(object, "/kind"), text(object, "/metadata/name"))
}

/// A pod that the chart makes, or lets others make.
#[derive(Debug)]
pub(super) struct Pod {
    /// The object that makes the pod.
    pub owner: String,
    /// The namespace.
    pub namespace: String,
    /// The labels.
    pub labels: Value,
    /// The specification.
    pub spec: Value,
}

impl Pod {
    /// The containers, those that run before the main one included.
    pub(super) fn containers(&self) -> impl Iterator<Item = &Value> {
        list(&self.spec, "/initContainers").iter().chain(list(&self.spec, "/containers"))
    }
}

/// Whether a label selector chooses a pod.
pub(super) fn selects(selector: &Value, pod: &Pod) -> bool {
    let labels = selector["matchLabels"].as_object();
    let equal = labels.is_none_or(|wanted| wanted.iter().all(|(key, value)| pod.labels.get(key) == Some(value)));
    let among = list(selector, "/matchExpressions").iter().all(|expression| {
        let label = pod.labels.get(text(expression, "/key"));
        text(expression, "/operator") == "In" && list(expression, "/values").iter().any(|value| Some(value) == label)
    });
    equal && among
}

/// Every pod of these objects, those that Dagster starts included.
pub(super) fn pods(objects: &[Value]) -> Vec<Pod> {
    objects.iter().flat_map(pods_of).collect()
}

fn pods_of(object: &Value) -> Vec<Pod> {
    let pod = |labels: &Value, spec: &Value| Pod {
        owner: title(object),
        namespace: text(object, "/metadata/namespace").to_owned(),
        labels: labels.clone(),
        spec: spec.clone(),
    };
    match text(object, "/kind") {
        "Pod" => vec![pod(&object["metadata"]["labels"], &object["spec"])],
        "Deployment" | "StatefulSet" | "Job" => {
            vec![pod(&object["spec"]["template"]["metadata"]["labels"], &object["spec"]["template"]["spec"])]
        }
        "ConfigMap" => launched(object).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The pod that Dagster's run launcher makes of the configuration.
fn launched(object: &Value) -> Option<Pod> {
    let config = parse(object.pointer("/data/dagster.yaml")?.as_str()?);
    let config = config.pointer("/run_launcher/config")?.clone();
    let run = &config["run_k8s_config"];
    let mut spec = run["pod_spec_config"].clone();
    let mut container = run["container_config"].clone();
    container["name"] = "dagster".into();
    container["image"] = config["job_image"].clone();
    spec["containers"] = vec![container].into();
    Some(Pod {
        owner: "dagster's runs".to_owned(),
        namespace: text(&config, "/job_namespace").to_owned(),
        labels: run["pod_template_spec_metadata"]["labels"].clone(),
        spec,
    })
}
