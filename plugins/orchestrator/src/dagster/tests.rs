//! Tests of the runs that Dagster gets for a product, as plain data. Other tests check that Dagster accepts them.

use serde_json::{Value, json};

use super::*;

fn dagster(config: &Value) -> Dagster {
    DagsterConfig::parse(config).unwrap().into()
}

fn artifacts(models: &Value, schedule: &Value) -> CompiledArtifacts {
    CompiledArtifacts::parse(&json!({
        "version": "1.0.0",
        "metadata": {"floe_version": "0.1.0", "product_name": "daily-orders", "product_version": "1.0.0"},
        "identity": {"product_id": "default.daily_orders", "domain": "default"},
        "observability": {"tracing": {}, "lineage": {}, "logging": {}},
        "plugins": {
            "compute": {"type": "duckdb", "version": "0.1.0", "hosting": "library", "config": {}},
            "orchestrator": {"type": "dagster", "version": "0.1.0", "hosting": "self", "config": {}},
        },
        "deployment": {
            "prefix": "retail",
            "namespace": "data",
            "compute": {"provider": "duckdb", "self_hosted": true, "adapter": "duckdb", "threads": 4, "packages": [],
                "folders": ["/data/{product_name}/{product_slug}"]},
            "orchestrator": {
                "provider": "dagster",
                "code_location": {"name": "daily_orders", "module": "floe_products.daily_orders.definitions"},
            },
        },
        "transforms": {"default_compute": "duckdb", "models": models},
        "schedule": schedule,
        "dbt_profiles": {"retail_orders": {}},
    }))
    .unwrap()
}

fn two_models() -> Value {
    json!([
        {"name": "stg_orders", "compute": "duckdb", "tags": ["staging"], "quality_tier": "bronze"},
        {"name": "orders_by_day", "compute": "duckdb", "depends_on": ["stg_orders"]},
    ])
}

fn platform() -> PlatformTarget {
    let url = "http://retail-dagster:3000";
    PlatformTarget::parse(&json!({
        "prefix": "retail",
        "namespace": "data",
        "endpoints": [{
            "component": "dagster",
            "port": "http",
            "endpoint": {"url": url, "host": "retail-dagster", "port": 3000, "tls": false, "component": "dagster"},
        }],
    }))
    .unwrap()
}

#[test]
fn the_binding_lists_a_code_location_for_each_product() {
    let (platform, url) = (platform(), "http://retail-dagster:3000");
    let product = ProductNames::parse(&json!({"name": "daily-orders", "slug": "daily_orders"})).unwrap();
    let plugin = dagster(&json!({"url": url, "default_schedule": "0 6 * * *", "timezone": "Europe/Berlin"}));
    let binding = plugin.get_deployment_binding(&platform, &[product]).unwrap();
    binding.validate().unwrap();
    assert_eq!(binding.endpoint.component.as_ref().map(AsRef::as_ref), Some("dagster"));
    assert_eq!(binding.run_namespace.as_str(), "data");
    assert_eq!(
        json!([binding.default_schedule, binding.timezone, binding.code_locations]),
        json!(["0 6 * * *", "Europe/Berlin", [{"name": "daily_orders", "module": "floe_products.daily_orders.definitions"}]])
    );
    let error = dagster(&json!({})).get_deployment_binding(&platform, &[]).unwrap_err();
    assert_eq!(error.pointer.as_deref(), Some("/url"));
}

#[test]
fn each_transform_is_an_asset_in_the_group_of_its_tier_or_product() {
    let schedule = json!({"cron": "0 6 * * *", "timezone": "Europe/Berlin", "enabled": false});
    let plugin = dagster(&json!({"default_schedule": "0 0 * * *"}));
    let definitions = plugin.create_definitions(&artifacts(&two_models(), &schedule)).unwrap();
    definitions.validate().unwrap();
    let expected = json!({
        "name": "daily_orders",
        "assets": [
            {"name": "stg_orders", "group": "bronze", "tags": ["staging"], "depends_on": []},
            {"name": "orders_by_day", "group": "daily_orders", "tags": [], "depends_on": ["stg_orders"]},
        ],
        "schedule": schedule,
    });
    assert_eq!(definitions.to_value(), expected);
}

#[test]
fn artifacts_without_a_schedule_have_none_whatever_the_config_says() {
    let artifacts = artifacts(&two_models(), &Value::Null);
    let plugin = dagster(&json!({"default_schedule": "0 0 * * *", "timezone": "Asia/Tokyo"}));
    assert_eq!(plugin.create_definitions(&artifacts).unwrap().schedule, None);
}

#[test]
fn the_entry_point_holds_the_definitions_as_data() {
    let models = json!([{"name": "stg_orders", "compute": "duckdb", "tags": ["# {{ data }}\n", "\"'"]}]);
    let entry = dagster(&json!({})).generate_entry_point_code(&artifacts(&models, &Value::Null)).unwrap();
    assert_eq!(entry.file_name.as_str(), "definitions.py");
    let data = r#"PRODUCT = "daily_orders"

PROFILE = "retail_orders"

FOLDERS = ["/data/daily-orders/daily_orders"]

TRANSFORMS = [
    {
        "name": "stg_orders",
        "group": "daily_orders",
        "tags": ["_____data____", "__"],
        "depends_on": [],
    },
]

SCHEDULES = []
"#;
    assert!(entry.content.contains(data), "{}", entry.content);
    assert!(entry.content.ends_with('\n') && !entry.content.contains("# {{ data"));
    assert!(entry.content.lines().all(|line| line.len() <= 88 && line.trim_end() == line));
}

#[test]
fn a_product_without_a_dbt_profile_has_no_entry_point() {
    let mut artifacts = artifacts(&two_models(), &Value::Null);
    artifacts.dbt_profiles.clear();
    let error = dagster(&json!({})).generate_entry_point_code(&artifacts).unwrap_err();
    assert_eq!(error.code, "LOWER_DEFINITIONS_INVALID");
}

#[test]
fn a_larger_workload_gets_more() {
    let plugin = dagster(&json!({}));
    let memory: Vec<String> = WorkloadSize::ALL
        .iter()
        .map(|size| plugin.get_resource_requirements(*size).limits.memory.to_string())
        .collect();
    assert_eq!(memory, ["512Mi", "1Gi", "2Gi"]);
    plugin.get_resource_requirements(WorkloadSize::Large).validate().unwrap();
}

#[test]
fn two_tags_of_a_transform_that_become_one_in_dagster_are_an_error_at_the_second() {
    let long = |end: &str| format!("{}{end}", "x".repeat(63));
    for (tags, at) in [
        (json!(["gold", "team:a", "team/a"]), Some(2)),
        (json!([long("a"), long("b")]), Some(1)),
        (json!(["team:a", "team:a", "Team:a"]), None),
    ] {
        let models = json!([{"name": "a", "compute": "duckdb"}, {"name": "b", "compute": "duckdb", "tags": tags}]);
        let entry = dagster(&json!({})).generate_entry_point_code(&artifacts(&models, &Value::Null));
        let place = entry.err().and_then(|error| error.pointer);
        assert_eq!(place, at.map(|at| format!("/transforms/1/tags/{at}")), "{tags}");
    }
}
