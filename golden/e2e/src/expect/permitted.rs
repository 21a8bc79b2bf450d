//! Every service account has the permissions of the roles bound to the account, and no others beyond those of every
//! account.

use std::collections::BTreeSet;

use crate::moment::Moment;
use crate::object::{Held, Id, Object, text};
use crate::permission::{Permission, of_rules};

pub(super) fn permitted(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    for ((account, namespace), may) in moment.permissions {
        let nothing = BTreeSet::new();
        let everybody = moment.everybody.get(namespace).unwrap_or(&nothing);
        let granted = granted(moment, account, namespace);
        let list =
            |permissions: Vec<&Permission>| permissions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let lacking: Vec<&Permission> =
            granted.iter().filter(|one| !may.contains(one) && !everybody.contains(one)).collect();
        let beyond: Vec<&Permission> =
            may.iter().filter(|one| !granted.contains(one) && !everybody.contains(one)).collect();
        if !lacking.is_empty() {
            let cause = format!("its roles say, and it may not in namespace {namespace}: {}", list(lacking));
            wrong.push((account.to_string(), cause));
        }
        if !beyond.is_empty() {
            let cause = format!("no role of the release says, and it may in namespace {namespace}: {}", list(beyond));
            wrong.push((account.to_string(), cause));
        }
    }
    wrong
}

/// The permissions in a namespace from the roles that the release binds to an account.
fn granted(moment: &Moment<'_>, account: &Id, namespace: &str) -> BTreeSet<Permission> {
    let bindings = moment.held().map(|(_, object)| object).filter(|object| match object.id.kind.as_str() {
        "RoleBinding" => object.id.namespace == namespace,
        "ClusterRoleBinding" => true,
        _ => false,
    });
    let of_account = bindings.filter(|binding| {
        binding.list("/subjects").iter().any(|subject| {
            let subject_namespace = text(subject, "/namespace");
            let subject_namespace =
                if subject_namespace.is_empty() { &binding.id.namespace } else { subject_namespace };
            text(subject, "/kind") == "ServiceAccount"
                && text(subject, "/name") == account.name
                && subject_namespace == account.namespace
        })
    });
    of_account
        .filter_map(|binding| role(binding, moment.after))
        .flat_map(|role| of_rules(role.list("/rules")))
        .collect()
}

fn role<'a>(binding: &Object, held: &'a Held) -> Option<&'a Object> {
    let kind = binding.text("/roleRef/kind");
    held.objects.get(&Id {
        group: binding.text("/roleRef/apiGroup").to_owned(),
        kind: kind.to_owned(),
        namespace: if kind == "Role" { binding.id.namespace.clone() } else { String::new() },
        name: binding.text("/roleRef/name").to_owned(),
    })
}
