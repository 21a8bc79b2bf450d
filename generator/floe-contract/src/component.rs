//! Component: one service that a chart can deploy, as its contract says it. Not the objects that it becomes.

use std::collections::BTreeMap;

use floe_base::{Diagnostics, Node};

use crate::model::Head;

/// One service that a chart can deploy.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its head; the name is the component's.
    pub head: Head,
    /// Its ports by name.
    pub ports: BTreeMap<String, Port>,
}

/// A port that a component listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// 1 to 65535.
    pub number: u16,
    /// `http`, `postgresql` …: the scheme of the addresses that lead to it.
    pub scheme: String,
}

/// Reads a component's contract. Findings go to `out`; `None` where too little is there to go on.
pub fn parse(head: Head, node: &Node, _file: &str, _out: &mut Diagnostics) -> Option<Component> {
    let ports = node.get("ports").and_then(Node::as_map).into_iter().flatten();
    let ports = ports.filter_map(|(name, port)| Some((name.name.clone(), read_port(port)?))).collect();
    Some(Component { head, ports })
}

fn read_port(node: &Node) -> Option<Port> {
    let number = u16::try_from(node.get("number")?.as_int()?).ok()?;
    let scheme = node.get("scheme").and_then(Node::as_str).unwrap_or("tcp").to_owned();
    Some(Port { number, scheme })
}
