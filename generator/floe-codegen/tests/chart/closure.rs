//! Every reference of an object leads to another one of the chart, or to a Secret that the platform names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{example, example_with, facts, list, objects, of_kind, pods, selects, text, title, titled};

/// Every value of a key, at any depth.
fn all_of<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get(key));
            members.values().for_each(|member| all_of(member, key, found));
        }
        Value::Array(items) => items.iter().for_each(|item| all_of(item, key, found)),
        _ => {}
    }
}

fn names(all: &[Value], kind: &'static str) -> BTreeSet<(String, String)> {
    let place = |object| (text(object, "/metadata/namespace").to_owned(), text(object, "/metadata/name").to_owned());
    of_kind(all, kind).map(place).collect()
}

#[track_caller]
fn assert_closed(values: &Value) {
    let all = objects(values);
    let (accounts, configs) = (names(&all, "ServiceAccount"), names(&all, "ConfigMap"));
    let mut credentials = Vec::new();
    all_of(values, "ref", &mut credentials);
    let credentials: BTreeSet<(&str, &str)> =
        credentials.iter().map(|reference| (text(reference, "/name"), text(reference, "/key"))).collect();
    for pod in pods(&all) {
        let key = |name: &str| (pod.namespace.clone(), name.to_owned());
        assert!(accounts.contains(&key(text(&pod.spec, "/serviceAccountName"))), "{}: its account", pod.owner);
        let volumes: BTreeSet<&str> = list(&pod.spec, "/volumes").iter().map(|volume| text(volume, "/name")).collect();
        for volume in list(&pod.spec, "/volumes").iter().filter(|volume| volume.get("configMap").is_some()) {
            assert!(configs.contains(&key(text(volume, "/configMap/name"))), "{}: {volume}", pod.owner);
        }
        for container in pod.containers() {
            for variable in list(container, "/env") {
                let reference = &variable["valueFrom"]["secretKeyRef"];
                let known = credentials.contains(&(text(reference, "/name"), text(reference, "/key")));
                assert!(reference.is_null() || known, "{}: {variable}", pod.owner);
            }
            for mount in list(container, "/volumeMounts") {
                let claimed = pod.owner.starts_with("StatefulSet/") && text(mount, "/name") == "data";
                assert!(volumes.contains(text(mount, "/name")) || claimed, "{}: {mount}", pod.owner);
            }
        }
    }
}

#[test]
fn every_account_config_secret_and_volume_that_a_pod_names_is_there() {
    assert_closed(&example());
    assert_closed(&facts(|facts| facts["orchestrator"]["run_namespace"] = "jobs".into()));
}

#[test]
fn every_endpoint_of_the_platforms_own_components_is_a_service_with_that_port() {
    let values = example();
    let all = objects(&values);
    let mut endpoints = Vec::new();
    all_of(&values, "endpoint", &mut endpoints);
    let own: Vec<&&Value> = endpoints.iter().filter(|endpoint| endpoint.get("component").is_some()).collect();
    assert!(own.len() >= 5, "{own:?}");
    for endpoint in own {
        let service = titled(&all, &format!("Service/{}", text(endpoint, "/host")));
        assert!(list(service, "/spec/ports").iter().any(|port| port["port"] == endpoint["port"]), "{endpoint}");
    }
}

#[test]
fn every_service_budget_and_autoscaler_finds_its_pods() {
    let values = example_with(|values| values["polaris"] = serde_json::json!({"autoscaling": true}));
    let all = objects(&values);
    let pods = pods(&all);
    let matches = |labels: &Value| {
        let selector = serde_json::json!({"matchLabels": labels});
        labels.is_object() && pods.iter().any(|pod| selects(&selector, pod))
    };
    for object in &all {
        match text(object, "/kind") {
            "Service" => assert!(matches(&object["spec"]["selector"]), "{}", title(object)),
            "PodDisruptionBudget" => assert!(matches(&object["spec"]["selector"]["matchLabels"]), "{}", title(object)),
            "HorizontalPodAutoscaler" => {
                let target = format!("Deployment/{}", text(object, "/spec/scaleTargetRef/name"));
                titled(&all, &target);
            }
            _ => {}
        }
    }
}
