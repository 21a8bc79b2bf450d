//! Every object is strictly valid by the schemas of Kubernetes, in the oldest version that charts allow and in the
//! newest known version.

use serde_json::{Value, json};

use crate::objects::{inside, kind, name};
use crate::platforms::all;
use crate::pods::pods;
use crate::tools::script;

/// The answer of the validator.
fn judged(objects: &[Value]) -> Value {
    script("kubernetes_schemas.py", &["1.28", "newest"], objects)
}

#[test]
fn every_object_is_strictly_valid_in_the_oldest_and_in_the_newest_kubernetes() {
    for platform in all() {
        let mut objects = platform.objects();
        // Pods that Dagster launches from its configuration are no objects of the chart, so they are added.
        let launched = pods(&objects).into_iter().filter(|pod| pod.owner.starts_with("ConfigMap"));
        let launched: Vec<Value> = launched.map(|pod| pod.as_object()).collect();
        assert!(!launched.is_empty(), "no configuration describes the pods of runs");
        objects.extend(launched);
        let answer = judged(&objects);
        assert_eq!(answer["findings"], json!([]));
        assert_eq!(answer["judged"], json!(2 * objects.len()));
    }
}

#[test]
fn the_validator_sees_unknown_and_wrong_fields() {
    let unknown = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "dta": {}});
    let wrong =
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "b"}, "spec": {"ports": [{"port": "80"}]}});
    let findings = judged(&[unknown, wrong])["findings"].to_string();
    assert!(findings.contains("'dta' was unexpected") && findings.contains("'80' is not of type"), "{findings}");
}

#[test]
fn names_and_labels_are_as_short_as_kubernetes_needs_them() {
    let is_label = |value: &str| {
        let (first, last) = (value.chars().next(), value.chars().last());
        value.len() <= 63
            && [first, last].into_iter().flatten().all(|c| c.is_ascii_alphanumeric())
            && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    for platform in all() {
        for object in platform.objects() {
            let most = match kind(&object) {
                // Kubernetes labels the set's pods with the set's name and a suffix of up to eleven characters.
                "StatefulSet" => 52,
                // Kubernetes labels a Job's pods with the Job's name. A Service's name is one label of a host name.
                "Job" | "Service" => 63,
                _ => 253,
            };
            assert!(name(&object).len() <= most, "{} {} is longer than {most}", kind(&object), name(&object));
            for labels in inside(&object).into_iter().filter_map(|value| value.get("labels")?.as_object()) {
                for (key, value) in labels {
                    assert!(value.as_str().is_some_and(is_label), "{} has the label {key}: {value}", name(&object));
                }
            }
        }
    }
}
