//! Every pod meets Pod Security "restricted", has only the needed rights, and reads secrets by reference alone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Pod, example, list, objects, of_kind, pods, text, title};

/// The faults of a pod under Pod Security "restricted" and this chart's own rules.
fn faults(pod: &Pod) -> Vec<String> {
    let spec = &pod.spec;
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    for host in ["hostNetwork", "hostPID", "hostIPC"] {
        must(spec.get(host).is_none(), host);
    }
    must(spec.pointer("/securityContext/runAsNonRoot") == Some(&json!(true)), "pod: runAsNonRoot");
    must(text(spec, "/securityContext/seccompProfile/type") == "RuntimeDefault", "pod: seccompProfile");
    for container in pod.containers() {
        let name = text(container, "/name");
        let context = &container["securityContext"];
        must(context["allowPrivilegeEscalation"] == false, &format!("{name}: allowPrivilegeEscalation"));
        must(context["privileged"] == false, &format!("{name}: privileged"));
        must(context["readOnlyRootFilesystem"] == true, &format!("{name}: readOnlyRootFilesystem"));
        must(context["runAsNonRoot"] == true, &format!("{name}: runAsNonRoot"));
        must(context["runAsUser"].as_i64().is_some_and(|user| user > 0), &format!("{name}: runAsUser"));
        must(context["capabilities"] == json!({"drop": ["ALL"]}), &format!("{name}: capabilities"));
        for amount in ["requests", "limits"] {
            for resource in ["cpu", "memory"] {
                let pointer = format!("/resources/{amount}/{resource}");
                must(!text(container, &pointer).is_empty(), &format!("{name}: {pointer}"));
            }
        }
        must(!text(container, "/image").ends_with(":latest"), &format!("{name}: image"));
    }
    for volume in list(spec, "/volumes") {
        let allowed = ["emptyDir", "configMap", "secret"].iter().any(|source| volume.get(source).is_some());
        must(allowed, &format!("volume {}", text(volume, "/name")));
        let is_limited = volume.get("emptyDir").is_none_or(|empty| empty.get("sizeLimit").is_some());
        must(is_limited, "an emptyDir without a limit");
    }
    faults
}

#[test]
fn every_pod_meets_pod_security_restricted() {
    let all = objects(&example());
    let pods = pods(&all);
    assert!(pods.iter().any(|pod| pod.owner == "dagster's runs") && pods.len() > 15, "{}", pods.len());
    for pod in &pods {
        assert_eq!(faults(pod), [] as [String; 0], "{}", pod.owner);
    }
}

#[test]
fn a_token_is_mounted_exactly_where_a_role_is_bound() {
    let all = objects(&example());
    let bound: BTreeSet<&str> = of_kind(&all, "RoleBinding").map(|object| text(object, "/subjects/0/name")).collect();
    assert_eq!(bound, BTreeSet::from(["floe-platform-dagster-daemon", "floe-platform-dagster-webserver"]));
    for pod in pods(&all) {
        let mounted = pod.spec["automountServiceAccountToken"] == true;
        assert_eq!(mounted, bound.contains(text(&pod.spec, "/serviceAccountName")), "{}", pod.owner);
    }
    for account in of_kind(&all, "ServiceAccount") {
        assert_eq!(account["automountServiceAccountToken"], false, "{}", title(account));
    }
}

#[test]
fn no_role_has_a_wildcard() {
    for role in of_kind(&objects(&example()), "Role") {
        assert!(!role["rules"].to_string().contains('*'), "{}", title(role));
    }
}

#[test]
fn there_is_no_secret_but_by_reference() {
    let all = objects(&example());
    assert_eq!(of_kind(&all, "Secret").count(), 0);
    for pod in pods(&all) {
        for variable in pod.containers().flat_map(|container| list(container, "/env")) {
            let name = text(variable, "/name");
            let is_secret = ["PASSWORD", "SECRET", "TOKEN", "ACCESS_KEY"].iter().any(|word| name.ends_with(word));
            let is_reference = variable.pointer("/valueFrom/secretKeyRef").is_some();
            assert!(!is_secret || is_reference, "{}: {variable}", pod.owner);
        }
    }
}

#[test]
fn what_cannot_change_holds_nothing_of_a_version() {
    for object in objects(&example()) {
        for pointer in ["/spec/selector", "/spec/volumeClaimTemplates"] {
            let part = object.pointer(pointer).map(Value::to_string).unwrap_or_default();
            assert!(!part.contains("version") && !part.contains("helm.sh"), "{}: {part}", title(&object));
        }
    }
}
