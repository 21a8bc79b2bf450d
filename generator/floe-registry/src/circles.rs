//! Circles: finds the strongly connected components of a graph, and a shortest cycle in each. Works on numbers alone.

use std::collections::{BTreeMap, VecDeque};

/// For each node the nodes that the node leads to, least first.
pub(crate) type Graph = Vec<Vec<usize>>;

/// The graph with each edge reversed.
pub(crate) fn reversed(graph: &Graph) -> Graph {
    let mut back = vec![Vec::new(); graph.len()];
    for (from, targets) in graph.iter().enumerate() {
        for to in targets {
            back[*to].push(from);
        }
    }
    back
}

/// One shortest cycle for each strongly connected component, from the component's least node around to the node before that one.
pub(crate) fn circles(graph: &Graph) -> impl Iterator<Item = Vec<usize>> {
    let part = parts(graph);
    let mut search = Search { graph, part: &part, came_from: vec![(0, 0); graph.len()] };
    let mut shortest: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (start, part) in part.iter().enumerate() {
        let limit = shortest.get(part).map_or(usize::MAX, Vec::len);
        if let Some(circle) = search.around(start, limit) {
            shortest.insert(*part, circle);
        }
    }
    shortest.into_values()
}

/// For each node the number of the strongly connected component that holds the node.
fn parts(graph: &Graph) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = vec![false; graph.len()];
    for start in 0..graph.len() {
        visit(graph, start, &mut seen, &mut order);
    }
    let back = reversed(graph);
    let mut part = vec![0; graph.len()];
    seen.fill(false);
    for start in order.into_iter().rev() {
        let mut found = Vec::new();
        visit(&back, start, &mut seen, &mut found);
        for node in found {
            part[node] = start;
        }
    }
    part
}

/// Adds every node that `start` leads to and that was not seen before, each after the nodes that the added node leads to.
fn visit(graph: &Graph, start: usize, seen: &mut [bool], order: &mut Vec<usize>) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut next = Some(start).filter(|start| !seen[*start]);
    loop {
        if let Some(node) = next {
            seen[node] = true;
            open.push((node, 0));
        }
        let Some((node, at)) = open.last_mut() else { return };
        if let Some(target) = graph[*node].get(*at) {
            *at += 1;
            next = Some(*target).filter(|target| !seen[*target]);
        } else {
            order.push(*node);
            open.pop();
            next = None;
        }
    }
}

/// Breadth-first searches, one after the other, each within one strongly connected component.
struct Search<'a> {
    graph: &'a Graph,
    part: &'a [usize],
    /// For each node, the number of the last search that reached the node, counted from one, and the node from which the search came.
    came_from: Vec<(usize, usize)>,
}

impl Search<'_> {
    /// The shortest path from a node back to the same node, if the path has fewer nodes than `limit`.
    fn around(&mut self, start: usize, limit: usize) -> Option<Vec<usize>> {
        let search = start + 1;
        let mut open = VecDeque::from([(start, 1)]);
        while let Some((node, length)) = open.pop_front().filter(|(_, length)| *length < limit) {
            for next in self.graph[node].iter().copied().filter(|next| self.part[*next] == self.part[start]) {
                if next == start {
                    return Some(self.way(start, node));
                }
                if self.came_from[next].0 != search {
                    self.came_from[next] = (search, node);
                    open.push_back((next, length + 1));
                }
            }
        }
        None
    }

    fn way(&self, start: usize, end: usize) -> Vec<usize> {
        let before = |node: &usize| (*node != start).then(|| self.came_from[*node].1);
        let mut way: Vec<usize> = std::iter::successors(Some(end), before).collect();
        way.reverse();
        way
    }
}
