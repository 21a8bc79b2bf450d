//! Circles: finds a shortest circle in each part of a graph whose nodes all lead to each other. Works on numbers alone.

use std::collections::VecDeque;

/// For each node the nodes that the node leads to, least first.
pub(crate) type Graph = Vec<Vec<usize>>;

/// A part of the graph whose nodes all lead to each other.
struct Part {
    /// The least node.
    first: usize,
    from_first: Search,
    shortest: Vec<usize>,
}

/// For each node that a start leads to, the node before on a shortest way.
type Search = Vec<Option<usize>>;

/// One shortest circle for each part, from the first node that lies on a shortest one around to the node before.
pub(crate) fn circles(graph: &Graph) -> impl Iterator<Item = Vec<usize>> {
    let mut parts: Vec<Part> = Vec::new();
    for start in 0..graph.len() {
        let search = search(graph, start);
        let Some(circle) = circle(&search, start) else { continue };
        match parts.iter_mut().find(|part| part.from_first[start].is_some() && search[part.first].is_some()) {
            None => parts.push(Part { first: start, from_first: search, shortest: circle }),
            Some(part) if circle.len() < part.shortest.len() => part.shortest = circle,
            Some(_) => {}
        }
    }
    parts.into_iter().map(|part| part.shortest)
}

fn search(graph: &Graph, start: usize) -> Search {
    let mut before = vec![None; graph.len()];
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for next in &graph[node] {
            if before[*next].is_none() {
                before[*next] = Some(node);
                open.push_back(*next);
            }
        }
    }
    before
}

/// The shortest way from a start back to the start, if the start leads there.
fn circle(search: &Search, start: usize) -> Option<Vec<usize>> {
    let end = search[start]?;
    let before = |node: &usize| if *node == start { None } else { search[*node] };
    let mut way: Vec<usize> = std::iter::successors(Some(end), before).collect();
    way.reverse();
    Some(way)
}
