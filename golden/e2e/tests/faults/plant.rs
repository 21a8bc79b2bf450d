//! Faults as data, and the planting of faults in the rendered documents of a platform.

use std::path::{Path, PathBuf};

use floe_e2e::{Failure, Outcome, entries};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A fault in one object, and the finding that must name the fault.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(rename = "fault")]
    name: String,
    /// `Kind/name`.
    object: String,
    /// The package that the fault is planted in; without one, both.
    #[serde(default, rename = "in")]
    package: Option<String>,
    #[serde(default)]
    set: Map<String, Value>,
    #[serde(default)]
    without: bool,
    #[serde(default)]
    twice: bool,
    /// Goes over a copy of the object.
    #[serde(default)]
    add: Option<Value>,
    pub(crate) finds: Expected,
}

/// A finding, with a part of the cause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) expectation: String,
    pub(crate) object: String,
    pub(crate) cause: String,
}

impl Fault {
    pub(crate) fn name(&self) -> String {
        format!("{} is found", self.name)
    }

    fn plant(&self, documents: &mut Vec<Value>) -> Outcome<()> {
        let named = |document: &Value| {
            let part = |pointer| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            format!("{}/{}", part("/kind"), part("/metadata/name")) == self.object
        };
        let absent = || Failure::new(format!("{} is not rendered", self.object));
        let at = documents.iter().position(named).ok_or_else(absent)?;
        for (pointer, value) in &self.set {
            set(&mut documents[at], pointer, value.clone())?;
        }
        let again = self.twice.then(|| documents[at].clone());
        let added = self.add.as_ref().map(|add| {
            let mut copy = documents[at].clone();
            merge(&mut copy, add);
            copy
        });
        documents.extend(again.into_iter().chain(added));
        if self.without {
            documents.remove(at);
        }
        Ok(())
    }
}

/// The rendered documents of a platform, to be planted in.
pub(crate) struct Planted {
    namespace: String,
    documents: Vec<Value>,
    requires: Value,
}

impl Planted {
    /// Reads the rendered files of floe: `manifests/<chart>/*.yaml`, and the package's `requires.json`.
    pub(crate) fn of_platform(folder: &Path) -> Outcome<Self> {
        let only = |part: &str| -> Outcome<PathBuf> {
            let found = entries(&folder.join(part))?.into_iter().find(|path| path.is_dir());
            found.ok_or_else(|| Failure::new(format!("{part} has no folder")))
        };
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
        };
        let unreadable = |path: &Path, error: String| Failure::new(format!("{}: {error}", path.display()));
        let mut documents = Vec::new();
        for path in entries(&only("manifests")?)? {
            let value: Value =
                serde_saphyr::from_str(&read(&path)?).map_err(|error| unreadable(&path, error.to_string()))?;
            documents.push(value);
        }
        let path = only("charts")?.join("requires.json");
        let requires = serde_json::from_str(&read(&path)?).map_err(|error| unreadable(&path, error.to_string()))?;
        let namespaces = documents.iter().filter_map(|document| document.pointer("/metadata/namespace")?.as_str());
        let namespace = namespaces.min().map(str::to_owned).ok_or_else(|| Failure::new("nothing has a namespace"))?;
        Ok(Self { namespace, documents, requires })
    }

    /// Writes a chart that renders to the documents in another namespace, with the faults of one package. The changed
    /// one has another image and one more replica.
    pub(crate) fn write(&self, folder: &Path, namespace: &str, package: &str, faults: &[&Fault]) -> Outcome<PathBuf> {
        let mut documents = self.documents.clone();
        if package == "changed" {
            change(&mut documents)?;
        }
        for fault in faults.iter().filter(|fault| fault.package.as_deref().is_none_or(|only| only == package)) {
            fault.plant(&mut documents)?;
        }
        let mut requires = self.requires.clone();
        documents.iter_mut().chain([&mut requires]).for_each(|value| rename(value, &self.namespace, namespace));
        // Escapes text that looks like a template.
        let text = |document: &Value| format!("---\n{}\n", document.to_string().replace("{{", "{{ \"{{\" }}"));
        let chart = json!({"apiVersion": "v2", "name": "planted", "version": "1.0.0"});
        for (name, text) in [
            ("Chart.yaml", chart.to_string()),
            ("requires.json", requires.to_string()),
            ("templates/all.yaml", documents.iter().map(text).collect()),
        ] {
            let path = folder.join(name);
            let written =
                std::fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        }
        Ok(folder.to_owned())
    }
}

/// One tunable and one image are others.
fn change(documents: &mut [Value]) -> Outcome<()> {
    let deployment = documents.iter_mut().find(|document| document["kind"] == "Deployment");
    let deployment = deployment.ok_or_else(|| Failure::new("no Deployment is rendered"))?;
    set(deployment, "/spec/replicas", json!(2))?;
    set(deployment, "/spec/template/spec/containers/0/image", json!("registry.example.com/other:2"))
}

/// Puts a value at a pointer, whose parent must exist; null removes the old value.
fn set(document: &mut Value, pointer: &str, value: Value) -> Outcome<()> {
    let nowhere = || Failure::new(format!("there is nothing at {pointer}"));
    let (parent, name) = pointer.rsplit_once('/').ok_or_else(nowhere)?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).ok_or_else(nowhere)? {
        Value::Object(map) if value.is_null() => map.remove(&name).map(drop).ok_or_else(nowhere),
        Value::Object(map) => {
            map.insert(name, value);
            Ok(())
        }
        Value::Array(items) => {
            let index: usize = name.parse().map_err(|_| nowhere())?;
            *items.get_mut(index).ok_or_else(nowhere)? = value;
            Ok(())
        }
        _ => Err(nowhere()),
    }
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// Every text that is `from` becomes `to`.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Value::Object(members) => members.values_mut().for_each(|member| rename(member, from, to)),
        _ => {}
    }
}
