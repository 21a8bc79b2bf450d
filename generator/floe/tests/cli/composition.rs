//! Tests of compositions: which plugins compile together, and the results of each hosting mode. Refused compositions stand in golden cases.

use serde_json::{Value, json};

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

const URI: &str = "warehouse: shop\n      uri: ";

fn platform(manifest: &str) -> Value {
    let folder = Folder::with_manifest(manifest);
    folder.run("platform compile").digest();
    serde_json::from_str(&folder.text("dist/platform.json")).unwrap()
}

fn names(list: &Value, key: &str) -> String {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_way_of_hosting_leads_to_components_secrets_and_hosts() {
    let uri = format!("{URI}https://polaris.example.com/api/catalog\n");
    let external =
        POLARIS.replace("type: polaris", "type: polaris\n    hosting: external").replace("warehouse: shop\n", &uri);
    let with_tokens = |url: &str| format!("{external}        token_url: {url}\n{S3}");
    let (own, other) =
        ("https://polaris.example.com/api/catalog/v1/oauth/tokens", "https://login.example.com:8443/token");
    let databases = "floe-platform-dagster-database floe-platform-postgresql";
    let secrets = format!("aws-credentials {databases} polaris-credentials");
    let with_polaris = "aws-credentials floe-platform-dagster-database floe-platform-polaris-admin \
                        floe-platform-polaris-database floe-platform-postgresql polaris-credentials";
    let s3 = "s3.eu-central-1.amazonaws.com";
    let hosts = ["polaris", "login.example.com polaris"].map(|first| format!("{first}.example.com {s3}"));
    for (plugins, components, secrets, hosts) in [
        (String::new(), json!(["dagster", "postgresql"]), databases, ""),
        (format!("{POLARIS}{S3}"), json!(["dagster", "polaris", "postgresql"]), with_polaris, s3),
        (with_tokens(own), json!(["dagster", "postgresql"]), &secrets, &hosts[0]),
        (with_tokens(other), json!(["dagster", "postgresql"]), &secrets, &hosts[1]),
    ] {
        let platform = platform(&format!("{MANIFEST}{plugins}"));
        assert_eq!(platform["bindings"]["components"], components, "{plugins}");
        assert_eq!(names(&platform["requires"]["secrets"], "name"), secrets, "{plugins}");
        assert_eq!(names(&platform["requires"]["hosts"], "host"), hosts, "{plugins}");
        assert_eq!(platform["plugins"]["catalog"]["hosting"] == "external", plugins.contains("external"), "{plugins}");
    }
}

#[test]
fn a_written_plugin_that_nothing_asks_is_not_evaluated() {
    for (written, expected) in [("", false), ("  dbt: {type: core}\n", true)] {
        let paths = platform(&format!("{MANIFEST}{written}"))["not_evaluated"].to_string();
        assert_eq!(paths.contains("\"plugins.dbt\""), expected, "{paths}");
    }
}

#[test]
fn written_addresses_of_the_platform_itself_are_the_same_as_none() {
    let own = "http://floe-platform-polaris.floe-platform.svc.cluster.local:8181/api/catalog/";
    let written = POLARIS.replace("warehouse: shop\n", &format!("{URI}{own}\n"));
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
