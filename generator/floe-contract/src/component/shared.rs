//! Shared entries of a component, written out for each workload. Reads no value.

use floe_base::{Key, Node, Value};

/// The keys of `shared` that the steps of a workload have, too.
const OF_STEPS: [&str; 6] = ["image", "command", "args", "env", "secrets", "credentials"];
/// The keys whose entries are merged with those of a workload; where both have a key, the workload's entry wins.
const MERGED: [&str; 7] = ["env", "secrets", "uses", "mounts", "spec", "pod", "container"];
/// The key whose lists are concatenated.
const JOINED: &str = "credentials";
/// The defaults where neither states a value.
const DEFAULTS: [(&str, &str); 2] = [("image", "main"), ("size", "small")];

pub(super) type Entries = Vec<(Key, Node)>;

/// The component with `shared` written out.
pub(crate) fn with_shared(component: &Node) -> Node {
    let mut entries = component.entries().to_vec();
    let mut shared = take(&mut entries, "shared");
    for (key, text) in DEFAULTS {
        if shared.iter().all(|(found, _)| found.name != key) {
            let span = component.span;
            let value = Value::Str(text.to_owned());
            shared.push((Key { span, name: key.to_owned() }, Node { file: component.file.clone(), span, value }));
        }
    }
    let of_steps: Entries = shared.iter().filter(|(key, _)| OF_STEPS.contains(&&*key.name)).cloned().collect();
    for workload in members(&mut entries, "workloads") {
        if let Value::Map(own) = &mut workload.value {
            members(own, "steps").for_each(|step| overlay(&of_steps, step));
        }
        overlay(&shared, workload);
    }
    Node { file: component.file.clone(), span: component.span, value: Value::Map(entries) }
}

fn take(entries: &mut Entries, key: &str) -> Entries {
    let taken = entries.iter().position(|(found, _)| found.name == key).map(|at| entries.remove(at).1.value);
    let Some(Value::Map(mut taken)) = taken else { return Vec::new() };
    taken.retain(|(_, node)| !node.is_null());
    taken
}

/// The values under the keys of a map that is a member.
pub(super) fn members<'e>(entries: &'e mut Entries, key: &str) -> impl Iterator<Item = &'e mut Node> + use<'e> {
    let member = entries.iter_mut().find(|(found, _)| found.name == key).map(|(_, node)| &mut node.value);
    let members = if let Some(Value::Map(members)) = member { members.as_mut_slice() } else { &mut [] };
    members.iter_mut().map(|(_, node)| node)
}

/// Adds to a map the entries that the map lacks.
pub(super) fn overlay(shared: &Entries, own: &mut Node) {
    if own.is_null() {
        own.value = Value::Map(Vec::new());
    }
    let Value::Map(own) = &mut own.value else { return };
    own.retain(|(_, node)| !node.is_null());
    for (key, node) in shared {
        match own.iter_mut().find(|(found, _)| found.name == key.name) {
            None => own.push((key.clone(), node.clone())),
            Some((_, own)) => match (&node.value, &mut own.value) {
                (Value::Map(shared), Value::Map(own)) if MERGED.contains(&&*key.name) => merge(shared, own),
                (Value::Seq(shared), Value::Seq(own)) if key.name == JOINED => {
                    own.splice(0..0, shared.iter().cloned());
                }
                _ => {}
            },
        }
    }
}

/// The shared entries stand first, each with the value that the workload gives.
fn merge(shared: &Entries, own: &mut Entries) {
    let first = shared.iter().map(|(key, node)| match own.iter().position(|(found, _)| found.name == key.name) {
        Some(at) => own.remove(at),
        None => (key.clone(), node.clone()),
    });
    let mut merged: Entries = first.collect();
    merged.append(own);
    *own = merged;
}
