//! Helm loads, checks and renders the chart, and Kubernetes' strict schemas accept the outcome; wrong values are refused.
#![expect(clippy::disallowed_methods, reason = "a test starts the validator")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use serde_json::{Value, json};

use crate::support::{
    chart, documents, example, example_with, facts, helm, list, objects, outside, rendered, text, titled, tool,
};

/// The oldest Kubernetes version that the chart is for, and the newest that the validator knows.
const KUBERNETES: [&[&str]; 2] = [&["--kubernetes-version", "1.28"], &[]];

#[track_caller]
fn assert_kubernetes_accepts(values: &Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("objects.yaml");
    std::fs::write(&file, rendered("release", &chart(), values)).unwrap();
    for version in KUBERNETES {
        let mut validate = tool("python/bin/kubernetes-validate", "tools-python");
        let output = validate.arg("--strict").args(version).arg(&file).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{version:?}: {said}");
    }
}

#[track_caller]
fn assert_refused(values: &Value, because: &str) {
    let output = helm(&["template", "release"], &chart(), values);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{values}");
    assert!(said.contains(because), "{said}");
}

fn without(facts: &mut Value, component: &str) {
    let components = list(facts, "/components").iter().filter(|name| **name != component).cloned().collect();
    facts["components"] = Value::Array(components);
}

#[test]
fn strict_lint_has_no_complaint() {
    let output = helm(&["lint", "--strict"], &chart(), &example());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_whole_platform_validates() {
    assert_kubernetes_accepts(&example());
}

#[test]
fn services_of_others_need_no_component_here() {
    let values = facts(|facts| {
        without(facts, "minio");
        without(facts, "postgresql");
        facts["storage"]["endpoint"] = outside("s3.eu-central-1.amazonaws.com", 443);
        facts["metadata_store"]["endpoint"] = outside("db.example.com", 5432);
        facts["storage"]["credentials"]["session_token"] =
            json!({"env": "AWS_SESSION_TOKEN", "ref": {"source": "environment", "name": "TOKEN"}});
    });
    let names: Vec<String> = objects(&values).iter().map(|object| text(object, "/metadata/name").to_owned()).collect();
    assert!(names.iter().all(|name| !name.contains("minio") && !name.contains("postgresql")), "{names:?}");
    assert_kubernetes_accepts(&values);
}

#[test]
fn a_platform_may_have_neither_storage_nor_catalog_nor_lineage() {
    let values = facts(|facts| {
        facts["components"] = json!(["dagster", "postgresql"]);
        for part in ["storage", "catalog", "lineage"] {
            facts.as_object_mut().unwrap().remove(part);
        }
    });
    assert_kubernetes_accepts(&values);
}

#[test]
fn a_platform_without_services_is_empty() {
    assert_eq!(objects(&facts(|facts| facts["components"] = json!([]))), [] as [Value; 0]);
}

#[test]
fn an_image_of_the_facts_comes_from_the_chart_s_registry_whatever_registry_the_facts_name() {
    let digest = format!("sha256:{}", "a".repeat(64));
    for (image, name) in [
        (json!({"repository": "docker.io/dagster/d", "tag": "1"}), "dagster/d:1"),
        (json!({"repository": "localhost/d", "tag": "1"}), "d:1"),
        (json!({"repository": "r:5000/a/d", "tag": "1", "digest": digest}), &*format!("a/d@{digest}")),
        (json!({"repository": "team/d", "tag": "1"}), "team/d:1"),
        (json!({"repository": "postgres", "tag": "16"}), "library/postgres:16"),
    ] {
        let mut values = facts(|facts| facts["orchestrator"]["image"] = image.clone());
        let images = |values: &Value| {
            let deployment = titled(&objects(values), "Deployment/floe-platform-dagster-daemon").clone();
            text(&deployment, "/spec/template/spec/containers/0/image").to_owned()
        };
        assert!(images(&values).starts_with(text(&image, "/repository")), "without a registry the name stays");
        values["common"] = json!({"image_registry": "m.example/x"});
        assert_eq!(images(&values), format!("m.example/x/{name}"));
    }
}

#[test]
fn every_tunable_that_shapes_objects_validates() {
    let values = example_with(|values| {
        values["common"] = json!({
            "image_registry": "registry.example.com",
            "image_pull_secrets": ["pull"],
            "exposed_to_namespaces": ["ingress"],
            "kubernetes_api_cidrs": ["10.0.0.1/32"],
        });
        values["polaris"] = json!({
            "autoscaling": true,
            "priority_class_name": "high",
            "pod_annotations": {"a": "b"},
            "node_selector": {"kubernetes.io/arch": "amd64"},
            "tolerations": [{"key": "a", "operator": "Exists"}],
            "images": {"main": {"digest": format!("sha256:{}", "a".repeat(64))}},
            "resources": {"main": {"requests": {"cpu": "1", "memory": "1Gi"}}},
        });
        values["minio"] = json!({"storage_class": "fast", "service_account_annotations": {"role": "x"}});
        values["global"] = json!({"anything": 1});
    });
    assert_kubernetes_accepts(&values);
    let all = objects(&values);
    let polaris = titled(&all, "Deployment/floe-platform-polaris");
    assert_eq!(polaris.pointer("/spec/replicas"), None, "the autoscaler decides");
    let container = &polaris["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["image"], format!("registry.example.com/apache/polaris@sha256:{}", "a".repeat(64)));
    assert_eq!(container["resources"]["requests"]["cpu"], "1");
    assert_eq!(container["resources"]["limits"]["cpu"], "500m", "what is not set comes from the size");
    assert_eq!(titled(&all, "HorizontalPodAutoscaler/floe-platform-polaris")["spec"]["maxReplicas"], 3);
    let claims = &titled(&all, "StatefulSet/floe-platform-minio")["spec"]["volumeClaimTemplates"];
    assert_eq!(claims[0]["spec"]["storageClassName"], "fast");
}

#[test]
fn sizes_come_from_the_platform_before_the_chart() {
    let values = facts(|facts| {
        let amounts = |cpu: &str| json!({"cpu": cpu, "memory": "1Gi"});
        facts["presets"] = json!({"small": {"requests": amounts("7m"), "limits": amounts("8m")}});
    });
    let all = objects(&values);
    let cpu =
        |name: &str| text(titled(&all, name), "/spec/template/spec/containers/0/resources/requests/cpu").to_owned();
    assert_eq!(cpu("Deployment/floe-platform-polaris"), "7m", "small is the platform's");
    assert_eq!(cpu("Deployment/floe-platform-marquez"), "250m", "medium is only the chart's");
}

#[test]
fn values_that_the_schema_does_not_know_are_refused() {
    assert_refused(&json!({}), "missing property 'bindings'");
    assert_refused(
        &example_with(|values| values["polarsi"] = json!({})),
        "additional properties 'polarsi' not allowed",
    );
    for (section, key, value, because) in [
        ("polaris", "replica", json!(2), "additional properties 'replica' not allowed"),
        ("polaris", "replicas", json!(0), "minimum: got 0, want 1"),
        ("polaris", "replicas", json!("2"), "got string, want integer"),
        ("polaris", "replicas", Value::Null, "missing property 'replicas'"),
        ("polaris", "log_level", json!("LOUD"), "does not match pattern"),
        ("bindings", "extra", json!(1), "additional properties 'extra' not allowed"),
        ("bindings", "prefix", Value::Null, "got null, want string"),
        ("bindings", "namespace", json!("Upper"), "does not match pattern"),
    ] {
        assert_refused(&example_with(|values| values[section][key] = value), because);
    }
}

#[test]
fn what_a_component_needs_is_named_when_it_is_missing() {
    let gone = |part: &str| {
        facts(|facts| {
            facts.as_object_mut().unwrap().remove(part);
        })
    };
    assert_refused(&gone("metadata_store"), "is deployed, but bindings.metadata_store is missing");
    assert_refused(&gone("catalog"), "polaris is deployed, but bindings.catalog is missing");
    let size = example_with(|values| values["polaris"] = json!({"resources": {"main": {"size": "huge"}}}));
    assert_refused(&size, "there is no preset for the size \"huge\"");
}

#[test]
fn dagster_accepts_its_configuration() {
    let all = documents(&rendered("release", &chart(), &example()));
    let config = all.iter().find_map(|object| object.pointer("/data/dagster.yaml")?.as_str()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dagster.yaml"), config).unwrap();
    let mut python = tool("python/bin/python", "tools-python");
    let script =
        "import sys; from dagster._core.instance.config import dagster_instance_config as check; check(sys.argv[1])";
    let output = python.args(["-c", script]).arg(folder.path()).env("DAGSTER_PG_PASSWORD", "x").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn helm_lints_the_chart_strictly_with_the_example_of_facts_and_shows_a_readme() {
    let output = helm(&["lint", "--strict"], &chart(), &example());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let readme = tool("bin/helm", "tools-helm").args(["show", "readme"]).arg(chart()).output().unwrap();
    let readme = String::from_utf8(readme.stdout).unwrap();
    assert!(readme.contains("\n| `common.wait_seconds` | `300` | The time in seconds"), "{readme}");
}
