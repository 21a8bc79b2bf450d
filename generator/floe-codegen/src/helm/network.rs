//! Network policies: pods reach the servers that their workload uses, and are reached by their users; nothing else.

use std::collections::BTreeMap;

use floe_contract::model::{Check, Component, Path, Root, Workload, WorkloadKind};

use super::context::{Context, Fact};
use super::go::{self, Go};
use super::yaml::Yaml;
use super::{naming, skeleton};

/// The condition under which there are policies at all.
const SWITCH: &str = "$.Values.common.network_policies";
/// The value of the component label on pods that test.
pub(super) const TEST: &str = "test";
/// The ports of the Kubernetes API: of the Service, and of the servers behind the Service.
const API_PORTS: [u16; 2] = [443, 6443];
/// The variable of an item of a list of servers.
const SERVER: &str = "server";
/// The label that Kubernetes itself puts on every namespace.
const NAMESPACE_LABEL: &str = "kubernetes.io/metadata.name";

/// The policy of a workload's pods.
pub(super) fn policy(context: &Context<'_>, workload: &Workload) -> Yaml {
    let name = context.workload_name(&workload.name);
    let namespace = context.namespace(workload.namespace.as_ref());
    let uses = workload.uses.iter().map(|(_, edge)| egress(context, &edge.to));
    let api = (!workload.access.is_empty()).then(|| {
        let ports = Yaml::List(API_PORTS.iter().map(|port| tcp(Yaml::Literal((*port).into()))).collect());
        Yaml::Branch(to_addresses("$.Values.common.kubernetes_api_cidrs", &ports).into())
    });
    skeleton::NetworkPolicy {
        metadata: context.metadata_in(&name, &namespace, &workload.name),
        selector: context.selector(&workload.name),
        // No rules admit nobody, with a list or without. The API server stores an empty list as none, and would take each upgrade for a
        // change.
        ingress: Yaml::filled(ingress(context, workload)),
        egress: Yaml::List([dns()].into_iter().chain(uses).chain(api).collect()),
    }
    .fill()
    .only_if(Some(SWITCH.to_owned()))
}

/// The policy of the pod that tests the component.
pub(super) fn test_policy(context: &Context<'_>, workload: &Workload, port: u16) -> Yaml {
    let to = own_pods(context, &[&workload.name]);
    skeleton::NetworkPolicy {
        metadata: context.metadata(&context.name(TEST), TEST),
        selector: context.selector(TEST),
        ingress: None,
        egress: Yaml::List(vec![dns(), rule("to", vec![to], Yaml::Literal(port.into()))]),
    }
    .fill()
    .only_if(Some(SWITCH.to_owned()))
}

/// The port that tests of a workload connect to, with the path: those of the readiness probe, else the first port.
pub(super) fn tested_port<'w>(component: &Component, workload: &'w Workload) -> Option<(u16, Option<&'w str>)> {
    let (name, path) = match workload.probe("readiness").map(|probe| &probe.check) {
        Some(Check::Http { port, path }) => (port, Some(path.as_str())),
        Some(Check::Tcp(port)) => (port, None),
        _ => (workload.ports.first()?, None),
    };
    Some((component.ports.get(name)?.number, path))
}

fn ingress(context: &Context<'_>, workload: &Workload) -> Vec<Yaml> {
    if workload.ports.is_empty() {
        return Vec::new();
    }
    let component = context.component;
    let mut rules = clients(context, workload);
    let exposed = workload.ports.iter().filter_map(|name| component.ports.get(name)).filter(|port| port.expose);
    if let Some(ports) = Yaml::filled(exposed.map(|port| tcp(Yaml::Literal(port.number.into())))) {
        let namespaces = "$.Values.common.exposed_to_namespaces".to_owned();
        let labels = Yaml::map([(NAMESPACE_LABEL, Yaml::Expr("$namespace".to_owned()))]);
        let from = Yaml::map([("namespaceSelector", Yaml::map([("matchLabels", labels)]))]);
        let from = Yaml::Filled("$_, $namespace".to_owned(), namespaces.clone(), Box::new(from));
        // Without a namespace the rule must go altogether: an empty `from` admits everybody.
        rules.push(Yaml::map([("from", from), ("ports", ports)]).only_if(Some(namespaces)));
    }
    let tested = tested_port(component, workload);
    let tests = tested.map(|(port, _)| rule("from", vec![own_pods(context, &[TEST])], Yaml::Literal(port.into())));
    rules.extend(tests);
    rules
}

/// A rule for each component that uses a workload's ports. A rule is there only if its component is: a rule without peers admits all.
fn clients(context: &Context<'_>, workload: &Workload) -> Vec<Yaml> {
    let component = context.component;
    let served = component.provides.as_ref().map(|path| path.join("endpoint"));
    let mut rules = Vec::new();
    for client in &context.chart.components {
        let own = client.name() == component.name();
        for (to, workloads) in edges(client) {
            let peers = client_peers(&Context::new(context.model, context.chart, client), &workloads);
            let rule = match &to.target.root {
                _ if to.target.list.is_some() => {
                    for_servers(context, to, |server| listed_client(context, server, peers.clone()))
                }
                Root::Port(number) if own && serves(workload, to) => {
                    rule("from", peers, Yaml::Literal((*number).into()))
                }
                _ if served.as_ref().is_some_and(|served| served.steps == to.steps) => {
                    rule("from", peers, context.fact(to).go.member("port").leaf())
                }
                _ => continue,
            };
            rules.push(rule.only_if((!own).then(|| naming::deploys(client.name()))));
        }
    }
    rules
}

/// A rule for a server of a list, if the server is this component.
fn listed_client(context: &Context<'_>, server: &Fact, peers: Vec<Yaml>) -> Yaml {
    let component = server.go.member("component");
    let is_this = format!("eq {} {}", component.argument(), go::quoted(context.component.name()));
    let conditions = [server.conditions.as_slice(), &[server.go.has("component"), is_this]].concat();
    rule("from", peers, server.go.member("port").leaf()).only_if(go::all(&conditions))
}

/// The node of the server at a path or, where the path leads through a list, of each server.
fn for_servers(context: &Context<'_>, to: &Path, node: impl Fn(&Fact) -> Yaml) -> Yaml {
    let Some((list, server)) = to.through_list(SERVER) else { return node(&context.fact(to)) };
    let list = context.fact(&list);
    let node = Box::new(node(&context.fact(&server)));
    Yaml::Range(format!("$_, ${SERVER}"), list.go.to_string(), node).only_if(list.condition())
}

/// Whether a workload serves the component's own port that a path names.
fn serves(workload: &Workload, to: &Path) -> bool {
    to.steps.get(1).is_some_and(|port| workload.ports.contains(port))
}

/// The paths that a component's workloads connect to, each with those workloads.
fn edges(component: &Component) -> Vec<(&Path, Vec<&Workload>)> {
    let mut edges: BTreeMap<&[String], (&Path, Vec<&Workload>)> = BTreeMap::new();
    for workload in &component.workloads {
        for (_, edge) in &workload.uses {
            edges.entry(&edge.to.steps).or_insert_with(|| (&edge.to, Vec::new())).1.push(workload);
        }
    }
    edges.into_values().collect()
}

/// The peers that some workloads of one component are: one for those in the platform's namespace, one for each elsewhere.
fn client_peers(context: &Context<'_>, workloads: &[&Workload]) -> Vec<Yaml> {
    let (here, elsewhere): (Vec<&Workload>, Vec<&Workload>) =
        workloads.iter().partition(|workload| workload.kind != WorkloadKind::Launched);
    let names: Vec<&str> = here.iter().map(|workload| workload.name.as_str()).collect();
    let here = (!names.is_empty()).then(|| own_pods(context, &names));
    let elsewhere = elsewhere.into_iter().map(|workload| {
        let namespace = context.namespace(workload.namespace.as_ref());
        peer(&namespace, Yaml::text(context.component.name()), &[&workload.name])
    });
    here.into_iter().chain(elsewhere).collect()
}

/// The rule that lets pods reach an endpoint: a component's pods, or the addresses of an outside service.
fn egress(context: &Context<'_>, to: &Path) -> Yaml {
    let Root::Port(number) = &to.target.root else { return for_servers(context, to, to_server) };
    let serving = context.component.workloads.iter().filter(|workload| serves(workload, to));
    let serving: Vec<&str> = serving.map(|workload| workload.name.as_str()).collect();
    rule("to", vec![own_pods(context, &serving)], Yaml::Literal((*number).into()))
}

fn to_server(endpoint: &Fact) -> Yaml {
    let port = endpoint.go.member("port").leaf();
    let pods = peer(&naming::namespace(), endpoint.go.member("component").leaf(), &[]);
    let outside = to_addresses(&endpoint.go.member("cidrs").to_string(), &Yaml::List(vec![tcp(port.clone())]));
    let own = (Some(endpoint.go.has("component")), rule("to", vec![pods], port));
    Yaml::Branch([own].into_iter().chain(outside).collect()).only_if(endpoint.condition())
}

/// The arms of rules that let pods reach some ranges of addresses or, where none is stated, every address.
fn to_addresses(cidrs: &str, ports: &Yaml) -> [(Option<String>, Yaml); 2] {
    let block = Yaml::map([("ipBlock", Yaml::map([("cidr", Yaml::Expr("$cidr".to_owned()))]))]);
    let blocks = Yaml::Filled("$_, $cidr".to_owned(), cidrs.to_owned(), Box::new(block));
    let inside = Yaml::map([("to", blocks), ("ports", ports.clone())]);
    [(Some(cidrs.to_owned()), inside), (None, Yaml::map([("ports", ports.clone())]))]
}

fn dns() -> Yaml {
    let port = |protocol: &str| Yaml::map([("protocol", Yaml::text(protocol)), ("port", Yaml::Literal(53.into()))]);
    Yaml::map([("ports", Yaml::List(vec![port("UDP"), port("TCP")]))])
}

fn rule(direction: &str, peers: Vec<Yaml>, port: Yaml) -> Yaml {
    Yaml::map([(direction, Yaml::List(peers)), ("ports", Yaml::List(vec![tcp(port)]))])
}

fn tcp(port: Yaml) -> Yaml {
    Yaml::map([("protocol", Yaml::text("TCP")), ("port", port)])
}

/// The pods of some of the component's workloads, in the platform's namespace.
fn own_pods(context: &Context<'_>, workloads: &[&str]) -> Yaml {
    peer(&naming::namespace(), Yaml::text(context.component.name()), workloads)
}

/// The pods of some of a component's workloads in a namespace; of all where none is named. Both selectors stand in one peer, so that both
/// must match.
fn peer(namespace: &Go, component: Yaml, workloads: &[&str]) -> Yaml {
    let one = if let [one] = workloads { Some(Yaml::text(*one)) } else { None };
    let several = (workloads.len() > 1).then(|| {
        let values = Yaml::texts(workloads.iter().copied());
        let key = Yaml::text(naming::COMPONENT);
        Yaml::List(vec![Yaml::map([("key", key), ("operator", Yaml::text("In")), ("values", values)])])
    });
    let (namespace, prefix) = (namespace.leaf(), naming::prefix().leaf());
    skeleton::Peer { namespace, component, prefix, workload: one, workloads: several }.fill()
}
