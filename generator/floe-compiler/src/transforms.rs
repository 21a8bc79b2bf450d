//! Transforms: checks that dependencies exist, that the dependency graph has no cycle, and that the platform has each engine.

use std::collections::BTreeMap;

use floe_base::{Findings, names};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::Transform;

use crate::report;
use crate::source::Source;

/// Checks the transforms of one product. `computes` are the platform's engines; `None` where the engines are not known.
pub(crate) fn check(source: &Source, transforms: &[Transform], computes: Option<&[&str]>, out: &mut Findings) {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, transform) in transforms.iter().enumerate() {
        // Duplicate names have been reported; the first transform counts.
        index.entry(transform.name.as_str()).or_insert(at);
        check_compute(source, at, transform, computes, out);
    }
    let edges: Vec<Vec<Edge>> =
        transforms.iter().enumerate().map(|(at, transform)| edges(source, at, transform, &index, out)).collect();
    for circle in circles(&edges) {
        report_circle(source, transforms, &circle, out);
    }
}

/// In a longer circle, only this many steps get a place of their own.
const MOST_STEPS: usize = 10;

/// More circles than this are not reported one by one.
const MOST_CIRCLES: usize = 100;

/// Longer lists of names help nobody.
const MOST_NAMES: usize = 50;

/// After this many findings, names are compared with the first [`MOST_NAMES`] only, because comparing all pairs would take too long.
const MOST_COMPARED: usize = 100;

/// One entry of `dependsOn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    /// The index of the entry in the list.
    entry: usize,
    /// The transform that the entry names.
    target: usize,
}

fn edges(
    source: &Source,
    at: usize,
    transform: &Transform,
    index: &BTreeMap<&str, usize>,
    out: &mut Findings,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (entry, dependency) in transform.depends_on.iter().enumerate() {
        let name = dependency.as_str();
        if let Some(&target) = index.get(name) {
            edges.push(Edge { entry, target });
            continue;
        }
        let most = if out.len() < MOST_COMPARED { usize::MAX } else { MOST_NAMES };
        let mut known = names::by_nearness(name, index.keys().copied().take(most));
        known.truncate(MOST_NAMES);
        let message = match names::nearest(name, known.iter().copied()).first() {
            Some(suggestion) => messages::resolve_transform_unknown_near(name, suggestion, &known),
            None => messages::resolve_transform_unknown(name, &known),
        };
        out.push(report::at(source.place(&format!("/transforms/{at}/dependsOn/{entry}")), message));
    }
    edges
}

fn check_compute(source: &Source, at: usize, transform: &Transform, computes: Option<&[&str]>, out: &mut Findings) {
    let (Some(compute), Some(known)) = (&transform.compute, computes) else { return };
    if !known.contains(&compute.as_str()) {
        let message = messages::resolve_compute_unknown(transform.name.as_str(), compute.as_str(), known);
        out.push(report::at(source.place(&format!("/transforms/{at}/compute")), message));
    }
}

/// A circle: each step is a transform and the dependency that leads to the next transform; the last step leads back to the first.
type Circle = Vec<(usize, Edge)>;

/// One circle for each dependency that closes a circle, in the order of the document, up to [`MOST_CIRCLES`]. Walks without recursion,
/// because a chain may be long.
fn circles(edges: &[Vec<Edge>]) -> Vec<Circle> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        if states[start] != State::New {
            continue;
        }
        // Each transform on the way, with the number of its dependencies that have been followed.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        states[start] = State::Open;
        while let Some((at, followed)) = path.last_mut() {
            let Some(&edge) = edges[*at].get(*followed) else {
                states[*at] = State::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            match states[edge.target] {
                State::New => {
                    states[edge.target] = State::Open;
                    path.push((edge.target, 0));
                }
                State::Open if found.len() == MOST_CIRCLES => {}
                State::Open => {
                    // Every open transform stands on the path.
                    let Some(first) = path.iter().position(|(at, _)| *at == edge.target) else { continue };
                    found.push(path[first..].iter().map(|&(at, followed)| (at, edges[at][followed - 1])).collect());
                }
                State::Done => {}
            }
        }
    }
    found
}

fn report_circle(source: &Source, transforms: &[Transform], circle: &Circle, out: &mut Findings) {
    let Some(&(closing, edge)) = circle.last() else { return };
    let name = |at: usize| transforms.get(at).map_or("", |transform| transform.name.as_str());
    let mut path: Vec<&str> = circle.iter().map(|(at, _)| name(*at)).collect();
    path.push(name(edge.target));
    let place = |at: usize, entry: usize| source.place(&format!("/transforms/{at}/dependsOn/{entry}"));
    let mut finding = report::at(place(closing, edge.entry), messages::resolve_transform_cycle(&shortened(&path)));
    for (at, edge) in circle[..circle.len() - 1].iter().take(MOST_STEPS) {
        finding =
            finding.related(place(*at, edge.entry), format!("`{}` depends on `{}`", name(*at), name(edge.target)));
    }
    out.push(finding);
}

/// The names of a path; of a very long path the first and the last names.
fn shortened(path: &[&str]) -> String {
    if path.len() <= MOST_NAMES {
        return path.join(" -> ");
    }
    let (first, last) = (&path[..MOST_NAMES / 2], &path[path.len() - MOST_NAMES / 2..]);
    format!("{} -> ... -> {}", first.join(" -> "), last.join(" -> "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::documents::floe_spec::FloeSpec;

    fn findings(transforms: &str, computes: Option<&[&str]>) -> Vec<String> {
        let text = format!(
            "apiVersion: floe.dev/v1\nkind: FloeSpec\nmetadata: {{name: p, version: 1.0.0}}\ntransforms:\n{transforms}"
        );
        let mut out = Findings::new();
        let source = Document::new("floe.yaml", text).content().unwrap().clone();
        let spec = FloeSpec::parse(&source.node.to_json()).unwrap();
        check(&source, &spec.transforms, computes, &mut out);
        out.sorted().iter().map(floe_base::render_line).collect()
    }

    #[test]
    fn a_graph_without_circles_has_no_findings() {
        let text = "- {name: a}\n- {name: b, dependsOn: [a]}\n- {name: c, dependsOn: [a, b]}\n- {name: d, dependsOn: [b, c, a]}\n";
        assert_eq!(findings(text, Some(&["duckdb"])), [] as [&str; 0]);
    }

    #[test]
    fn an_unknown_dependency_is_answered_with_the_nearest_name() {
        assert_eq!(
            findings("- {name: stg_orders}\n- {name: b, dependsOn: [stg_order]}\n", None),
            [
                "floe.yaml:6:25: error[RESOLVE_TRANSFORM_UNKNOWN]: there is no transform `stg_order`; did you mean `stg_orders`?"
            ]
        );
    }

    #[test]
    fn circles_of_every_length_are_named_with_their_path() {
        let paths = |text| -> Vec<String> {
            findings(text, None).iter().map(|line| line.rsplit_once(": ").unwrap().1.to_owned()).collect()
        };
        assert_eq!(paths("- {name: a, dependsOn: [a]}\n"), ["a -> a"]);
        assert_eq!(paths("- {name: a, dependsOn: [b]}\n- {name: b, dependsOn: [a]}\n"), ["a -> b -> a"]);
        let two = "- {name: a, dependsOn: [b]}\n- {name: b, dependsOn: [c, d]}\n- {name: c, dependsOn: [a]}\n- {name: d, dependsOn: [d]}\n";
        assert_eq!(paths(two), ["a -> b -> c -> a", "d -> d"]);
    }

    #[test]
    fn a_long_chain_and_a_long_circle_are_walked_without_recursion() {
        let transform = |at: usize| format!("- {{name: t{at}, dependsOn: [t{}]}}\n", (at + 1) % 20_000);
        let chain = (0..20_000).map(transform).collect::<Vec<_>>().concat();
        let found = findings(&chain, None);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("t0 -> t1 -> ") && found[0].ends_with("-> t19999 -> t0"));
        assert!(found[0].len() < 1000);
    }

    #[test]
    fn many_mistakes_cost_no_more_than_a_few() {
        let unknown = |at: usize| format!("- {{name: t{at}, dependsOn: [x{at}]}}\n");
        let found = findings(&(0..600).map(unknown).collect::<Vec<_>>().concat(), None);
        assert_eq!(found.len(), 600);
        // Every transform closes a circle with the first one, and each circle holds all earlier ones.
        let circle = |at: usize| format!("- {{name: t{at}, dependsOn: [t{}, t0]}}\n", (at + 1) % 600);
        let found = findings(&(0..600).map(circle).collect::<Vec<_>>().concat(), None);
        assert_eq!(found.len(), MOST_CIRCLES);
    }

    #[test]
    fn an_engine_that_the_platform_does_not_have_is_an_error() {
        let text = "- {name: a, compute: duckdb}\n- {name: b, compute: snowflake}\n";
        let found = findings(text, Some(&["duckdb"]));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("floe.yaml:6:22: error[RESOLVE_COMPUTE_UNKNOWN]"), "{found:?}");
        assert_eq!(findings(text, None), [] as [&str; 0]);
    }
}
