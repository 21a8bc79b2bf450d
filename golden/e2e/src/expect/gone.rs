//! After an uninstall only volumes and objects with an explicit retention policy remain.

use crate::moment::Moment;
use crate::object::{Id, Object};
use crate::ownership::is_claim_of;

pub(super) fn gone(moment: &Moment<'_>) -> Vec<(String, String)> {
    let left = moment.after.objects.values().filter(|object| {
        // The cluster is shared, but every new object in the course's namespaces comes from the release.
        let new = !object.id.namespace.is_empty() && !moment.start.objects.contains_key(&object.id);
        let unclaimed = new && !moment.owners.contains_key(&object.id);
        moment.owns(&object.id) || unclaimed
    });
    left.filter(|object| !is_kept(moment, object))
        .map(|object| (object.id.to_string(), cause(moment, &object.id)))
        .collect()
}

/// A claim is kept if the `StatefulSet` retains claims, and any object is kept if its annotation tells Helm so.
fn is_kept(moment: &Moment<'_>, object: &Object) -> bool {
    let says_so = |set: &Object| set.text("/spec/persistentVolumeClaimRetentionPolicy/whenDeleted") == "Retain";
    object.annotation("helm.sh/resource-policy") == Some("keep")
        || moment.expected().any(|document| is_claim_of(&object.id, &document.object) && says_so(&document.object))
}

fn cause(moment: &Moment<'_>, id: &Id) -> String {
    let set = moment.expected().map(|document| &document.object).find(|object| is_claim_of(id, object));
    match set {
        Some(set) => format!(
            "it is left over, and StatefulSet {} does not say that it stays (persistentVolumeClaimRetentionPolicy.whenDeleted)",
            set.id.name
        ),
        None => "it is left over".to_owned(),
    }
}
