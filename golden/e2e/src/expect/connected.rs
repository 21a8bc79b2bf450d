//! Every port of a Service, and every port that a policy lets through, is opened by a container behind the port.

use serde_json::Value;

use crate::expect::served::services;
use crate::moment::Moment;
use crate::object::{Object, PodTemplate, list, selects, text};

pub(super) fn connected(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut closed = Vec::new();
    for service in services(moment) {
        for pod in moment.after.pods(&service.id.namespace, service.at("/spec/selector")) {
            for port in service.list("/spec/ports") {
                let target = port.get("targetPort").or(port.get("port")).unwrap_or(&Value::Null);
                if !opens(pod, target) {
                    let number = port.get("port").unwrap_or(&Value::Null);
                    let to =
                        format!("port {number} leads to {target}, which no container of Pod {} opens", pod.id.name);
                    closed.push((service.id.to_string(), format!("{to}; open are {}", open_ports(pod))));
                }
            }
        }
    }
    closed.extend(policies(moment));
    closed
}

fn opens(pod: &Object, target: &Value) -> bool {
    let ports = pod.pod_template().map(PodTemplate::ports).unwrap_or_default();
    ports.iter().any(|(name, number)| target.as_str() == Some(name) || target.as_i64() == Some(*number))
}

fn open_ports(pod: &Object) -> String {
    let ports = pod.pod_template().map(PodTemplate::ports).unwrap_or_default();
    let ports: Vec<String> = ports.iter().map(|(name, number)| format!("{name} {number}").trim().to_owned()).collect();
    if ports.is_empty() { "none".to_owned() } else { ports.join(", ") }
}

/// Ports in network policies, both of the policy's own pods and of the pods that are named as peers.
fn policies(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut closed = Vec::new();
    let policies = moment.held().map(|(_, object)| object).filter(|object| object.id.kind == "NetworkPolicy");
    for policy in policies {
        let own: Vec<&Object> = moment.after.pods(&policy.id.namespace, policy.at("/spec/podSelector")).collect();
        for rule in policy.list("/spec/ingress") {
            closed.extend(closed_ports(policy, "ingress", rule, &own));
        }
        for rule in policy.list("/spec/egress") {
            let peers = list(rule, "/to").iter().filter(|peer| peer.get("podSelector").is_some());
            for peer in peers {
                let selector = peer.get("podSelector").unwrap_or(&Value::Null);
                let pods = moment.after.objects.values().filter(|object| object.id.kind == "Pod");
                let reached: Vec<&Object> = pods
                    .filter(|pod| {
                        in_peer_namespace(moment, policy, peer, pod) && selects(selector, pod.at("/metadata/labels"))
                    })
                    .collect();
                closed.extend(closed_ports(policy, "egress", rule, &reached));
            }
        }
    }
    closed
}

fn in_peer_namespace(moment: &Moment<'_>, policy: &Object, peer: &Value, pod: &Object) -> bool {
    match peer.get("namespaceSelector") {
        None => pod.id.namespace == policy.id.namespace,
        Some(selector) => {
            let namespace = moment.after.core("Namespace", "", &pod.id.namespace);
            namespace.is_some_and(|namespace| selects(selector, namespace.at("/metadata/labels")))
        }
    }
}

/// Ports that a rule lets through and that none of the pods opens. Without pods nothing can be said.
fn closed_ports(policy: &Object, direction: &str, rule: &Value, pods: &[&Object]) -> Vec<(String, String)> {
    let ports = list(rule, "/ports").iter().filter_map(|port| port.get("port")).filter(|_| !pods.is_empty());
    ports
        .filter(|port| !pods.iter().any(|pod| opens(pod, port)))
        .map(|port| {
            let names: Vec<&str> = pods.iter().map(|pod| text(&pod.value, "/metadata/name")).collect();
            let cause = format!(
                "{direction}: port {port} is opened by none of the pods that it is about: {}",
                names.join(", ")
            );
            (policy.id.to_string(), cause)
        })
        .collect()
}
