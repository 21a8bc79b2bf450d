//! Built-in catalog plugins: each translates the config and the storage binding into the catalog binding. No plugin
//! here reaches a network.

mod glue;
mod polaris;

pub use glue::Glue;
pub use polaris::Polaris;

#[cfg(test)]
mod tests {
    use floe_types::bindings::platform::PlatformTarget;
    use floe_types::bindings::storage::StorageBinding;
    use serde_json::{Value, json};

    /// A platform that runs Polaris.
    pub(crate) fn platform() -> PlatformTarget {
        let url = "http://retail-polaris:8181";
        PlatformTarget::parse(&json!({
            "prefix": "retail",
            "namespace": "data",
            "endpoints": [{
                "component": "polaris",
                "port": "http",
                "endpoint": {"url": url, "host": "retail-polaris", "port": 8181, "tls": false, "component": "polaris"},
            }],
        }))
        .unwrap()
    }

    fn keys() -> Value {
        let key = |env: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": "keys", "key": "key"}});
        json!({
            "access_key_id": key("AWS_ACCESS_KEY_ID"),
            "secret_access_key": key("AWS_SECRET_ACCESS_KEY"),
        })
    }

    pub(crate) fn minio() -> StorageBinding {
        let url = "http://retail-minio:9000";
        StorageBinding::parse(&json!({
            "provider": "minio",
            "protocol": "s3-compatible",
            "endpoint": {"url": url, "host": "retail-minio", "port": 9000, "tls": false, "component": "minio"},
            "external_url": "https://objects.example.com",
            "region": "us-east-1",
            "path_style_access": true,
            "warehouse": {"uri": "s3://lakehouse", "bucket": "lakehouse"},
            "buckets": [],
            "credentials": keys(),
            "provisioning": {"mode": "helm-job"},
        }))
        .unwrap()
    }

    pub(crate) fn aws_s3() -> StorageBinding {
        let host = "s3.eu-central-1.amazonaws.com";
        StorageBinding::parse(&json!({
            "provider": "aws-s3",
            "protocol": "s3",
            "endpoint": {"url": format!("https://{host}:443"), "host": host, "port": 443, "tls": true},
            "region": "eu-central-1",
            "warehouse": {"uri": "s3://lakehouse/warehouse/", "bucket": "lakehouse", "prefix": "warehouse/"},
            "buckets": [],
            "credentials": keys(),
            "provisioning": {"mode": "external"},
        }))
        .unwrap()
    }
}
