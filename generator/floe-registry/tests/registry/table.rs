//! The table of this build, and tables that no build has: plugins of other interfaces, constructors that panic.

use std::sync::atomic::{AtomicUsize, Ordering};

use floe_plugins::REGISTRY;
use floe_registry::{PluginRegistry, RegistryError};
use floe_types::interfaces::storage::StoragePlugin;
use floe_types::plugin::{Entry, Load, PluginInfo};
use floe_types::plugins::storage::minio;
use floe_types::registry::Registry;
use floe_types::shape::Violation;
use serde_json::{Value, json};

/// How often [`broken`] was called.
pub(crate) static ATTEMPTS: AtomicUsize = AtomicUsize::new(0);

/// A registry with the plugins of this build.
pub(crate) fn built_in() -> PluginRegistry {
    let mut registry = PluginRegistry::new();
    assert_eq!(registry.discover(&REGISTRY), []);
    registry
}

/// Gives a storage plugin of the kind of MinIO the name of a bucket.
pub(crate) fn give(registry: &mut PluginRegistry, name: &str, bucket: &Value) -> Result<(), RegistryError> {
    registry.configure("storage", name, &json!({"bucket": bucket}))
}

/// The storage plugin of this name, or why there is none.
pub(crate) fn storage<'a>(registry: &'a PluginRegistry, name: &str) -> Result<&'a StoragePlugin, String> {
    registry.get(name).map_err(|error| error.to_string())
}

/// MinIO, as if written for another interface.
pub(crate) const fn minio_for(name: &'static str, api: &'static str) -> PluginInfo {
    PluginInfo { name, api, hosting: &[], endpoints: &[], dependencies: &[], ..minio::INFO }
}

/// The loader of MinIO.
pub(crate) fn load(config: &Value) -> Result<StoragePlugin, Vec<Violation>> {
    (REGISTRY.storage[1].load)(config)
}

/// A loader that panics the first time.
pub(crate) fn broken(config: &Value) -> Result<StoragePlugin, Vec<Violation>> {
    assert!(ATTEMPTS.fetch_add(1, Ordering::Relaxed) > 0, "a constructor panics");
    load(config)
}

/// A table of storage plugins that are all made in the same way.
pub(crate) fn storages(infos: impl IntoIterator<Item = PluginInfo>, load: Load<StoragePlugin>) -> Registry {
    let entries = infos.into_iter().map(|info| Entry { info: Box::leak(Box::new(info)), load });
    Registry { storage: entries.collect::<Vec<_>>().leak(), ..Registry::EMPTY }
}
