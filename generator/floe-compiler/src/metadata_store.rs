//! Metadata store: the binding of the database that holds the state of components. No plugin makes this binding.

use std::collections::BTreeMap;

use floe_types::bindings::credentials::{Credential, CredentialRef, CredentialRefKubernetesSecret};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::metadata_store::{DatabaseRole, MetadataDatabase, MetadataStoreBinding};
use floe_types::components::COMPONENTS;
use floe_types::documents::manifest::MetadataStoreChoice;
use floe_types::scalars::SqlIdentifier;
use floe_types::shape::Violation;

use crate::address::{Addresses, scheme};
use crate::resolve::METADATA_STORE;
use crate::target::endpoint;

/// The first role of the platform's own metadata store, who makes the databases and the roles of the components.
const ADMIN: &str = "floe";
/// The environment variable that gives workloads that role's password.
const ADMIN_PASSWORD: &str = "FLOE_METADATA_ADMIN_PASSWORD";
/// The key of the Secrets that hold passwords.
const PASSWORD_KEY: &str = "password";

/// The database that holds the state of components, if any component keeps state.
pub(crate) fn metadata_store(
    addresses: &Addresses,
    choice: Option<&MetadataStoreChoice>,
) -> Result<Option<MetadataStoreBinding>, Violation> {
    let Some(store) = COMPONENTS.iter().find(|component| component.provides == Some(METADATA_STORE)) else {
        return Ok(None);
    };
    let Some(port) = store.ports.first() else { return Ok(None) };
    let outside = match choice {
        Some(MetadataStoreChoice::External(outside)) => Some(outside),
        Some(MetadataStoreChoice::Self_(_)) | None => None,
    };
    let databases = databases(addresses, outside.map(|outside| (&outside.username, &outside.password_ref)))?;
    if databases.is_empty() {
        return Ok(None);
    }
    let (endpoint, admin) = if let Some(outside) = outside {
        let url = format!("{}://{}:{}", scheme(port), outside.host, outside.port);
        let endpoint = Endpoint::new(url.try_into()?, outside.host.clone(), outside.port, scheme(port) == "https");
        (endpoint, None)
    } else {
        let password = Credential::new(ADMIN_PASSWORD.try_into()?, secret(addresses.host(store.name))?);
        (endpoint(addresses, store, port)?, Some(DatabaseRole::new(ADMIN.try_into()?, password)))
    };
    let mut binding = MetadataStoreBinding::new(port.scheme.parse()?, endpoint, databases);
    binding.admin = admin;
    Ok(Some(binding))
}

/// The databases that components need: each with the one role of an outside server, or with a role and a Secret of its own.
fn databases(
    addresses: &Addresses,
    outside: Option<(&SqlIdentifier, &CredentialRef)>,
) -> Result<BTreeMap<String, MetadataDatabase>, Violation> {
    let needed = addresses.components.iter().filter_map(|component| Some((component.name, component.database?)));
    let databases = needed.map(|(component, name)| {
        let name: SqlIdentifier = name.try_into()?;
        let (username, password) = match outside {
            Some((username, password)) => (username.clone(), password.clone()),
            None => (name.clone(), secret(format!("{}-database", addresses.host(component)))?),
        };
        let variable = format!("FLOE_{}_DATABASE_PASSWORD", component.replace('-', "_").to_uppercase());
        let password = Credential::new(variable.try_into()?, password);
        Ok((component.to_owned(), MetadataDatabase::new(name, username, password)))
    });
    databases.collect()
}

/// The password in a Secret of this name.
fn secret(name: String) -> Result<CredentialRef, Violation> {
    Ok(CredentialRefKubernetesSecret::new(name.try_into()?, PASSWORD_KEY.try_into()?).into())
}
