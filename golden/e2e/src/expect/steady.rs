//! What a step may touch: an upgrade to another package changes something, one to the same package nothing, and no step changes
//! what belongs to another release.

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

pub(super) fn others_unchanged(moment: &Moment<'_>) -> Vec<(String, String)> {
    differences(moment.before, moment.after, |id| moment.owners.contains_key(id) && !moment.owns(id))
}

/// Helm writes down every upgrade, also one that changes nothing.
fn is_record(moment: &Moment<'_>, id: &Id) -> bool {
    let record = |held: &Held| held.objects.get(id).is_some_and(|object| object.text("/type") == "helm.sh/release.v1");
    record(moment.before) || record(moment.after)
}

fn differences(before: &Held, after: &Held, concerned: impl Fn(&Id) -> bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for id in before.objects.keys().chain(after.objects.keys()).filter(|id| concerned(id)) {
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

/// What tells an object from the same object after a change of what was asked for. The server counts such changes where a controller
/// follows them; elsewhere any change is one, but for kinds that controllers write.
fn mark(object: &Object) -> String {
    let uid = object.uid();
    match object.number("/metadata/generation") {
        Some(generation) => format!("{uid} generation {generation}"),
        None if object.is_owned() || WRITTEN_BY_CONTROLLERS.contains(&object.id.kind.as_str()) => uid.to_owned(),
        None => format!("{uid} version {}", object.text("/metadata/resourceVersion")),
    }
}

/// Kinds without a generation whose status changes by itself.
const WRITTEN_BY_CONTROLLERS: &[&str] = &["HorizontalPodAutoscaler", "PersistentVolumeClaim", "Pod", "ResourceQuota"];
