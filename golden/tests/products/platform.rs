//! A retail platform for the plugins under test: makes bindings from configs. Finds plugins by name and calls their
//! interfaces only.

use std::collections::BTreeMap;
use std::sync::Arc;

use floe_plugins::REGISTRY;
use floe_types::bindings::catalog::CatalogBinding;
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::StorageBinding;
use floe_types::interfaces::compute::{ComputePlugin, ProductNames};
use floe_types::interfaces::orchestrator::Orchestrator;
use floe_types::plugin::Entry;
use serde_json::{Value, json};

/// The product whose files are judged.
pub(crate) fn product() -> ProductNames {
    ProductNames::parse(&json!({"name": "daily-orders", "slug": "daily_orders"})).expect("a product has these names")
}

/// The platform's names and the endpoints of its components.
pub(crate) fn target() -> PlatformTarget {
    let endpoint = |component: &str, port: &str, number: u16| {
        let host = format!("retail-{component}");
        let url = format!("http://{host}:{number}");
        let endpoint = json!({"url": url, "host": host, "port": number, "tls": false, "component": component});
        json!({"component": component, "port": port, "endpoint": endpoint})
    };
    let endpoints = [endpoint("minio", "api", 9000), endpoint("polaris", "http", 8181)];
    PlatformTarget::parse(&json!({"prefix": "retail", "namespace": "data", "endpoints": endpoints}))
        .expect("a platform has these names")
}

/// A plugin's storage binding.
pub(crate) fn storage(plugin: &str, config: &Value) -> StorageBinding {
    let plugin = built_in(REGISTRY.storage, plugin, config).main;
    plugin.get_deployment_binding(&target()).expect("the config makes a binding")
}

/// Polaris's catalog binding over a storage binding.
pub(crate) fn catalog(storage: &StorageBinding) -> CatalogBinding {
    let config = json!({
        "uri": "http://retail-polaris:8181/api/catalog",
        "warehouse": "retail",
        "oauth2": {
            "client_id": "retail-admin",
            "client_secret_ref": {"source": "kubernetes-secret", "name": "polaris-credentials", "key": "client-secret"},
            "token_url": "http://retail-polaris:8181/api/catalog/v1/oauth/tokens",
        },
    });
    let plugin = built_in(REGISTRY.catalog, "polaris", &config).main;
    plugin.build_catalog_deployment(&target(), storage).expect("the config makes a binding")
}

/// DuckDB, loaded with a config.
pub(crate) fn duckdb(config: &Value) -> ComputePlugin {
    built_in(REGISTRY.compute, "duckdb", config)
}

/// Dagster, loaded with a config.
pub(crate) fn dagster(config: &Value) -> Arc<dyn Orchestrator> {
    built_in(REGISTRY.orchestrator, "dagster", config).main
}

fn built_in<P>(entries: &[Entry<P>], name: &str, config: &Value) -> P {
    let entry = entries.iter().find(|entry| entry.info.name == name).expect("the plugin is built in");
    (entry.load)(config).expect("the config has the plugin's shape")
}

/// The content of `profiles.yml` with one output, as JSON, which is also YAML.
pub(crate) fn profiles(output: &BTreeMap<String, Value>) -> Value {
    json!({"daily_orders": {"target": "default", "outputs": {"default": output}}})
}
