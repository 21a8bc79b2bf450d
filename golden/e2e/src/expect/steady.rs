//! The allowed effects of a step: an upgrade to another package changes an object, an upgrade to the same package
//! changes none, and no step changes an object of another release.

use std::collections::BTreeSet;

use crate::moment::Moment;
use crate::object::{Held, Id, Object};

pub(super) fn changed(moment: &Moment<'_>) -> Vec<(String, String)> {
    let ids = moment.expected().map(|document| &document.object.id);
    let any =
        ids.into_iter().any(|id| moment.before.objects.get(id).map(mark) != moment.after.objects.get(id).map(mark));
    if any {
        return Vec::new();
    }
    vec![(format!("Release/{}", moment.release.name), "no object was changed".to_owned())]
}

pub(super) fn unchanged(moment: &Moment<'_>) -> Vec<(String, String)> {
    differences(moment.before, moment.after, |id| moment.owns(id) && !is_record(moment, id))
}

/// Neither a claim nor an object that starts pods is changed, gone or new.
pub(super) fn data_kept(moment: &Moment<'_>) -> Vec<(String, String)> {
    differences(moment.before, moment.after, |id| KEEPING.contains(&id.kind.as_str()))
}

/// No Deployment has fewer replicas than before.
pub(super) fn scale_kept(moment: &Moment<'_>) -> Vec<(String, String)> {
    fewer(moment.before, moment.after, |id| moment.owns(id))
}

fn fewer(before: &Held, after: &Held, concerned: impl Fn(&Id) -> bool) -> Vec<(String, String)> {
    let deployments = before.objects.iter().filter(|(id, _)| id.kind == "Deployment" && concerned(id));
    let fewer = deployments.filter_map(|(id, was)| {
        let count = |object: &Object| object.number("/spec/replicas").unwrap_or(1);
        let (was, is) = (count(was), after.objects.get(id).map_or(0, count));
        (is < was).then(|| (id.to_string(), format!("{was} replicas became {is}")))
    });
    fewer.collect()
}

pub(super) fn others_unchanged(moment: &Moment<'_>) -> Vec<(String, String)> {
    differences(moment.before, moment.after, |id| moment.owners.contains_key(id) && !moment.owns(id))
}

/// Helm records every upgrade, also one that changes nothing.
fn is_record(moment: &Moment<'_>, id: &Id) -> bool {
    let record = |held: &Held| held.objects.get(id).is_some_and(|object| object.text("/type") == "helm.sh/release.v1");
    record(moment.before) || record(moment.after)
}

fn differences(before: &Held, after: &Held, concerned: impl Fn(&Id) -> bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let ids: BTreeSet<&Id> = before.objects.keys().chain(after.objects.keys()).collect();
    for id in ids.into_iter().filter(|id| concerned(id)) {
        let cause = match (before.objects.get(id), after.objects.get(id)) {
            (Some(_), None) => "it is gone".to_owned(),
            (None, Some(_)) => "it is new".to_owned(),
            (Some(was), Some(is)) if mark(was) != mark(is) => {
                format!("it was changed: {} became {}", mark(was), mark(is))
            }
            _ => continue,
        };
        found.push((id.to_string(), cause));
    }
    found
}

/// A mark that differs after a change of the requested state. Where the server counts such changes, the mark contains
/// the `generation`. Otherwise the mark contains the `resourceVersion`, except for objects that controllers write.
fn mark(object: &Object) -> String {
    let uid = object.uid();
    if WRITTEN_BY_CONTROLLERS.contains(&object.id.kind.as_str()) {
        return uid.to_owned();
    }
    match object.number("/metadata/generation") {
        Some(generation) => format!("{uid} generation {generation}"),
        None if object.is_owned() => uid.to_owned(),
        None => format!("{uid} version {}", object.text("/metadata/resourceVersion")),
    }
}

/// Kinds that hold data, or start pods that do.
const KEEPING: &[&str] = &["CronJob", "DaemonSet", "Deployment", "Job", "PersistentVolumeClaim", "StatefulSet"];

/// Kinds that controllers change at any time. An endpoint slice follows the pods, even some time after a step.
const WRITTEN_BY_CONTROLLERS: &[&str] =
    &["EndpointSlice", "HorizontalPodAutoscaler", "PersistentVolumeClaim", "Pod", "ResourceQuota"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn held(objects: &[Value]) -> Held {
        let objects = objects.iter().cloned().filter_map(Object::new);
        Held { objects: objects.map(|object| (object.id.clone(), object)).collect(), ..Held::default() }
    }

    fn object(kind: &str, metadata: &Value) -> Value {
        let mut object = json!({"kind": kind, "metadata": {"name": "a", "namespace": "n", "uid": "1"}});
        for (name, value) in metadata.as_object().into_iter().flatten() {
            object["metadata"][name] = value.clone();
        }
        object
    }

    fn causes(before: &[Value], after: &[Value]) -> Vec<String> {
        differences(&held(before), &held(after), |_| true).into_iter().map(|(_, cause)| cause).collect()
    }

    #[test]
    fn a_status_that_changes_is_no_difference() {
        let at = |version: &str| object("Deployment", &json!({"generation": 1, "resourceVersion": version}));
        assert_eq!(causes(&[at("1")], &[at("2")]), Vec::<String>::new());
        let pod = |version: &str| object("Pod", &json!({"resourceVersion": version}));
        assert_eq!(causes(&[pod("1")], &[pod("2")]), Vec::<String>::new());
        let slice = |generation: i64| object("EndpointSlice", &json!({"generation": generation}));
        assert_eq!(causes(&[slice(1)], &[slice(2)]), Vec::<String>::new());
    }

    #[test]
    fn a_change_of_what_was_asked_for_is_one() {
        let at = |generation: i64| object("Deployment", &json!({"generation": generation}));
        assert_eq!(causes(&[at(1)], &[at(2)]), ["it was changed: 1 generation 1 became 1 generation 2"]);
        let map = |version: &str| object("ConfigMap", &json!({"resourceVersion": version}));
        assert_eq!(causes(&[map("1")], &[map("2")]), ["it was changed: 1 version 1 became 1 version 2"]);
    }

    #[test]
    fn fewer_replicas_are_told_and_more_are_not() {
        let of = |replicas: i64| {
            let mut deployment = object("Deployment", &json!({}));
            deployment["spec"] = json!({"replicas": replicas});
            held(&[deployment])
        };
        let causes = |before: i64, after: i64| fewer(&of(before), &of(after), |_| true);
        assert_eq!(causes(3, 1), [("Deployment/a".to_owned(), "3 replicas became 1".to_owned())]);
        assert_eq!((causes(1, 3), causes(3, 3)), (Vec::new(), Vec::new()));
    }

    #[test]
    fn objects_that_come_go_or_are_made_anew_are_differences() {
        let pod = |uid: &str| object("Pod", &json!({"uid": uid}));
        assert_eq!(causes(&[pod("1")], &[]), ["it is gone"]);
        assert_eq!(causes(&[], &[pod("1")]), ["it is new"]);
        assert_eq!(causes(&[pod("1")], &[pod("2")]).len(), 1);
    }
}
