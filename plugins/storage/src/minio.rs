//! The MinIO storage, hosted by the platform or externally.

use std::collections::BTreeMap;

use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{
    Bucket, BucketPurpose, CreatePolicy, Provisioning, ProvisioningMode, StorageBinding, StorageProtocol, Warehouse,
};
use floe_types::interfaces::storage::Storage;
use floe_types::plugin::PluginError;
use floe_types::plugins::storage::minio::{INFO, MinioConfig};
use floe_types::scalars::{HttpUrl, K8sSubdomain, NonEmpty, PluginName, S3Bucket, S3Uri};
use serde_json::Value;

use crate::s3::{Access, Keys, endpoint};

/// The storage plugin `minio`.
#[derive(Debug)]
pub struct Minio {
    config: MinioConfig,
}

impl From<MinioConfig> for Minio {
    fn from(config: MinioConfig) -> Self {
        Self { config }
    }
}

impl Minio {
    fn endpoint(&self) -> Result<&HttpUrl, PluginError> {
        let missing = || PluginError::config("an object store that the platform does not run needs its address");
        self.config.endpoint.as_ref().ok_or_else(|| missing().at("/endpoint"))
    }

    fn warehouse(&self) -> Result<S3Uri, PluginError> {
        Ok(S3Uri::try_from(format!("s3://{}", self.config.bucket))?)
    }

    fn keys(&self, platform: &PlatformTarget) -> Result<Keys<'_>, PluginError> {
        let secret = match &self.config.credential_secret_name {
            Some(name) => name.clone(),
            None => K8sSubdomain::try_from(format!("{}-minio-credentials", platform.prefix))?,
        };
        Ok(Keys {
            secret,
            namespace: self.config.credential_secret_namespace.as_ref(),
            access_key_id: &self.config.access_key_secret_key,
            secret_access_key: &self.config.secret_key_secret_key,
            session_token: None,
        })
    }

    fn buckets(&self, policy: CreatePolicy) -> Result<Vec<Bucket>, PluginError> {
        let bucket = |name: &S3Bucket, purpose| -> Result<Bucket, PluginError> {
            let uri = S3Uri::try_from(format!("s3://{name}"))?;
            Ok(Bucket::new(name.clone(), uri, purpose, policy))
        };
        let (tables, artifacts) = (&self.config.bucket, &self.config.artifact_bucket);
        let mut buckets = vec![bucket(tables, BucketPurpose::Warehouse)?];
        if artifacts != tables {
            buckets.push(bucket(artifacts, BucketPurpose::Artifacts)?);
        }
        Ok(buckets)
    }

    fn access(&self) -> Result<Access<'_>, PluginError> {
        Ok(Access {
            bucket: &self.config.bucket,
            endpoint: Some(self.endpoint()?),
            region: &self.config.region,
            path_style: self.config.path_style_access,
            session_token: false,
        })
    }
}

impl Storage for Minio {
    fn get_deployment_binding(&self, platform: &PlatformTarget) -> Result<StorageBinding, PluginError> {
        let url = self.endpoint()?;
        let endpoint = endpoint(platform, url, "/endpoint")?;
        let (policy, provisioning) = match endpoint.component {
            Some(_) => (CreatePolicy::CreateIfMissing, ProvisioningMode::HelmJob),
            None => (CreatePolicy::MustExist, ProvisioningMode::External),
        };
        let mut binding = StorageBinding::new(
            PluginName::try_from(INFO.name)?,
            StorageProtocol::S3Compatible,
            endpoint,
            self.config.region.clone(),
            Warehouse::new(self.warehouse()?, self.config.bucket.clone()),
            self.buckets(policy)?,
            Provisioning::new(provisioning),
        );
        binding.external_url = self.config.external_endpoint.clone().filter(|external| external != url);
        binding.path_style_access = self.config.path_style_access;
        binding.credentials = Some(self.keys(platform)?.credentials(platform)?);
        binding.allowed_locations = vec![self.warehouse()?];
        Ok(binding)
    }

    fn get_warehouse_uri(&self, namespace: &NonEmpty) -> Result<S3Uri, PluginError> {
        Ok(S3Uri::try_from(format!("{}/{namespace}/", self.warehouse()?))?)
    }

    fn get_pyiceberg_catalog_config(&self) -> Result<BTreeMap<String, String>, PluginError> {
        Ok(self.access()?.pyiceberg())
    }

    fn get_dbt_profile_config(&self) -> Result<BTreeMap<String, Value>, PluginError> {
        Ok(self.access()?.dbt())
    }

    fn get_dagster_io_manager_config(&self) -> Result<BTreeMap<String, Value>, PluginError> {
        Ok(self.access()?.dagster("minio_storage"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::s3::tests::platform;

    fn minio(config: &Value) -> Minio {
        MinioConfig::parse(config).unwrap().into()
    }

    #[test]
    fn the_platforms_own_store_gets_its_buckets_from_a_job() {
        let plugin = minio(&json!({"endpoint": "http://retail-minio:9000", "bucket": "lakehouse"}));
        let binding = plugin.get_deployment_binding(&platform()).unwrap();
        binding.validate().unwrap();
        let key = |env: &str, key: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": "retail-minio-credentials", "key": key}});
        let bucket = |name: &str, purpose: &str| {
            let uri = format!("s3://{name}");
            json!({"name": name, "uri": uri, "purpose": purpose, "create_policy": "create-if-missing", "prefixes": []})
        };
        let expected = json!({
            "provider": "minio",
            "protocol": "s3-compatible",
            "endpoint": {
                "url": "http://retail-minio:9000",
                "host": "retail-minio",
                "port": 9000,
                "tls": false,
                "component": "minio",
                "cidrs": [],
            },
            "region": "us-east-1",
            "path_style_access": true,
            "sts": false,
            "warehouse": {"uri": "s3://lakehouse", "bucket": "lakehouse", "prefix": ""},
            "allowed_locations": ["s3://lakehouse"],
            "buckets": [bucket("lakehouse", "warehouse"), bucket("floe-artifacts", "artifacts")],
            "credentials": {
                "access_key_id": key("AWS_ACCESS_KEY_ID", "root-user"),
                "secret_access_key": key("AWS_SECRET_ACCESS_KEY", "root-password"),
            },
            "provisioning": {"mode": "helm-job"},
        });
        assert_eq!(binding.to_value(), expected);
    }

    #[test]
    fn somebody_elses_store_must_have_its_buckets() {
        let plugin = minio(&json!({
            "endpoint": "https://objects.example.com",
            "external_endpoint": "https://objects.example.com",
            "bucket": "lakehouse",
            "artifact_bucket": "lakehouse",
            "credential_secret_name": "keys",
            "credential_secret_namespace": "data",
        }));
        let binding = plugin.get_deployment_binding(&platform()).unwrap();
        assert_eq!((binding.endpoint.component, binding.endpoint.tls), (None, true));
        assert_eq!(binding.external_url, None, "the same address is told once");
        let policies: Vec<_> = binding.buckets.iter().map(|bucket| (bucket.purpose, bucket.create_policy)).collect();
        assert_eq!(policies, [(BucketPurpose::Warehouse, CreatePolicy::MustExist)]);
        assert_eq!(binding.provisioning.mode, ProvisioningMode::External);
    }

    #[test]
    fn a_secret_of_another_namespace_is_an_error() {
        let plugin = minio(&json!({
            "endpoint": "http://retail-minio:9000",
            "bucket": "lakehouse",
            "credential_secret_namespace": "elsewhere",
        }));
        let error = plugin.get_deployment_binding(&platform()).unwrap_err();
        assert_eq!(error.code, "COMPOSITION_PLUGIN_CONFIG_INVALID");
        assert_eq!(error.pointer.as_deref(), Some("/credential_secret_namespace"));
        assert!(error.message.contains("elsewhere") && error.message.contains("data"), "{error}");
    }

    #[test]
    fn an_address_that_is_missing_or_has_a_path_is_an_error() {
        let with_path = json!({"endpoint": "http://retail-minio:9000/bucket", "bucket": "lakehouse"});
        for config in [json!({"bucket": "lakehouse"}), with_path] {
            let error = minio(&config).get_deployment_binding(&platform()).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/endpoint"), "{error}");
        }
        let error = minio(&json!({"bucket": "lakehouse"})).get_dbt_profile_config().unwrap_err();
        assert_eq!(error.pointer.as_deref(), Some("/endpoint"), "{error}");
    }

    #[test]
    fn each_client_is_told_in_its_own_words() {
        let plugin = minio(&json!({"endpoint": "http://retail-minio:9000", "bucket": "lakehouse"}));
        let namespace = NonEmpty::try_from("sales").unwrap();
        assert_eq!(plugin.get_warehouse_uri(&namespace).unwrap().as_str(), "s3://lakehouse/sales/");
        assert!(plugin.get_warehouse_uri(&NonEmpty::try_from("a b").unwrap()).is_err());
        assert_eq!(
            json!(plugin.get_pyiceberg_catalog_config().unwrap()),
            json!({
                "s3.endpoint": "http://retail-minio:9000",
                "s3.region": "us-east-1",
                "s3.force-virtual-addressing": "false",
            })
        );
        assert_eq!(
            json!(plugin.get_dbt_profile_config().unwrap()),
            json!({
                "s3_endpoint": "http://retail-minio:9000",
                "s3_region": "us-east-1",
                "s3_path_style_access": true,
                "s3_access_key_id": "{{ env_var('AWS_ACCESS_KEY_ID') }}",
                "s3_secret_access_key": "{{ env_var('AWS_SECRET_ACCESS_KEY') }}",
            })
        );
        assert_eq!(
            json!(plugin.get_dagster_io_manager_config().unwrap()),
            json!({
                "resource_key": "minio_storage",
                "io_manager_key": "iceberg_io_manager",
                "resources": {
                    "bucket": "lakehouse",
                    "endpoint_url": "http://retail-minio:9000",
                    "region_name": "us-east-1",
                    "path_style_access": true,
                },
            })
        );
        assert!(plugin.get_helm_values_override().is_empty());
    }
}
