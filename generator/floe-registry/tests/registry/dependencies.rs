//! Tests of the order of plugins: on names alone, and with probes.

use floe_registry::{Dependencies, Order, PluginId, RegistryError, order};

use crate::probe::{Manner, graph, id, lab, names, now, sentences, soon};

/// The order of all plugins of a graph, in the notation of [`graph`].
fn ordered(notation: &'static str) -> Order<'static> {
    let plugins = graph(notation);
    let wanted: Vec<PluginId<'_>> = plugins.iter().map(|(name, _)| id(name)).collect();
    order(wanted, &plugins.into_iter().map(|(name, dependencies)| (id(name), &*dependencies.leak())).collect())
}

#[test]
fn plugins_come_after_their_dependencies_and_the_shortest_circles_are_told() {
    // A graph, the plugins that can be started in order, the others, and the circles: each told once, from the first plugin of the circle.
    let cases = [
        ("a: c d; b; c: b; d: b c", "b c d a", "", ""),
        ("a: a", "", "a", "a"),
        ("b: a; a: b", "", "a b", "a b"),
        ("b: a; a: c; c: b", "", "a b c", "a c b"),
        ("before; a: b before; b: a; after: a", "before", "a after b", "a b"),
        ("a: b c; b: a; c: d; d: a; x: y; y: x", "", "a b c d x y", "a b, x y"),
        ("a: b; b: c; c: a d; d: c; e: e a", "", "a b c d e", "c d, e"),
    ];
    for (notation, ready, blocked, circles) in cases {
        let order = ordered(notation);
        let found: Vec<String> = order.cycles.iter().map(|circle| names(circle).join(" ")).collect();
        let told = [names(&order.ready).join(" "), names(&order.blocked).join(" "), found.join(", ")];
        assert_eq!(told, [ready, blocked, circles], "{notation}");
        assert!(order.missing.is_empty(), "{notation}");
    }
}

#[test]
fn plugins_that_do_not_depend_on_each_other_come_by_category_and_name() {
    let known = [("b", "x"), ("a", "z"), ("a", "y")].map(|(category, name)| (PluginId { category, name }, &[][..]));
    let order = order(known.iter().map(|(id, _)| *id), &known.into());
    assert_eq!(order.ready.iter().map(PluginId::path).collect::<Vec<_>>(), ["a/y", "a/z", "b/x"]);
}

#[test]
fn what_is_wanted_brings_what_it_depends_on_and_nothing_else() {
    let known = [(id("a"), &["compute/b"][..]), (id("b"), &[]), (id("c"), &[])].into();
    assert_eq!(names(&order([id("a")], &known).ready), ["b", "a"]);
}

#[test]
fn a_dependency_that_is_not_there_is_told_and_blocks_what_waits_for_it() {
    let needed = ["compute/x", "y", "compute/c"];
    let known = [(id("a"), &["compute/b"][..]), (id("b"), &needed), (id("c"), &[])];
    let order = order(known.map(|(id, _)| id), &known.into());
    assert_eq!(order.missing, [(id("b"), vec!["compute/x", "y"])].into());
    assert_eq!((names(&order.ready), names(&order.blocked)), (vec!["c"], vec!["a", "b"]));
}

/// So many plugins, each with the dependencies that the paths of all plugins and the plugin's own number give.
fn many<'a>(paths: &'a [&'a str], needed: impl Fn(usize) -> &'a [&'a str]) -> Dependencies<'a> {
    paths
        .iter()
        .enumerate()
        .map(|(at, path)| (PluginId::parse(path).expect("a path has a category"), needed(at)))
        .collect()
}

fn numbered(count: usize) -> Vec<&'static str> {
    (0..count).map(|at| &*format!("compute/p{at:04}").leak()).collect()
}

#[test]
fn fifty_plugins_that_all_depend_on_all_are_one_error() {
    let paths = numbered(50);
    let known = many(&paths, |_| &paths);
    let order = order(known.keys().copied(), &known);
    assert_eq!(order.cycles.iter().map(names).collect::<Vec<_>>(), [["p0000"]]);
    assert_eq!((order.ready.len(), order.blocked.len()), (0, 50));
}

#[test]
fn a_ring_of_thousands_is_one_circle() {
    let paths = numbered(2000);
    let known = many(&paths, |at| std::slice::from_ref(&paths[(at + 1) % paths.len()]));
    let order = order(known.keys().copied(), &known);
    assert_eq!(order.cycles.len(), 1);
    assert_eq!(order.cycles.first().unwrap().iter().map(PluginId::path).collect::<Vec<_>>(), paths);
}

#[test]
fn a_long_chain_is_ordered_from_its_end() {
    let paths = numbered(200);
    let known = many(&paths, |at| paths.get(at + 1..at + 2).unwrap_or_default());
    let order = order([PluginId::parse(paths[0]).unwrap()], &known);
    assert_eq!(order.ready.len(), 200);
    assert_eq!((order.ready[0].name, order.ready[199].name), ("p0199", "p0000"));
}

#[test]
fn a_missing_dependency_is_an_error_with_the_plugin_and_all_that_it_misses() {
    let (mut plugins, diary) = lab("a: compute/x storage/y", &[]);
    let errors = now(plugins.activate("compute", "a", &soon)).errors;
    assert_eq!(errors, [RegistryError::MissingDependency(id("a"), vec!["compute/x", "storage/y"])]);
    assert_eq!(sentences(&errors), ["Missing dependencies of plugin 'compute/a': ['compute/x', 'storage/y']"]);
    assert_eq!(diary.read(), [""; 0]);
}

#[test]
fn circular_dependencies_are_errors_with_the_way_around() {
    let cases = [
        ("a: a", "compute/a -> compute/a"),
        ("b: a; a: b", "compute/a -> compute/b -> compute/a"),
        ("a: b; b: c; c: a; d", "compute/a -> compute/b -> compute/c -> compute/a"),
    ];
    for (notation, way) in cases {
        let errors = now(lab(notation, &[]).0.activate_all(&soon)).errors;
        assert_eq!(sentences(&errors), [format!("Circular dependency: {way}")]);
    }
}

#[test]
fn what_waits_for_a_plugin_that_does_not_start_is_skipped_and_not_told_as_wrong() {
    let (mut plugins, _) = lab("a: broken; b: a; c", &[("broken", Manner::Refuses)]);
    let activation = now(plugins.activate_all(&soon));
    assert_eq!((names(&activation.started), names(&activation.skipped)), (vec!["c"], vec!["a", "b"]));
    assert_eq!(activation.errors.len(), 1);
}
