//! Transforms: checks that dependencies exist, that the dependency graph has no cycle, and that the platform has each engine.

use std::collections::BTreeMap;

use floe_base::{Findings, Node, names};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::documents::floe_spec::Transform;

use crate::circle::{Circle, Edge, MOST_NAMES, MOST_STEPS, circles, path};
use crate::report;

/// The names of a remedy that names none.
const NONE: &[&str] = &[];

/// Checks the transforms of one product. `engine` is the platform's, where known; `owner` tells the product that has a transform.
pub(crate) fn check<'p>(
    source: &Node,
    transforms: &[Transform],
    engine: Option<&str>,
    owner: impl Fn(&str) -> Option<&'p str>,
    out: &mut Findings,
) {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, transform) in transforms.iter().enumerate() {
        // Duplicate names have been reported; the first transform counts.
        index.entry(transform.name.as_str()).or_insert(at);
        if let (Some(compute), Some(engine)) = (&transform.compute, engine)
            && compute.as_str() != engine
        {
            let message = messages::resolve_compute_unknown(transform.name.as_str(), compute.as_str(), &[engine]);
            out.push(report::at(source.place(&format!("/transforms/{at}/compute")), message));
        }
    }
    let mut edges = vec![Vec::new(); transforms.len()];
    for (at, transform) in transforms.iter().enumerate() {
        for (entry, dependency) in transform.depends_on.iter().enumerate() {
            if let Some(&target) = index.get(dependency.as_str()) {
                edges[at].push(Edge { entry, target });
                continue;
            }
            let place = source.place(&format!("/transforms/{at}/dependsOn/{entry}"));
            if let Some(other) = owner(dependency.as_str()) {
                let message = messages::resolve_transform_unknown_elsewhere(dependency.as_str(), NONE, other);
                let help = format!(
                    "read the table as a source of dbt, and name an output port of `{other}` under `inputPorts`"
                );
                out.push(report::at(place, message).help(help));
                continue;
            }
            let most = if out.len() < MOST_COMPARED { usize::MAX } else { MOST_NAMES };
            let message = unknown(dependency.as_str(), index.keys().copied().take(most));
            out.push(report::at(place, message));
        }
    }
    for circle in circles(&edges) {
        report_circle(source, transforms, &circle, out);
    }
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Message {
    let mut known = names::by_nearness(name, known);
    known.truncate(MOST_NAMES);
    match names::nearest(name, known.iter().copied()).first() {
        Some(suggestion) => messages::resolve_transform_unknown_near(name, suggestion, &known),
        None => messages::resolve_transform_unknown(name, &known),
    }
}

/// After this many findings, names are compared with the first [`MOST_NAMES`] only, because comparing all pairs would take too long.
const MOST_COMPARED: usize = 100;

fn report_circle(source: &Node, transforms: &[Transform], circle: &Circle, out: &mut Findings) {
    let Some((&(closing, edge), others)) = circle.split_last() else { return };
    let name = |at: usize| transforms[at].name.as_str();
    let place = |at: usize, edge: Edge| source.place(&format!("/transforms/{at}/dependsOn/{}", edge.entry));
    let mut finding = report::at(place(closing, edge), messages::resolve_transform_cycle(&path(circle, name)));
    for &(at, edge) in others.iter().take(MOST_STEPS) {
        finding = finding.related(place(at, edge), format!("`{}` depends on `{}`", name(at), name(edge.target)));
    }
    out.push(finding);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circle::MOST_CIRCLES;
    use crate::input::Document;
    use floe_types::documents::floe_spec::FloeSpec;

    /// The findings of a product on a platform with DuckDB.
    fn findings(transforms: &str) -> Vec<String> {
        let text = format!(
            "apiVersion: floe.dev/v1\nkind: FloeSpec\nmetadata: {{name: p, version: 1.0.0}}\ntransforms:\n{transforms}"
        );
        let mut out = Findings::new();
        let document = Document::new("floe.yaml", text);
        let spec = FloeSpec::parse(&document.node().unwrap().to_json()).unwrap();
        let owner = |name: &str| (name == "returns_by_day").then_some("returns");
        check(document.node().unwrap(), &spec.transforms, Some("duckdb"), owner, &mut out);
        out.sorted().iter().map(floe_base::render_line).collect()
    }

    #[test]
    fn a_transform_of_another_product_is_answered_with_the_product_and_the_way() {
        let message = "`returns_by_day` is a transform of the product `returns`, and a transform depends on transforms of the own product alone";
        let found = findings("- {name: a, dependsOn: [returns_by_day]}\n");
        assert!(found.len() == 1 && found[0].ends_with(message), "{found:?}");
    }

    #[test]
    fn dependencies_and_engines_that_are_not_there_and_circles_of_every_length_are_named() {
        let graph = "- {name: a}\n- {name: b, dependsOn: [a]}\n- {name: c, dependsOn: [a, b]}\n\
                     - {name: d, dependsOn: [b, c, a], compute: duckdb}\n";
        let two = "- {name: a, dependsOn: [b]}\n- {name: b, dependsOn: [c, d]}\n- {name: c, dependsOn: [a]}\n\
                   - {name: d, dependsOn: [d]}\n";
        let unknown = "there is no transform `stg_order`; did you mean `stg_orders`?";
        let cases: [(&str, &[&str]); 6] = [
            (graph, &[]),
            ("- {name: stg_orders}\n- {name: b, dependsOn: [stg_order]}\n", &["6:25 TRANSFORM_UNKNOWN", unknown]),
            ("- {name: b, compute: snowflake}\n", &["5:22 COMPUTE_UNKNOWN", "snowflake"]),
            ("- {name: a, dependsOn: [a]}\n", &["5:25 TRANSFORM_CYCLE", ": a -> a"]),
            ("- {name: a, dependsOn: [b]}\n- {name: b, dependsOn: [a]}\n", &["6:25 TRANSFORM_CYCLE", ": a -> b -> a"]),
            (two, &["7:25 TRANSFORM_CYCLE", ": a -> b -> c -> a", "8:25 TRANSFORM_CYCLE", ": d -> d"]),
        ];
        for (text, expected) in cases {
            let found = findings(text);
            assert_eq!(found.len() * 2, expected.len(), "{text}: {found:?}");
            for (line, expected) in found.iter().zip(expected.chunks(2)) {
                let (place, code) = expected[0].split_once(' ').unwrap();
                assert!(line.starts_with(&format!("floe.yaml:{place}: error[RESOLVE_{code}]: ")), "{line}");
                assert!(line.contains(expected[1]), "{line}");
            }
        }
    }

    #[test]
    fn a_long_chain_and_a_long_circle_are_walked_without_recursion() {
        let transform = |at: usize| format!("- {{name: t{at}, dependsOn: [t{}]}}\n", (at + 1) % 20_000);
        let chain = (0..20_000).map(transform).collect::<Vec<_>>().concat();
        let found = findings(&chain);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("t0 -> t1 -> ") && found[0].ends_with("-> t19999 -> t0"));
        assert!(found[0].len() < 1000);
    }

    #[test]
    fn many_mistakes_cost_no_more_than_a_few() {
        let unknown = |at: usize| format!("- {{name: t{at}, dependsOn: [x{at}]}}\n");
        let found = findings(&(0..600).map(unknown).collect::<Vec<_>>().concat());
        assert_eq!(found.len(), 600);
        // Every transform closes a circle with the first one, and each circle holds all earlier ones.
        let circle = |at: usize| format!("- {{name: t{at}, dependsOn: [t{}, t0]}}\n", (at + 1) % 600);
        let found = findings(&(0..600).map(circle).collect::<Vec<_>>().concat());
        assert_eq!(found.len(), MOST_CIRCLES);
    }
}
