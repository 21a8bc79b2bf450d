//! Every workload reached the requested state: all replicas available and up to date, Jobs complete, claims bound.

use serde_json::Value;

use crate::moment::Moment;
use crate::object::{Held, Object, list, text};
use crate::state;

pub(super) fn available(moment: &Moment<'_>) -> Vec<(String, String)> {
    let missing = moment.expected().filter(|document| !moment.after.objects.contains_key(&document.object.id));
    let missing =
        missing.map(|document| (document.object.id.to_string(), "the API server does not hold it".to_owned()));
    let lacking = moment.held().filter_map(|(_, object)| {
        let lack = state::lack(object)?;
        let reasons = reasons(object, moment.after);
        let cause = if reasons.is_empty() { lack } else { format!("{lack}: {}", reasons.join("; ")) };
        Some((object.id.to_string(), cause))
    });
    missing.chain(lacking).collect()
}

/// The complaints about an object and about all objects made for the object: conditions that do not hold, and warnings
/// among the events.
fn reasons(object: &Object, held: &Held) -> Vec<String> {
    let mut family = vec![object];
    let mut at = 0;
    while let Some(maker) = family.get(at) {
        let uid = maker.uid();
        let made = held
            .objects
            .values()
            .filter(|one| one.list("/metadata/ownerReferences").iter().any(|r| text(r, "/uid") == uid));
        family.extend(made.collect::<Vec<_>>());
        at += 1;
    }
    let mut reasons: Vec<String> = family.iter().flat_map(|member| conditions(member)).collect();
    let uids: Vec<&str> = family.iter().map(|member| member.uid()).collect();
    let warnings = held.events.iter().filter(|event| text(event, "/type") == "Warning");
    reasons.extend(
        warnings
            .filter(|event| uids.contains(&text(event, "/involvedObject/uid")))
            .map(|event| text(event, "/message").to_owned()),
    );
    reasons.sort();
    reasons.dedup();
    reasons
}

/// Conditions whose message names a fault.
fn conditions(object: &Object) -> Vec<String> {
    let bad = |condition: &&Value| {
        let failing = ["Failed", "ReplicaFailure"].contains(&text(condition, "/type"));
        text(condition, "/status") == if failing { "True" } else { "False" }
    };
    let conditions = list(&object.value, "/status/conditions").iter().filter(bad);
    conditions.map(|condition| text(condition, "/message").to_owned()).filter(|message| !message.is_empty()).collect()
}
