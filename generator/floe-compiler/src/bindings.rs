//! Bindings: each plugin's translation of its own config, in the order in which plugins need each other's. Decides nothing that a plugin
//! could.

use floe_base::Findings;
use std::collections::BTreeMap;

use floe_types::bindings::catalog::CatalogBinding;
use floe_types::bindings::credentials::{Credential, CredentialRefKubernetesSecret};
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::metadata_store::{MetadataDatabase, MetadataStoreBinding};
use floe_types::bindings::platform::{ComponentEndpoint, PlatformBindings, PlatformTarget, ResourcePreset};
use floe_types::bindings::storage::StorageBinding;
use floe_types::component::{ComponentInfo, Port};
use floe_types::components::COMPONENTS;
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::MetadataStoreChoice;
use floe_types::interfaces::compute::ProductNames;
use floe_types::interfaces::orchestrator::OrchestratorPlugin;
use floe_types::plugin::{Entry, PluginError};
use floe_types::registry::{Category, Registry};
use floe_types::shape::Violation;

use crate::address::{Addresses, scheme};
use crate::emit::PLATFORM;
use crate::report;
use crate::resolve::{METADATA_STORE, Resolved};
use crate::selection::Selection;
use crate::source::Source;

/// The role that owns the databases of the platform's own metadata store.
const DATABASE_USER: &str = "floe";
/// The environment variable in which workloads find that role's password.
const DATABASE_PASSWORD: &str = "FLOE_METADATA_PASSWORD";
/// The key of the Secret under which it stands.
const DATABASE_PASSWORD_KEY: &str = "password";

/// Asks plugins, and turns what they refuse into findings with places in the manifest.
pub(crate) struct Asker<'a> {
    /// The manifest.
    pub source: &'a Source,
    /// What was selected and resolved.
    pub resolved: &'a Resolved,
    /// Every plugin of this build.
    pub registry: &'a Registry,
}

impl<'a> Asker<'a> {
    /// The selected plugin of a category.
    pub(crate) fn selection(&self, category: &str) -> Option<&'a Selection> {
        self.resolved.selections.iter().find(|selection| selection.category.name == category)
    }

    /// The selected plugin of a category; `entries` are the category's in the registry.
    pub(crate) fn plugin<P: Category>(&self, entries: &[Entry<P>], out: &mut Findings) -> Option<(&'a Selection, P)> {
        let selection = self.selection(P::NAME)?;
        let plugin = self.load(selection, entries, selection.config.as_ref()?, out)?;
        Some((selection, plugin))
    }

    /// Makes a selected plugin from a config of its own shape.
    pub(crate) fn load<P>(
        &self,
        selection: &Selection,
        entries: &[Entry<P>],
        config: &serde_json::Value,
        out: &mut Findings,
    ) -> Option<P> {
        let entry = entries.iter().find(|entry| entry.info.name == selection.info.name)?;
        let violations = match (entry.load)(config) {
            Ok(plugin) => return Some(plugin),
            Err(violations) => violations,
        };
        for Violation { pointer, problem } in violations {
            self.refuse(selection, &PluginError::new("", problem.message()).at(pointer), out);
        }
        None
    }

    /// The selected orchestrator.
    pub(crate) fn orchestrator(&self, out: &mut Findings) -> Option<(&'a Selection, OrchestratorPlugin)> {
        self.plugin(self.registry.orchestrator, out)
    }

    /// What a plugin answers, or its refusal as a finding.
    pub(crate) fn answer<T>(
        &self,
        selection: &Selection,
        answer: Result<T, PluginError>,
        out: &mut Findings,
    ) -> Option<T> {
        answer.map_err(|error| self.refuse(selection, &error, out)).ok()
    }

    fn refuse(&self, selection: &Selection, error: &PluginError, out: &mut Findings) {
        let message = messages::composition_plugin_config_invalid(&selection.title(), &error.message);
        let place = match &error.pointer {
            Some(pointer) => self.source.place(&format!("{}{pointer}", selection.config_pointer())),
            None => self.source.place(&selection.type_pointer()),
        };
        out.push(report::at(place, message));
    }
}

/// A finding about something that was made, not written.
pub(crate) fn artifact_invalid(artifact: &str, violation: &Violation) -> floe_base::Diagnostic {
    artifact_broken(artifact, &format!("{} {}", violation.pointer, violation.problem))
}

/// The same, said already.
pub(crate) fn artifact_broken(artifact: &str, finding: &str) -> floe_base::Diagnostic {
    report::diagnostic(messages::lower_artifact_invalid(artifact, finding.trim_start()))
}

/// What plugins are told of the platform.
pub(crate) fn target(addresses: &Addresses) -> Result<PlatformTarget, Violation> {
    let mut target =
        PlatformTarget::new(addresses.prefix.as_str().try_into()?, addresses.namespace.as_str().try_into()?);
    for component in &addresses.components {
        for port in component.ports {
            let endpoint = endpoint(addresses, component, port)?;
            target.endpoints.push(ComponentEndpoint::new(component.name.try_into()?, port.name.try_into()?, endpoint));
        }
    }
    Ok(target)
}

fn endpoint(addresses: &Addresses, component: &ComponentInfo, port: &Port) -> Result<Endpoint, Violation> {
    let host = addresses.host(component.name);
    let url = format!("{}://{host}:{}", scheme(port), port.number);
    let mut endpoint =
        Endpoint::new(url.try_into()?, host.try_into()?, i64::from(port.number).try_into()?, scheme(port) == "https");
    endpoint.component = Some(component.name.try_into()?);
    Ok(endpoint)
}

/// Every binding of a platform. Findings go to `out`, and then there is none.
pub(crate) fn bind(
    asker: &Asker<'_>,
    target: &PlatformTarget,
    products: &[ProductNames],
    presets: BTreeMap<String, ResourcePreset>,
    store: Option<&MetadataStoreChoice>,
    out: &mut Findings,
) -> Option<PlatformBindings> {
    let registry = asker.registry;
    let storage = asker
        .plugin(registry.storage, out)
        .and_then(|(selection, plugin)| asker.answer(selection, plugin.main.get_deployment_binding(target), out));
    let catalog = catalog(asker, target, storage.as_ref(), out);
    let lineage = asker
        .plugin(registry.lineage_backend, out)
        .and_then(|(selection, plugin)| asker.answer(selection, plugin.main.get_deployment_binding(target), out));
    let compute = asker
        .plugin(registry.compute, out)
        .and_then(|(selection, plugin)| asker.answer(selection, plugin.main.get_deployment_binding(target), out));
    let orchestrator = asker.orchestrator(out).and_then(|(selection, plugin)| {
        asker.answer(selection, plugin.main.get_deployment_binding(target, products), out)
    });
    if out.has_errors() {
        return None;
    }
    let addresses = &asker.resolved.addresses;
    let made = || -> Result<_, Violation> {
        let components =
            addresses.components.iter().map(|component| component.name.try_into()).collect::<Result<_, _>>()?;
        Ok((components, metadata_store(addresses, store)?))
    };
    let (components, metadata_store) =
        made().map_err(|violation| out.push(artifact_invalid(PLATFORM, &violation))).ok()?;
    let (prefix, namespace) = (target.prefix.clone(), target.namespace.clone());
    let mut bindings = PlatformBindings::new(prefix, namespace, components, compute?, orchestrator?, presets);
    bindings.storage = storage;
    bindings.catalog = catalog;
    bindings.lineage = lineage;
    bindings.metadata_store = metadata_store;
    Some(bindings)
}

/// The catalog's binding, which is made of the storage's.
fn catalog(
    asker: &Asker<'_>,
    target: &PlatformTarget,
    storage: Option<&StorageBinding>,
    out: &mut Findings,
) -> Option<CatalogBinding> {
    let Some(storage) = storage else {
        if let (Some(catalog), None) = (asker.selection("catalog"), asker.selection("storage")) {
            let place = asker.source.place(&catalog.type_pointer());
            out.push(report::at(place, messages::composition_storage_missing(&catalog.title())));
        }
        return None;
    };
    let (selection, plugin) = asker.plugin(asker.registry.catalog, out)?;
    asker.answer(selection, plugin.main.build_catalog_deployment(target, storage), out)
}

/// The database in which components keep their state, if any does.
fn metadata_store(
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
    let mut databases = Vec::new();
    for component in &addresses.components {
        if let Some(database) = component.database {
            databases.push(MetadataDatabase::new(database.try_into()?, component.name.try_into()?));
        }
    }
    databases.sort_by(|left, right| left.name.as_str().cmp(right.name.as_str()));
    Ok(databases)
}
