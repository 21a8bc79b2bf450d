//! Reads components and charts from their contracts. That the keys are known and of the right kind is the meta-contract's; what paths lead to is lint's.

use floe_base::{Key, Node};

use super::{
    Access, Autoscale, Chart, Check, Claim, Component, Config, ConfigFile, Container, Content, Edge, Image,
    ImageSource, Mount, Port, Probe, Scale, Slots, Workload, WorkloadKind,
};
use crate::define;
use crate::model::{Field, Head};
use crate::reader::{Reader, entries, items, strings, text, text_or_empty};
use crate::slot;
use crate::tree::{self, Path, Tree};

const INVALID: &str = "CONTRACT_COMPONENT_INVALID";

/// Reads a component's contract; `None` where too little is there to go on.
pub(crate) fn component(reader: &mut Reader<'_>, head: Head, node: &Node) -> Option<Component> {
    let shared = Node { span: node.span, value: floe_base::Value::Map(Vec::new()) };
    let shared = node.get("shared").unwrap_or(&shared);
    Some(Component {
        head,
        chart: text(node, "chart")?,
        provides: optional_path(reader, node, "provides"),
        database: text(node, "database"),
        requires: paths(reader, node, "requires"),
        images: images(reader, node),
        tunables: tunables(reader, node),
        ports: entries(node, "ports")
            .iter()
            .filter_map(|(key, port)| Some((key.name.clone(), self::port(port)?)))
            .collect(),
        configs: entries(node, "configs").iter().map(|(key, config)| self::config(reader, key, config)).collect(),
        workloads: entries(node, "workloads")
            .iter()
            .filter_map(|(key, own)| workload(reader, key, shared, own))
            .collect(),
    })
}

/// Reads a chart's contract; `None` where too little is there to go on.
pub(crate) fn chart(reader: &mut Reader<'_>, head: Head, node: &Node) -> Option<Chart> {
    let each = node.get("each");
    Some(Chart {
        head,
        package: text(node, "package")?,
        suffix: text(node, "suffix"),
        bindings: slot::target(reader, node.get("bindings")?.get("$ref")?)?,
        kubernetes: text(node, "kubernetes")?,
        images: images(reader, node),
        tunables: tunables(reader, node),
        each_tunables: each.map(|each| tunables(reader, each)).unwrap_or_default(),
        each_slots: each.map(|each| slots(reader, each)).unwrap_or_default(),
    })
}

fn tunables(reader: &mut Reader<'_>, node: &Node) -> Vec<Field> {
    entries(node, "tunables").iter().filter_map(|(key, field)| define::field(reader, key, field, false)).collect()
}

fn images(reader: &mut Reader<'_>, node: &Node) -> Vec<Image> {
    entries(node, "images").iter().filter_map(|(key, image)| self::image(reader, key, image)).collect()
}

fn image(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Option<Image> {
    let source = match node.get("fact") {
        Some(fact) => ImageSource::Fact(tree::path(reader, fact)?),
        None => ImageSource::Tunable {
            registry: text(node, "registry")?,
            repository: text(node, "repository")?,
            tag: text(node, "tag")?,
        },
    };
    let user = node.get("user").and_then(Node::as_int)?;
    let group = node.get("group").and_then(Node::as_int).unwrap_or(user);
    Some(Image { name: key.name.clone(), source, user, group })
}

fn port(node: &Node) -> Option<Port> {
    let number = u16::try_from(node.get("number")?.as_int()?).ok()?;
    let scheme = node.get("scheme").and_then(Node::as_str).unwrap_or("tcp").to_owned();
    Some(Port { number, scheme, expose: node.get("expose").and_then(Node::as_bool).unwrap_or_default() })
}

fn config(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Config {
    let files = node.as_map().unwrap_or_default();
    let files = files
        .iter()
        .filter_map(|(name, file)| Some(ConfigFile { name: name.name.clone(), content: content(reader, file)? }));
    Config { name: key.name.clone(), files: files.collect() }
}

fn content(reader: &mut Reader<'_>, node: &Node) -> Option<Content> {
    if let Some(yaml) = node.get("yaml") {
        return Some(Content::Yaml(tree::tree(reader, yaml)));
    }
    if let Some(json) = node.get("json") {
        return Some(Content::Json(tree::tree(reader, json)));
    }
    if node.get("properties").is_some() {
        return Some(Content::Properties(trees(reader, node, "properties")));
    }
    let script = text(node, "script");
    if script.is_none() {
        reader.error(INVALID, node.span, "a file is yaml, json, properties or script", "write one of them");
    }
    script.map(Content::Script)
}

fn workload(reader: &mut Reader<'_>, key: &Key, shared: &Node, own: &Node) -> Option<Workload> {
    // The meta-contract, which admits these kinds alone, has been asked before.
    let word = own.get("kind").and_then(Node::as_str)?;
    let (_, kind) = WorkloadKind::ALL.into_iter().find(|(known, _)| *known == word)?;
    let both = [shared, own];
    let steps = entries(own, "steps")
        .iter()
        .map(|(key, step)| (key.name.clone(), container(reader, &[shared, step])))
        .collect();
    Some(Workload {
        name: key.name.clone(),
        place: reader.place(key.span),
        kind,
        steps,
        when: optional_path(reader, own, "when"),
        namespace: optional_path(reader, own, "namespace"),
        main: container(reader, &both),
        uses: merged(&both, "uses")
            .into_iter()
            .filter_map(|(key, edge)| Some((key.name.clone(), self::edge(reader, edge)?)))
            .collect(),
        mounts: merged(&both, "mounts")
            .into_iter()
            .filter_map(|(key, node)| Some((key.name.clone(), mount(reader, node)?)))
            .collect(),
        claims: entries(own, "claims").iter().filter_map(|(key, node)| claim(reader, key, node)).collect(),
        ports: strings(own, "ports"),
        probes: entries(own, "probes")
            .iter()
            .filter_map(|(key, node)| Some((key.name.clone(), probe(reader, node)?)))
            .collect(),
        scale: own.get("scale").and_then(|node| scale(reader, node)),
        access: items(own, "access").iter().map(|node| access(reader, node)).collect(),
        size: both.iter().rev().find_map(|node| text(node, "size")).unwrap_or_else(|| "small".to_owned()),
        slots: slots(reader, shared).overlaid(&slots(reader, own)),
    })
}

/// The entries of a map that stands in several nodes; the last node's win.
fn merged<'n>(nodes: &[&'n Node], key: &str) -> Vec<(&'n Key, &'n Node)> {
    let mut found: Vec<(&Key, &Node)> = Vec::new();
    for (key, value) in nodes.iter().flat_map(|node| entries(node, key)) {
        match found.iter_mut().find(|(other, _)| other.name == key.name) {
            Some(entry) => *entry = (key, value),
            None => found.push((key, value)),
        }
    }
    found
}

fn container(reader: &mut Reader<'_>, nodes: &[&Node]) -> Container {
    let env = merged(nodes, "env");
    let secrets = merged(nodes, "secrets");
    let last = |key: &str| nodes.iter().rev().find_map(|node| node.get(key));
    Container {
        image: last("image").and_then(Node::as_str).unwrap_or("main").to_owned(),
        command: last("command").map(|node| tree::tree(reader, node)),
        args: last("args").map(|node| tree::tree(reader, node)),
        env: env
            .into_iter()
            .map(|(key, value)| (tree::text(reader, &key.name, key.span), tree::tree(reader, value)))
            .collect(),
        secrets: secrets
            .into_iter()
            .filter_map(|(key, value)| Some((key.name.clone(), tree::path(reader, value)?)))
            .collect(),
        credentials: nodes.iter().flat_map(|node| paths(reader, node, "credentials")).collect(),
    }
}

fn edge(reader: &mut Reader<'_>, node: &Node) -> Option<Edge> {
    let to = tree::path(reader, node.get("to")?)?;
    Some(Edge { to, wait: text(node, "start").as_deref() == Some("wait") })
}

fn mount(reader: &mut Reader<'_>, node: &Node) -> Option<Mount> {
    if let Some(config) = text(node, "config") {
        return Some(Mount::Config { config, file: text(node, "file") });
    }
    if let Some(size) = text(node, "empty") {
        return Some(Mount::Empty(size));
    }
    if let Some(claim) = text(node, "claim") {
        return Some(Mount::Claim(claim));
    }
    if let Some(secret) = node.get("secret") {
        return tree::path(reader, secret).map(Mount::Secret);
    }
    reader.error(INVALID, node.span, "a mount is a config, empty, a claim or a secret", "write one of them");
    None
}

fn claim(reader: &mut Reader<'_>, key: &Key, node: &Node) -> Option<Claim> {
    let size = tree::path(reader, node.get("size")?)?;
    Some(Claim { name: key.name.clone(), size, class: optional_path(reader, node, "class") })
}

fn probe(reader: &mut Reader<'_>, node: &Node) -> Option<Probe> {
    let check = if let Some(port) = text(node, "http") {
        Check::Http { port, path: text_or_empty(node, "path") }
    } else if let Some(port) = text(node, "tcp") {
        Check::Tcp(port)
    } else {
        Check::Exec(tree::tree(reader, node.get("exec")?))
    };
    Some(Probe { check, fields: trees(reader, node, "fields") })
}

fn scale(reader: &mut Reader<'_>, node: &Node) -> Option<Scale> {
    let replicas = tree::path(reader, node.get("replicas")?)?;
    let auto = node.get("auto").and_then(|node| {
        let mut path = |key: &str| tree::path(reader, node.get(key)?);
        Some(Autoscale { when: path("when")?, max: path("max")?, cpu: path("cpu")? })
    });
    Some(Scale { replicas, auto })
}

fn access(reader: &mut Reader<'_>, node: &Node) -> Access {
    Access {
        groups: strings(node, "groups"),
        resources: strings(node, "resources"),
        verbs: strings(node, "verbs"),
        namespace: optional_path(reader, node, "in"),
    }
}

fn slots(reader: &mut Reader<'_>, node: &Node) -> Slots {
    Slots {
        spec: trees(reader, node, "spec"),
        pod: trees(reader, node, "pod"),
        container: trees(reader, node, "container"),
        annotations: node.get("annotations").map(|node| tree::tree(reader, node)),
        account_annotations: node.get("account-annotations").map(|node| tree::tree(reader, node)),
    }
}

fn trees(reader: &mut Reader<'_>, node: &Node, key: &str) -> Vec<(String, Tree)> {
    entries(node, key).iter().map(|(key, value)| (key.name.clone(), tree::tree(reader, value))).collect()
}

fn paths(reader: &mut Reader<'_>, node: &Node, key: &str) -> Vec<Path> {
    items(node, key).iter().filter_map(|item| tree::path(reader, item)).collect()
}

fn optional_path(reader: &mut Reader<'_>, node: &Node, key: &str) -> Option<Path> {
    node.get(key).and_then(|node| tree::path(reader, node))
}
