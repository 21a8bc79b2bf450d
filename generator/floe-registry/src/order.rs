//! Order: the order in which plugins start, and the reasons why some cannot start. Works on names alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::circles::{Graph, circles, reversed};
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
    /// For each plugin its missing dependencies, as written.
    pub missing: BTreeMap<PluginId<'a>, Vec<&'a str>>,
    /// For plugins that depend on each other, directly or through others, the shortest circle: from the circle's first plugin around to the
    /// plugin before the first.
    pub cycles: BTreeSet<Vec<PluginId<'a>>>,
}

type Edges<'a> = BTreeMap<PluginId<'a>, BTreeSet<PluginId<'a>>>;

/// The order of the `wanted` plugins and of all their dependencies. `known` holds every plugin that exists.
pub fn order<'a>(wanted: impl IntoIterator<Item = PluginId<'a>>, known: &Dependencies<'a>) -> Order<'a> {
    let mut order = Order::default();
    let edges = edges(wanted, known, &mut order.missing);
    let ids: Vec<PluginId<'a>> = edges.keys().copied().collect();
    let number = |id: &PluginId<'a>| ids.binary_search(id).ok();
    let graph: Graph = edges.values().map(|needed| needed.iter().filter_map(number).collect()).collect();
    order.cycles = circles(&graph).map(|circle| circle.into_iter().map(|at| ids[at]).collect()).collect();
    // For how many others each plugin still waits; a plugin with a missing dependency waits for ever.
    let mut awaited: Vec<usize> =
        ids.iter().zip(&graph).map(|(id, needed)| needed.len() + usize::from(order.missing.contains_key(id))).collect();
    let dependents = reversed(&graph);
    let mut ready: BTreeSet<usize> = (0..ids.len()).filter(|at| awaited[*at] == 0).collect();
    while !ready.is_empty() {
        order.ready.extend(ready.iter().map(|at| ids[*at]));
        let mut next = BTreeSet::new();
        for dependent in ready.iter().flat_map(|at| &dependents[*at]) {
            awaited[*dependent] -= 1;
            if awaited[*dependent] == 0 {
                next.insert(*dependent);
            }
        }
        ready = next;
    }
    order.blocked = ids.iter().zip(&awaited).filter(|(_, awaited)| **awaited > 0).map(|(id, _)| *id).collect();
    order
}

/// Every plugin that is wanted, directly or by another, with its dependencies. Dependencies that do not exist go to `missing`.
fn edges<'a>(
    wanted: impl IntoIterator<Item = PluginId<'a>>,
    known: &Dependencies<'a>,
    missing: &mut BTreeMap<PluginId<'a>, Vec<&'a str>>,
) -> Edges<'a> {
    let mut edges = Edges::new();
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
                None => missing.entry(id).or_default().push(path),
            }
        }
        open.extend(&needed);
        edges.insert(id, needed);
    }
    edges
}
