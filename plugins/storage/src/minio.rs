//! MinIO, in the platform or elsewhere.

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
            self.keys(platform)?.credentials(platform)?,
            Provisioning::new(provisioning),
        );
        binding.external_url = self.config.external_endpoint.clone().filter(|external| external != url);
        binding.path_style_access = self.config.path_style_access;
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
