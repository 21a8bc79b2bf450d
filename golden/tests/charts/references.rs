//! Cross-references between objects: every Secret, config map, account, volume, port, selector and host that an object
//! names must exist or be listed as a requirement. Works on any set of objects.

use std::collections::BTreeSet;

use floe_types::documents::requirements::Requirements;
use serde_json::{Value, json};

use crate::hosts::addresses;
use crate::objects::{inside, items, kind, name, namespace, selects, text};
use crate::pods::{Pod, documents, pods};

/// All dangling references, and all requirements that no object reads. One sentence each.
pub(crate) fn findings(objects: &[Value], requires: &Requirements, facts: &Value) -> Vec<String> {
    let mut check = Check { objects, requires, pods: pods(objects), read: BTreeSet::new(), findings: Vec::new() };
    for pod in std::mem::take(&mut check.pods) {
        check.pod(&pod);
        check.pods.push(pod);
    }
    for object in objects {
        check.object(object);
        check.hosts(&format!("{} {}", kind(object), name(object)), namespace(object), object);
        for document in documents(object) {
            check.hosts(&format!("a file of {}", name(object)), namespace(object), &document);
        }
    }
    check.hosts("the bindings", text(facts, "/namespace"), facts);
    check.secrets();
    check.findings
}

/// A key of a Secret and the reading component: `namespace/name: key for component`.
fn reading(namespace: &str, name: &str, key: &str, component: &str) -> String {
    format!("{namespace}/{name}: {key} for {component}")
}

struct Check<'o> {
    objects: &'o [Value],
    requires: &'o Requirements,
    pods: Vec<Pod>,
    /// The keys of Secrets that components read, in the form of `reading`.
    read: BTreeSet<String>,
    findings: Vec<String>,
}

impl<'o> Check<'o> {
    fn find(&self, of_kind: &str, in_namespace: &str, called: &str) -> Option<&'o Value> {
        let is_it =
            |object: &&Value| kind(object) == of_kind && namespace(object) == in_namespace && name(object) == called;
        self.objects.iter().find(is_it)
    }

    /// Reports an object that does not exist.
    fn needs(&mut self, who: &str, of_kind: &str, in_namespace: &str, called: &str) {
        if self.find(of_kind, in_namespace, called).is_none() {
            self.findings.push(format!("{who} names the {of_kind} {in_namespace}/{called}, which is not there"));
        }
    }

    fn pod(&mut self, pod: &Pod) {
        let who = &pod.owner;
        self.needs(who, "ServiceAccount", &pod.namespace, text(&pod.spec, "/serviceAccountName"));
        for volume in items(&pod.spec, "/volumes") {
            self.volume(pod, volume);
        }
        for container in pod.containers() {
            for source in items(container, "/env").filter_map(|variable| variable.get("valueFrom")) {
                self.source(pod, source);
            }
            if container.get("envFrom").is_some() {
                self.findings.push(format!("{who} takes its whole environment from somewhere, which names no keys"));
            }
            for mount in items(container, "/volumeMounts") {
                self.mount(pod, mount);
            }
            self.probes(who, container);
        }
    }

    fn volume(&mut self, pod: &Pod, volume: &Value) {
        let kinds: Vec<&String> =
            volume.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| *key != "name").collect();
        match kinds.as_slice() {
            [kind] if *kind == "emptyDir" => {}
            [kind] if *kind == "configMap" => {
                self.needs(&pod.owner, "ConfigMap", &pod.namespace, text(volume, "/configMap/name"));
                for item in items(volume, "/configMap/items") {
                    self.file(pod, text(volume, "/configMap/name"), text(item, "/key"));
                }
            }
            _ => self.findings.push(format!("{} has a volume of a kind that is not checked: {kinds:?}", pod.owner)),
        }
    }

    fn file(&mut self, pod: &Pod, config: &str, file: &str) {
        let there = self.find("ConfigMap", &pod.namespace, config).and_then(|config| config.get("data")?.get(file));
        if there.is_none() {
            self.findings.push(format!("{} reads {file} of the ConfigMap {config}, which has no such file", pod.owner));
        }
    }

    fn source(&mut self, pod: &Pod, source: &Value) {
        if let Some(key) = source.get("secretKeyRef") {
            self.read.insert(reading(&pod.namespace, text(key, "/name"), text(key, "/key"), &pod.component));
        } else if let Some(key) = source.get("configMapKeyRef") {
            self.file(pod, text(key, "/name"), text(key, "/key"));
        } else if source.get("fieldRef").is_none() {
            self.findings.push(format!("{} takes a value from a source that is not checked: {source}", pod.owner));
        }
    }

    fn mount(&mut self, pod: &Pod, mount: &Value) {
        let called = text(mount, "/name");
        let volume = items(&pod.spec, "/volumes").find(|volume| text(volume, "/name") == called);
        let file = text(mount, "/subPath");
        match volume {
            None if !pod.claimed.iter().any(|claimed| claimed == called) => {
                self.findings.push(format!("{} mounts the volume {called}, which it does not have", pod.owner));
            }
            Some(volume) if !file.is_empty() => self.file(pod, text(volume, "/configMap/name"), file),
            _ => {}
        }
    }

    fn probes(&mut self, who: &str, container: &Value) {
        let named = |port: &Value| {
            items(container, "/ports").any(|known| known["name"] == *port || known["containerPort"] == *port)
        };
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"].iter().filter_map(|probe| container.get(probe))
        {
            let port = probe.pointer("/httpGet/port").or_else(|| probe.pointer("/tcpSocket/port"));
            if let Some(port) = port.filter(|port| !named(port)) {
                self.findings.push(format!("{who} is probed at the port {port}, which it does not have"));
            }
        }
    }

    fn object(&mut self, object: &Value) {
        let (called, home) = (name(object), namespace(object));
        let who = format!("{} {called}", kind(object));
        match kind(object) {
            "StatefulSet" => self.needs(&who, "Service", home, text(object, "/spec/serviceName")),
            "RoleBinding" => {
                self.needs(&who, text(object, "/roleRef/kind"), home, text(object, "/roleRef/name"));
                for subject in items(object, "/subjects") {
                    self.needs(&who, text(subject, "/kind"), text(subject, "/namespace"), text(subject, "/name"));
                }
            }
            "HorizontalPodAutoscaler" => {
                let target = object.pointer("/spec/scaleTargetRef").cloned().unwrap_or_default();
                self.needs(&who, text(&target, "/kind"), home, text(&target, "/name"));
            }
            "PodDisruptionBudget" => self.selection(&who, home, &object["spec"]["selector"]),
            "NetworkPolicy" => self.policy(&who, home, &object["spec"]),
            "Service" => self.service(&who, home, &object["spec"]),
            _ => {}
        }
    }

    /// Reports a selector that matches no pod of the namespace.
    fn selection(&mut self, who: &str, home: &str, selector: &Value) {
        if !self.pods.iter().any(|pod| pod.namespace == home && selects(selector, &pod.labels)) {
            self.findings.push(format!("{who} selects pods by {selector} in {home}, and there are none"));
        }
    }

    fn policy(&mut self, who: &str, home: &str, spec: &Value) {
        self.selection(who, home, &spec["podSelector"]);
        let rules = ["/ingress", "/egress"].iter().flat_map(|rules| items(spec, rules));
        let peers = rules.flat_map(|rule| items(rule, "/from").chain(items(rule, "/to")));
        for peer in peers.filter(|peer| peer.get("podSelector").is_some()) {
            let namespace = peer
                .pointer("/namespaceSelector/matchLabels")
                .map(|labels| text(labels, "/kubernetes.io~1metadata.name"));
            self.selection(who, namespace.unwrap_or(home), &peer["podSelector"]);
        }
    }

    /// Reports the ports of a Service that no pod behind the Service opens.
    fn service(&mut self, who: &str, home: &str, spec: &Value) {
        let selector = json!({"matchLabels": spec["selector"]});
        let behind: Vec<&Pod> =
            self.pods.iter().filter(|pod| pod.namespace == home && selects(&selector, &pod.labels)).collect();
        let has = |pod: &Pod, port: &Value| {
            pod.containers()
                .flat_map(|container| items(container, "/ports"))
                .any(|known| known["name"] == *port || known["containerPort"] == *port)
        };
        let targets: Vec<&Value> =
            items(spec, "/ports").map(|port| port.get("targetPort").unwrap_or(&port["port"])).collect();
        let missing =
            targets.into_iter().filter(|target| behind.is_empty() || !behind.iter().all(|pod| has(pod, target)));
        self.findings.extend(missing.map(|port| format!("{who} leads to the port {port}, which no pod behind it has")));
    }

    /// Reports addresses in a value that are neither a Service's port nor a requirement.
    fn hosts(&mut self, who: &str, home: &str, value: &Value) {
        for (host, port) in inside(value).into_iter().flat_map(addresses) {
            let mut parts = host.splitn(3, '.');
            let (service, place) = (parts.next().unwrap_or_default(), parts.next().unwrap_or(home));
            let is_local = matches!(parts.next(), None | Some("svc" | "svc.cluster.local"));
            let service = self.find("Service", place, service).filter(|_| is_local);
            let has_port =
                service.is_some_and(|service| items(service, "/spec/ports").any(|known| known["port"] == json!(port)));
            let outside = self
                .requires
                .hosts
                .iter()
                .any(|known| known.host.as_str() == host && known.port.get() == i64::from(port));
            if !has_port && !outside {
                self.findings
                    .push(format!("{who} names the address {host}:{port}, which is neither a Service's nor required"));
            }
        }
    }

    /// Reports differences between the keys of Secrets that are read and the keys that are required.
    fn secrets(&mut self) {
        let mut required = BTreeSet::new();
        for secret in &self.requires.secrets {
            for key in &secret.keys {
                let reader =
                    |reader: &_| reading(secret.namespace.as_str(), secret.name.as_str(), key.as_str(), reader);
                required.extend(secret.used_by.iter().map(|component| reader(component.as_str())));
            }
        }
        let lacking = self.read.difference(&required).map(|key| format!("{key} is read and not required"));
        let needless = required.difference(&self.read).map(|key| format!("{key} is required and not read"));
        self.findings.extend(lacking.chain(needless));
    }
}
