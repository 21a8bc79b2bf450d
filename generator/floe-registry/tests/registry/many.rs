//! Tests fifty good plugins with several bad ones: no bad plugin hides another bad one or keeps a good one from working.

use floe_registry::PluginRegistry;
use floe_types::interfaces::storage::StoragePlugin;
use serde_json::json;

use crate::probe::{Manner, add, now, read, registry, soon};
use crate::table::{load, minio_for, storages};

fn fifty() -> Vec<String> {
    (0..50).map(|at| format!("good-{at:02}")).collect()
}

#[test]
fn two_broken_plugins_and_a_circle_among_fifty_good_ones_are_all_told_at_once() {
    let (mut plugins, diary) = registry(&[("p", &["compute/q"]), ("q", &["compute/r"]), ("r", &["compute/p"])]);
    for name in fifty() {
        add(&mut plugins, &name, &[], Manner::Fine, &diary);
    }
    add(&mut plugins, "broken-1", &["compute/good-00"], Manner::Refuses, &diary);
    add(&mut plugins, "broken-2", &["compute/good-01"], Manner::Panics, &diary);
    let activation = now(plugins.activate_all(&soon));
    let errors: Vec<String> = activation.errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "Circular dependency: compute/p -> compute/q -> compute/r -> compute/p",
            "Plugin COMPUTE:broken-1 failed to start: the door is closed (RUN_SERVICE_UNAVAILABLE)",
            "Plugin COMPUTE:broken-2 failed to start: it is broken: it panicked",
        ]
    );
    let started: Vec<&str> = activation.started.iter().map(|id| id.name).collect();
    assert_eq!((started, activation.skipped), (fifty().iter().map(String::as_str).collect(), vec![]));
}

#[test]
fn plugins_of_every_kind_of_fault_are_told_in_one_run() {
    let (mut plugins, diary) = registry(&[("a", &["compute/a"]), ("b", &["storage/nowhere"])]);
    let faulty = [minio_for("far", "2.0"), minio_for("odd", "1"), minio_for("unset", "1.0")];
    assert_eq!(plugins.discover(&storages(faulty, load)), []);
    for name in ["far", "odd"] {
        plugins.configure("storage", name, &json!({"bucket": "lakehouse"})).unwrap();
    }
    add(&mut plugins, "hangs", &["storage/unset"], Manner::Hangs, &diary);
    add(&mut plugins, "late", &[], Manner::Hangs, &diary);
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
    assert_eq!(activation.skipped.iter().map(|id| id.name).collect::<Vec<_>>(), ["hangs"]);
    assert_eq!(read(&diary), ["startup late"]);
}

#[test]
fn what_is_wrong_with_plugins_that_cannot_be_started_is_told_too() {
    let (mut plugins, _) = registry(&[]);
    let mut far = minio_for("far", "2.0");
    far.dependencies = &["storage/far"];
    let _ = plugins.discover(&storages([far], load));
    plugins.configure("storage", "far", &json!({"bucket": "lakehouse"})).unwrap();
    let errors: Vec<String> = now(plugins.activate_all(&soon)).errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "Circular dependency: storage/far -> storage/far",
            "Plugin 'far' requires API v2.0, but platform provides v1.0",
        ]
    );
}

#[test]
fn fifty_plugins_are_discovered_found_started_and_shut_down() {
    let names: Vec<&'static str> = fifty().into_iter().map(|name| &*name.leak()).collect();
    let table = storages(names.iter().map(|name| minio_for(name, "1.0")), load);
    let mut plugins = PluginRegistry::new();
    assert_eq!(plugins.discover(&table), []);
    assert!(plugins.list_all().iter().all(|listing| !listing.is_loaded));
    for name in &names {
        plugins.configure("storage", name, &json!({"bucket": "lakehouse"})).unwrap();
        assert!(plugins.get::<StoragePlugin>(name).is_ok());
    }
    assert_eq!(now(plugins.activate_all(&soon)).started.len(), 50);
    assert_eq!(now(plugins.health_check_all(&soon)).len(), 50);
    assert_eq!(now(plugins.shutdown_all(&soon)), []);
}
