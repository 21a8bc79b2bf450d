//! The AWS Glue catalog, which AWS runs.

use floe_types::bindings::catalog::{CatalogBinding, CatalogProvider, GlueCatalog, TableFormat};
use floe_types::bindings::composition::RequirementSet;
use floe_types::bindings::credentials::{Credential, CredentialMode, CredentialRefKubernetesSecret};
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{StorageBinding, StorageCredentials, StorageProtocol};
use floe_types::interfaces::catalog::Catalog;
use floe_types::plugin::PluginError;
use floe_types::plugins::catalog::glue::{GlueConfig, INFO};
use floe_types::plugins::storage::aws_s3::AwsCredentialMode;
use floe_types::scalars::{EnvVarName, HttpUrl, PluginName, SecretKey, SqlIdentifier, WarehouseLocation};

/// The catalog plugin `glue`.
#[derive(Debug)]
pub struct Glue {
    config: GlueConfig,
}

impl From<GlueConfig> for Glue {
    fn from(config: GlueConfig) -> Self {
        Self { config }
    }
}

impl Glue {
    fn endpoint(&self) -> Result<HttpUrl, PluginError> {
        match &self.config.endpoint_override {
            Some(url) => Ok(url.clone()),
            None => Ok(HttpUrl::try_from(format!("https://glue.{}.amazonaws.com", self.config.region))?),
        }
    }

    /// The location of tables, with the slash at the end that Glue requires.
    fn warehouse(&self, storage: &StorageBinding) -> Result<WarehouseLocation, PluginError> {
        let uri = self.config.warehouse.as_ref().unwrap_or(&storage.warehouse.uri);
        Ok(WarehouseLocation::try_from(format!("{}/", uri.as_str().trim_end_matches('/')))?)
    }

    fn mode(&self) -> CredentialMode {
        match self.config.credential_mode {
            AwsCredentialMode::KubernetesSecret => CredentialMode::KubernetesSecret,
        }
    }

    /// In separate variables, because the object store may have other keys.
    fn credentials(&self, platform: &PlatformTarget) -> Result<StorageCredentials, PluginError> {
        let GlueConfig { credential_secret_name: secret, credential_secret_namespace, .. } = &self.config;
        if let Some(namespace) = credential_secret_namespace.as_ref().filter(|name| **name != platform.namespace) {
            let message = format!(
                "the Secret {secret} cannot be read from namespace {namespace}; the platform runs in {}",
                platform.namespace
            );
            return Err(PluginError::config(message).at("/credential_secret_namespace"));
        }
        let credential = |env: &str, key: &SecretKey| -> Result<Credential, PluginError> {
            let place = CredentialRefKubernetesSecret::new(secret.clone(), key.clone());
            Ok(Credential::new(EnvVarName::try_from(env)?, place.into()))
        };
        let mut credentials = StorageCredentials::new(
            credential("FLOE_CATALOG_ACCESS_KEY_ID", &self.config.access_key_secret_key)?,
            credential("FLOE_CATALOG_SECRET_ACCESS_KEY", &self.config.secret_key_secret_key)?,
        );
        if let Some(key) = &self.config.session_token_secret_key {
            credentials.session_token = Some(credential("FLOE_CATALOG_SESSION_TOKEN", key)?);
        }
        Ok(credentials)
    }

    fn glue(&self, platform: &PlatformTarget) -> Result<GlueCatalog, PluginError> {
        let endpoint = platform.endpoint(&self.endpoint()?).map_err(|error| error.at("/endpoint_override"))?;
        let mut glue = GlueCatalog::new(endpoint, self.config.region.clone());
        glue.credentials = Some(self.credentials(platform)?);
        glue.catalog_id.clone_from(&self.config.catalog_id);
        glue.database_prefix.clone_from(&self.config.database_prefix);
        glue.skip_archive = self.config.skip_archive;
        glue.max_retries = self.config.max_retries;
        glue.retry_mode = self.config.retry_mode;
        Ok(glue)
    }
}

impl Catalog for Glue {
    fn get_storage_requirements(&self) -> RequirementSet {
        let mut requirements = RequirementSet::default();
        requirements.protocols = vec![StorageProtocol::S3];
        requirements.credential_modes = vec![self.mode()];
        requirements
    }

    fn build_catalog_deployment(
        &self,
        platform: &PlatformTarget,
        storage: &StorageBinding,
    ) -> Result<CatalogBinding, PluginError> {
        if storage.protocol != StorageProtocol::S3 {
            let message =
                format!("Glue knows tables in Amazon S3 alone; {} speaks {}", storage.provider, storage.protocol);
            return Err(PluginError::config(message));
        }
        let mut binding = CatalogBinding::new(
            PluginName::try_from(INFO.name)?,
            CatalogProvider::Glue,
            SqlIdentifier::try_from("iceberg")?,
            self.warehouse(storage)?,
            vec![TableFormat::Iceberg],
        );
        binding.glue = Some(self.glue(platform)?);
        Ok(binding)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::tests::{aws_s3, minio, platform};
    use floe_types::plugin::Offer;

    fn glue(more: &Value) -> Glue {
        let mut config = json!({"region": "eu-central-1", "credential_secret_name": "keys"});
        for (key, value) in more.as_object().unwrap() {
            config[key] = value.clone();
        }
        GlueConfig::parse(&config).unwrap().into()
    }

    #[test]
    fn the_binding_holds_the_account_and_keys_in_variables_of_their_own() {
        let plugin =
            glue(&json!({"catalog_id": "123456789012", "retry_mode": "adaptive", "session_token_secret_key": "token"}));
        let binding = plugin.build_catalog_deployment(&platform(), &aws_s3()).unwrap();
        binding.validate().unwrap();
        let key = |env: &str, key: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": "keys", "key": key}});
        assert_eq!(binding.warehouse.as_str(), "s3://lakehouse/warehouse/");
        assert_eq!(
            binding.glue.unwrap().to_value(),
            json!({
                "endpoint": {
                    "url": "https://glue.eu-central-1.amazonaws.com:443",
                    "host": "glue.eu-central-1.amazonaws.com",
                    "port": 443,
                    "tls": true,
                    "cidrs": [],
                },
                "region": "eu-central-1",
                "catalog_id": "123456789012",
                "skip_archive": true,
                "retry_mode": "adaptive",
                "credentials": {
                    "access_key_id": key("FLOE_CATALOG_ACCESS_KEY_ID", "accessKeyId"),
                    "secret_access_key": key("FLOE_CATALOG_SECRET_ACCESS_KEY", "secretAccessKey"),
                    "session_token": key("FLOE_CATALOG_SESSION_TOKEN", "token"),
                },
            })
        );
    }

    #[test]
    fn a_written_warehouse_wins_and_ends_in_a_slash() {
        let plugin = glue(&json!({"warehouse": "s3://other/tables"}));
        let binding = plugin.build_catalog_deployment(&platform(), &aws_s3()).unwrap();
        assert_eq!(binding.warehouse.as_str(), "s3://other/tables/");
    }

    #[test]
    fn only_amazon_s3_will_do() {
        let error = glue(&json!({})).build_catalog_deployment(&platform(), &minio()).unwrap_err();
        assert_eq!(error.code, "COMPOSITION_PLUGIN_CONFIG_INVALID");
        assert!(error.message.contains("minio speaks s3-compatible"), "{error}");
    }

    #[test]
    fn a_secret_of_another_namespace_is_an_error() {
        let plugin = glue(&json!({"credential_secret_namespace": "elsewhere"}));
        let error = plugin.build_catalog_deployment(&platform(), &aws_s3()).unwrap_err();
        assert_eq!(error.pointer.as_deref(), Some("/credential_secret_namespace"));
    }

    #[test]
    fn its_requirements_are_those_of_its_contract() {
        let contract = Offer::set(INFO.requirements, &json!({"credential_mode": "kubernetes-secret"}));
        assert_eq!(glue(&json!({})).get_storage_requirements(), RequirementSet::parse(&contract).unwrap());
    }
}
