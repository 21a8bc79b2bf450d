//! The kinds that an API server knows, the versions of each kind, and the paths of their objects.

use std::collections::BTreeMap;

use kube::Client;
use kube::core::ApiResource;
use kube::discovery::{ApiCapabilities, Discovery, Scope, verbs};

use crate::failure::Outcome;
use crate::object::{Object, group_and_version};

/// A kind in one version.
#[derive(Debug, Clone)]
pub struct Kind {
    resource: ApiResource,
    /// Whether the objects of the kind stand in namespaces.
    pub namespaced: bool,
    listed: bool,
}

impl Kind {
    fn new((resource, capabilities): (ApiResource, ApiCapabilities)) -> Self {
        let listed = capabilities.supports_operation(verbs::LIST);
        Self { resource, namespaced: capabilities.scope == Scope::Namespaced, listed }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.resource.kind
    }

    /// `apps/v1`.
    pub fn api_version(&self) -> &str {
        &self.resource.api_version
    }

    /// The path of the objects: those of a namespace, or all objects where the namespace is empty.
    pub fn path(&self, namespace: &str) -> String {
        let root = if self.resource.group.is_empty() { "/api" } else { "/apis" };
        let (version, plural) = (&self.resource.api_version, &self.resource.plural);
        if self.namespaced && !namespace.is_empty() {
            format!("{root}/{version}/namespaces/{namespace}/{plural}")
        } else {
            format!("{root}/{version}/{plural}")
        }
    }
}

/// Every kind in every version that a server knows.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    by_version: BTreeMap<(String, String, String), Kind>,
    /// Each in one version.
    preferred: Vec<Kind>,
}

impl Kinds {
    pub(crate) async fn discover(client: &Client) -> Outcome<Self> {
        let discovery = Discovery::new(client.clone()).run_aggregated().await?;
        let mut kinds = Self::default();
        for group in discovery.groups_alphabetical() {
            kinds.preferred.extend(group.recommended_resources().into_iter().map(Kind::new));
            for version in group.versions() {
                for kind in group.versioned_resources(version).into_iter().map(Kind::new) {
                    let key = (group.name().to_owned(), version.to_owned(), kind.name().to_owned());
                    kinds.by_version.insert(key, kind);
                }
            }
        }
        Ok(kinds)
    }

    /// The kind of an object, if the server knows the kind in that version.
    pub fn of(&self, object: &Object) -> Option<&Kind> {
        let (group, version) = group_and_version(object.text("/apiVersion"));
        self.by_version.get(&(group.to_owned(), version.to_owned(), object.id.kind.clone()))
    }

    /// The versions in which the server knows a kind of this name.
    pub(crate) fn versions_of(&self, name: &str) -> Vec<&str> {
        self.by_version.values().filter(|kind| kind.name() == name).map(Kind::api_version).collect()
    }

    /// Every version and every kind, in the form that charts ask for: `apps/v1`, `apps/v1/Deployment`.
    pub(crate) fn apis(&self) -> Vec<String> {
        let kinds = self.by_version.values();
        let mut apis: Vec<String> = kinds
            .flat_map(|kind| [kind.api_version().to_owned(), format!("{}/{}", kind.api_version(), kind.name())])
            .collect();
        apis.sort();
        apis.dedup();
        apis
    }

    /// One version of every kind whose objects can be listed.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Kind> {
        self.preferred.iter().filter(|kind| kind.listed)
    }
}
