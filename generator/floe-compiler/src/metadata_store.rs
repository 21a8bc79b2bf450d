//! Metadata store: the binding of the database that holds the state of components. No plugin makes this binding.

use floe_types::bindings::credentials::{Credential, CredentialRefKubernetesSecret};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::metadata_store::{MetadataDatabase, MetadataStoreBinding};
use floe_types::components::COMPONENTS;
use floe_types::documents::manifest::MetadataStoreChoice;
use floe_types::shape::Violation;

use crate::address::{Addresses, scheme};
use crate::resolve::METADATA_STORE;
use crate::target::endpoint;

/// The role that owns the databases of the platform's own metadata store.
const DATABASE_USER: &str = "floe";
/// The environment variable that gives workloads that role's password.
const DATABASE_PASSWORD: &str = "FLOE_METADATA_PASSWORD";
/// The key of the Secret that holds the password.
const DATABASE_PASSWORD_KEY: &str = "password";

/// The database that holds the state of components, if any component keeps state.
pub(crate) fn metadata_store(
    addresses: &Addresses,
    choice: Option<&MetadataStoreChoice>,
) -> Result<Option<MetadataStoreBinding>, Violation> {
    let Some(store) = COMPONENTS.iter().find(|component| component.provides == Some(METADATA_STORE)) else {
        return Ok(None);
    };
    let Some(port) = store.ports.first() else { return Ok(None) };
    let databases = databases(addresses)?;
    if databases.is_empty() {
        return Ok(None);
    }
    let (endpoint, username, password) = match choice {
        Some(MetadataStoreChoice::External(outside)) => {
            let url = format!("{}://{}:{}", scheme(port), outside.host, outside.port);
            let endpoint = Endpoint::new(url.try_into()?, outside.host.clone(), outside.port, scheme(port) == "https");
            (endpoint, outside.username.clone(), outside.password_ref.clone())
        }
        Some(MetadataStoreChoice::Self_(_)) | None => {
            let host = addresses.host(store.name).try_into()?;
            let secret = CredentialRefKubernetesSecret::new(host, DATABASE_PASSWORD_KEY.try_into()?);
            (endpoint(addresses, store, port)?, DATABASE_USER.try_into()?, secret.into())
        }
    };
    let password = Credential::new(DATABASE_PASSWORD.try_into()?, password);
    Ok(Some(MetadataStoreBinding::new(port.scheme.parse()?, endpoint, username, password, databases)))
}

/// The databases that components need, by name.
fn databases(addresses: &Addresses) -> Result<Vec<MetadataDatabase>, Violation> {
    let needed = addresses.components.iter().filter_map(|component| Some((component.database?, component.name)));
    let databases = needed.map(|(name, user)| Ok(MetadataDatabase::new(name.try_into()?, user.try_into()?)));
    let mut databases = databases.collect::<Result<Vec<_>, Violation>>()?;
    databases.sort_by(|left, right| left.name.as_str().cmp(right.name.as_str()));
    Ok(databases)
}
