//! Order: the order in which plugins start, and the reasons why some cannot start. Works on names alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::circles::{Graph, circles};
use crate::plugin_id::PluginId;

/// The dependencies of each plugin, as `category/name`.
pub type Dependencies<'a> = BTreeMap<PluginId<'a>, &'a [&'a str]>;

/// The plugins that can be started, in order, and why the others cannot.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order<'a> {
    /// Each plugin after all its dependencies; otherwise by category and name.
    pub ready: Vec<PluginId<'a>>,
    /// The plugins that cannot be started: each misses a dependency, stands in a circle, or depends on a blocked plugin.
    pub blocked: BTreeSet<PluginId<'a>>,
    /// For each plugin the missing dependencies, as written.
    pub missing: BTreeMap<PluginId<'a>, Vec<&'a str>>,
    /// For plugins that depend on each other, directly or through others, the shortest circle: from the circle's first plugin around to the
    /// plugin before the first.
    pub cycles: BTreeSet<Vec<PluginId<'a>>>,
}

/// The order of the `wanted` plugins and of all their dependencies. `known` holds every plugin that exists.
pub fn order<'a>(wanted: impl IntoIterator<Item = PluginId<'a>>, known: &Dependencies<'a>) -> Order<'a> {
    let mut order = Order::default();
    let mut edges: BTreeMap<PluginId<'a>, BTreeSet<PluginId<'a>>> = BTreeMap::new();
    let mut open: Vec<PluginId<'a>> = wanted.into_iter().collect();
    while let Some(id) = open.pop() {
        if edges.contains_key(&id) {
            continue;
        }
        let mut needed = BTreeSet::new();
        // An unknown plugin has no dependencies.
        for path in known.get(&id).copied().unwrap_or_default() {
            match PluginId::parse(path).filter(|other| known.contains_key(other)) {
                Some(other) => drop(needed.insert(other)),
                None => order.missing.entry(id).or_default().push(path),
            }
        }
        open.extend(&needed);
        edges.insert(id, needed);
    }
    let ids: Vec<PluginId<'a>> = edges.keys().copied().collect();
    let number = |id: &PluginId<'a>| ids.binary_search(id).ok();
    let graph: Graph = edges.values().map(|needed| needed.iter().filter_map(number).collect()).collect();
    order.cycles = circles(&graph).map(|circle| circle.into_iter().map(|at| ids[at]).collect()).collect();
    // A plugin with a missing dependency stays blocked.
    edges.retain(|id, _| !order.missing.contains_key(id));
    order.blocked = ids.into_iter().collect();
    loop {
        let ready = edges.extract_if(.., |_, needed| needed.is_disjoint(&order.blocked));
        let ready: Vec<PluginId<'a>> = ready.map(|(id, _)| id).collect();
        if ready.is_empty() {
            return order;
        }
        order.blocked.retain(|id| ready.binary_search(id).is_err());
        order.ready.extend(ready);
    }
}
