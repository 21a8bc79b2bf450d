//! Kubernetes objects as plain data: the identity of an object, and access to the parts of an object. Asks no server.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// The identity of an object. The version is missing on purpose: all versions of a kind show the same object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The API group; empty for the core.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty for objects of the whole cluster.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// An object, rendered or held.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The identity.
    pub id: Id,
    /// The whole object.
    pub value: Value,
}

/// The part of a workload from which pods are made, or a pod itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PodTemplate<'a> {
    pub(crate) spec: &'a Value,
}

/// The pointer to the pod template in each kind that makes pods; a Pod is the template itself.
const TEMPLATES: &[(&str, &str)] = &[
    ("CronJob", "/spec/jobTemplate/spec/template"),
    ("DaemonSet", "/spec/template"),
    ("Deployment", "/spec/template"),
    ("Job", "/spec/template"),
    ("Pod", ""),
    ("ReplicaSet", "/spec/template"),
    ("StatefulSet", "/spec/template"),
];

impl Object {
    /// Reads the identity of an object from the object. `None` without kind and name.
    pub fn new(value: Value) -> Option<Self> {
        let (group, _) = group_and_version(text(&value, "/apiVersion"));
        let id = Id {
            group: group.to_owned(),
            kind: text(&value, "/kind").to_owned(),
            namespace: text(&value, "/metadata/namespace").to_owned(),
            name: text(&value, "/metadata/name").to_owned(),
        };
        (!id.kind.is_empty() && !id.name.is_empty()).then_some(Self { id, value })
    }

    /// The value at a JSON pointer; null where there is none.
    pub fn at(&self, pointer: &str) -> &Value {
        at(&self.value, pointer)
    }

    /// The text at a JSON pointer; empty where there is none.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        text(&self.value, pointer)
    }

    /// The number at a JSON pointer.
    pub(crate) fn number(&self, pointer: &str) -> Option<i64> {
        self.at(pointer).as_i64()
    }

    /// The list at a JSON pointer; empty where there is none.
    pub(crate) fn list(&self, pointer: &str) -> &[Value] {
        list(&self.value, pointer)
    }

    pub(crate) fn annotation(&self, name: &str) -> Option<&str> {
        self.at("/metadata/annotations").get(name)?.as_str()
    }

    pub(crate) fn label(&self, name: &str) -> Option<&str> {
        self.at("/metadata/labels").get(name)?.as_str()
    }

    pub(crate) fn uid(&self) -> &str {
        self.text("/metadata/uid")
    }

    pub(crate) fn pod_template(&self) -> Option<PodTemplate<'_>> {
        let (_, pointer) = TEMPLATES.iter().find(|(kind, _)| *kind == self.id.kind)?;
        let template = self.at(pointer);
        Some(PodTemplate { spec: at(template, "/spec") })
    }

    /// Whether another object made this one.
    pub(crate) fn is_owned(&self) -> bool {
        !self.list("/metadata/ownerReferences").is_empty()
    }
}

impl<'a> PodTemplate<'a> {
    /// Containers of every sort, those that start first in front.
    pub(crate) fn containers(self) -> impl Iterator<Item = &'a Value> {
        let spec = self.spec;
        ["/initContainers", "/containers"].into_iter().flat_map(move |pointer| list(spec, pointer))
    }

    /// Every port that a container declares: name and number.
    pub(crate) fn ports(self) -> Vec<(&'a str, i64)> {
        let ports = self.containers().flat_map(|container| list(container, "/ports"));
        ports.filter_map(|port| Some((text(port, "/name"), port.get("containerPort")?.as_i64()?))).collect()
    }
}

/// Whether the labels have every pair of `matchLabels`, or of a Service's selector, and meet every `matchExpressions`.
pub(crate) fn selects(selector: &Value, labels: &Value) -> bool {
    let pairs = if selector.get("matchLabels").is_some() || selector.get("matchExpressions").is_some() {
        at(selector, "/matchLabels")
    } else {
        selector
    };
    let equal = pairs.as_object().is_none_or(|pairs| pairs.iter().all(|(key, value)| labels.get(key) == Some(value)));
    equal && list(selector, "/matchExpressions").iter().all(|expression| meets(expression, labels))
}

fn meets(expression: &Value, labels: &Value) -> bool {
    let label = labels.get(text(expression, "/key"));
    let among = label.is_some_and(|label| list(expression, "/values").contains(label));
    match text(expression, "/operator") {
        "In" => among,
        "NotIn" => !among,
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        _ => false,
    }
}

/// `apps/v1` is the group `apps` in version `v1`, `v1` the core group.
pub(crate) fn group_and_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

pub(crate) fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    at(value, pointer).as_str().unwrap_or_default()
}

pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    at(value, pointer).as_array().map_or(&[], Vec::as_slice)
}

/// The objects that the API server holds at one moment.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Every object, but events and the kinds that nodes report all the time.
    pub objects: BTreeMap<Id, Object>,
    /// The events that controllers wrote about objects.
    pub events: Vec<Value>,
}

impl Held {
    /// The objects of one kind in a namespace.
    pub(crate) fn of_kind<'a>(&'a self, kind: &'a str, namespace: &'a str) -> impl Iterator<Item = &'a Object> {
        self.objects.values().filter(move |object| object.id.kind == kind && object.id.namespace == namespace)
    }

    /// The object of a core kind.
    pub(crate) fn core(&self, kind: &str, namespace: &str, name: &str) -> Option<&Object> {
        self.objects.get(&Id {
            group: String::new(),
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The pods, living or ended, that a selector finds in a namespace.
    pub(crate) fn pods<'a>(&'a self, namespace: &'a str, selector: &'a Value) -> impl Iterator<Item = &'a Object> {
        self.of_kind("Pod", namespace).filter(move |pod| selects(selector, pod.at("/metadata/labels")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_selector_finds_labels_by_pairs_and_expressions() {
        let labels = json!({"app": "web", "tier": "front"});
        assert!(selects(&json!({"app": "web"}), &labels));
        assert!(!selects(&json!({"app": "api"}), &labels));
        assert!(selects(&json!({"matchLabels": {"app": "web"}}), &labels));
        assert!(selects(&json!({}), &labels));
        let expression =
            |operator: &str| json!({"matchExpressions": [{"key": "tier", "operator": operator, "values": ["front"]}]});
        assert!(selects(&expression("In"), &labels));
        assert!(!selects(&expression("NotIn"), &labels));
        assert!(!selects(&expression("DoesNotExist"), &labels));
    }

    #[test]
    fn versions_of_one_kind_are_the_same_object() {
        let object = |version: &str| {
            let value =
                json!({"apiVersion": version, "kind": "Deployment", "metadata": {"name": "web", "namespace": "n"}});
            Object::new(value).unwrap().id
        };
        assert_eq!(object("apps/v1"), object("apps/v1beta1"));
        assert_ne!(object("apps/v1"), object("v1"));
    }
}
