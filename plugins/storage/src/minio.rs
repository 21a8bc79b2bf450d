//! The MinIO storage, hosted by the platform or externally.

use std::collections::BTreeMap;

use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{
    Bucket, BucketPurpose, CreatePolicy, Provisioning, ProvisioningMode, StorageBinding, StorageCredentials,
    StorageProtocol, Warehouse,
};
use floe_types::interfaces::storage::Storage;
use floe_types::plugin::PluginError;
use floe_types::plugins::storage::minio::{INFO, MinioConfig};
use floe_types::scalars::{HttpUrl, K8sSubdomain, NonEmpty, PluginName, S3Bucket, S3Uri, SecretKey};
use serde_json::Value;

use crate::s3::{Access, Keys, endpoint};

/// The keys of the administrator's Secret.
const ROOT_USER: &str = "root-user";
const ROOT_PASSWORD: &str = "root-password";

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

    /// The administrator of the platform's own store, who makes the access key of the runs. The owner of another store does so.
    fn admin(
        &self,
        platform: &PlatformTarget,
        is_own: bool,
        runs: &Keys<'_>,
    ) -> Result<Option<StorageCredentials>, PluginError> {
        let stated = &self.config.admin_secret_name;
        let refused = |message: &str| Err(PluginError::config(message).at("/admin_secret_name"));
        if !is_own {
            let message = "the administrator of an object store that the platform does not run is not needed";
            return if stated.is_some() { refused(message) } else { Ok(None) };
        }
        let secret = match stated {
            Some(name) => name.clone(),
            None => K8sSubdomain::try_from(format!("{}-minio-admin", platform.prefix))?,
        };
        if secret == runs.secret {
            return refused("the administrator and the runs need Secrets of their own, so that no run has all rights");
        }
        let [access_key_id, secret_access_key] = [SecretKey::try_from(ROOT_USER)?, SecretKey::try_from(ROOT_PASSWORD)?];
        let keys = Keys {
            secret,
            namespace: None,
            access_key_id: &access_key_id,
            secret_access_key: &secret_access_key,
            session_token: None,
        };
        keys.credentials(platform).map(Some)
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
        let is_own = endpoint.component.is_some();
        let (policy, provisioning) = if is_own {
            (CreatePolicy::CreateIfMissing, ProvisioningMode::HelmJob)
        } else {
            (CreatePolicy::MustExist, ProvisioningMode::External)
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
        let runs = self.keys(platform)?;
        binding.credentials = Some(runs.credentials(platform)?);
        binding.admin = self.admin(platform, is_own, &runs)?;
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
        let key = |env: &str, name: &str, key: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": name, "key": key}});
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
                "access_key_id": key("AWS_ACCESS_KEY_ID", "retail-minio-credentials", "access-key-id"),
                "secret_access_key": key("AWS_SECRET_ACCESS_KEY", "retail-minio-credentials", "secret-access-key"),
            },
            "admin": {
                "access_key_id": key("AWS_ACCESS_KEY_ID", "retail-minio-admin", "root-user"),
                "secret_access_key": key("AWS_SECRET_ACCESS_KEY", "retail-minio-admin", "root-password"),
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
        assert_eq!(binding.admin, None, "the administrator is somebody else's");
    }

    #[test]
    fn the_administrator_has_a_secret_that_no_run_reads_and_only_in_the_platforms_own_store() {
        let (own, other) = ("http://retail-minio:9000", "https://objects.example.com");
        for (endpoint, admin) in [(own, "keys"), (other, "admin")] {
            let config = json!({
                "endpoint": endpoint,
                "bucket": "lakehouse",
                "credential_secret_name": "keys",
                "admin_secret_name": admin,
            });
            let error = minio(&config).get_deployment_binding(&platform()).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/admin_secret_name"), "{error}");
        }
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
