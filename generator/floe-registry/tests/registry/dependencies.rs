//! Tests of the order of plugins, on names alone.

use floe_registry::{Order, PluginId, PluginRegistry, RegistryError, order};

use crate::probe::{Manner, id, now, read, registry, soon};

/// The order of all plugins named in `plugins`, each with the plugin's dependencies.
fn ordered<'a>(plugins: &'a [(&'a str, &'a [&'a str])]) -> Order<'a> {
    let known = plugins.iter().map(|(name, dependencies)| (id(name), *dependencies)).collect();
    order(plugins.iter().map(|(name, _)| id(name)), &known)
}

fn names<'a>(ids: impl IntoIterator<Item = &'a PluginId<'a>>) -> Vec<&'a str> {
    ids.into_iter().map(|id| id.name).collect()
}

fn cycles<'a>(order: &'a Order<'a>) -> Vec<Vec<&'a str>> {
    order.cycles.iter().map(names).collect()
}

#[test]
fn a_plugin_comes_after_all_that_it_depends_on() {
    let order = ordered(&[
        ("a", &["compute/c", "compute/d"]),
        ("b", &[]),
        ("c", &["compute/b"]),
        ("d", &["compute/b", "compute/c"]),
    ]);
    assert_eq!(names(&order.ready), ["b", "c", "d", "a"]);
    assert!(order.blocked.is_empty() && order.missing.is_empty() && order.cycles.is_empty());
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
    let order = ordered(&[("a", &["compute/b"]), ("b", &["compute/x", "y", "compute/c"]), ("c", &[])]);
    assert_eq!(order.missing, [(id("b"), vec!["compute/x", "y"])].into());
    assert_eq!((names(&order.ready), names(&order.blocked)), (vec!["c"], vec!["a", "b"]));
}

#[test]
fn a_plugin_that_depends_on_itself_is_a_circle() {
    assert_eq!(cycles(&ordered(&[("a", &["compute/a"])])), [["a"]]);
}

#[test]
fn circles_of_two_and_three_are_told_once_from_the_first_plugin() {
    assert_eq!(cycles(&ordered(&[("b", &["compute/a"]), ("a", &["compute/b"])])), [["a", "b"]]);
    let three = ordered(&[("b", &["compute/a"]), ("a", &["compute/c"]), ("c", &["compute/b"])]);
    assert_eq!(cycles(&three), [["a", "c", "b"]]);
}

#[test]
fn a_circle_among_others_blocks_only_itself_and_what_waits_for_it() {
    let order = ordered(&[
        ("before", &[]),
        ("a", &["compute/b", "compute/before"]),
        ("b", &["compute/a"]),
        ("after", &["compute/a"]),
    ]);
    assert_eq!(cycles(&order), [["a", "b"]]);
    assert_eq!((names(&order.ready), names(&order.blocked)), (vec!["before"], vec!["a", "after", "b"]));
}

#[test]
fn of_plugins_that_all_depend_on_each_other_the_shortest_circle_is_told() {
    let order = ordered(&[
        ("a", &["compute/b", "compute/c"]),
        ("b", &["compute/a"]),
        ("c", &["compute/d"]),
        ("d", &["compute/a"]),
        ("x", &["compute/y"]),
        ("y", &["compute/x"]),
    ]);
    assert_eq!(cycles(&order), [["a", "b"], ["x", "y"]]);
    let later = ordered(&[
        ("a", &["compute/b"]),
        ("b", &["compute/c"]),
        ("c", &["compute/a", "compute/d"]),
        ("d", &["compute/c"]),
        ("e", &["compute/e", "compute/a"]),
    ]);
    assert_eq!(cycles(&later), [vec!["c", "d"], vec!["e"]]);
}

#[test]
fn fifty_plugins_that_all_depend_on_all_are_one_error() {
    let paths: Vec<String> = (0..50).map(|at| format!("compute/p{at:02}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let known = paths.iter().map(|path| (PluginId::parse(path).unwrap(), &paths[..])).collect();
    let order = order(paths.iter().filter_map(|path| PluginId::parse(path)), &known);
    assert_eq!(cycles(&order), [["p00"]]);
    assert_eq!((order.ready.len(), order.blocked.len()), (0, 50));
}

#[test]
fn a_ring_of_thousands_is_one_circle() {
    let paths: Vec<String> = (0..2000).map(|at| format!("compute/p{at:04}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let next = |at: usize| std::slice::from_ref(&paths[(at + 1) % paths.len()]);
    let known = (0..paths.len()).map(|at| (PluginId::parse(paths[at]).unwrap(), next(at))).collect();
    let order = order(paths.iter().filter_map(|path| PluginId::parse(path)), &known);
    assert_eq!(order.cycles.len(), 1);
    assert_eq!(order.cycles.first().unwrap().iter().map(PluginId::path).collect::<Vec<_>>(), paths);
}

#[test]
fn a_long_chain_is_ordered_from_its_end() {
    let paths: Vec<String> = (0..200).map(|at| format!("compute/p{at:03}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let known = (0..200).map(|at| (PluginId::parse(paths[at]).unwrap(), paths.get(at + 1..at + 2).unwrap_or_default()));
    let order = order([PluginId::parse(paths[0]).unwrap()], &known.collect());
    assert_eq!(order.ready.len(), 200);
    assert_eq!((order.ready[0].name, order.ready[199].name), ("p199", "p000"));
}

fn errors(registry: &mut PluginRegistry) -> Vec<String> {
    now(registry.activate_all(&soon)).errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_missing_dependency_is_an_error_with_the_plugin_and_all_that_it_misses() {
    let (mut plugins, diary) = registry(&[("a", &["compute/x", "storage/y"])]);
    let activation = now(plugins.activate("compute", "a", &soon));
    let expected = RegistryError::MissingDependency(id("a"), vec!["compute/x", "storage/y"]);
    assert_eq!(activation.errors, [expected]);
    assert_eq!(
        activation.errors[0].to_string(),
        "Missing dependencies of plugin 'compute/a': ['compute/x', 'storage/y']"
    );
    assert_eq!(read(&diary), [""; 0]);
}

#[test]
fn circular_dependencies_are_errors_with_the_way_around() {
    let (mut one, _) = registry(&[("a", &["compute/a"])]);
    assert_eq!(errors(&mut one), ["Circular dependency: compute/a -> compute/a"]);
    let (mut two, _) = registry(&[("b", &["compute/a"]), ("a", &["compute/b"])]);
    assert_eq!(errors(&mut two), ["Circular dependency: compute/a -> compute/b -> compute/a"]);
    let (mut three, _) = registry(&[("a", &["compute/b"]), ("b", &["compute/c"]), ("c", &["compute/a"]), ("d", &[])]);
    assert_eq!(errors(&mut three), ["Circular dependency: compute/a -> compute/b -> compute/c -> compute/a"]);
}

#[test]
fn what_waits_for_a_plugin_that_does_not_start_is_skipped_and_not_told_as_wrong() {
    let (mut plugins, diary) = registry(&[("a", &["compute/broken"]), ("b", &["compute/a"]), ("c", &[])]);
    crate::probe::add(&mut plugins, "broken", &[], Manner::Refuses, &diary);
    let activation = now(plugins.activate_all(&soon));
    assert_eq!(names(&activation.started), ["c"]);
    assert_eq!(names(&activation.skipped), ["a", "b"]);
    assert_eq!(activation.errors.len(), 1);
}
