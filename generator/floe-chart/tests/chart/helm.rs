//! Real Helm as the judge: Helm's renderings, lints, loads and refusals are right.

use std::fmt::Write as _;
use std::path::Path;

use floe_chart::{package, render, unpack};
use serde_json::{Value, json};

use crate::support::{Helm, RELEASE, as_helm_prints, assert_same, chart, read, write};

/// Renders a chart folder with Helm and with floe and compares the texts.
fn compare(helm: &Helm, folder: &Path, chart_name: &str, values: &Value) {
    let overrides = folder.join("../overrides.json");
    std::fs::write(&overrides, values.to_string()).unwrap();
    let path = folder.to_str().unwrap();
    let args =
        ["template", RELEASE.name, path, "--namespace", RELEASE.namespace, "--values", overrides.to_str().unwrap()];
    let theirs = helm.ok(folder, &args);
    let rendered = render(&read(folder), values, &RELEASE).unwrap();
    assert_same(&objects_only(&as_helm_prints(chart_name, &rendered)), &objects_only(&theirs), |_| String::new());
}

/// The documents that hold objects (Helm also prints those that hold comments alone), without blank lines at their ends.
fn objects_only(text: &str) -> String {
    let says_something = |line: &str| !line.trim().is_empty() && !line.starts_with('#') && line != "---";
    let documents = text.split("---\n# Source: ").map(str::trim_end);
    let objects = documents.filter(|document| document.lines().skip(1).any(says_something));
    objects.collect::<Vec<_>>().join("\n---\n")
}

#[test]
fn helms_own_starter_chart_renders_as_in_helm() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    helm.ok(folder.path(), &["create", "starter"]);
    let chart = folder.path().join("starter");
    compare(&helm, &chart, "starter", &json!({}));
    let everything = json!({
        "replicaCount": 3,
        "fullnameOverride": "web",
        "image": {"tag": "1.2.3", "pullPolicy": null},
        "imagePullSecrets": [{"name": "pull"}],
        "serviceAccount": {"annotations": {"a": "b"}, "automount": false},
        "podAnnotations": {"prometheus.io/scrape": "true"},
        "podSecurityContext": {"fsGroup": 2000},
        "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsUser": 1_000_000},
        "ingress": {"enabled": true, "className": "nginx", "annotations": {"x": "yes"}, "tls": [{"secretName": "tls", "hosts": ["a.example"]}]},
        "httpRoute": {"enabled": true},
        "autoscaling": {"enabled": true, "targetMemoryUtilizationPercentage": 70},
        "resources": {"limits": {"cpu": "100m", "memory": "128Mi"}, "requests": {"cpu": 1}},
        "volumes": [{"name": "v", "secret": {"secretName": "s", "optional": false}}],
        "nodeSelector": {"disk": "ssd"},
        "tolerations": [{"key": "k", "operator": "Exists"}],
        "affinity": {"nodeAffinity": {}},
    });
    compare(&helm, &chart, "starter", &everything);
}

#[test]
fn an_awkward_chart_renders_as_in_helm() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("nasty");
    write(&read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chart/nasty")), &chart);
    compare(&helm, &chart, "nasty", &json!({}));
    let overrides = json!({"flag": false, "ports": [], "nested": {"list": null, "map": {"a2": null, "new": 1}}, "text": null, "tag": "x", "none": [1], "affinity": {"a": null}});
    compare(&helm, &chart, "nasty", &overrides);
}

#[test]
fn documents_are_split_as_in_helm() {
    const SEPARATORS: [&str; 8] = [
        "\n---\n",
        "\n\n  \t\n---   \n\n",
        "\n--- # a comment\n",
        "\n---\n---\n---\n",
        "\r\n---\r\n",
        "\n---\n# only a comment\n---\n",
        "\n# a comment before\n---\n# and after\n",
        "\n---\n \n---\n",
    ];
    let mut text = String::from("\n  \n---\n");
    for (index, separator) in SEPARATORS.iter().enumerate() {
        write!(
            text,
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{index}}}\ndata: {{x: \"--- a\", y: 'b ---'}}"
        )
        .unwrap();
        text += separator;
    }
    let files = chart(&[("templates/x.yaml", &text)]);
    let folder = tempfile::tempdir().unwrap();
    write(&files, &folder.path().join("sample"));
    compare(&Helm::new(), &folder.path().join("sample"), "sample", &json!({}));
}

#[test]
fn helm_lints_loads_and_renders_the_package_as_the_folder() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chart/nasty"));
    write(&files, &folder.path().join("nasty"));
    let package = package(&files).unwrap();
    assert_eq!(package.file_name, "nasty-0.1.0-rc.1+build.5.tgz");
    std::fs::write(folder.path().join(&package.file_name), &package.tgz).unwrap();
    let lint = helm.ok(folder.path(), &["lint", "--strict", &package.file_name]);
    assert!(lint.contains("0 chart(s) failed"), "{lint}");
    let args = |chart| ["template", RELEASE.name, chart, "--namespace", RELEASE.namespace];
    let (from_package, from_folder) =
        (helm.ok(folder.path(), &args(&package.file_name)), helm.ok(folder.path(), &args("nasty")));
    assert_eq!(from_package, from_folder);
}

#[test]
fn a_package_made_by_helm_unpacks_to_the_same_files() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    helm.ok(folder.path(), &["create", "starter"]);
    helm.ok(folder.path(), &["package", "starter"]);
    let tgz = std::fs::read(folder.path().join("starter-0.1.0.tgz")).unwrap();
    let (theirs, ours) = (unpack(&tgz).unwrap(), read(&folder.path().join("starter")));
    let templates = |path: &&str| path.starts_with("templates/") || *path == "values.yaml";
    for path in ours.paths().filter(templates) {
        assert_eq!(theirs.get(path), ours.get(path), "{path}");
    }
    assert!(theirs.get("Chart.yaml").is_some());
}
