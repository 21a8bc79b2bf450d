//! Tests fifty good plugins with several bad ones: no bad plugin hides another bad one or keeps a good one from working.

use floe_registry::PluginRegistry;
use serde_json::json;

use crate::probe::{Manner, lab, leak, names, now, sentences, soon};
use crate::table::{give, load, minio_for, storage, storages};

fn fifty() -> Vec<&'static str> {
    (0..50).map(|at| leak(&format!("good-{at:02}"))).collect()
}

#[test]
fn two_broken_plugins_and_a_circle_among_fifty_good_ones_are_all_told_at_once() {
    let broken = [("broken-1: good-00", Manner::Refuses), ("broken-2: good-01", Manner::Panics)];
    let (mut plugins, _) = lab(&format!("p: q; q: r; r: p; {}", fifty().join(";")), &broken);
    let activation = now(plugins.activate_all(&soon));
    let expected = [
        "Circular dependency: compute/p -> compute/q -> compute/r -> compute/p",
        "Plugin COMPUTE:broken-1 failed to start: the door is closed (RUN_SERVICE_UNAVAILABLE)",
        "Plugin COMPUTE:broken-2 failed to start: it is broken: it panicked",
    ];
    assert_eq!(sentences(&activation.errors), expected);
    assert_eq!((names(&activation.started), activation.skipped), (fifty(), vec![]));
}

#[test]
fn plugins_of_every_kind_of_fault_are_told_in_one_run() {
    let hanging = [("hangs: storage/unset", Manner::Hangs), ("late", Manner::Hangs)];
    let (mut plugins, diary) = lab("a: a; b: storage/nowhere", &hanging);
    let faulty = [minio_for("far", "2.0"), minio_for("odd", "1"), minio_for("unset", "1.0")];
    assert_eq!(plugins.discover(&storages(faulty, load)), []);
    for name in ["far", "odd"] {
        give(&mut plugins, name, &json!("lakehouse")).unwrap();
    }
    let activation = now(plugins.activate_all(&soon));
    let mut codes: Vec<&str> = activation.errors.iter().map(|error| error.message().code).collect();
    codes.sort_unstable();
    let expected = [
        "REGISTRY_CONFIG_INVALID",
        "REGISTRY_DEPENDENCY_CYCLE",
        "REGISTRY_DEPENDENCY_MISSING",
        "REGISTRY_PLUGIN_INCOMPATIBLE",
        "REGISTRY_STARTUP_FAILED",
        "REGISTRY_VERSION_INVALID",
    ];
    assert_eq!(codes, expected);
    assert_eq!(names(&activation.skipped), ["hangs"]);
    assert_eq!(diary.read(), ["startup late"]);
}

#[test]
fn what_is_wrong_with_plugins_that_cannot_be_started_is_told_too() {
    let mut plugins = PluginRegistry::new();
    let mut far = minio_for("far", "2.0");
    far.dependencies = &["storage/far"];
    let _ = plugins.discover(&storages([far], load));
    give(&mut plugins, "far", &json!("lakehouse")).unwrap();
    let expected = [
        "Circular dependency: storage/far -> storage/far",
        "Plugin 'far' requires API v2.0, but platform provides v1.0",
    ];
    assert_eq!(sentences(&now(plugins.activate_all(&soon)).errors), expected);
}

#[test]
fn fifty_plugins_are_discovered_found_started_and_shut_down() {
    let mut plugins = PluginRegistry::new();
    let table = storages(fifty().into_iter().map(|name| minio_for(name, "1.0")), load);
    assert_eq!(plugins.discover(&table), []);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_loaded));
    for name in fifty() {
        give(&mut plugins, name, &json!("lakehouse")).unwrap();
        assert!(storage(&plugins, name).is_ok());
    }
    assert_eq!(now(plugins.activate_all(&soon)).started.len(), 50);
    assert_eq!(now(plugins.health_check_all(&soon)).len(), 50);
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
}
