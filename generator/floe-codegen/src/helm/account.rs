//! Service accounts, and the Roles that give them rights where a contract says so.

use floe_contract::component::{Access, Resolved, Workload};

use super::compile::leaf;
use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, skeleton};

/// The accounts of a component: its own, and one for each workload that has rights or is started by others.
pub(super) fn accounts(context: &Context<'_>) -> Vec<Yaml> {
    let component = context.component;
    let own = component.workloads.first().map(|workload| {
        account(context, workload, &naming::prefixed(component.name()), &naming::bindings().member("namespace"))
    });
    let special = component.workloads.iter().filter(|workload| naming::has_own_account(workload)).map(|workload| {
        let namespace = context.namespace(workload.namespace.as_ref());
        account(context, workload, &naming::workload(component.name(), &workload.name), &namespace)
    });
    own.into_iter().chain(special).collect()
}

/// The Roles of a workload with their bindings, one pair for each namespace.
pub(super) fn roles(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    let mut namespaces: Vec<Go> = Vec::new();
    for access in &workload.access {
        let namespace = context.namespace(access.namespace.as_ref());
        if !namespaces.contains(&namespace) {
            namespaces.push(namespace);
        }
    }
    namespaces.iter().flat_map(|namespace| role(context, workload, namespace)).collect()
}

fn account(context: &Context<'_>, workload: &Workload<Resolved>, name: &Go, namespace: &Go) -> Yaml {
    let annotations = workload.slots.account_annotations.as_ref().map(|tree| context.value(tree));
    let metadata = naming::metadata_in(name, namespace, context.component.name(), &workload.name);
    skeleton::ServiceAccount { metadata, annotations }.fill()
}

fn role(context: &Context<'_>, workload: &Workload<Resolved>, namespace: &Go) -> [Yaml; 2] {
    let component = context.component.name();
    let name = naming::workload(component, &workload.name);
    let metadata = || naming::metadata_in(&name, namespace, component, &workload.name);
    let here = workload.access.iter().filter(|access| context.namespace(access.namespace.as_ref()) == *namespace);
    let rules = Yaml::List(here.map(rule).collect());
    let binding = skeleton::RoleBinding {
        metadata: metadata(),
        role: leaf(&name),
        account: leaf(&naming::account(component, workload)),
        namespace: leaf(&naming::bindings().member("namespace")),
    };
    [skeleton::Role { metadata: metadata(), rules }.fill(), binding.fill()]
}

fn rule(access: &Access<Resolved>) -> Yaml {
    let strings = |values: &[String]| Yaml::List(values.iter().map(Yaml::text).collect());
    Yaml::map([
        ("apiGroups", strings(&access.groups)),
        ("resources", strings(&access.resources)),
        ("verbs", strings(&access.verbs)),
    ])
}
