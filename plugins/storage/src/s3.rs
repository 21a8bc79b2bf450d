//! S3: the code that MinIO and Amazon S3 share, for keys from a Secret and for the settings with which clients reach a
//! bucket. Not a plugin.

use std::collections::BTreeMap;

use floe_types::bindings::credentials::{Credential, CredentialRefKubernetesSecret};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::platform::PlatformTarget;
use floe_types::bindings::storage::StorageCredentials;
use floe_types::jinja::env_var;
use floe_types::plugin::PluginError;
use floe_types::scalars::{EnvVarName, HttpUrl, K8sLabel, K8sSubdomain, Region, S3Bucket, SecretKey};
use serde_json::{Value, json};

/// The environment variables in which every S3 client looks for its keys.
const ACCESS_KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET_ACCESS_KEY: &str = "AWS_SECRET_ACCESS_KEY";
const SESSION_TOKEN: &str = "AWS_SESSION_TOKEN";

/// The keys of a Secret that hold an access key of the runs.
pub(crate) struct Keys<'a> {
    pub(crate) secret: K8sSubdomain,
    pub(crate) namespace: Option<&'a K8sLabel>,
    pub(crate) access_key_id: &'a SecretKey,
    pub(crate) secret_access_key: &'a SecretKey,
    pub(crate) session_token: Option<&'a SecretKey>,
}

impl Keys<'_> {
    /// The credentials as workloads get them. The Secret must be in the namespace in which the workloads run.
    pub(crate) fn credentials(&self, platform: &PlatformTarget) -> Result<StorageCredentials, PluginError> {
        if let Some(namespace) = self.namespace.filter(|namespace| **namespace != platform.namespace) {
            let message = format!(
                "the Secret {} cannot be read from namespace {namespace}; the platform runs in {}",
                self.secret, platform.namespace
            );
            return Err(PluginError::config(message).at("/credential_secret_namespace"));
        }
        let mut credentials = StorageCredentials::new(
            self.credential(ACCESS_KEY_ID, self.access_key_id)?,
            self.credential(SECRET_ACCESS_KEY, self.secret_access_key)?,
        );
        credentials.session_token = self.session_token.map(|key| self.credential(SESSION_TOKEN, key)).transpose()?;
        Ok(credentials)
    }

    fn credential(&self, env: &str, key: &SecretKey) -> Result<Credential, PluginError> {
        let place = CredentialRefKubernetesSecret::new(self.secret.clone(), key.clone());
        Ok(Credential::new(EnvVarName::try_from(env)?, place.into()))
    }
}

/// The endpoint of an object store, whose address has no path.
pub(crate) fn endpoint(platform: &PlatformTarget, url: &HttpUrl, pointer: &str) -> Result<Endpoint, PluginError> {
    if !matches!(url.path(), "" | "/") {
        let message = format!("the address of an object store has no path, and this one has `{}`", url.path());
        return Err(PluginError::config(message).at(pointer));
    }
    platform.endpoint(url).map_err(|error| error.at(pointer))
}

/// The facts about a bucket that a client needs, in the words of different clients.
pub(crate) struct Access<'a> {
    pub(crate) bucket: &'a S3Bucket,
    pub(crate) endpoint: Option<&'a HttpUrl>,
    pub(crate) region: &'a Region,
    pub(crate) path_style: bool,
    pub(crate) session_token: bool,
}

impl Access<'_> {
    pub(crate) fn pyiceberg(&self) -> BTreeMap<String, String> {
        let mut properties = BTreeMap::from([
            ("s3.region".to_owned(), self.region.to_string()),
            ("s3.force-virtual-addressing".to_owned(), (!self.path_style).to_string()),
        ]);
        properties.extend(self.endpoint.map(|url| ("s3.endpoint".to_owned(), url.to_string())));
        properties
    }

    pub(crate) fn dbt(&self) -> BTreeMap<String, Value> {
        let mut profile = BTreeMap::from([
            ("s3_region".to_owned(), json!(self.region)),
            ("s3_path_style_access".to_owned(), json!(self.path_style)),
            ("s3_access_key_id".to_owned(), env_var(ACCESS_KEY_ID)),
            ("s3_secret_access_key".to_owned(), env_var(SECRET_ACCESS_KEY)),
        ]);
        profile.extend(self.endpoint.map(|url| ("s3_endpoint".to_owned(), json!(url))));
        profile.extend(self.session_token.then(|| ("s3_session_token".to_owned(), env_var(SESSION_TOKEN))));
        profile
    }

    pub(crate) fn dagster(&self, resource_key: &str) -> BTreeMap<String, Value> {
        let mut resources = json!({
            "bucket": self.bucket,
            "region_name": self.region,
            "path_style_access": self.path_style,
        });
        if let Some(url) = self.endpoint {
            resources["endpoint_url"] = json!(url);
        }
        BTreeMap::from([
            ("resource_key".to_owned(), json!(resource_key)),
            ("io_manager_key".to_owned(), json!("iceberg_io_manager")),
            ("resources".to_owned(), resources),
        ])
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A platform that runs MinIO.
    pub(crate) fn platform() -> PlatformTarget {
        let url = "http://retail-minio:9000";
        PlatformTarget::parse(&json!({
            "prefix": "retail",
            "namespace": "data",
            "endpoints": [{
                "component": "minio",
                "port": "api",
                "endpoint": {"url": url, "host": "retail-minio", "port": 9000, "tls": false, "component": "minio"},
            }],
        }))
        .unwrap()
    }

    fn component_behind(url: &str) -> Option<String> {
        let found = endpoint(&platform(), &HttpUrl::try_from(url).unwrap(), "/endpoint").unwrap();
        found.component.map(Into::into)
    }

    #[test]
    fn a_component_answers_to_every_name_that_the_cluster_gives_it() {
        for host in
            ["retail-minio", "retail-minio.data", "retail-minio.data.svc", "Retail-MinIO.data.svc.cluster.local"]
        {
            assert_eq!(component_behind(&format!("http://{host}:9000/")).as_deref(), Some("minio"), "{host}");
        }
    }

    #[test]
    fn another_port_scheme_or_namespace_is_another_service() {
        for url in ["http://retail-minio:9001", "https://retail-minio:9000", "http://retail-minio.other:9000"] {
            assert_eq!(component_behind(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_without_a_host_name_is_an_error_at_its_field() {
        for url in ["http://[::1]:9000", "http://[::1]"] {
            let error = endpoint(&platform(), &HttpUrl::try_from(url).unwrap(), "/endpoint").unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/endpoint"), "{url}");
            assert!(error.message.contains("host name"), "{error}");
        }
    }
}
