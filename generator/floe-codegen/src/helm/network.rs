//! Network policies: pods reach what their workload uses, and are reached by what uses them; nothing else.

use std::collections::BTreeMap;

use floe_contract::component::{Check, Component, Resolved, Root, Workload, WorkloadKind};

use super::compile::leaf;
use super::context::{Context, Fact};
use super::go::{self, Go};
use super::yaml::{Key, Yaml};
use super::{naming, skeleton};

/// The condition under which there are policies at all.
const SWITCH: &str = "$.Values.common.network_policies";
/// The value of the component label on pods that test.
pub(super) const TEST: &str = "test";
/// The ports of the Kubernetes API: of its Service, and of the servers behind it.
const API_PORTS: [u16; 2] = [443, 6443];
/// The variable of an item of a list of servers.
const SERVER: &str = "server";
/// The label that Kubernetes itself puts on every namespace.
const NAMESPACE_LABEL: &str = "kubernetes.io/metadata.name";

/// The policy of a workload's pods.
pub(super) fn policy(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let component = context.component.name();
    let name = naming::workload(component, &workload.name);
    let namespace = context.namespace(workload.namespace.as_ref());
    let mut egress = vec![dns()];
    egress.extend(workload.uses.iter().map(|(_, edge)| self::egress(context, &edge.to)));
    if !workload.access.is_empty() {
        egress.push(kubernetes_api());
    }
    skeleton::NetworkPolicy {
        metadata: naming::metadata_in(&name, &namespace, component, &workload.name),
        selector: naming::selector(component, &workload.name),
        ingress: rules(ingress(context, workload)),
        egress: Yaml::List(egress),
    }
    .fill()
    .only_if(Some(SWITCH.to_owned()))
}

/// The rules of a policy. Where there are none they are left out, which admits nobody just as well: the API server stores an empty list
/// as none, and would take each upgrade for a change.
fn rules(rules: Vec<Yaml>) -> Option<Yaml> {
    (!rules.is_empty()).then_some(Yaml::List(rules))
}

/// The policy of the pod that tests the component.
pub(super) fn test_policy(context: &Context<'_>, workload: &Workload<Resolved>, port: u16) -> Yaml {
    let component = context.component.name();
    let to = peer(
        Yaml::Expr(namespace_of(None, context).to_string()),
        component_pods(&Yaml::text(component), &[&workload.name]),
    );
    let name = naming::prefixed(&format!("{component}-{TEST}"));
    skeleton::NetworkPolicy {
        metadata: naming::metadata(&name, context.component, TEST),
        selector: naming::selector(component, TEST),
        ingress: None,
        egress: Yaml::List(vec![dns(), rule("to", vec![to], vec![tcp(Yaml::Literal(port.into()))])]),
    }
    .fill()
    .only_if(Some(SWITCH.to_owned()))
}

/// The port that tests of a workload connect to: its readiness probe's, else its first.
pub(super) fn tested_port<'w>(
    component: &Component<Resolved>,
    workload: &'w Workload<Resolved>,
) -> Option<(u16, Option<&'w str>)> {
    let readiness = workload.probes.iter().find(|(kind, _)| kind == "readiness").map(|(_, probe)| &probe.check);
    let (name, path) = match readiness {
        Some(Check::Http { port, path }) => (port, Some(path.as_str())),
        Some(Check::Tcp(port)) => (port, None),
        _ => (workload.ports.first()?, None),
    };
    Some((component.ports.get(name)?.number, path))
}

fn ingress(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    let component = context.component;
    let mut rules = clients(context, workload);
    let exposed = workload.ports.iter().filter_map(|name| component.ports.get(name)).filter(|port| port.expose);
    let exposed: Vec<Yaml> = exposed.map(|port| tcp(Yaml::Literal(port.number.into()))).collect();
    if !exposed.is_empty() {
        let namespaces = "$.Values.common.exposed_to_namespaces";
        let from = Yaml::map([(
            "namespaceSelector",
            match_labels(vec![(NAMESPACE_LABEL, Yaml::Expr("$namespace".to_owned()))]),
        )]);
        let from = Yaml::Filled("$_, $namespace".to_owned(), namespaces.to_owned(), Box::new(from));
        // Without a namespace the rule must go altogether: an empty `from` admits everybody.
        rules.push(Yaml::map([("from", from), ("ports", Yaml::List(exposed))]).only_if(Some(namespaces.to_owned())));
    }
    if let Some((port, _)) = tested_port(component, workload).filter(|_| !workload.ports.is_empty()) {
        let pods = component_pods(&Yaml::text(component.name()), &[TEST]);
        let from = peer(Yaml::Expr(namespace_of(None, context).to_string()), pods);
        rules.push(rule("from", vec![from], vec![tcp(Yaml::Literal(port.into()))]));
    }
    rules
}

/// A rule for each component that uses a workload's ports. It is there only if that component is: a rule without peers admits everybody.
fn clients(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    if workload.ports.is_empty() {
        return Vec::new();
    }
    let component = context.component;
    let served = component.provides.as_ref().map(|path| path.join(&["endpoint"]));
    let mut rules = Vec::new();
    for client in &context.chart.components {
        let own = client.name() == component.name();
        for (to, workloads) in edges(client) {
            let peers = client_peers(&Context::of_workloads(context.model, context.chart, client), &workloads);
            let rule = if let Some((list, server)) = to.through_list(SERVER) {
                listed_client(context, &context.fact(&list), &context.fact(&server), peers)
            } else {
                let port = match &to.root {
                    Root::Port(port, _) if own && serves(workload, to) => Yaml::Literal(port.number.into()),
                    _ if served.as_ref().is_some_and(|served| served.steps == to.path.steps) => {
                        leaf(&context.fact(to).go.member("port"))
                    }
                    _ => continue,
                };
                rule("from", peers, vec![tcp(port)])
            };
            rules.push(rule.only_if((!own).then(|| naming::deploys(client.name()))));
        }
    }
    rules
}

/// A rule for each server of a list that is this component.
fn listed_client(context: &Context<'_>, list: &Fact, server: &Fact, peers: Vec<Yaml>) -> Yaml {
    let component = server.go.member("component");
    let is_this = format!("eq {} {}", component.argument(), go::quoted(context.component.name()));
    let conditions = [server.conditions.as_slice(), &[server.go.has("component"), is_this]].concat();
    let rule = rule("from", peers, vec![tcp(leaf(&server.go.member("port")))]).only_if(go::all(&conditions));
    Yaml::Range(format!("$_, ${SERVER}"), list.go.to_string(), Box::new(rule)).only_if(list.condition())
}

/// Whether a workload serves the component's own port that a path names.
fn serves(workload: &Workload<Resolved>, to: &Resolved) -> bool {
    to.path.steps.get(1).is_some_and(|port| workload.ports.contains(port))
}

/// The paths that a component's workloads connect to, each with those workloads.
fn edges(component: &Component<Resolved>) -> Vec<(&Resolved, Vec<&Workload<Resolved>>)> {
    let mut edges: BTreeMap<&[String], (&Resolved, Vec<&Workload<Resolved>>)> = BTreeMap::new();
    for workload in &component.workloads {
        for (_, edge) in &workload.uses {
            edges.entry(&edge.to.path.steps).or_insert_with(|| (&edge.to, Vec::new())).1.push(workload);
        }
    }
    edges.into_values().collect()
}

/// The peers that some workloads of one component are: one for those in the platform's namespace, one for each elsewhere.
fn client_peers(context: &Context<'_>, workloads: &[&Workload<Resolved>]) -> Vec<Yaml> {
    let name = Yaml::text(context.component.name());
    let (here, elsewhere): (Vec<&Workload<Resolved>>, Vec<&Workload<Resolved>>) =
        workloads.iter().copied().partition(|workload| workload.kind != WorkloadKind::Launched);
    let names: Vec<&str> = here.iter().map(|workload| workload.name.as_str()).collect();
    let here = (!names.is_empty())
        .then(|| peer(Yaml::Expr(namespace_of(None, context).to_string()), component_pods(&name, &names)));
    let elsewhere = elsewhere.into_iter().map(|workload| {
        let namespace = namespace_of(workload.namespace.as_ref(), context);
        peer(Yaml::Expr(namespace.to_string()), component_pods(&name, &[&workload.name]))
    });
    here.into_iter().chain(elsewhere).collect()
}

/// The rule that lets pods reach an endpoint: a component's pods, or the addresses of an outside service.
fn egress(context: &Context<'_>, to: &Resolved) -> Yaml {
    let here = Yaml::Expr(namespace_of(None, context).to_string());
    if let Root::Port(port, _) = &to.root {
        let serving = context.component.workloads.iter().filter(|workload| serves(workload, to));
        let serving: Vec<&str> = serving.map(|workload| workload.name.as_str()).collect();
        let pods = component_pods(&Yaml::text(context.component.name()), &serving);
        return rule("to", vec![peer(here, pods)], vec![tcp(Yaml::Literal(port.number.into()))]);
    }
    match to.through_list(SERVER) {
        None => to_server(here, &context.fact(to)),
        Some((list, server)) => {
            let list = context.fact(&list);
            let rule = to_server(here, &context.fact(&server));
            Yaml::Range(format!("$_, ${SERVER}"), list.go.to_string(), Box::new(rule)).only_if(list.condition())
        }
    }
}

fn to_server(here: Yaml, endpoint: &Fact) -> Yaml {
    let port = || vec![tcp(leaf(&endpoint.go.member("port")))];
    let cidrs = endpoint.go.member("cidrs");
    let component = leaf(&endpoint.go.member("component"));
    let block = Yaml::map([("ipBlock", Yaml::map([("cidr", Yaml::Expr("$cidr".to_owned()))]))]);
    let blocks = Yaml::Filled("$_, $cidr".to_owned(), cidrs.to_string(), Box::new(block));
    Yaml::Branch(vec![
        (
            Some(endpoint.go.has("component")),
            Some(rule("to", vec![peer(here, component_pods(&component, &[]))], port())),
        ),
        (Some(cidrs.to_string()), Some(Yaml::map([("to", blocks), ("ports", Yaml::List(port()))]))),
        (None, Some(Yaml::map([("ports", Yaml::List(port()))]))),
    ])
    .only_if(endpoint.condition())
}

fn kubernetes_api() -> Yaml {
    let cidrs = "$.Values.common.kubernetes_api_cidrs".to_owned();
    let ports = || Yaml::List(API_PORTS.iter().map(|port| tcp(Yaml::Literal((*port).into()))).collect());
    let block = Yaml::map([("ipBlock", Yaml::map([("cidr", Yaml::Expr("$cidr".to_owned()))]))]);
    let blocks = Yaml::Filled("$_, $cidr".to_owned(), cidrs.clone(), Box::new(block));
    Yaml::Branch(vec![
        (Some(cidrs), Some(Yaml::map([("to", blocks), ("ports", ports())]))),
        (None, Some(Yaml::map([("ports", ports())]))),
    ])
}

fn dns() -> Yaml {
    let port = |protocol: &str| Yaml::map([("protocol", Yaml::text(protocol)), ("port", Yaml::Literal(53.into()))]);
    Yaml::map([("ports", Yaml::List(vec![port("UDP"), port("TCP")]))])
}

fn rule(direction: &str, peers: Vec<Yaml>, ports: Vec<Yaml>) -> Yaml {
    Yaml::map([(direction, Yaml::List(peers)), ("ports", Yaml::List(ports))])
}

fn tcp(port: Yaml) -> Yaml {
    Yaml::map([("protocol", Yaml::text("TCP")), ("port", port)])
}

/// Pods in a namespace; both selectors stand in one peer, so that both must match.
fn peer(namespace: Yaml, pods: Yaml) -> Yaml {
    Yaml::map([("namespaceSelector", match_labels(vec![(NAMESPACE_LABEL, namespace)])), ("podSelector", pods)])
}

/// The pods of some of a component's workloads; of all where none is named.
fn component_pods(component: &Yaml, workloads: &[&str]) -> Yaml {
    let labels = |more: Option<Yaml>| {
        let own = [
            ("app.kubernetes.io/name", component.clone()),
            ("app.kubernetes.io/instance", Yaml::Expr(naming::bindings().member("prefix").to_string())),
        ];
        match_labels(own.into_iter().chain(more.map(|workload| ("app.kubernetes.io/component", workload))).collect())
    };
    match workloads {
        [] => labels(None),
        [one] => labels(Some(Yaml::text(*one))),
        many => {
            let values = Yaml::List(many.iter().map(|workload| Yaml::text(*workload)).collect());
            let expression = Yaml::map([
                ("key", Yaml::text("app.kubernetes.io/component")),
                ("operator", Yaml::text("In")),
                ("values", values),
            ]);
            let Yaml::Map(mut entries) = labels(None) else { return labels(None) };
            entries.push((Key::Literal("matchExpressions".to_owned()), Yaml::List(vec![expression])));
            Yaml::Map(entries)
        }
    }
}

fn match_labels(labels: Vec<(&str, Yaml)>) -> Yaml {
    let labels = labels.into_iter().map(|(key, value)| (Key::Literal(key.to_owned()), value)).collect();
    Yaml::map([("matchLabels", Yaml::Map(labels))])
}

fn namespace_of(path: Option<&Resolved>, context: &Context<'_>) -> Go {
    context.namespace(path)
}
