//! Tests of a plugin's identity: discovered and registered plugins, duplicates, unknown names, unknown groups.

use floe_plugins::REGISTRY;
use floe_registry::{PluginId, PluginRegistry, RegistryError};
use floe_types::interfaces::catalog::CatalogPlugin;
use floe_types::interfaces::storage::StoragePlugin;
use floe_types::plugin::PluginInfo;
use floe_types::registry::CATEGORIES;
use serde_json::json;

use crate::probe::{Probe, add_lifeless, id, info, lifeless, now, soon};
use crate::table::{built_in, give, load, minio_for, storage, storages};

fn listed(registry: &PluginRegistry) -> Vec<&'static str> {
    registry.list_all().iter().map(|listing| listing.info.name).collect()
}

#[test]
fn discovery_makes_nothing_and_doing_it_again_changes_nothing() {
    let mut registry = built_in();
    let first = registry.list_all();
    assert_eq!(first.iter().map(|listing| listing.info).collect::<Vec<_>>(), REGISTRY.infos());
    assert!(first.iter().all(|one| !one.is_loaded && !one.is_configured && !one.is_active));
    assert_eq!(registry.discover(&REGISTRY), []);
    assert_eq!(registry.list_all(), first);
}

#[test]
fn a_plugin_is_made_when_it_is_first_asked_for_and_kept() {
    let mut registry = built_in();
    give(&mut registry, "minio", &json!("lakehouse")).unwrap();
    let loaded = || registry.list("storage").unwrap().iter().map(|listing| listing.is_loaded).collect::<Vec<_>>();
    assert_eq!(loaded(), [false, false]);
    assert!(std::ptr::eq(storage(&registry, "minio").unwrap(), storage(&registry, "minio").unwrap()));
    assert_eq!(loaded(), [false, true]);
}

#[test]
fn a_registered_plugin_is_listed_and_handed_out_as_its_type_beside_one_of_the_same_name() {
    let mut registry = built_in();
    for name in ["probe", "minio"] {
        add_lifeless(&mut registry, info(name, "1.0", &[])).unwrap();
        assert!(registry.get::<Probe>(name).is_ok());
    }
    let names: Vec<&str> = registry.list("compute").unwrap().iter().map(|listing| listing.info.name).collect();
    assert_eq!(names, ["duckdb", "minio", "probe"]);
    assert!(registry.get::<Probe>("duckdb").is_err(), "it is of another type");
    give(&mut registry, "minio", &json!("lakehouse")).unwrap();
    assert!(storage(&registry, "minio").is_ok());
}

#[test]
fn registering_a_plugin_twice_is_an_error_and_the_first_stays() {
    let mut registry = lifeless("duckdb");
    let first = registry.list_all();
    let error = add_lifeless(&mut registry, info("duckdb", "1.0", &["compute/other"])).unwrap_err();
    assert_eq!(error, RegistryError::Duplicate(id("duckdb")));
    assert_eq!(error.to_string(), "Duplicate plugin: COMPUTE:duckdb");
    assert!(std::ptr::eq(registry.list_all()[0].info, first[0].info));
}

#[test]
fn a_name_that_no_manifest_could_write_and_a_description_of_another_category_are_errors() {
    let mut registry = PluginRegistry::new();
    for name in ["", "a/b", "A B", "é", "aB", "2fa", "a__b", "a--b", "-a", "a-", "a\n"] {
        let error = add_lifeless(&mut registry, info(name, "1.0", &[])).unwrap_err();
        assert_eq!(error, RegistryError::InvalidName(id(name)));
        assert_eq!(error.to_string(), format!("Invalid plugin name: '{name}'"));
        assert_eq!(error.message().code, "REGISTRY_NAME_INVALID");
    }
    let stray: &'static PluginInfo = Box::leak(Box::new(PluginInfo { category: "catalog", ..*info("x", "1.0", &[]) }));
    let error = add_lifeless(&mut registry, stray).unwrap_err();
    assert_eq!(error, RegistryError::WrongCategory(id("x"), "catalog"));
    assert_eq!(error.to_string(), "Plugin 'compute/x' is described as a plugin of category 'catalog'");
    assert_eq!(error.message().code, "REGISTRY_CATEGORY_WRONG");
    assert_eq!(registry.list_all(), []);
    for name in ["a", "s3", "aws-s3", "a-2", "great_expectations"] {
        add_lifeless(&mut registry, info(name, "1.0", &[])).unwrap();
    }
}

#[test]
fn a_discovered_plugin_that_cannot_be_known_by_its_identity_is_told_and_hides_no_other() {
    let mut registry = PluginRegistry::new();
    let mut stray = minio_for("stray", "1.0");
    stray.category = "catalog";
    let errors = registry.discover(&storages([minio_for("A B", "1.0"), minio_for("fine", "1.0"), stray], load));
    let codes: Vec<&str> = errors.iter().map(|error| error.message().code).collect();
    assert_eq!(codes, ["REGISTRY_NAME_INVALID", "REGISTRY_CATEGORY_WRONG"]);
    assert_eq!(listed(&registry), ["fine"]);
}

#[test]
fn a_discovered_duplicate_is_told_and_hides_no_other_plugin() {
    let mut registry = lifeless("duckdb");
    assert_eq!(registry.discover(&REGISTRY), [RegistryError::Duplicate(id("duckdb"))]);
    assert_eq!(listed(&registry).len(), REGISTRY.infos().len());
    assert!(registry.get::<Probe>("duckdb").is_ok());
}

#[test]
fn a_name_that_no_plugin_has_is_answered_with_those_that_there_are_nearest_first() {
    let mut registry = built_in();
    let unknown = registry.get::<StoragePlugin>("mino").err().unwrap();
    assert_eq!(unknown.to_string(), "Plugin not found: STORAGE:mino");
    assert!(unknown.message().help.starts_with("use one of ['storage/minio', 'storage/aws-s3']"));
    assert_eq!(registry.configure("storage", "mino", &json!({})).unwrap_err(), unknown);
    assert_eq!(registry.get_config("storage", "mino").unwrap_err(), unknown);
    assert_eq!(now(registry.activate("storage", "mino", &soon)).errors, std::slice::from_ref(&unknown));
    assert_eq!(now(registry.health_check("storage", "mino", &soon)).unwrap_err(), unknown);
    // Of a category without a plugin, those of all are named.
    let unknown = lifeless("duckdb").get::<CatalogPlugin>("x").err().unwrap();
    assert_eq!(unknown.to_string(), "Plugin not found: CATALOG:x");
    assert!(unknown.message().help.starts_with("use one of ['compute/duckdb']"));
}

#[test]
fn a_category_is_listed_by_its_name_or_its_group_and_another_group_is_answered_with_all() {
    let registry = built_in();
    assert_eq!(registry.list("lineage-backend").unwrap().len(), 1);
    assert_eq!(registry.list("lineage-backend"), registry.list("floe.lineage_backends"));
    let error = registry.list("floe.storages").unwrap_err();
    let groups: Vec<String> = CATEGORIES.iter().map(|category| format!("'{}'", category.group)).collect();
    let expected = format!("Unknown plugin group 'floe.storages'; the groups are [{}]", groups.join(", "));
    assert_eq!((groups.len(), error.to_string()), (15, expected));
}

#[test]
fn an_identity_is_shown_as_people_and_as_contracts_write_it() {
    let marquez = PluginId { category: "lineage-backend", name: "marquez" };
    assert_eq!(marquez.to_string(), "LINEAGE_BACKEND:marquez");
    assert_eq!(marquez.path(), "lineage-backend/marquez");
    assert_eq!(PluginId::parse("lineage-backend/marquez"), Some(marquez));
    assert_eq!(PluginId::parse("marquez"), None);
}

#[test]
fn a_registry_can_be_shared_by_threads() {
    const fn shared<T: Send + Sync>() {}
    shared::<PluginRegistry>();
}
