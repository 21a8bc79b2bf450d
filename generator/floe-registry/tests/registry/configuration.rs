//! Tests of configs: which are refused and with which message, which defaults are filled in, and when a plugin is made from a new config.

use floe_plugins::REGISTRY;
use floe_registry::{FieldError, PluginRegistry, RegistryError};
use floe_types::interfaces::storage::StoragePlugin;
use floe_types::scalars::NonEmpty;
use serde_json::{Value, json};

fn registry() -> PluginRegistry {
    let mut registry = PluginRegistry::new();
    assert_eq!(registry.discover(&REGISTRY), []);
    registry
}

/// Field, message and kind of every violation in a config.
fn refused(category: &str, name: &str, config: &Value) -> Vec<(String, String, &'static str)> {
    let mut registry = registry();
    let error = registry.configure(category, name, config).expect_err("the config is refused");
    assert_eq!(registry.get_config(category, name), Ok(None));
    let RegistryError::Configuration(plugin, fields) = error else { panic!("{error}") };
    assert_eq!((plugin.category, plugin.name), (category, name));
    fields.into_iter().map(|FieldError { field, message, kind }| (field, message, kind)).collect()
}

fn said(field: &str, message: &str, kind: &'static str) -> (String, String, &'static str) {
    (field.to_owned(), message.to_owned(), kind)
}

fn polaris() -> Value {
    json!({
        "uri": "http://floe-platform-polaris:8181/api/catalog",
        "warehouse": "lakehouse",
        "oauth2": {
            "client_id": "admin",
            "client_secret_ref": {"source": "kubernetes-secret", "name": "polaris", "key": "secret"},
            "token_url": "http://floe-platform-polaris:8181/api/catalog/v1/oauth/tokens",
        },
    })
}

#[test]
fn a_missing_field_is_named() {
    assert_eq!(refused("storage", "minio", &json!({})), [said("bucket", "is missing", "missing")]);
}

#[test]
fn a_field_of_another_type_is_named() {
    let errors = refused("storage", "minio", &json!({"bucket": "lakehouse", "path_style_access": "yes"}));
    assert_eq!(errors, [said("path_style_access", "must be a boolean, not a string", "type")]);
}

#[test]
fn a_field_out_of_its_range_is_named() {
    let errors = refused("compute", "duckdb", &json!({"threads": 0}));
    assert_eq!(errors, [said("threads", "must be 1 or more", "too_small")]);
}

#[test]
fn a_field_inside_of_another_is_named_with_dots() {
    let mut config = polaris();
    config["oauth2"]["client_id"] = json!(7);
    assert_eq!(
        refused("catalog", "polaris", &config),
        [said("oauth2.client_id", "must be a string, not a number", "type")]
    );
}

#[test]
fn all_fields_that_are_wrong_are_named_at_once() {
    let mut config = polaris();
    config["oauth2"] = json!({"client_id": 7, "token_url": "http://polaris"});
    config["colour"] = json!("blue");
    config.as_object_mut().unwrap().remove("warehouse");
    let mut fields: Vec<_> =
        refused("catalog", "polaris", &config).into_iter().map(|(field, _, kind)| (field, kind)).collect();
    fields.sort();
    let expected = [
        ("colour", "unknown_key"),
        ("oauth2.client_id", "type"),
        ("oauth2.client_secret_ref", "missing"),
        ("warehouse", "missing"),
    ];
    assert_eq!(fields, expected.map(|(field, kind)| (field.to_owned(), kind)));
}

#[test]
fn the_sentence_names_plugin_and_fields_and_no_value() {
    let mut config = polaris();
    config["oauth2"]["client_secret_ref"] = json!("hunter2");
    let error = registry().configure("catalog", "polaris", &config).unwrap_err();
    let expected = "Plugin 'catalog/polaris' cannot use its config: \
                    oauth2.client_secret_ref: must refer to a secret, not hold one";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.message().code, "REGISTRY_CONFIG_INVALID");
}

#[test]
fn a_config_that_is_no_map_is_refused_as_a_whole() {
    let errors = refused("storage", "minio", &json!([]));
    assert_eq!(errors, [said("", "must be an object, not a list", "type")]);
}

#[test]
fn a_config_is_kept_with_its_defaults() {
    let mut registry = registry();
    assert_eq!(registry.get_config("storage", "minio").unwrap(), None);
    registry.configure("storage", "minio", &json!({"bucket": "lakehouse"})).unwrap();
    let config = registry.get_config("storage", "minio").unwrap().unwrap();
    assert_eq!((&config["bucket"], &config["region"]), (&json!("lakehouse"), &json!("us-east-1")));
    assert!(registry.list("storage").unwrap()[1].is_configured);
}

#[test]
fn a_refused_config_leaves_the_one_before() {
    let mut registry = registry();
    registry.configure("storage", "minio", &json!({"bucket": "lakehouse"})).unwrap();
    registry.configure("storage", "minio", &json!({"bucket": 7})).unwrap_err();
    assert_eq!(registry.get_config("storage", "minio").unwrap().unwrap()["bucket"], json!("lakehouse"));
}

#[test]
fn a_plugin_is_made_anew_of_a_new_config() {
    let mut registry = registry();
    let uri = |registry: &PluginRegistry| {
        let minio = registry.get::<StoragePlugin>("minio").ok().unwrap();
        minio.main.get_warehouse_uri(&NonEmpty::try_from("sales").unwrap()).unwrap().to_string()
    };
    registry.configure("storage", "minio", &json!({"bucket": "first"})).unwrap();
    assert_eq!(uri(&registry), "s3://first/sales/");
    registry.configure("storage", "minio", &json!({"bucket": "second"})).unwrap();
    assert_eq!(uri(&registry), "s3://second/sales/");
}

#[test]
fn a_plugin_without_a_config_is_made_of_an_empty_one() {
    let registry = registry();
    let error = registry.get::<StoragePlugin>("minio").err().unwrap();
    assert!(matches!(error, RegistryError::Configuration(..)), "{error}");
    assert!(registry.get::<floe_types::interfaces::compute::ComputePlugin>("duckdb").is_ok());
}
