//! Order: in which plugins are started, and what keeps some from starting. Pure, over names alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::plugin_id::PluginId;

/// What each plugin depends on, as `category/name`.
pub type Dependencies<'a> = BTreeMap<PluginId<'a>, &'a [&'a str]>;

/// Which plugins can be started one after the other, and why the others cannot.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order<'a> {
    /// Each after all that it depends on; otherwise by category and name.
    pub ready: Vec<PluginId<'a>>,
    /// Those that cannot be started: they miss a plugin, stand in a circle, or depend on such a one.
    pub blocked: BTreeSet<PluginId<'a>>,
    /// Which plugins miss what, as written.
    pub missing: BTreeMap<PluginId<'a>, Vec<&'a str>>,
    /// Circles, each from its first plugin around to the one before it. Every dependency that closes a circle stands in one of these.
    pub cycles: BTreeSet<Vec<PluginId<'a>>>,
}

type Edges<'a> = BTreeMap<PluginId<'a>, BTreeSet<PluginId<'a>>>;

/// The order of the `wanted` plugins and of all that they depend on. `known` holds every plugin that there is.
pub fn order<'a>(wanted: impl IntoIterator<Item = PluginId<'a>>, known: &Dependencies<'a>) -> Order<'a> {
    let mut order = Order::default();
    let edges = edges(wanted, known, &mut order.missing);
    order.cycles = cycles(&edges);
    order.blocked = edges.keys().copied().collect();
    loop {
        let is_ready = |id: &&PluginId<'a>| {
            !order.missing.contains_key(id) && edges[*id].iter().all(|needed| !order.blocked.contains(needed))
        };
        let ready: Vec<_> = order.blocked.iter().filter(is_ready).copied().collect();
        if ready.is_empty() {
            return order;
        }
        for id in &ready {
            order.blocked.remove(id);
        }
        order.ready.extend(ready);
    }
}

/// Everything that is wanted, directly or by another, with what it depends on. What is not there goes to `missing`.
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

/// For each dependency that leads back, the shortest way around.
fn cycles<'a>(edges: &Edges<'a>) -> BTreeSet<Vec<PluginId<'a>>> {
    let around = |from: PluginId<'a>, to: PluginId<'a>| {
        let mut cycle = path(to, from, edges)?;
        let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
        cycle.rotate_left(first);
        Some(cycle)
    };
    let pairs = edges.iter().flat_map(|(from, needed)| needed.iter().map(|to| (*from, *to)));
    pairs.filter_map(|(from, to)| around(from, to)).collect()
}

/// The shortest way along dependencies, both ends included.
fn path<'a>(from: PluginId<'a>, to: PluginId<'a>, edges: &Edges<'a>) -> Option<Vec<PluginId<'a>>> {
    let mut came_from = BTreeMap::from([(from, None)]);
    let mut open = VecDeque::from([from]);
    while let Some(id) = open.pop_front() {
        if id == to {
            let mut path: Vec<_> = std::iter::successors(Some(to), |at| came_from.get(at).copied().flatten()).collect();
            path.reverse();
            return Some(path);
        }
        for next in edges.get(&id).into_iter().flatten() {
            came_from.entry(*next).or_insert_with(|| {
                open.push_back(*next);
                Some(id)
            });
        }
    }
    None
}
