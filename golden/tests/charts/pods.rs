//! Pods that objects describe: pod templates of workloads, and pods that Dagster launches from its configuration.

use floe_base::yaml;
use serde_json::{Value, json};

use crate::objects::{component, inside, kind, name, namespace, text};

/// A described pod.
#[derive(Debug)]
pub(crate) struct Pod {
    /// Kind and name of the object that describes the pod.
    pub(crate) owner: String,
    pub(crate) component: String,
    pub(crate) namespace: String,
    pub(crate) labels: Value,
    pub(crate) spec: Value,
    /// The volumes that the object claims for the pod, by name.
    pub(crate) claimed: Vec<String>,
}

impl Pod {
    /// The pod as a Kubernetes object.
    pub(crate) fn as_object(&self) -> Value {
        let name = self.owner.to_lowercase().replace(' ', "-");
        let metadata = json!({"name": name, "namespace": self.namespace, "labels": self.labels});
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": self.spec})
    }

    /// The containers, init containers first.
    pub(crate) fn containers(&self) -> impl Iterator<Item = &Value> {
        let listed = |key| self.spec.get(key).and_then(Value::as_array).into_iter().flatten();
        listed("initContainers").chain(listed("containers"))
    }
}

/// Every pod that the objects describe.
pub(crate) fn pods(objects: &[Value]) -> Vec<Pod> {
    objects.iter().flat_map(|object| of_workload(object).into_iter().chain(launched(object))).collect()
}

fn of_workload(object: &Value) -> Option<Pod> {
    let template = if kind(object) == "Pod" { object } else { object.pointer("/spec/template")? };
    let claims = object.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array).into_iter().flatten();
    Some(Pod {
        owner: format!("{} {}", kind(object), name(object)),
        component: component(object).to_owned(),
        namespace: namespace(object).to_owned(),
        labels: template.pointer("/metadata/labels").cloned().unwrap_or_default(),
        spec: template.get("spec")?.clone(),
        claimed: claims.map(|claim| name(claim).to_owned()).collect(),
    })
}

fn launched(object: &Value) -> Vec<Pod> {
    let mut found = Vec::new();
    for document in documents(object) {
        for launcher in inside(&document).into_iter().filter(|value| value.get("run_k8s_config").is_some()) {
            let part = |name: &str| launcher["run_k8s_config"].get(name).cloned().unwrap_or_default();
            let (mut spec, mut container) = (part("pod_spec_config"), part("container_config"));
            container["name"] = json!("run");
            container["image"] = launcher["job_image"].clone();
            spec["containers"] = json!([container]);
            found.push(Pod {
                owner: format!("{} {}", kind(object), name(object)),
                component: component(object).to_owned(),
                namespace: text(launcher, "/job_namespace").to_owned(),
                labels: part("pod_template_spec_metadata").get("labels").cloned().unwrap_or_default(),
                spec,
                claimed: Vec::new(),
            });
        }
    }
    found
}

/// The YAML and JSON files in a `ConfigMap`.
pub(crate) fn documents(object: &Value) -> Vec<Value> {
    let is_structured = |path: &str| [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end));
    let files =
        object.get("data").filter(|_| kind(object) == "ConfigMap").and_then(Value::as_object).into_iter().flatten();
    let read = |(path, text): (&String, &Value)| {
        let text = text.as_str().expect("data of a ConfigMap is text");
        yaml::read(path, text.as_bytes(), &yaml::Limits::default()).expect("a configuration file can be read").to_json()
    };
    files.filter(|(path, _)| is_structured(path)).map(read).collect()
}
