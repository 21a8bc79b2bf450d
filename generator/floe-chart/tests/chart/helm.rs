//! Real Helm as the judge: Helm's renderings, lints, loads and refusals are right.

use floe_chart::{package, unpack};
use serde_json::json;

use crate::support::{Helm, assert_as_helm, chart, nasty, read, template, write};

const NO_CASES: &[&str] = &[];

#[test]
fn helms_own_starter_chart_renders_as_in_helm() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    helm.ok(folder.path(), &["create", "starter"]);
    let chart = read(&folder.path().join("starter"));
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
    for values in [json!({}), everything] {
        assert_as_helm("starter", &chart, &values, NO_CASES);
    }
}

#[test]
fn an_awkward_chart_renders_as_in_helm() {
    let overrides = json!({
        "flag": false, "ports": [], "nested": {"list": null, "map": {"a2": null, "new": 1}}, "text": null, "tag": "x",
        "none": [1], "affinity": {"a": null},
    });
    for values in [json!({}), overrides] {
        assert_as_helm("nasty", &nasty(), &values, NO_CASES);
    }
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
        let metadata = format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{index}}}");
        text.extend([&metadata, "\ndata: {x: \"--- a\", y: 'b ---'}", separator]);
    }
    assert_as_helm("sample", &chart(&[("templates/x.yaml", &text)]), &json!({}), NO_CASES);
}

#[test]
fn helm_lints_loads_and_renders_the_package_as_the_folder() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    write(&nasty(), &folder.path().join("nasty"));
    let package = package(&nasty()).unwrap();
    assert_eq!(package.file_name, "nasty-0.1.0-rc.1+build.5.tgz");
    std::fs::write(folder.path().join(&package.file_name), &package.tgz).unwrap();
    let lint = helm.ok(folder.path(), &["lint", "--strict", &package.file_name]);
    assert!(lint.contains("0 chart(s) failed"), "{lint}");
    let from = |chart| helm.ok(folder.path(), &template(chart));
    assert_eq!(from(&package.file_name), from("nasty"));
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
