//! Ownership: the release of each object. A release owns rendered objects, Helm's records, and objects that controllers
//! made for these.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::object::{Held, Id, Object, text};
use crate::rendering::Document;
use crate::subject::Release;

/// Adds the release's objects to `owners`. Entries of deleted objects remain.
pub(crate) fn attribute(owners: &mut BTreeMap<Id, String>, release: &Release, rendered: &[&Document], held: &Held) {
    let mut own = |id: &Id| {
        owners.entry(id.clone()).or_insert_with(|| release.key.clone());
    };
    for document in rendered {
        own(&document.object.id);
    }
    for object in held.objects.values() {
        if written_by_helm(object, release) || rendered.iter().any(|document| is_claim_of(&object.id, &document.object))
        {
            own(&object.id);
        }
    }
    let by_uid: BTreeMap<&str, &Id> = held.objects.values().map(|object| (object.uid(), &object.id)).collect();
    loop {
        let made: Vec<Id> = held
            .objects
            .values()
            .filter(|object| !owners.contains_key(&object.id))
            .filter(|object| {
                let makers = object.list("/metadata/ownerReferences").iter();
                makers
                    .filter_map(|maker| by_uid.get(text(maker, "/uid")))
                    .any(|maker| owners.get(*maker) == Some(&release.key))
            })
            .map(|object| object.id.clone())
            .collect();
        if made.is_empty() {
            return;
        }
        owners.extend(made.into_iter().map(|id| (id, release.key.clone())));
    }
}

/// Helm annotates the objects that Helm applies, and keeps records in Secrets.
fn written_by_helm(object: &Object, release: &Release) -> bool {
    let applied = object.annotation("meta.helm.sh/release-name") == Some(&release.name)
        && object.annotation("meta.helm.sh/release-namespace") == Some(&release.namespace);
    let record = object.text("/type") == "helm.sh/release.v1"
        && object.id.namespace == release.namespace
        && object.label("name") == Some(&release.name);
    applied || record
}

/// Whether the claim was made from a template of this `StatefulSet`: `<template>-<set>-<number>`.
pub(crate) fn is_claim_of(id: &Id, set: &Object) -> bool {
    if id.kind != "PersistentVolumeClaim" || set.id.kind != "StatefulSet" || id.namespace != set.id.namespace {
        return false;
    }
    let templates =
        set.list("/spec/volumeClaimTemplates").iter().map(|template: &Value| text(template, "/metadata/name"));
    templates.map(|template| format!("{template}-{}-", set.id.name)).any(|prefix| {
        id.name
            .strip_prefix(&prefix)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(kind: &str, name: &str, uid: &str, owner: &str) -> Object {
        let owners = if owner.is_empty() { json!([]) } else { json!([{"uid": owner}]) };
        let value = json!({"kind": kind, "metadata": {"name": name, "namespace": "n", "uid": uid, "ownerReferences": owners},
            "spec": {"volumeClaimTemplates": [{"metadata": {"name": "data"}}]}});
        Object::new(value).unwrap()
    }

    #[test]
    fn what_a_controller_makes_belongs_to_the_release_of_its_maker() {
        let release =
            Release { key: "first".into(), name: "first".into(), namespace: "n".into(), packages: BTreeMap::new() };
        let set = Document { object: object("StatefulSet", "db", "1", ""), text: String::new() };
        let mut held = Held::default();
        for one in [
            set.object.clone(),
            object("ReplicaSet", "web-1", "3", "2"),
            object("Pod", "db-0", "4", "1"),
            object("Job", "made-by-pod", "5", "4"),
            object("PersistentVolumeClaim", "data-db-0", "6", ""),
            object("PersistentVolumeClaim", "data-dbx-0", "7", ""),
        ] {
            held.objects.insert(one.id.clone(), one);
        }
        let mut owners = BTreeMap::new();
        attribute(&mut owners, &release, &[&set], &held);
        let names: Vec<&str> = owners.keys().map(|id| id.name.as_str()).collect();
        assert_eq!(names, ["made-by-pod", "data-db-0", "db-0", "db"]);
    }
}
