//! The chart on the disk, example facts of a platform, and real Helm that renders them.
#![expect(clippy::disallowed_methods, reason = "a test reads the chart from the disk and starts Helm")]
#![expect(clippy::panic, reason = "a tool that is missing fails the test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use floe_base::{FileSet, yaml};
use serde_json::Value;

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

/// The values of an example platform: `bindings` and nothing else. What has a default is filled in, as floe does it.
pub(super) fn example() -> Value {
    static EXAMPLE: LazyLock<Value> = LazyLock::new(|| {
        let model = floe_contract::load(&contracts()).unwrap_or_else(|findings| panic!("{findings:?}"));
        let mut values = parse(&read(&root().join("golden/charts/floe-platform/bindings.yaml")));
        values["bindings"] =
            floe_contract::shapes(&model).normalize(&model.charts[0].bindings, values["bindings"].take());
        values
    });
    EXAMPLE.clone()
}

/// The values of the example platform, changed.
pub(super) fn example_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut values = example();
    change(&mut values);
    values
}

/// Real Helm on the chart: `helm <command> … --values <file>`.
pub(super) fn helm(command: &[&str], values: &Value) -> Output {
    let program = root().join(".floe-tools/bin/helm");
    assert!(program.exists(), "run: ./just tools-helm");
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let file = folder.path().join("values.json");
    if let Err(error) = std::fs::write(&file, values.to_string()) {
        panic!("{error}");
    }
    let output = Command::new(program).args(command).arg("--values").arg(&file).env_remove("KUBECONFIG").output();
    output.unwrap_or_else(|error| panic!("{error}"))
}

/// What `helm template` writes for these values.
pub(super) fn rendered(release: &str, values: &Value) -> String {
    let chart = chart();
    let output = helm(&["template", release, &chart.to_string_lossy(), "--namespace", "elsewhere"], values);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The objects that `helm template` makes of these values.
pub(super) fn objects(values: &Value) -> Vec<Value> {
    documents(&rendered("release", values))
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

/// `Kind/name`
pub(super) fn title(object: &Value) -> String {
    format!("{}/{}", text(object, "/kind"), text(object, "/metadata/name"))
}

/// A pod that the chart makes, or lets others make.
#[derive(Debug)]
pub(super) struct Pod {
    /// Who makes it.
    pub owner: String,
    /// Its namespace.
    pub namespace: String,
    /// Its labels.
    pub labels: Value,
    /// Its specification.
    pub spec: Value,
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

/// The pod that Dagster's run launcher makes of its configuration.
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
