//! Circles of a directed graph, each with the edges that form the circle. Knows no document and reports nothing.

/// More circles than this are not reported one by one.
pub(crate) const MOST_CIRCLES: usize = 100;

/// In a longer circle, only this many steps get a place of their own.
pub(crate) const MOST_STEPS: usize = 10;
/// Longer lists of names help nobody; a longer path is shown with the first and the last names.
pub(crate) const MOST_NAMES: usize = 50;

/// An edge of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The index of the entry that states the edge, in the list of the node.
    pub entry: usize,
    /// The index of the node that the edge leads to.
    pub target: usize,
}

/// A circle: each step is a node and the edge that leads to the next node; the last step leads back to the first.
pub(crate) type Circle = Vec<(usize, Edge)>;

/// One circle for each edge that closes a circle, in the order of the nodes, up to [`MOST_CIRCLES`]. Walks without recursion,
/// because a chain may be long.
pub(crate) fn circles(edges: &[Vec<Edge>]) -> Vec<Circle> {
    let (mut seen, mut open) = (vec![false; edges.len()], vec![false; edges.len()]);
    let mut found = Vec::new();
    for start in 0..edges.len() {
        // Each node on the way, with the number of its edges that have been followed.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if !seen[start] {
            path.push((start, 0));
        }
        while let Some((at, followed)) = path.last_mut() {
            (seen[*at], open[*at]) = (true, true);
            let Some(&edge) = edges[*at].get(*followed) else {
                open[*at] = false;
                path.pop();
                continue;
            };
            *followed += 1;
            if !seen[edge.target] {
                path.push((edge.target, 0));
            } else if open[edge.target]
                && found.len() < MOST_CIRCLES
                && let Some(first) = path.iter().position(|(at, _)| *at == edge.target)
            {
                found.push(path[first..].iter().map(|&(at, followed)| (at, edges[at][followed - 1])).collect());
            }
        }
    }
    found
}

/// The names on the way of a circle, back to the first name.
pub(crate) fn path<'n>(circle: &Circle, name: impl Fn(usize) -> &'n str) -> String {
    let back = circle.last().map(|(_, edge)| edge.target);
    shortened(&circle.iter().map(|(at, _)| *at).chain(back).map(name).collect::<Vec<_>>())
}

/// The names of a path; of a very long path the first and the last names.
fn shortened(path: &[&str]) -> String {
    if path.len() <= MOST_NAMES {
        return path.join(" -> ");
    }
    let (first, last) = (&path[..MOST_NAMES / 2], &path[path.len() - MOST_NAMES / 2..]);
    format!("{} -> ... -> {}", first.join(" -> "), last.join(" -> "))
}
