//! Amazon S3, whose buckets somebody else makes.

use std::collections::BTreeMap;

use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{
    Bucket, BucketPurpose, CreatePolicy, Provisioning, ProvisioningMode, StorageBinding, StorageProtocol, Warehouse,
};
use floe_types::interfaces::storage::Storage;
use floe_types::plugin::PluginError;
use floe_types::plugins::storage::aws_s3::{AwsCreatePolicy, AwsS3Config, INFO};
use floe_types::scalars::{HttpUrl, KeyPrefix, NonEmpty, PluginName, S3Bucket, S3Uri};
use serde_json::Value;

use crate::s3::{Access, Keys, endpoint};

/// The storage plugin `aws-s3`.
#[derive(Debug)]
pub struct AwsS3 {
    config: AwsS3Config,
}

impl From<AwsS3Config> for AwsS3 {
    fn from(config: AwsS3Config) -> Self {
        Self { config }
    }
}

impl AwsS3 {
    fn endpoint(&self) -> Result<HttpUrl, PluginError> {
        match &self.config.endpoint_override {
            Some(url) => Ok(url.clone()),
            None => Ok(HttpUrl::try_from(format!("https://s3.{}.amazonaws.com", self.config.region))?),
        }
    }

    fn warehouse(&self) -> Result<S3Uri, PluginError> {
        Ok(S3Uri::try_from(format!("s3://{}/{}", self.config.bucket, self.config.warehouse_prefix))?)
    }

    /// Two entries even for one bucket: each says which paths it is used for.
    fn buckets(&self) -> Result<Vec<Bucket>, PluginError> {
        let policy = match self.config.create_policy {
            AwsCreatePolicy::MustExist => CreatePolicy::MustExist,
            AwsCreatePolicy::NeverCreate => CreatePolicy::NeverCreate,
        };
        let bucket = |name: &S3Bucket, purpose, prefix: &KeyPrefix| -> Result<Bucket, PluginError> {
            let uri = S3Uri::try_from(format!("s3://{name}"))?;
            let mut bucket = Bucket::new(name.clone(), uri, purpose, policy);
            bucket.prefixes = Some(prefix.clone()).filter(|prefix| !prefix.as_str().is_empty()).into_iter().collect();
            Ok(bucket)
        };
        let AwsS3Config { bucket: tables, artifact_bucket, warehouse_prefix, artifact_prefix, .. } = &self.config;
        let artifacts = artifact_bucket.as_ref().unwrap_or(tables);
        Ok(vec![
            bucket(tables, BucketPurpose::Warehouse, warehouse_prefix)?,
            bucket(artifacts, BucketPurpose::Artifacts, artifact_prefix)?,
        ])
    }

    fn keys(&self) -> Keys<'_> {
        Keys {
            secret: self.config.credential_secret_name.clone(),
            namespace: self.config.credential_secret_namespace.as_ref(),
            access_key_id: &self.config.access_key_secret_key,
            secret_access_key: &self.config.secret_key_secret_key,
            session_token: self.config.session_token_secret_key.as_ref(),
        }
    }

    /// Clients know the region's own address themselves, so only another one is told.
    fn access(&self) -> Access<'_> {
        Access {
            bucket: &self.config.bucket,
            endpoint: self.config.endpoint_override.as_ref(),
            region: &self.config.region,
            path_style: self.config.path_style_access,
            session_token: self.config.session_token_secret_key.is_some(),
        }
    }
}

impl Storage for AwsS3 {
    /// `sts` stays false: S3 gives temporary credentials to whoever may assume a role, and plain keys name no role.
    fn get_deployment_binding(&self, platform: &PlatformTarget) -> Result<StorageBinding, PluginError> {
        let mut warehouse = Warehouse::new(self.warehouse()?, self.config.bucket.clone());
        warehouse.prefix = self.config.warehouse_prefix.clone();
        let mut binding = StorageBinding::new(
            PluginName::try_from(INFO.name)?,
            StorageProtocol::S3,
            endpoint(platform, &self.endpoint()?, "/endpoint_override")?,
            self.config.region.clone(),
            warehouse,
            self.buckets()?,
            self.keys().credentials(platform)?,
            Provisioning::new(ProvisioningMode::External),
        );
        binding.path_style_access = self.config.path_style_access;
        binding.allowed_locations = vec![self.warehouse()?];
        Ok(binding)
    }

    fn get_warehouse_uri(&self, namespace: &NonEmpty) -> Result<S3Uri, PluginError> {
        Ok(S3Uri::try_from(format!("{}{namespace}/", self.warehouse()?))?)
    }

    fn get_pyiceberg_catalog_config(&self) -> Result<BTreeMap<String, String>, PluginError> {
        Ok(self.access().pyiceberg())
    }

    fn get_dbt_profile_config(&self) -> Result<BTreeMap<String, Value>, PluginError> {
        Ok(self.access().dbt())
    }

    fn get_dagster_io_manager_config(&self) -> Result<BTreeMap<String, Value>, PluginError> {
        Ok(self.access().dagster("aws_s3_storage"))
    }
}
