//! Service accounts, and the Roles that give them rights where a contract says so.

use floe_contract::model::{Access, Workload};

use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, skeleton};

/// The accounts of a component: one for all, and one for each workload that has rights or is started by others.
pub(super) fn accounts(context: &Context<'_>) -> Vec<Yaml> {
    let workloads = &context.component.workloads;
    let own = workloads.first().map(|workload| account(context, workload, &context.host(), &naming::namespace()));
    let special = workloads.iter().filter(|workload| naming::has_own_account(workload)).map(|workload| {
        let namespace = context.namespace(workload.namespace.as_ref());
        account(context, workload, &context.workload_name(&workload.name), &namespace)
    });
    own.into_iter().chain(special).collect()
}

/// The Roles of a workload with their bindings, one pair for each namespace.
pub(super) fn roles(context: &Context<'_>, workload: &Workload) -> Vec<Yaml> {
    let mut rules: Vec<(Go, Vec<Yaml>)> = Vec::new();
    for access in &workload.access {
        let namespace = context.namespace(access.namespace.as_ref());
        match rules.iter_mut().find(|(other, _)| *other == namespace) {
            Some((_, rules)) => rules.push(rule(access)),
            None => rules.push((namespace, vec![rule(access)])),
        }
    }
    rules.into_iter().flat_map(|(namespace, rules)| role(context, workload, &namespace, rules)).collect()
}

fn account(context: &Context<'_>, workload: &Workload, name: &Go, namespace: &Go) -> Yaml {
    let annotations = workload.slots.account_annotations.as_ref().map(|tree| context.value(tree));
    let metadata = context.metadata_in(name, namespace, &workload.name);
    skeleton::ServiceAccount { metadata, annotations }.fill()
}

fn role(context: &Context<'_>, workload: &Workload, namespace: &Go, rules: Vec<Yaml>) -> [Yaml; 2] {
    let name = context.workload_name(&workload.name);
    let metadata = context.metadata_in(&name, namespace, &workload.name);
    let binding = skeleton::RoleBinding {
        metadata: metadata.clone(),
        role: name.leaf(),
        account: context.account(workload).leaf(),
        namespace: naming::namespace().leaf(),
    };
    [skeleton::Role { metadata, rules: Yaml::List(rules) }.fill(), binding.fill()]
}

fn rule(access: &Access) -> Yaml {
    Yaml::map([
        ("apiGroups", Yaml::texts(&access.groups)),
        ("resources", Yaml::texts(&access.resources)),
        ("verbs", Yaml::texts(&access.verbs)),
    ])
}
