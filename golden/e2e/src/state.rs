//! The state of an object in a few words, and the condition that an unavailable object does not meet.

use serde_json::Value;

use crate::object::{Held, Object, text};

/// The condition that the object does not meet; `None` if the object is available.
pub(crate) fn lack(object: &Object) -> Option<String> {
    let count = |pointer: &str| object.number(pointer).unwrap_or(0);
    let wanted = object.number("/spec/replicas").unwrap_or(1);
    let seen = count("/status/observedGeneration") >= count("/metadata/generation");
    let short = |have: i64, of: i64, what: &str| (have < of).then(|| format!("{have} of {of} {what}"));
    let unseen = (!seen).then(|| "no controller has looked at it yet".to_owned());
    match object.id.kind.as_str() {
        "Deployment" => unseen
            .or_else(|| short(count("/status/updatedReplicas"), wanted, "replicas are up to date"))
            .or_else(|| short(count("/status/availableReplicas"), wanted, "replicas are available"))
            .or_else(|| (count("/status/replicas") > wanted).then(|| "replicas of before are still there".to_owned())),
        "StatefulSet" => unseen
            .or_else(|| short(count("/status/updatedReplicas"), wanted, "replicas are up to date"))
            .or_else(|| short(count("/status/readyReplicas"), wanted, "replicas are ready")),
        "DaemonSet" => unseen.or_else(|| {
            short(count("/status/numberAvailable"), count("/status/desiredNumberScheduled"), "pods are available")
        }),
        "Job" => (!condition(object, "Complete")).then(|| "it is not complete".to_owned()),
        "Pod" => {
            let fine = condition(object, "Ready") || object.text("/status/phase") == "Succeeded";
            (!fine).then(|| format!("it is {}", object.text("/status/phase").to_lowercase()))
        }
        "PersistentVolumeClaim" => {
            (object.text("/status/phase") != "Bound").then(|| "it is not bound to a volume".to_owned())
        }
        _ => None,
    }
}

fn condition(object: &Object, name: &str) -> bool {
    let holds = |condition: &Value| text(condition, "/type") == name && text(condition, "/status") == "True";
    object.list("/status/conditions").iter().any(holds)
}

/// The state of an object, as people want to read it.
pub(crate) fn describe(object: &Object, held: &Held) -> String {
    if let Some(lack) = lack(object) {
        return lack;
    }
    let count = |pointer: &str| object.number(pointer).unwrap_or(0);
    match object.id.kind.as_str() {
        "Deployment" => format!("{} available", count("/status/availableReplicas")),
        "StatefulSet" => format!("{} ready", count("/status/readyReplicas")),
        "DaemonSet" => format!("{} available", count("/status/numberAvailable")),
        "Job" => "complete".to_owned(),
        "Pod" => object.text("/status/phase").to_lowercase(),
        "PersistentVolumeClaim" => format!("bound to {}", object.text("/spec/volumeName")),
        "Service" => format!("{} endpoints", endpoints(object, held).count()),
        "ConfigMap" | "Secret" => format!("{} keys", object.at("/data").as_object().map_or(0, serde_json::Map::len)),
        "Role" | "ClusterRole" => format!("{} rules", object.list("/rules").len()),
        "RoleBinding" | "ClusterRoleBinding" => format!("to {}", object.text("/roleRef/name")),
        _ => "held".to_owned(),
    }
}

/// The ready endpoints of a Service.
pub(crate) fn endpoints<'a>(service: &'a Object, held: &'a Held) -> impl Iterator<Item = &'a Value> {
    let slices = held.of_kind("EndpointSlice", &service.id.namespace);
    let own = slices.filter(|slice| slice.label("kubernetes.io/service-name") == Some(&service.id.name));
    own.flat_map(|slice| slice.list("/endpoints"))
        .filter(|endpoint| endpoint.pointer("/conditions/ready") != Some(&Value::Bool(false)))
}
