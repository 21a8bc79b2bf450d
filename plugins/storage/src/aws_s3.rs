//! The Amazon S3 storage, with buckets that other people create.

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

    /// Two entries even for one bucket, because each states the paths that the bucket serves.
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

    /// Clients know the region's own address, so only another address is passed on.
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
    /// `sts` stays false: S3 gives temporary credentials only to a caller who may assume a role, and plain keys name no
    /// role.
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
            Provisioning::new(ProvisioningMode::External),
        );
        binding.path_style_access = self.config.path_style_access;
        binding.credentials = Some(self.keys().credentials(platform)?);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::s3::tests::platform;

    fn aws_s3(more: &Value) -> AwsS3 {
        let mut config = json!({"region": "eu-central-1", "bucket": "lakehouse", "credential_secret_name": "keys"});
        for (key, value) in more.as_object().unwrap() {
            config[key] = value.clone();
        }
        AwsS3Config::parse(&config).unwrap().into()
    }

    #[test]
    fn the_regions_own_address_lies_outside_of_the_platform() {
        let binding = aws_s3(&json!({})).get_deployment_binding(&platform()).unwrap();
        binding.validate().unwrap();
        assert_eq!(binding.protocol, StorageProtocol::S3);
        assert_eq!(
            binding.endpoint.to_value(),
            json!({
                "url": "https://s3.eu-central-1.amazonaws.com:443",
                "host": "s3.eu-central-1.amazonaws.com",
                "port": 443,
                "tls": true,
                "cidrs": [],
            })
        );
        assert_eq!((binding.path_style_access, binding.sts), (false, false));
        assert_eq!(binding.provisioning.mode, ProvisioningMode::External);
    }

    #[test]
    fn one_bucket_can_hold_tables_and_artifacts_side_by_side() {
        let binding = aws_s3(&json!({"artifact_prefix": ""})).get_deployment_binding(&platform()).unwrap();
        let warehouse = json!({"uri": "s3://lakehouse/warehouse/", "bucket": "lakehouse", "prefix": "warehouse/"});
        assert_eq!(binding.warehouse.to_value(), warehouse);
        assert_eq!(json!(binding.allowed_locations), json!(["s3://lakehouse/warehouse/"]));
        let buckets: Vec<_> =
            binding.buckets.iter().map(|bucket| json!([bucket.name, bucket.purpose, bucket.prefixes])).collect();
        assert_eq!(json!(buckets), json!([["lakehouse", "warehouse", ["warehouse/"]], ["lakehouse", "artifacts", []]]));
        let other = aws_s3(&json!({"artifact_bucket": "artifacts", "create_policy": "never-create"}));
        let artifacts = other.get_deployment_binding(&platform()).unwrap().buckets.pop().unwrap();
        assert_eq!((artifacts.name.as_str(), artifacts.create_policy), ("artifacts", CreatePolicy::NeverCreate));
    }

    #[test]
    fn a_session_token_has_a_variable_of_its_own() {
        let plugin = aws_s3(&json!({"session_token_secret_key": "token"}));
        let credentials = plugin.get_deployment_binding(&platform()).unwrap().credentials.unwrap();
        let token =
            json!({"env": "AWS_SESSION_TOKEN", "ref": {"source": "kubernetes-secret", "name": "keys", "key": "token"}});
        assert_eq!(credentials.session_token.unwrap().to_value(), token);
        let profile = plugin.get_dbt_profile_config().unwrap();
        assert_eq!(profile["s3_session_token"], json!("{{ env_var('AWS_SESSION_TOKEN') }}"));
    }

    #[test]
    fn a_secret_of_another_namespace_is_an_error() {
        let error = aws_s3(&json!({"credential_secret_namespace": "elsewhere"})).get_deployment_binding(&platform());
        assert_eq!(error.unwrap_err().pointer.as_deref(), Some("/credential_secret_namespace"));
    }

    #[test]
    fn clients_are_told_an_address_only_where_it_is_not_the_regions_own() {
        let plugin = aws_s3(&json!({}));
        let namespace = NonEmpty::try_from("sales").unwrap();
        assert_eq!(plugin.get_warehouse_uri(&namespace).unwrap().as_str(), "s3://lakehouse/warehouse/sales/");
        let usual = plugin.get_pyiceberg_catalog_config().unwrap();
        assert_eq!(json!(usual), json!({"s3.region": "eu-central-1", "s3.force-virtual-addressing": "true"}));
        assert_eq!(plugin.get_dagster_io_manager_config().unwrap()["resource_key"], json!("aws_s3_storage"));

        let other = aws_s3(&json!({"endpoint_override": "https://s3.example.com:9443", "path_style_access": true}));
        assert_eq!(other.get_pyiceberg_catalog_config().unwrap()["s3.endpoint"], "https://s3.example.com:9443");
        assert_eq!(other.get_deployment_binding(&platform()).unwrap().endpoint.port.get(), 9443);
        assert!(other.get_dagster_io_manager_config().unwrap()["resources"]["endpoint_url"].is_string());
    }
}
