//! Network policies: every pod has one, every selector in them finds a pod, and a pod that may go out to another may come in there.

use serde_json::Value;

use crate::support::{
    Pod, example, example_with, facts, list, objects, of_kind, outside, pods, selects, text, title, titled,
};

/// Whether a peer of a policy is a pod.
fn is_peer(peer: &Value, pod: &Pod) -> bool {
    let namespace = text(peer, "/namespaceSelector/matchLabels/kubernetes.io~1metadata.name");
    peer.get("podSelector").is_some_and(|selector| namespace == pod.namespace && selects(selector, pod))
}

/// The policies that hold for a pod.
fn policies<'o>(all: &'o [Value], pod: &Pod) -> Vec<&'o Value> {
    let here = of_kind(all, "NetworkPolicy").filter(|policy| text(policy, "/metadata/namespace") == pod.namespace);
    here.filter(|policy| selects(&policy["spec"]["podSelector"], pod)).collect()
}

fn examples() -> [Value; 3] {
    [
        example(),
        facts(|facts| facts["orchestrator"]["run_namespace"] = "jobs".into()),
        facts(|facts| {
            if let Some(facts) = facts.as_object_mut() {
                facts.retain(|part, _| !["storage", "catalog", "lineage"].contains(&part.as_str()));
            }
            facts["components"] = serde_json::json!(["dagster", "postgresql"]);
        }),
    ]
}

#[test]
fn every_pod_is_closed_in_both_directions() {
    for values in examples() {
        let all = objects(&values);
        for pod in pods(&all) {
            let policies = policies(&all, &pod);
            assert_eq!(policies.len(), 1, "{}", pod.owner);
            assert_eq!(policies[0]["spec"]["policyTypes"], serde_json::json!(["Ingress", "Egress"]));
        }
    }
}

#[test]
fn every_peer_is_a_pod_of_the_chart() {
    for values in examples() {
        let all = objects(&values);
        let pods = pods(&all);
        for policy in of_kind(&all, "NetworkPolicy") {
            let rules = list(policy, "/spec/ingress").iter().chain(list(policy, "/spec/egress"));
            for peer in rules.flat_map(|rule| list(rule, "/from").iter().chain(list(rule, "/to"))) {
                assert!(pods.iter().any(|pod| is_peer(peer, pod)), "{}: {peer}", title(policy));
            }
        }
    }
}

#[test]
fn whoever_may_go_out_to_a_pods_port_may_come_in_there() {
    for values in &examples()[..2] {
        let all = objects(values);
        let pods = pods(&all);
        let mut connections = 0;
        for client in &pods {
            let egress = policies(&all, client).into_iter().flat_map(|policy| list(policy, "/spec/egress"));
            for rule in egress.filter(|rule| rule.get("to").is_some()) {
                for server in pods.iter().filter(|server| list(rule, "/to").iter().any(|peer| is_peer(peer, server))) {
                    for port in list(rule, "/ports").iter().filter(|port| serves(server, port)) {
                        assert!(admits(&all, server, client, port), "{} → {} {port}", client.owner, server.owner);
                        connections += 1;
                    }
                }
            }
        }
        assert!(connections > 15, "{connections}");
    }
}

/// Whether a pod has a container that listens on the port.
fn serves(pod: &Pod, port: &Value) -> bool {
    list(&pod.spec, "/containers")
        .iter()
        .flat_map(|container| list(container, "/ports"))
        .any(|listens| listens["containerPort"] == port["port"])
}

fn admits(all: &[Value], server: &Pod, client: &Pod, port: &Value) -> bool {
    let ingress = policies(all, server).into_iter().flat_map(|policy| list(policy, "/spec/ingress"));
    let mut rules = ingress.filter(|rule| list(rule, "/ports").contains(port));
    rules.any(|rule| list(rule, "/from").iter().any(|peer| is_peer(peer, client)))
}

#[test]
fn no_rule_admits_everybody() {
    for policy in of_kind(&objects(&example()), "NetworkPolicy") {
        for rule in list(policy, "/spec/ingress") {
            assert!(!list(rule, "/from").is_empty(), "{}: {rule}", title(policy));
        }
    }
}

#[test]
fn outside_services_are_reached_by_their_addresses() {
    let all = objects(&facts(|facts| facts["storage"]["endpoint"] = outside("s3.example.com", 443)));
    let rules = list(titled(&all, "NetworkPolicy/floe-platform-polaris"), "/spec/egress");
    let to = serde_json::json!([{"ipBlock": {"cidr": "192.0.2.0/24"}}]);
    assert!(rules.iter().any(|rule| rule["to"] == to && rule["ports"][0]["port"] == 443), "{rules:?}");
}

#[test]
fn policies_can_be_switched_off() {
    let values = example_with(|values| values["common"] = serde_json::json!({"network_policies": false}));
    assert_eq!(of_kind(&objects(&values), "NetworkPolicy").count(), 0);
}
