//! Tests of compositions: which plugins compile together, and the results of each hosting mode. Refused compositions stand in golden cases.

use serde_json::Value;

use crate::program::{Folder, MANIFEST};

const POLARIS: &str = "  catalog:
    type: polaris
    config:
      warehouse: shop
      oauth2:
        client_id: shop
        client_secret_ref: {source: kubernetes-secret, name: polaris-credentials, key: client-secret}
";

const S3: &str = "  storage:
    type: aws-s3
    config: {region: eu-central-1, bucket: lakehouse, credential_secret_name: aws-credentials}
";

fn platform(manifest: &str) -> Value {
    let folder = Folder::platform();
    folder.write("manifest.yaml", manifest);
    folder.run(&["platform", "compile"]).digest();
    serde_json::from_str(&folder.text("dist/platform.json")).unwrap()
}

fn names(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_smallest_platform_deploys_the_orchestrator_and_its_database() {
    let platform = platform(MANIFEST);
    assert_eq!(platform["bindings"]["components"], serde_json::json!(["dagster", "postgresql"]));
    assert_eq!(names(&platform["requires"]["secrets"], "name"), ["floe-platform-postgresql"]);
}

#[test]
fn polaris_compiles_on_aws_s3_whose_host_is_outside() {
    let platform = platform(&format!("{MANIFEST}{POLARIS}{S3}"));
    assert_eq!(platform["bindings"]["components"], serde_json::json!(["dagster", "polaris", "postgresql"]));
    assert_eq!(names(&platform["requires"]["hosts"], "host"), ["s3.eu-central-1.amazonaws.com"]);
    let secrets = &platform["requires"]["secrets"];
    assert_eq!(names(secrets, "name"), ["aws-credentials", "floe-platform-postgresql", "polaris-credentials"]);
}

#[test]
fn a_service_that_somebody_else_runs_is_not_deployed_and_its_host_is_outside() {
    let external = POLARIS
        .replace("type: polaris", "type: polaris\n    hosting: external")
        .replace("warehouse: shop\n", "warehouse: shop\n      uri: https://polaris.example.com/api/catalog\n");
    let external = format!("{external}        token_url: https://polaris.example.com/api/catalog/v1/oauth/tokens\n");
    let platform = platform(&format!("{MANIFEST}{external}{S3}"));
    assert_eq!(platform["bindings"]["components"], serde_json::json!(["dagster", "postgresql"]));
    let hosts = names(&platform["requires"]["hosts"], "host");
    assert_eq!(hosts, ["polaris.example.com", "s3.eu-central-1.amazonaws.com"]);
    assert_eq!(platform["plugins"]["catalog"]["hosting"], "external");
}

#[test]
fn a_service_for_tokens_that_is_not_the_catalogs_is_another_host_outside() {
    let external = POLARIS
        .replace("type: polaris", "type: polaris\n    hosting: external")
        .replace("warehouse: shop\n", "warehouse: shop\n      uri: https://polaris.example.com/api/catalog\n");
    let external = format!("{external}        token_url: https://login.example.com:8443/token\n");
    let platform = platform(&format!("{MANIFEST}{external}{S3}"));
    let hosts = names(&platform["requires"]["hosts"], "host");
    assert_eq!(hosts, ["login.example.com", "polaris.example.com", "s3.eu-central-1.amazonaws.com"]);
}

#[test]
fn written_addresses_of_the_platform_itself_are_the_same_as_none() {
    let written = POLARIS.replace(
        "warehouse: shop\n",
        "warehouse: shop\n      uri: http://floe-platform-polaris.floe-platform.svc.cluster.local:8181/api/catalog/\n",
    );
    assert_eq!(platform(&format!("{MANIFEST}{written}{S3}")), platform(&format!("{MANIFEST}{POLARIS}{S3}")));
}

#[test]
fn the_prefix_and_the_namespace_are_part_of_every_name() {
    let deployment = "deployment: {prefix: shop, namespace: data}\n";
    let platform = platform(&format!("{MANIFEST}{POLARIS}{S3}{deployment}"));
    assert!(!platform.to_string().contains("floe-platform"));
    assert_eq!(platform["bindings"]["catalog"]["iceberg_rest"]["uri"], "http://shop-polaris:8181/api/catalog");
    assert_eq!(platform["requires"]["secrets"][0]["namespace"], "data");
}
