//! Tests of versions: which plugin interface a plugin is written for, and whether this floe has that interface.

use std::sync::atomic::Ordering;

use floe_registry::{PluginRegistry, RegistryError, Stop};
use floe_types::api_version::ApiVersion;
use floe_types::interfaces::storage::StoragePlugin;
use floe_types::registry::PLUGIN_API;
use serde_json::json;

use crate::probe::{add_lifeless, id, info};
use crate::table::{ATTEMPTS, broken, give, load, minio_for, storage, storages};

#[test]
fn a_plugin_of_an_interface_that_floe_does_not_have_is_not_registered() {
    let newer = |version: &str| format!("Plugin 'x' requires API v{version}, but platform provides v1.0");
    let cases = ["2.0", "1.1"].map(|version| {
        (version, RegistryError::Incompatible(id("x"), ApiVersion::parse(version).unwrap()), newer(version))
    });
    let wrong = ["1", "1.0.0.0", "one.two", ""].map(|version| {
        (version, RegistryError::InvalidVersion(id("x"), version), format!("Invalid version format: '{version}'"))
    });
    for (version, error, sentence) in cases.into_iter().chain(wrong) {
        let mut registry = PluginRegistry::new();
        assert_eq!(error.to_string(), sentence);
        assert_eq!(add_lifeless(&mut registry, info("x", version, &[])), Err(error));
        assert_eq!(registry.list_all(), []);
    }
}

#[test]
fn a_version_is_two_numbers_and_perhaps_a_patch_level() {
    let version = |major, minor| Some(ApiVersion { major, minor });
    for (text, expected) in [("1.0", version(1, 0)), ("2.13", version(2, 13)), ("1.0.9", version(1, 0))] {
        assert_eq!(ApiVersion::parse(text), expected, "{text}");
    }
    for text in ["1.", ".1", "+1.0", "-1.0", "1.0.x", "1. 0", "v1.0", "1.99999999999999999999"] {
        assert_eq!(ApiVersion::parse(text), None, "{text}");
    }
}

#[test]
fn an_interface_serves_plugins_of_the_same_major_and_no_higher_minor_version() {
    let serves = |plugin| ApiVersion { major: 1, minor: 2 }.serves(ApiVersion::parse(plugin).unwrap());
    assert!(["1.0", "1.2", "1.2.9"].into_iter().all(serves));
    assert!(!["1.3", "2.0", "0.9"].into_iter().any(serves));
    assert_eq!(PLUGIN_API.to_string(), "1.0");
}

#[test]
fn a_discovered_plugin_of_another_version_is_an_error_when_it_is_asked_for_and_is_not_kept() {
    let mut registry = PluginRegistry::new();
    let table = storages([minio_for("far", "2.0"), minio_for("odd", "one.two")], load);
    assert_eq!(registry.discover(&table), []);
    give(&mut registry, "far", &json!("lakehouse")).unwrap();
    let sentence = |name| storage(&registry, name).err().unwrap();
    for _ in 0..2 {
        assert_eq!(sentence("far"), "Plugin 'far' requires API v2.0, but platform provides v1.0");
    }
    assert_eq!(sentence("odd"), "Invalid version format: 'one.two'");
    assert!(registry.list_all().iter().all(|listing| !listing.is_loaded));
}

#[test]
fn a_plugin_that_cannot_be_made_is_not_kept_and_is_tried_again() {
    let mut registry = PluginRegistry::new();
    let _ = registry.discover(&storages([minio_for("broken", "1.0")], broken));
    give(&mut registry, "broken", &json!("lakehouse")).unwrap();
    let error = registry.get::<StoragePlugin>("broken").err().unwrap();
    assert!(matches!(error, RegistryError::Startup(_, Stop::Panicked)));
    assert_eq!(error.to_string(), "Plugin STORAGE:broken failed to start: it is broken: it panicked");
    assert!(!registry.list_all()[0].is_loaded);
    assert!(storage(&registry, "broken").is_ok());
    assert_eq!(ATTEMPTS.load(Ordering::Relaxed), 2);
}
