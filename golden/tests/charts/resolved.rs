//! No platform has a dangling reference, and the check in `references.rs` detects each kind of fault.

use serde_json::{Value, json};

use crate::objects::{kind, name};
use crate::platforms::{Platform, all, retail};
use crate::references::findings;

/// The findings of a platform with the given objects.
fn of_platform(platform: &Platform, objects: &[Value]) -> Vec<String> {
    findings(objects, &platform.compiled.requires, &platform.compiled.bindings.to_value())
}

#[test]
fn everything_that_an_object_names_is_there_or_required_from_outside() {
    for platform in all() {
        let found = of_platform(&platform, &platform.objects());
        assert!(found.is_empty(), "{}:\n{}", platform.chart.name, found.join("\n"));
    }
}

/// The findings of the retail platform after a change of its objects.
fn after(change: impl Fn(&mut Vec<Value>)) -> String {
    let platform = retail();
    let mut objects = platform.objects();
    change(&mut objects);
    of_platform(&platform, &objects).join("\n")
}

/// The findings without the object of this kind and name.
fn without(of_kind: &str, called: &str) -> String {
    after(|objects| {
        let before = objects.len();
        objects.retain(|object| (kind(object), name(object)) != (of_kind, called));
        assert_eq!(objects.len() + 1, before, "there is no {of_kind} {called}");
    })
}

/// The findings with another value at a pointer of one object.
fn with(of_kind: &str, called: &str, pointer: &str, value: &Value) -> String {
    after(|objects| {
        let object = objects.iter_mut().find(|object| (kind(object), name(object)) == (of_kind, called));
        let place = object.and_then(|object| object.pointer_mut(pointer));
        *place.unwrap_or_else(|| panic!("{of_kind} {called} has no {pointer}")) = value.clone();
    })
}

#[test]
fn the_check_sees_objects_that_are_missing() {
    let cases = [
        (
            "ServiceAccount",
            "retail-minio",
            "StatefulSet retail-minio names the ServiceAccount retail-data/retail-minio",
        ),
        ("ServiceAccount", "retail-dagster-run", "ConfigMap retail-dagster-config-instance names the ServiceAccount"),
        ("ServiceAccount", "retail-dagster-daemon", "RoleBinding retail-dagster-daemon names the ServiceAccount"),
        ("Role", "retail-dagster-daemon", "RoleBinding retail-dagster-daemon names the Role"),
        ("ConfigMap", "retail-polaris-config-server", "Deployment retail-polaris names the ConfigMap"),
        ("Service", "retail-minio-headless", "StatefulSet retail-minio names the Service"),
        ("Service", "retail-postgresql", "Deployment retail-polaris names the address retail-postgresql:5432"),
        ("Service", "retail-marquez", "a file of retail-dagster-config-instance names the address retail-marquez:5000"),
        ("Deployment", "retail-polaris", "PodDisruptionBudget retail-polaris selects pods"),
        ("Deployment", "retail-marquez", "Service retail-marquez leads to the port \"http\""),
        (
            "Deployment",
            "retail-marquez",
            "retail-data/retail-marquez-database: password for marquez is required and not read",
        ),
    ];
    for (of_kind, called, said) in cases {
        let found = without(of_kind, called);
        assert!(found.contains(said), "without {of_kind} {called}:\n{found}");
    }
}

#[test]
fn the_check_sees_references_that_lead_elsewhere() {
    const CONTAINER: &str = "/spec/template/spec/containers/0";
    let at = |inside: &str| format!("{CONTAINER}{inside}");
    let cases = [
        (
            "StatefulSet",
            "retail-minio",
            at("/env/3/valueFrom/secretKeyRef/key"),
            json!("user"),
            "retail-minio-admin: user for minio is read and not required",
        ),
        (
            "StatefulSet",
            "retail-minio",
            at("/volumeMounts/1/name"),
            json!("dat"),
            "StatefulSet retail-minio mounts the volume dat",
        ),
        (
            "StatefulSet",
            "retail-minio",
            at("/readinessProbe/httpGet/port"),
            json!("http"),
            "is probed at the port \"http\"",
        ),
        (
            "StatefulSet",
            "retail-minio",
            at("/ports/0/name"),
            json!("s3"),
            "Service retail-minio leads to the port \"api\"",
        ),
        (
            "Deployment",
            "retail-dagster-daemon",
            at("/volumeMounts/2/subPath"),
            json!("dagster.yml"),
            "reads dagster.yml of the ConfigMap",
        ),
        (
            "Service",
            "retail-polaris",
            "/spec/ports/0/port".to_owned(),
            json!(8180),
            "names the address retail-polaris:8181",
        ),
        (
            "Service",
            "retail-polaris",
            "/spec/selector/app.kubernetes.io~1name".to_owned(),
            json!("x"),
            "Service retail-polaris leads to the port",
        ),
        (
            "NetworkPolicy",
            "retail-minio",
            "/spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~1name".to_owned(),
            json!("x"),
            "NetworkPolicy retail-minio selects pods",
        ),
        (
            "Deployment",
            "retail-polaris",
            at("/env"),
            json!([{"name": "A", "value": "http://elsewhere:1/"}]),
            "names the address elsewhere:1",
        ),
    ];
    for (of_kind, called, pointer, value, said) in cases {
        let found = with(of_kind, called, &pointer, &value);
        assert!(found.contains(said), "{of_kind} {called} with {pointer} = {value}:\n{found}");
    }
}
