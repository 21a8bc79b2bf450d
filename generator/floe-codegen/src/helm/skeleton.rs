//! Skeletons: the fixed text of Kubernetes objects, from templates/helm/objects, each with a struct for the holes. Decides no value.

use std::sync::LazyLock;

use floe_base::{Key as NodeKey, Node, Value, yaml};

use super::yaml::{Key, Yaml};

/// A hole: `{$hole: name}` is replaced by a node, and left out with the entry where the node is `None`.
const HOLE: &str = "$hole";
/// `$fields: {$hole: name}`: the entries of a map are put among those of the map around the hole, and win.
const FIELDS: &str = "$fields";

/// Makes a struct of each skeleton. A file with other holes than the fields does not compile.
macro_rules! skeletons {
    ($($(#[$attribute:meta])* $name:ident = $file:literal { $($hole:ident: $filling:ty),* })*) => {
        $(
            #[doc = concat!("The holes of templates/helm/objects/", $file)]
            $(#[$attribute])*
            pub(super) struct $name {
                $(pub(super) $hole: $filling,)*
            }

            impl $name {
                const TEXT: &str = include_str!(concat!("../../../../templates/helm/objects/", $file));

                /// The object.
                pub(super) fn fill(self) -> Yaml {
                    static ENTRIES: LazyLock<Vec<(NodeKey, Node)>> = LazyLock::new(|| read($file, $name::TEXT));
                    Yaml::Map(map(&ENTRIES, &[$((stringify!($hole), Option::<Yaml>::from(self.$hole)),)*]))
                }
            }

            const _: () = {
                let mut fields = 0;
                $(
                    let found = count($name::TEXT, concat!("{$hole: ", stringify!($hole), "}"));
                    assert!(found > 0, concat!("templates/helm/objects/", $file, " has no hole ", stringify!($hole)));
                    fields += found;
                )*
                assert!(
                    fields == count($name::TEXT, HOLE),
                    concat!("templates/helm/objects/", $file, " has a hole without a field in the struct"),
                );
            };
        )*

        /// Every skeleton: file and text.
        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$(($file, $name::TEXT),)*];
    };
}

skeletons! {
    Claim = "claim.yaml" { name: Yaml, labels: Yaml, class: Option<Yaml>, size: Yaml }
    ConfigMap = "config-map.yaml" { metadata: Yaml, data: Yaml }
    #[derive(Default)]
    Container = "container.yaml" {
        name: Option<Yaml>, image: Option<Yaml>, pull: Option<Yaml>, command: Option<Yaml>, args: Option<Yaml>,
        env: Option<Yaml>, ports: Option<Yaml>, startup: Option<Yaml>, liveness: Option<Yaml>, readiness: Option<Yaml>,
        resources: Option<Yaml>, user: Option<Yaml>, group: Option<Yaml>, mounts: Option<Yaml>, fields: Option<Yaml>
    }
    Deployment = "deployment.yaml" { metadata: Yaml, replicas: Yaml, selector: Yaml, template: Yaml, fields: Yaml }
    Fixed = "fixed.yaml" { metadata: Yaml, data: Yaml }
    HorizontalPodAutoscaler = "horizontal-pod-autoscaler.yaml" {
        metadata: Yaml, min: Yaml, max: Yaml, cpu: Yaml, target: Yaml
    }
    Job = "job.yaml" { metadata: Yaml, spec: Yaml }
    JobSpec = "job-spec.yaml" { template: Yaml, fields: Yaml }
    Mount = "mount.yaml" { name: Yaml, path: Yaml, file: Option<Yaml>, read_only: Option<Yaml> }
    NetworkPolicy = "network-policy.yaml" { metadata: Yaml, selector: Yaml, ingress: Option<Yaml>, egress: Yaml }
    Peer = "peer.yaml" {
        namespace: Yaml, component: Yaml, prefix: Yaml, workload: Option<Yaml>, workloads: Option<Yaml>
    }
    #[derive(Default)]
    Pod = "pod.yaml" {
        account: Option<Yaml>, token: Option<Yaml>, restart: Option<Yaml>, pull_secrets: Option<Yaml>,
        user: Option<Yaml>, group: Option<Yaml>, init: Option<Yaml>, containers: Option<Yaml>, volumes: Option<Yaml>, fields: Option<Yaml>
    }
    PodDisruptionBudget = "pod-disruption-budget.yaml" { metadata: Yaml, selector: Yaml }
    PodTemplate = "pod-template.yaml" { labels: Yaml, annotations: Option<Yaml>, spec: Yaml }
    Role = "role.yaml" { metadata: Yaml, rules: Yaml }
    RoleBinding = "role-binding.yaml" { metadata: Yaml, role: Yaml, account: Yaml, namespace: Yaml }
    SecretVariable = "secret-variable.yaml" { name: Yaml, secret: Yaml, key: Yaml }
    Service = "service.yaml" {
        metadata: Yaml, cluster_ip: Option<Yaml>, not_ready: Option<Yaml>, selector: Yaml, ports: Yaml
    }
    ServiceAccount = "service-account.yaml" { metadata: Yaml, annotations: Option<Yaml> }
    StatefulSet = "stateful-set.yaml" {
        metadata: Yaml, replicas: Yaml, service: Yaml, selector: Yaml, template: Yaml, claims: Option<Yaml>, fields: Yaml
    }
    Test = "test.yaml" { metadata: Yaml, spec: Yaml }
}

/// How often a pattern stands in a text.
const fn count(text: &str, pattern: &str) -> usize {
    let (text, pattern) = (text.as_bytes(), pattern.as_bytes());
    let (mut at, mut found) = (0, 0);
    while at + pattern.len() <= text.len() {
        let mut same = 0;
        while same < pattern.len() && text[at + same] == pattern[same] {
            same += 1;
        }
        if same == pattern.len() {
            found += 1;
        }
        at += 1;
    }
    found
}

fn read(file: &str, text: &str) -> Vec<(NodeKey, Node)> {
    match yaml::read(file, text.as_bytes(), &yaml::Limits::default()).map(|node| node.value) {
        Ok(Value::Map(entries)) => entries,
        // The text is part of the program, and a test reads each.
        other => panic!("the skeleton {file} is not a map of YAML: {other:?}"),
    }
}

fn node_of(node: &Node, fillings: &[(&str, Option<Yaml>)]) -> Option<Yaml> {
    match &node.value {
        Value::Map(entries) => match entries.as_slice() {
            [(key, hole)] if key.name == HOLE => {
                let filling = fillings.iter().find(|(name, _)| hole.as_str() == Some(name));
                filling.and_then(|(_, filling)| filling.clone())
            }
            entries => Some(Yaml::Map(map(entries, fillings))),
        },
        Value::Seq(items) => Some(Yaml::List(items.iter().filter_map(|item| node_of(item, fillings)).collect())),
        _ => Some(Yaml::Literal(node.to_json())),
    }
}

fn map(entries: &[(NodeKey, Node)], fillings: &[(&str, Option<Yaml>)]) -> Vec<(Key, Yaml)> {
    let mut filled: Vec<(Key, Yaml)> = Vec::new();
    for (key, node) in entries {
        match (key.name.as_str(), node_of(node, fillings)) {
            (_, None) => {}
            (FIELDS, Some(Yaml::Map(fields))) => fields.into_iter().for_each(|field| set(&mut filled, field)),
            (FIELDS, Some(other)) => filled.push((Key::Spread, other)),
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
#[expect(clippy::disallowed_methods, reason = "a test lists a folder of the repository")]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::helm::print::document;

    #[test]
    fn every_file_of_the_folder_is_a_skeleton_with_a_struct() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/helm/objects");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(files.collect::<BTreeSet<_>>(), ALL.iter().map(|(file, ..)| (*file).to_owned()).collect());
    }

    #[test]
    fn every_skeleton_is_a_map_of_yaml() {
        for (file, text) in ALL {
            assert!(!read(file, text).is_empty(), "{file}");
        }
    }

    #[test]
    fn a_hole_without_a_filling_takes_its_entry_with_it() {
        let metadata = Yaml::map([("name", Yaml::text("a"))]);
        let filled = ServiceAccount { metadata, annotations: None }.fill();
        assert_eq!(
            document(&filled, 0),
            "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\nautomountServiceAccountToken: false\n"
        );
    }

    #[test]
    fn further_fields_stand_among_the_others_and_win() {
        let fields = Yaml::map([("backoffLimit", Yaml::Literal(3.into())), ("parallelism", Yaml::Literal(2.into()))]);
        let filled = JobSpec { template: Yaml::text("x"), fields }.fill();
        assert_eq!(document(&filled, 0), "backoffLimit: 3\ntemplate: x\nparallelism: 2\n");
    }
}
