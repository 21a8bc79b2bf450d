//! Apache Polaris, in the platform or elsewhere.

use floe_types::bindings::catalog::{
    CatalogBinding, CatalogProvider, IcebergRest, OAuth2Client, PolarisCatalog, TableFormat,
};
use floe_types::bindings::composition::RequirementSet;
use floe_types::bindings::credentials::{Credential, CredentialMode, CredentialRef, IdentityMode};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{StorageBinding, StorageProtocol};
use floe_types::interfaces::catalog::Catalog;
use floe_types::plugin::PluginError;
use floe_types::plugins::catalog::polaris::{INFO, PolarisConfig};
use floe_types::scalars::{EnvVarName, HttpUrl, NonEmpty, PluginName, SqlIdentifier};

/// The catalog plugin `polaris`.
#[derive(Debug)]
pub struct Polaris {
    config: PolarisConfig,
}

impl From<PolarisConfig> for Polaris {
    fn from(config: PolarisConfig) -> Self {
        Self { config }
    }
}

impl Polaris {
    fn iceberg_rest(&self, endpoint: Endpoint, storage: &StorageBinding) -> Result<IcebergRest, PluginError> {
        let uri = written(self.config.uri.as_ref(), "/uri")?.clone();
        let mut rest = IcebergRest::new(endpoint, uri, self.client()?);
        rest.credential_vending = self.config.credential_vending_enabled && storage.sts;
        Ok(rest)
    }

    fn client(&self) -> Result<OAuth2Client, PluginError> {
        let oauth2 = &self.config.oauth2;
        let secret = EnvVarName::try_from("FLOE_CATALOG_CLIENT_SECRET")?;
        let mut client = OAuth2Client::new(
            oauth2.client_id.clone(),
            EnvVarName::try_from("FLOE_CATALOG_CLIENT_ID")?,
            Credential::new(secret, oauth2.client_secret_ref.clone()),
            written(oauth2.token_url.as_ref(), "/oauth2/token_url")?.clone(),
        );
        client.scope = Some(oauth2.scope.clone());
        Ok(client)
    }
}

impl Catalog for Polaris {
    fn get_storage_requirements(&self) -> RequirementSet {
        let mut requirements = RequirementSet::default();
        requirements.protocols = vec![StorageProtocol::S3Compatible, StorageProtocol::S3];
        requirements.credential_modes = vec![CredentialMode::KubernetesSecret, CredentialMode::WorkloadIdentity];
        requirements.identity_modes = vec![IdentityMode::AwsIrsa, IdentityMode::AwsPodIdentity];
        requirements
    }

    fn build_catalog_deployment(
        &self,
        platform: &PlatformTarget,
        storage: &StorageBinding,
    ) -> Result<CatalogBinding, PluginError> {
        let uri = written(self.config.uri.as_ref(), "/uri")?;
        let endpoint = platform.endpoint(uri).map_err(|error| error.at("/uri"))?;
        let in_environment = matches!(self.config.oauth2.client_secret_ref, CredentialRef::Environment(_));
        if endpoint.component.is_some() && in_environment {
            let message = "the platform makes this client in its own Polaris, and can do so only with a secret of \
                           source kubernetes-secret";
            return Err(PluginError::config(message).at("/oauth2/client_secret_ref"));
        }
        let mut binding = CatalogBinding::new(
            PluginName::try_from(INFO.name)?,
            CatalogProvider::IcebergRest,
            SqlIdentifier::try_from("iceberg")?,
            NonEmpty::try_from(self.config.warehouse.as_str())?,
            vec![TableFormat::Iceberg],
        );
        binding.iceberg_rest = Some(self.iceberg_rest(endpoint, storage)?);
        binding.polaris = Some(service(storage));
        Ok(binding)
    }
}

/// What the service has to know of the object store.
fn service(storage: &StorageBinding) -> PolarisCatalog {
    let warehouse = &storage.warehouse.uri;
    let allowed = match storage.allowed_locations.as_slice() {
        [] => vec![warehouse.clone()],
        locations => locations.to_vec(),
    };
    let internal = &storage.endpoint.url;
    PolarisCatalog::new(
        warehouse.clone(),
        allowed,
        storage.external_url.as_ref().unwrap_or(internal).clone(),
        internal.clone(),
        storage.region.clone(),
        storage.path_style_access,
        !storage.sts,
    )
}

fn written<'a>(url: Option<&'a HttpUrl>, pointer: &str) -> Result<&'a HttpUrl, PluginError> {
    let missing = || PluginError::config("a Polaris that the platform does not run needs its address").at(pointer);
    url.ok_or_else(missing)
}
