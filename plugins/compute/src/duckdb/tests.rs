//! Tests of DuckDB's profile for several platforms, as plain data. Other tests check that dbt accepts the profile.

use serde_json::json;

use super::*;

fn duckdb(config: &Value) -> DuckDb {
    DuckdbConfig::parse(config).unwrap().into()
}

fn product() -> ProductNames {
    ProductNames::parse(&json!({"name": "daily-orders", "slug": "daily_orders"})).unwrap()
}

fn storage(host: &str, port: i64, tls: bool) -> StorageBinding {
    let scheme = if tls { "https" } else { "http" };
    let key = |env: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": "keys", "key": "key"}});
    StorageBinding::parse(&json!({
        "provider": "minio",
        "protocol": "s3-compatible",
        "endpoint": {"url": format!("{scheme}://{host}:{port}"), "host": host, "port": port, "tls": tls},
        "region": "us-east-1",
        "path_style_access": !tls,
        "warehouse": {"uri": "s3://lakehouse", "bucket": "lakehouse"},
        "buckets": [],
        "credentials": {
            "access_key_id": key("KEY_ID"),
            "secret_access_key": key("KEY_SECRET"),
        },
        "provisioning": {"mode": "helm-job"},
    }))
    .unwrap()
}

fn catalog() -> CatalogBinding {
    let url = "http://retail-polaris:8181";
    CatalogBinding::parse(&json!({
        "provider": "polaris",
        "kind": "iceberg-rest",
        "name": "iceberg",
        "warehouse": "retail",
        "table_formats": ["iceberg"],
        "iceberg_rest": {
            "endpoint": {"url": url, "host": "retail-polaris", "port": 8181, "tls": false},
            "uri": format!("{url}/api/catalog"),
            "oauth2": {
                "client_id": "retail-admin",
                "client_id_env": "CATALOG_ID",
                "client_secret": {"env": "CATALOG_SECRET", "ref": {"source": "environment", "name": "SECRET"}},
                "token_url": format!("{url}/api/catalog/v1/oauth/tokens"),
                "scope": "PRINCIPAL_ROLE:ALL",
            },
        },
    }))
    .unwrap()
}

#[test]
fn the_config_alone_makes_a_profile_of_one_file() {
    let plugin = duckdb(&json!({
        "path": "/data/{product_name}/{product_slug}.duckdb",
        "threads": 8,
        "memory_limit": "2GB",
        "extensions": ["icu"],
        "settings": {"preserve_insertion_order": "false"},
    }));
    let profile = plugin.generate_dbt_profile(&product()).unwrap();
    let expected = json!({
        "type": "duckdb",
        "path": "/data/daily-orders/daily_orders.duckdb",
        "schema": "daily_orders_models",
        "threads": 8,
        "extensions": ["icu"],
        "settings": {"memory_limit": "2GB", "preserve_insertion_order": "false"},
    });
    assert_eq!(json!(profile), expected);
    assert_eq!(json!(plugin.augment_dbt_profile(&profile, None, None).unwrap()), expected);
}

#[test]
fn the_schema_is_the_products_own_and_never_the_name_of_the_database() {
    let schema = |config: Value| {
        let profile = duckdb(&config).generate_dbt_profile(&product());
        profile.map(|profile| profile["schema"].as_str().unwrap().to_owned()).map_err(|error| error.message)
    };
    for (config, expected) in [
        (json!({}), "daily_orders"),
        (json!({"path": "/data/x.duckdb"}), "daily_orders"),
        (json!({"path": "{product_slug}.db"}), "daily_orders_models"),
        (json!({"schema": "marts"}), "marts"),
        (json!({"schema": "memory", "path": "/data/x.duckdb"}), "memory"),
        (json!({"schema": "a_{product_slug}"}), "a_daily_orders"),
    ] {
        assert_eq!(schema(config.clone()).as_deref(), Ok(expected), "{config}");
    }
    let message = schema(json!({"schema": "Marts", "path": "/data/marts.duckdb"})).unwrap_err();
    assert_eq!(message, "DuckDB cannot tell the schema `Marts` from the database of `marts.duckdb`");
    for config in [
        json!({"schema": "memory"}),
        json!({"schema": "TEMP", "path": "/data/x.duckdb"}),
        json!({"path": "/data/System.duckdb"}),
        json!({"path": "temp.duckdb"}),
        json!({"path": "/data/"}),
    ] {
        schema(config.clone()).expect_err(&config.to_string());
    }
}

#[test]
fn a_schema_that_has_the_name_of_the_catalog_is_told_apart_or_refused() {
    let product = ProductNames::new("iceberg".try_into().unwrap(), "iceberg".try_into().unwrap());
    let augmented = |config: &Value| {
        let plugin = duckdb(config);
        plugin.augment_dbt_profile(&plugin.generate_dbt_profile(&product).unwrap(), None, Some(&catalog()))
    };
    assert_eq!(augmented(&json!({})).unwrap()["schema"], "iceberg_models");
    assert_eq!(augmented(&json!({"schema": "ICEBERG"})).unwrap_err().pointer.as_deref(), Some("/schema"));
}

#[test]
fn storage_and_catalog_add_secrets_and_the_database_that_models_go_to() {
    let plugin = duckdb(&json!({}));
    let profile = plugin.generate_dbt_profile(&product()).unwrap();
    let (storage, catalog) = (storage("retail-minio", 9000, false), catalog());
    let augmented = plugin.augment_dbt_profile(&profile, Some(&storage), Some(&catalog)).unwrap();
    let expected = json!({
        "type": "duckdb",
        "path": ":memory:",
        "schema": "daily_orders",
        "threads": 4,
        "settings": {"memory_limit": "4GB"},
        "extensions": ["httpfs", "iceberg"],
        "secrets": [
            {
                "type": "s3",
                "name": "floe_s3",
                "region": "us-east-1",
                "endpoint": "retail-minio:9000",
                "url_style": "path",
                "use_ssl": false,
                "key_id": "{{ env_var('KEY_ID') }}",
                "secret": "{{ env_var('KEY_SECRET') }}",
            },
            {
                "type": "iceberg",
                "name": "iceberg",
                "client_id": "{{ env_var('CATALOG_ID') }}",
                "client_secret": "{{ env_var('CATALOG_SECRET') }}",
                "oauth2_server_uri": "http://retail-polaris:8181/api/catalog/v1/oauth/tokens",
                "oauth2_scope": "PRINCIPAL_ROLE:ALL",
            },
        ],
        "attach": [{
            "alias": "iceberg",
            "path": "retail",
            "type": "iceberg",
            "secret": "iceberg",
            "options": {"endpoint": "http://retail-polaris:8181/api/catalog", "access_delegation_mode": "none"},
        }],
        "database": "iceberg",
        "disable_transactions": true,
    });
    assert_eq!(json!(augmented), expected);
    let again = plugin.augment_dbt_profile(&augmented, Some(&storage), Some(&catalog)).unwrap();
    assert_eq!(again, augmented);
}

#[test]
fn storage_without_a_catalog_leaves_models_in_the_file() {
    let plugin = duckdb(&json!({"extensions": ["httpfs"]}));
    let profile = plugin.generate_dbt_profile(&product()).unwrap();
    let storage = storage("s3.eu-central-1.amazonaws.com", 443, true);
    let profile = plugin.augment_dbt_profile(&profile, Some(&storage), None).unwrap();
    assert_eq!(profile["extensions"], json!(["httpfs"]));
    let secret = &profile["secrets"][0];
    assert_eq!(secret["endpoint"], json!("s3.eu-central-1.amazonaws.com"));
    assert_eq!((&secret["url_style"], &secret["use_ssl"]), (&json!("vhost"), &json!(true)));
    assert!(!profile.contains_key("database") && !profile.contains_key("attach"));
}

#[test]
fn an_object_store_without_an_access_key_is_an_error() {
    let mut storage = storage("retail-minio", 9000, false);
    storage.credentials = None;
    let error = duckdb(&json!({})).augment_dbt_profile(&BTreeMap::new(), Some(&storage), None).unwrap_err();
    assert!(error.message.contains("DuckDB reads S3 with an access key; minio has none"), "{}", error.message);
}

#[test]
fn temporary_keys_bring_their_session_token() {
    let mut storage = storage("retail-minio", 9000, false);
    let keys = storage.credentials.as_mut().unwrap();
    keys.session_token = Some(keys.access_key_id.clone());
    let profile = duckdb(&json!({})).augment_dbt_profile(&BTreeMap::new(), Some(&storage), None).unwrap();
    assert_eq!(profile["secrets"][0]["session_token"], json!("{{ env_var('KEY_ID') }}"));
}

#[test]
fn a_catalog_that_vends_credentials_is_asked_for_them() {
    let mut catalog = catalog();
    catalog.iceberg_rest.as_mut().unwrap().credential_vending = true;
    let profile = duckdb(&json!({})).augment_dbt_profile(&BTreeMap::new(), None, Some(&catalog)).unwrap();
    assert_eq!(profile["attach"][0]["options"]["access_delegation_mode"], json!("vended_credentials"));
}

#[test]
fn the_catalog_can_be_attached_by_hand() {
    let mut catalog = catalog();
    catalog.warehouse = floe_types::scalars::WarehouseLocation::try_from("s3://lake/bob's").unwrap();
    let statements = duckdb(&json!({})).get_catalog_attachment_sql(&catalog).unwrap();
    assert_eq!(
        statements.last().unwrap().as_str(),
        "ATTACH IF NOT EXISTS 's3://lake/bob''s' AS iceberg (TYPE iceberg, SECRET iceberg, \
         ACCESS_DELEGATION_MODE 'none', ENDPOINT 'http://retail-polaris:8181/api/catalog')"
    );
}

#[test]
fn a_catalog_of_another_kind_is_an_error() {
    let mut catalog = catalog();
    catalog.iceberg_rest = None;
    let error = duckdb(&json!({})).augment_dbt_profile(&BTreeMap::new(), None, Some(&catalog)).unwrap_err();
    assert!(error.message.contains("polaris"), "{error}");
}

#[test]
fn storage_of_another_kind_is_an_error() {
    let mut storage = storage("retail-minio", 9000, false);
    storage.protocol = "gcs".parse().unwrap();
    let error = duckdb(&json!({})).augment_dbt_profile(&BTreeMap::new(), Some(&storage), None).unwrap_err();
    assert!(error.message.contains("minio speaks gcs"), "{error}");
}

#[test]
fn a_file_that_would_take_the_catalogs_name_is_an_error() {
    for path in ["/data/iceberg.duckdb", "Iceberg", "data/.iceberg.v1.db"] {
        let plugin = duckdb(&json!({"path": path}));
        let profile = plugin.generate_dbt_profile(&product()).unwrap();
        let error = plugin.augment_dbt_profile(&profile, None, Some(&catalog())).unwrap_err();
        assert_eq!(error.pointer.as_deref(), Some("/path"), "{path}");
    }
}

#[test]
fn an_unknown_placeholder_is_an_error() {
    let error = duckdb(&json!({"path": "/data/{product}.duckdb"})).generate_dbt_profile(&product()).unwrap_err();
    assert_eq!(error.pointer.as_deref(), Some("/path"));
    assert!(error.message.contains("{product_slug}"), "{error}");
}

#[test]
fn a_memory_limit_among_the_settings_is_an_error() {
    let error = duckdb(&json!({"settings": {"memory_limit": "1GB"}})).generate_dbt_profile(&product()).unwrap_err();
    assert_eq!(error.pointer.as_deref(), Some("/settings/memory_limit"));
}

#[test]
fn the_binding_names_adapter_and_packages() {
    let platform = PlatformTarget::parse(&json!({"prefix": "retail", "namespace": "data"})).unwrap();
    let binding = duckdb(&json!({"threads": 8, "path": "/data/{product_slug}/x.duckdb"}))
        .get_deployment_binding(&platform)
        .unwrap();
    binding.validate().unwrap();
    let expected = json!({
        "provider": "duckdb",
        "self_hosted": true,
        "adapter": "duckdb",
        "threads": 8,
        "packages": PACKAGES,
        "folders": ["/data/{product_slug}"],
    });
    assert_eq!(binding.to_value(), expected);
}

#[test]
fn only_a_file_in_a_folder_needs_one() {
    let platform = PlatformTarget::parse(&json!({"prefix": "retail", "namespace": "data"})).unwrap();
    for (path, folders) in [(":memory:", json!([])), ("/x.duckdb", json!([])), ("data/x.duckdb", json!(["data"]))] {
        let binding = duckdb(&json!({"path": path})).get_deployment_binding(&platform).unwrap();
        assert_eq!(json!(binding.folders), folders, "{path}");
    }
}

#[test]
fn a_larger_workload_gets_more() {
    let plugin = duckdb(&json!({}));
    let cpus: Vec<String> =
        WorkloadSize::ALL.iter().map(|size| plugin.get_resource_requirements(*size).limits.cpu.to_string()).collect();
    assert_eq!(cpus, ["500m", "2000m", "8000m"]);
    let small = plugin.get_resource_requirements(WorkloadSize::Small);
    small.validate().unwrap();
    assert_eq!(small.requests.to_value(), json!({"cpu": "100m", "memory": "256Mi", "ephemeral_storage": "100Mi"}));
}
