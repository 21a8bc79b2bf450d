//! Tests of configs: which are refused and with which message, which defaults are filled in, and when a plugin is made from a new config.

use floe_registry::{FieldError, PluginRegistry, RegistryError};
use floe_types::interfaces::compute::ComputePlugin;
use floe_types::scalars::NonEmpty;
use serde_json::{Value, json};

use crate::table::{built_in, give, storage};

/// Field, message and kind of every violation in a config.
fn refused(category: &str, name: &str, config: &Value) -> Vec<(String, String, &'static str)> {
    let mut registry = built_in();
    let error = registry.configure(category, name, config).expect_err("the config is refused");
    assert_eq!(registry.get_config(category, name), Ok(None));
    let RegistryError::Configuration(plugin, fields) = error else { panic!("{error}") };
    assert_eq!((plugin.category, plugin.name), (category, name));
    fields.into_iter().map(|FieldError { field, message, kind }| (field, message, kind)).collect()
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
fn a_field_that_is_wrong_is_named_with_dots_and_a_config_that_is_no_map_as_a_whole() {
    let mut deep = polaris();
    deep["oauth2"]["client_id"] = json!(7);
    let word = json!({"bucket": "lakehouse", "path_style_access": "yes"});
    let cases = [
        ("storage", "minio", json!({}), ("bucket", "is missing", "missing")),
        ("storage", "minio", word, ("path_style_access", "must be a boolean, not a string", "type")),
        ("storage", "minio", json!([]), ("", "must be an object, not a list", "type")),
        ("compute", "duckdb", json!({"threads": 0}), ("threads", "must be 1 or more", "too_small")),
        ("catalog", "polaris", deep, ("oauth2.client_id", "must be a string, not a number", "type")),
    ];
    for (category, name, config, (field, message, kind)) in cases {
        assert_eq!(refused(category, name, &config), [(field.to_owned(), message.to_owned(), kind)]);
    }
}

#[test]
fn all_fields_that_are_wrong_are_named_at_once() {
    let mut config = polaris();
    config["oauth2"] = json!({"client_id": 7, "token_url": "http://polaris"});
    config["colour"] = json!("blue");
    config.as_object_mut().unwrap().remove("warehouse");
    let mut fields: Vec<_> =
        refused("catalog", "polaris", &config).into_iter().map(|(field, _, kind)| format!("{field} {kind}")).collect();
    fields.sort();
    let expected =
        ["colour unknown_key", "oauth2.client_id type", "oauth2.client_secret_ref missing", "warehouse missing"];
    assert_eq!(fields, expected);
}

#[test]
fn the_sentence_names_plugin_and_fields_and_no_value() {
    let mut config = polaris();
    config["oauth2"]["client_secret_ref"] = json!("hunter2");
    let error = built_in().configure("catalog", "polaris", &config).unwrap_err();
    let expected = "Plugin 'catalog/polaris' cannot use its config: \
                    oauth2.client_secret_ref: must refer to a secret, not hold one";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.message().code, "REGISTRY_CONFIG_INVALID");
}

#[test]
fn a_config_is_kept_with_its_defaults_and_a_refused_one_leaves_the_one_before() {
    let mut registry = built_in();
    assert_eq!(registry.get_config("storage", "minio").unwrap(), None);
    give(&mut registry, "minio", &json!("lakehouse")).unwrap();
    give(&mut registry, "minio", &json!(7)).unwrap_err();
    let config = registry.get_config("storage", "minio").unwrap().unwrap();
    assert_eq!((&config["bucket"], &config["region"]), (&json!("lakehouse"), &json!("us-east-1")));
    assert!(registry.list("storage").unwrap()[1].is_configured);
}

#[test]
fn a_plugin_is_made_anew_of_a_new_config() {
    let mut registry = built_in();
    let uri = |registry: &PluginRegistry| {
        let minio = storage(registry, "minio").unwrap();
        minio.main.get_warehouse_uri(&NonEmpty::try_from("sales").unwrap()).unwrap().to_string()
    };
    for bucket in ["first", "second"] {
        give(&mut registry, "minio", &json!(bucket)).unwrap();
        assert_eq!(uri(&registry), format!("s3://{bucket}/sales/"));
    }
}

#[test]
fn a_plugin_without_a_config_is_made_of_an_empty_one() {
    let registry = built_in();
    let error = storage(&registry, "minio").err().unwrap();
    assert_eq!(error, "Plugin 'storage/minio' cannot use its config: bucket: is missing");
    assert!(registry.get::<ComputePlugin>("duckdb").is_ok());
}
