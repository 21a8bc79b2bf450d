//! `profiles.yml`: read by dbt, and turned into SQL statements by dbt-duckdb.

use std::process::Command;

use floe_types::bindings::catalog::CatalogBinding;
use floe_types::bindings::credentials::Credential;
use floe_types::bindings::storage::StorageBinding;
use floe_types::plugins::compute::duckdb::INFO;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::platform::{catalog, duckdb, product, profiles, storage};
use crate::python::{answer, command, script, text};

const PROJECT: &str = "name: daily_orders\nversion: 1.0.0\nprofile: daily_orders\n";

/// The folder with DuckDB's profile for the bindings, and the command that makes dbt read the profile.
fn profile(config: &Value, storage: Option<&StorageBinding>, catalog: Option<&CatalogBinding>) -> (TempDir, Command) {
    let duckdb = duckdb(config).main;
    let profile = duckdb.generate_dbt_profile(&product()).expect("the config makes a profile");
    let profile = duckdb.augment_dbt_profile(&profile, storage, catalog).expect("the bindings fit");
    let folder = tempfile::tempdir().expect("there is room for a folder");
    std::fs::write(folder.path().join("profiles.yml"), profiles(&profile).to_string()).expect("there is room");
    std::fs::write(folder.path().join("dbt_project.yml"), PROJECT).expect("there is room");
    let mut command = script("dbt_profile.py");
    command.arg(folder.path());
    (folder, command)
}

/// Sets a credential's variable to a recognisable value, and returns the value.
fn provide(command: &mut Command, credential: &Credential) -> String {
    let value = format!("value of {}", credential.env);
    command.env(credential.env.as_str(), &value);
    value
}

fn statement<'a>(facts: &'a Value, list: &str, at: usize) -> &'a str {
    facts[list][at].as_str().unwrap_or_default()
}

#[test]
fn dbt_reaches_the_warehouse_the_catalog_and_the_object_store_of_the_bindings() {
    let storage = storage("minio", &json!({"endpoint": "http://retail-minio:9000", "bucket": "lakehouse"}));
    let catalog = catalog(&storage);
    let (_folder, mut command) = profile(&json!({"threads": 8}), Some(&storage), Some(&catalog));
    let rest = catalog.iceberg_rest.as_ref().expect("Polaris speaks Iceberg REST");
    let keys = storage.credentials.as_ref().expect("MinIO has an access key");
    let key_id = provide(&mut command, &keys.access_key_id);
    let secret = provide(&mut command, &keys.secret_access_key);
    let client_secret = provide(&mut command, &rest.oauth2.client_secret);
    command.env(rest.oauth2.client_id_env.as_str(), rest.oauth2.client_id.as_str());

    let facts = answer(&mut command);
    assert_eq!(facts["class"], "DuckDBCredentials");
    assert_eq!(json!([facts["profile"], facts["target"], facts["threads"]]), json!(["daily_orders", "default", 8]));
    assert_eq!(json!([facts["database"], facts["schema"]]), json!([catalog.name, "daily_orders"]));
    assert_eq!(json!([facts["extensions"], facts["disable_transactions"]]), json!([["httpfs", "iceberg"], true]));

    let s3 = statement(&facts, "secrets", 0);
    assert!(s3.starts_with("CREATE OR REPLACE SECRET floe_s3"), "{s3}");
    let endpoint = format!("endpoint '{}:{}'", storage.endpoint.host, storage.endpoint.port);
    for part in [&endpoint, "url_style 'path'", "use_ssl 'False'", &key_id, &secret, storage.region.as_str()] {
        assert!(s3.contains(part), "{part} is not in {s3}");
    }
    let oauth2 = statement(&facts, "secrets", 1);
    for part in [rest.oauth2.client_id.as_str(), &client_secret, rest.oauth2.token_url.as_str(), "PRINCIPAL_ROLE:ALL"] {
        assert!(oauth2.contains(&format!("'{part}'")), "{part} is not in {oauth2}");
    }
    let attach = statement(&facts, "attach", 0);
    let begin = format!("ATTACH IF NOT EXISTS '{}' AS {} (", catalog.warehouse, catalog.name);
    assert!(attach.starts_with(&begin), "{attach}");
    for part in [format!("ENDPOINT '{}'", rest.uri), "ACCESS_DELEGATION_MODE 'none'".to_owned()] {
        assert!(attach.contains(&part), "{part} is not in {attach}");
    }
}

#[test]
fn the_statement_that_attaches_by_hand_is_the_one_that_dbt_makes() {
    let storage = storage("minio", &json!({"endpoint": "http://retail-minio:9000", "bucket": "lakehouse"}));
    let catalog = catalog(&storage);
    let (_folder, mut command) = profile(&json!({}), None, Some(&catalog));
    let rest = catalog.iceberg_rest.as_ref().expect("Polaris speaks Iceberg REST");
    provide(&mut command, &rest.oauth2.client_secret);
    command.env(rest.oauth2.client_id_env.as_str(), rest.oauth2.client_id.as_str());
    let by_dbt = answer(&mut command);

    let attachment = duckdb(&json!({})).catalog_attachment.expect("DuckDB attaches catalogs");
    let by_hand = attachment.get_catalog_attachment_sql(&catalog).expect("the catalog can be attached");
    assert_eq!(by_hand.last().map(AsRef::as_ref), Some(statement(&by_dbt, "attach", 0)));
}

#[test]
fn amazon_s3_is_reached_by_host_name_over_tls_with_temporary_keys() {
    let config = json!({
        "region": "eu-central-1",
        "bucket": "lakehouse",
        "credential_secret_name": "keys",
        "session_token_secret_key": "token",
    });
    let storage = storage("aws-s3", &config);
    let (_folder, mut command) = profile(&json!({}), Some(&storage), None);
    let keys = storage.credentials.as_ref().expect("the config names a Secret");
    provide(&mut command, &keys.access_key_id);
    provide(&mut command, &keys.secret_access_key);
    let token = provide(&mut command, keys.session_token.as_ref().expect("the config names a token"));

    let facts = answer(&mut command);
    let s3 = statement(&facts, "secrets", 0);
    let endpoint = "endpoint 's3.eu-central-1.amazonaws.com'";
    for part in [endpoint, "url_style 'vhost'", "use_ssl 'True'", &format!("session_token '{token}'")] {
        assert!(s3.contains(part), "{part} is not in {s3}");
    }
    assert_eq!(json!([facts["database"], facts["attach"]]), json!(["memory", []]));
}

#[test]
fn extensions_load_from_the_folder_of_the_config_and_nothing_is_downloaded() {
    const ASK: &str = "\
import json, sys, duckdb
from pathlib import Path
connection = duckdb.connect(config=json.loads(sys.argv[1]))
try:
    connection.install_extension('httpfs')
except duckdb.IOException as error:
    print(json.dumps(str(error)))
";
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let extensions = folder.path().join("extensions");
    let config = json!({"extension_directory": extensions, "extensions": ["icu"]});
    let (_folder, mut command) = profile(&config, None, None);
    let facts = answer(&mut command);
    assert_eq!(facts["config_options"], json!({"extension_directory": extensions}));
    assert_eq!(facts["extensions"], json!(["icu"]));
    // The engine looks for an extension in the folder: a file where the folder should be is in the way.
    std::fs::write(&extensions, "").expect("there is room");
    let said = answer(crate::python::command("python").args(["-c", ASK]).arg(facts["config_options"].to_string()));
    assert!(said.as_str().is_some_and(|said| said.contains("extensions")), "{said}");
}

#[test]
fn settings_reach_dbt_as_they_are_written_whatever_language_they_look_like() {
    for written in [
        "{{ 1 + 1 }}",
        "{% raw %}",
        "{# gone #}",
        "{{{{",
        "${E} $(id) `id`",
        "' \" \\ : #",
        "a {{ env_var('X') }} b\n",
        "{{ '{' }}",
        "{",
        "}}",
    ] {
        let (_folder, mut command) = profile(&json!({"settings": {"s": written}}), None, None);
        assert_eq!(answer(&mut command)["settings"]["s"], written);
    }
}

#[test]
fn without_its_environment_variables_the_profile_is_worth_nothing() {
    let storage = storage("minio", &json!({"endpoint": "http://retail-minio:9000", "bucket": "lakehouse"}));
    let (_folder, mut command) = profile(&json!({}), Some(&storage), None);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let output = command.output().expect("the interpreter starts");
    let said = text(&output.stderr);
    assert!(!output.status.success() && said.contains("Env var required but not provided"), "{said}");
}

#[test]
fn without_storage_models_go_to_a_file_of_the_product() {
    let config = json!({"path": "/data/{product_slug}.duckdb", "extensions": ["icu"], "memory_limit": "2GB"});
    let (_folder, mut command) = profile(&config, None, None);
    let facts = answer(&mut command);
    assert_eq!(json!([facts["path"], facts["database"]]), json!(["/data/daily_orders.duckdb", "daily_orders"]));
    assert_eq!(json!([facts["extensions"], facts["secrets"]]), json!([["icu"], []]));
    assert_eq!(facts["settings"]["memory_limit"], "2GB");
}

#[test]
fn the_words_that_the_contract_reserves_are_the_schemas_of_the_engine_that_take_no_table() {
    const ASK: &str = r#"
import json, duckdb
engine = duckdb.connect()
taken = []
for (schema,) in engine.execute("select distinct schema_name from duckdb_schemas() order by all").fetchall():
    try:
        engine.execute(f'create schema if not exists memory."{schema}"; create table memory."{schema}".t as select 1')
    except duckdb.Error:
        taken.append(schema)
print(json.dumps(taken))
"#;
    let reserved: Vec<_> = INFO.names.iter().flat_map(|names| names.reserved).collect();
    assert_eq!(answer(command("python").args(["-c", ASK])), json!(reserved));
}
