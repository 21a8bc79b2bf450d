//! The Apache Polaris catalog, hosted by the platform or externally.

use floe_types::bindings::catalog::{
    CatalogBinding, CatalogProvider, IcebergRest, OAuth2Client, PolarisAdmin, PolarisCatalog, TableFormat,
};
use floe_types::bindings::composition::RequirementSet;
use floe_types::bindings::credentials::{
    Credential, CredentialMode, CredentialRef, CredentialRefKubernetesSecret, IdentityMode,
};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::{StorageBinding, StorageCredentials, StorageProtocol};
use floe_types::interfaces::catalog::Catalog;
use floe_types::plugin::PluginError;
use floe_types::plugins::catalog::polaris::{INFO, PolarisConfig};
use floe_types::scalars::{EnvVarName, HttpUrl, K8sSubdomain, PluginName, SecretKey, SqlIdentifier, WarehouseLocation};

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
    fn iceberg_rest(
        &self,
        platform: &PlatformTarget,
        endpoint: Endpoint,
        storage: &StorageBinding,
    ) -> Result<IcebergRest, PluginError> {
        let uri = written(self.config.uri.as_ref(), "/uri")?.clone();
        let mut client = self.client()?;
        let tokens = platform.endpoint(&client.token_url).map_err(|error| error.at("/oauth2/token_url"))?;
        client.token_endpoint = (tokens.url != endpoint.url).then_some(tokens);
        let mut rest = IcebergRest::new(endpoint, uri, client);
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

    /// The administrator of the platform's own Polaris.
    fn admin(&self, platform: &PlatformTarget, runs_here: bool) -> Result<Option<PolarisAdmin>, PluginError> {
        let Some(secret) = own_secret("admin", self.config.admin_secret_name.as_ref(), platform, runs_here)? else {
            return Ok(None);
        };
        if let CredentialRef::KubernetesSecret(runs) = &self.config.oauth2.client_secret_ref
            && runs.name == secret
        {
            let message = "the administrator and the runs need Secrets of their own, so that no run has all rights";
            return Err(PluginError::config(message).at("/oauth2/client_secret_ref"));
        }
        let client_id = credential("POLARIS_ADMIN_CLIENT_ID", &secret, "client-id")?;
        Ok(Some(PolarisAdmin::new(client_id, credential("POLARIS_ADMIN_CLIENT_SECRET", &secret, "client-secret")?)))
    }

    /// The access key of the platform's own Polaris: a key of its own where the platform makes keys or the manifest names the Secret, and
    /// the key of the runs otherwise.
    fn storage_credentials(
        &self,
        platform: &PlatformTarget,
        runs_here: bool,
        storage: &StorageBinding,
    ) -> Result<Option<StorageCredentials>, PluginError> {
        let stated = self.config.storage_secret_name.as_ref();
        let Some(secret) = own_secret("storage", stated, platform, runs_here)? else { return Ok(None) };
        if stated.is_none() && storage.admin.is_none() {
            return Ok(storage.credentials.clone());
        }
        let access_key_id = credential("AWS_ACCESS_KEY_ID", &secret, "access-key-id")?;
        let secret_access_key = credential("AWS_SECRET_ACCESS_KEY", &secret, "secret-access-key")?;
        Ok(Some(StorageCredentials::new(access_key_id, secret_access_key)))
    }
}

/// The Secret of the platform's own Polaris for a purpose; none where somebody else runs Polaris.
fn own_secret(
    purpose: &str,
    stated: Option<&K8sSubdomain>,
    platform: &PlatformTarget,
    runs_here: bool,
) -> Result<Option<K8sSubdomain>, PluginError> {
    match stated {
        Some(_) if !runs_here => {
            let message = "only a Polaris that the platform runs reads this Secret";
            Err(PluginError::config(message).at(format!("/{purpose}_secret_name")))
        }
        Some(name) => Ok(Some(name.clone())),
        None if !runs_here => Ok(None),
        None => Ok(Some(K8sSubdomain::try_from(format!("{}-polaris-{purpose}", platform.prefix))?)),
    }
}

/// The credential at a key of a Secret, in an environment variable.
fn credential(variable: &str, secret: &K8sSubdomain, key: &str) -> Result<Credential, PluginError> {
    let place = CredentialRefKubernetesSecret::new(secret.clone(), SecretKey::try_from(key)?);
    Ok(Credential::new(EnvVarName::try_from(variable)?, place.into()))
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
        let runs_here = endpoint.component.is_some();
        if runs_here && matches!(self.config.oauth2.client_secret_ref, CredentialRef::Environment(_)) {
            let message = "the platform makes this client in its own Polaris, and can do so only with a secret of \
                           source kubernetes-secret";
            return Err(PluginError::config(message).at("/oauth2/client_secret_ref"));
        }
        let mut binding = CatalogBinding::new(
            PluginName::try_from(INFO.name)?,
            CatalogProvider::IcebergRest,
            SqlIdentifier::try_from("iceberg")?,
            WarehouseLocation::try_from(self.config.warehouse.as_str())?,
            vec![TableFormat::Iceberg],
        );
        binding.iceberg_rest = Some(self.iceberg_rest(platform, endpoint, storage)?);
        let mut service = service(storage);
        service.admin = self.admin(platform, runs_here)?;
        binding.storage_credentials = self.storage_credentials(platform, runs_here, storage)?;
        if let Some(key) = &self.config.token_key_ref {
            service.token_key = Some(token_key(key, runs_here)?);
            service.token_key_kind = Some("symmetric-key".to_owned());
        }
        binding.polaris = Some(service);
        Ok(binding)
    }
}

/// The key that signs tokens, as Polaris reads the key from the environment.
fn token_key(key: &CredentialRef, runs_here: bool) -> Result<Credential, PluginError> {
    let refused = |message: &str| Err(PluginError::config(message).at("/token_key_ref"));
    match key {
        _ if !runs_here => refused("a Polaris that the platform does not run has keys of its own"),
        CredentialRef::Environment(_) => {
            refused("the platform's own Polaris reads the key from a secret of source kubernetes-secret")
        }
        key @ CredentialRef::KubernetesSecret(_) => {
            let env = EnvVarName::try_from("POLARIS_AUTHENTICATION_TOKEN_BROKER_SYMMETRIC_KEY_SECRET")?;
            Ok(Credential::new(env, key.clone()))
        }
    }
}

/// The facts about the object store that the service needs.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::tests::{minio, platform};
    use floe_types::plugin::Offer;

    fn polaris(more: &Value) -> Polaris {
        let mut config = json!({
            "uri": "http://retail-polaris:8181/api/catalog",
            "warehouse": "retail",
            "oauth2": {
                "client_id": "retail-admin",
                "client_secret_ref": {"source": "kubernetes-secret", "name": "polaris-credentials", "key": "client-secret"},
                "token_url": "http://retail-polaris:8181/api/catalog/v1/oauth/tokens",
            },
        });
        for (pointer, value) in more.as_object().unwrap() {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            config.pointer_mut(parent).unwrap()[key] = value.clone();
        }
        PolarisConfig::parse(&config).unwrap().into()
    }

    /// A credential in an environment variable, from a key of a Secret.
    fn secret(env: &str, name: &str, key: &str) -> Value {
        json!({"env": env, "ref": {"source": "kubernetes-secret", "name": name, "key": key}})
    }

    #[test]
    fn the_binding_tells_engines_the_catalog_and_polaris_the_object_store() {
        let binding = polaris(&json!({})).build_catalog_deployment(&platform(), &minio()).unwrap();
        binding.validate().unwrap();
        let expected = json!({
            "provider": "polaris",
            "kind": "iceberg-rest",
            "name": "iceberg",
            "warehouse": "retail",
            "table_formats": ["iceberg"],
            "iceberg_rest": {
                "endpoint": {
                    "url": "http://retail-polaris:8181",
                    "host": "retail-polaris",
                    "port": 8181,
                    "tls": false,
                    "component": "polaris",
                    "cidrs": [],
                },
                "uri": "http://retail-polaris:8181/api/catalog",
                "oauth2": {
                    "client_id": "retail-admin",
                    "client_id_env": "FLOE_CATALOG_CLIENT_ID",
                    "client_secret": secret("FLOE_CATALOG_CLIENT_SECRET", "polaris-credentials", "client-secret"),
                    "token_url": "http://retail-polaris:8181/api/catalog/v1/oauth/tokens",
                    "scope": "PRINCIPAL_ROLE:ALL",
                },
                "credential_vending": false,
            },
            "storage_credentials": minio().credentials.unwrap().to_value(),
            "polaris": {
                "admin": {
                    "client_id": secret("POLARIS_ADMIN_CLIENT_ID", "retail-polaris-admin", "client-id"),
                    "client_secret": secret("POLARIS_ADMIN_CLIENT_SECRET", "retail-polaris-admin", "client-secret"),
                },
                "default_base_location": "s3://lakehouse",
                "allowed_locations": ["s3://lakehouse"],
                "endpoint": "https://objects.example.com",
                "endpoint_internal": "http://retail-minio:9000",
                "region": "us-east-1",
                "path_style_access": true,
                "sts_unavailable": true,
            },
        });
        assert_eq!(binding.to_value(), expected);
    }

    #[test]
    fn polaris_has_an_access_key_of_its_own_where_the_platform_makes_keys_or_the_manifest_names_one() {
        let mut own_store = minio();
        own_store.admin = own_store.credentials.clone();
        let named = json!({"/storage_secret_name": "named"});
        for (config, storage, expected) in [
            (&json!({}), &minio(), "keys"),
            (&json!({}), &own_store, "retail-polaris-storage"),
            (&named, &minio(), "named"),
            (&named, &own_store, "named"),
        ] {
            let binding = polaris(config).build_catalog_deployment(&platform(), storage).unwrap();
            let key = binding.storage_credentials.unwrap().to_value();
            assert_eq!(key["access_key_id"]["ref"]["name"], expected, "{config}");
            assert_eq!(key["secret_access_key"]["ref"]["name"], expected, "{config}");
        }
    }

    #[test]
    fn no_run_reads_the_secret_of_the_administrator_and_only_the_platforms_own_polaris_has_secrets_of_its_own() {
        let outside = "https://polaris.example.com/api/catalog";
        for (config, pointer) in [
            (json!({"/admin_secret_name": "polaris-credentials"}), "/oauth2/client_secret_ref"),
            (json!({"/admin_secret_name": "admin", "/uri": outside}), "/admin_secret_name"),
            (json!({"/storage_secret_name": "storage", "/uri": outside}), "/storage_secret_name"),
        ] {
            let error = polaris(&config).build_catalog_deployment(&platform(), &minio()).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some(pointer), "{error}");
        }
        let binding = polaris(&json!({"/uri": outside})).build_catalog_deployment(&platform(), &minio()).unwrap();
        assert_eq!((binding.storage_credentials, binding.polaris.unwrap().admin), (None, None));
    }

    #[test]
    fn credentials_are_vended_only_where_the_store_makes_temporary_ones_and_the_config_agrees() {
        let mut storage = minio();
        storage.sts = true;
        let vending = |more: &Value, storage: &StorageBinding| {
            let binding = polaris(more).build_catalog_deployment(&platform(), storage).unwrap();
            binding.iceberg_rest.unwrap().credential_vending
        };
        assert!(vending(&json!({}), &storage));
        assert!(!vending(&json!({"/credential_vending_enabled": false}), &storage));
        assert!(!vending(&json!({}), &minio()));
    }

    #[test]
    fn the_platforms_own_polaris_takes_its_client_secret_from_a_secret_alone() {
        let place = json!({"source": "environment", "name": "CATALOG_SECRET"});
        let own = polaris(&json!({"/oauth2/client_secret_ref": place}));
        let error = own.build_catalog_deployment(&platform(), &minio()).unwrap_err();
        assert_eq!(error.pointer.as_deref(), Some("/oauth2/client_secret_ref"), "{error}");

        let uri = "https://polaris.example.com/api/catalog";
        let outside = polaris(&json!({"/oauth2/client_secret_ref": place, "/uri": uri}));
        let binding = outside.build_catalog_deployment(&platform(), &minio()).unwrap();
        let rest = binding.iceberg_rest.unwrap();
        assert_eq!((rest.endpoint.url.as_str(), rest.uri.as_str()), ("https://polaris.example.com:443", uri));
    }

    #[test]
    fn the_platforms_own_polaris_signs_tokens_with_the_key_of_the_manifest() {
        let secret = json!({"source": "kubernetes-secret", "name": "polaris-token-key", "key": "key"});
        let own = polaris(&json!({"/token_key_ref": secret}));
        let service = own.build_catalog_deployment(&platform(), &minio()).unwrap().polaris.unwrap();
        assert_eq!(service.token_key_kind.as_deref(), Some("symmetric-key"));
        let env = service.token_key.unwrap().env;
        assert_eq!(env.as_str(), "POLARIS_AUTHENTICATION_TOKEN_BROKER_SYMMETRIC_KEY_SECRET");

        let environment = json!({"source": "environment", "name": "TOKEN_KEY"});
        let outside = json!({"/token_key_ref": secret, "/uri": "https://polaris.example.com/api/catalog"});
        for refused in [json!({"/token_key_ref": environment}), outside] {
            let error = polaris(&refused).build_catalog_deployment(&platform(), &minio()).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/token_key_ref"), "{error}");
        }
    }

    #[test]
    fn a_service_for_tokens_beside_the_catalog_is_an_address_of_its_own() {
        let of = |token_url: &str| {
            let config = json!({"/uri": "https://polaris.example.com/api/catalog", "/oauth2/token_url": token_url});
            let binding = polaris(&config).build_catalog_deployment(&platform(), &minio()).unwrap();
            binding.iceberg_rest.unwrap().oauth2.token_endpoint.map(|endpoint| endpoint.url.to_string())
        };
        assert_eq!(of("https://polaris.example.com:443/token"), None);
        assert_eq!(of("https://login.example.com:8443/token").as_deref(), Some("https://login.example.com:8443"));
    }

    #[test]
    fn every_address_must_be_there() {
        for (key, pointer) in [("/uri", "/uri"), ("/oauth2/token_url", "/oauth2/token_url")] {
            let error = polaris(&json!({key: null})).build_catalog_deployment(&platform(), &minio()).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some(pointer), "{error}");
        }
    }

    #[test]
    fn its_requirements_are_those_of_its_contract() {
        let contract = Offer::set(INFO.requirements, &json!({}));
        assert_eq!(polaris(&json!({})).get_storage_requirements(), RequirementSet::parse(&contract).unwrap());
    }
}
