//! AWS Glue, which AWS runs.

use floe_types::bindings::catalog::{CatalogBinding, CatalogProvider, GlueCatalog, TableFormat};
use floe_types::bindings::composition::RequirementSet;
use floe_types::bindings::credentials::{Credential, CredentialMode, CredentialRefKubernetesSecret};
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{StorageBinding, StorageCredentials, StorageProtocol};
use floe_types::interfaces::catalog::Catalog;
use floe_types::plugin::PluginError;
use floe_types::plugins::catalog::glue::{GlueConfig, INFO};
use floe_types::plugins::storage::aws_s3::AwsCredentialMode;
use floe_types::scalars::{EnvVarName, HttpUrl, NonEmpty, PluginName, SecretKey, SqlIdentifier};

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

    /// Where tables lie, with a slash at its end as Glue wants it.
    fn warehouse(&self, storage: &StorageBinding) -> Result<NonEmpty, PluginError> {
        let uri = self.config.warehouse.as_ref().unwrap_or(&storage.warehouse.uri);
        Ok(NonEmpty::try_from(format!("{}/", uri.as_str().trim_end_matches('/')))?)
    }

    fn mode(&self) -> CredentialMode {
        match self.config.credential_mode {
            AwsCredentialMode::KubernetesSecret => CredentialMode::KubernetesSecret,
        }
    }

    /// In variables of their own: the object store's keys may be others.
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
            self.mode(),
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
        let mut glue = GlueCatalog::new(endpoint, self.config.region.clone(), self.credentials(platform)?);
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
