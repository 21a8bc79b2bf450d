//! Skeletons: the fixed text of Kubernetes objects, from templates/helm/objects, with holes for what differs.

use std::collections::BTreeMap;

use floe_base::{Key as NodeKey, Node, Value, yaml};

use super::yaml::{Key, Yaml};

/// Every skeleton by its name.
const TEXTS: [(&str, &str); 18] = [
    ("claim", include_str!("../../../../templates/helm/objects/claim.yaml")),
    ("config-map", include_str!("../../../../templates/helm/objects/config-map.yaml")),
    ("container", include_str!("../../../../templates/helm/objects/container.yaml")),
    ("deployment", include_str!("../../../../templates/helm/objects/deployment.yaml")),
    ("horizontal-pod-autoscaler", include_str!("../../../../templates/helm/objects/horizontal-pod-autoscaler.yaml")),
    ("job", include_str!("../../../../templates/helm/objects/job.yaml")),
    ("job-spec", include_str!("../../../../templates/helm/objects/job-spec.yaml")),
    ("network-policy", include_str!("../../../../templates/helm/objects/network-policy.yaml")),
    ("pod", include_str!("../../../../templates/helm/objects/pod.yaml")),
    ("pod-disruption-budget", include_str!("../../../../templates/helm/objects/pod-disruption-budget.yaml")),
    ("pod-template", include_str!("../../../../templates/helm/objects/pod-template.yaml")),
    ("role", include_str!("../../../../templates/helm/objects/role.yaml")),
    ("role-binding", include_str!("../../../../templates/helm/objects/role-binding.yaml")),
    ("secret-variable", include_str!("../../../../templates/helm/objects/secret-variable.yaml")),
    ("service", include_str!("../../../../templates/helm/objects/service.yaml")),
    ("service-account", include_str!("../../../../templates/helm/objects/service-account.yaml")),
    ("stateful-set", include_str!("../../../../templates/helm/objects/stateful-set.yaml")),
    ("test", include_str!("../../../../templates/helm/objects/test.yaml")),
];

/// A hole: `{$hole: name}` is replaced by a node, and left out with its entry where there is none.
const HOLE: &str = "$hole";
/// `$fields: {$hole: name}`: the entries of a map are put among those of the map that it stands in, and win.
const FIELDS: &str = "$fields";

/// Fills the holes of a skeleton. Holes without a filling are left out.
pub(super) fn fill<const N: usize>(name: &str, fillings: [(&str, Option<Yaml>); N]) -> Yaml {
    let text = TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).unwrap_or_default();
    let fillings: BTreeMap<&str, Yaml> = fillings.into_iter().filter_map(|(name, yaml)| Some((name, yaml?))).collect();
    match yaml::read(name, text.as_bytes(), &yaml::Limits::default()) {
        Ok(node) => node_of(&node, &fillings).unwrap_or(Yaml::Map(Vec::new())),
        // The tests read every skeleton.
        Err(_) => Yaml::Map(Vec::new()),
    }
}

fn node_of(node: &Node, fillings: &BTreeMap<&str, Yaml>) -> Option<Yaml> {
    match &node.value {
        Value::Map(entries) => match entries.as_slice() {
            [(key, hole)] if key.name == HOLE => fillings.get(hole.as_str()?).cloned(),
            entries => Some(Yaml::Map(map(entries, fillings))),
        },
        Value::Seq(items) => Some(Yaml::List(items.iter().filter_map(|item| node_of(item, fillings)).collect())),
        _ => Some(Yaml::Literal(node.to_json())),
    }
}

fn map(entries: &[(NodeKey, Node)], fillings: &BTreeMap<&str, Yaml>) -> Vec<(Key, Yaml)> {
    let mut filled: Vec<(Key, Yaml)> = Vec::new();
    for (key, node) in entries {
        match (key.name.as_str(), node_of(node, fillings)) {
            (FIELDS, Some(Yaml::Map(fields))) => fields.into_iter().for_each(|field| set(&mut filled, field)),
            (_, None) | (FIELDS, Some(_)) => {}
            (name, Some(value)) => set(&mut filled, (Key::Literal(name.to_owned()), value)),
        }
    }
    filled
}

fn set(entries: &mut Vec<(Key, Yaml)>, new: (Key, Yaml)) {
    match entries.iter_mut().find(|(key, _)| *key == new.0) {
        Some(entry) => *entry = new,
        None => entries.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helm::print::document;

    #[test]
    fn every_skeleton_is_read() {
        for (name, _) in TEXTS {
            assert_ne!(fill(name, []), Yaml::Map(Vec::new()), "{name}");
        }
    }

    #[test]
    fn a_hole_without_a_filling_takes_its_entry_with_it() {
        let filled = fill("role", [("rules", Some(Yaml::List(Vec::new())))]);
        assert_eq!(document(&filled, 0), "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: []\n");
    }

    #[test]
    fn further_fields_stand_among_the_others_and_win() {
        let fields = Yaml::map([("backoffLimit", Yaml::Literal(3.into())), ("parallelism", Yaml::Literal(2.into()))]);
        assert_eq!(document(&fill("job-spec", [("fields", Some(fields))]), 0), "backoffLimit: 3\nparallelism: 2\n");
    }
}
