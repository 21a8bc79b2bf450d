//! The DuckDB engine, in the process of the job itself.

mod attachment;
mod presets;
mod profile;

use std::collections::BTreeMap;

use floe_types::bindings::catalog::CatalogBinding;
use floe_types::bindings::compute::ComputeBinding;
use floe_types::bindings::platform::{PlatformTarget, ResourcePreset};
use floe_types::bindings::storage::StorageBinding;
use floe_types::interfaces::compute::{Compute, ComputeCatalogAttachment, ProductNames, WorkloadSize};
use floe_types::plugin::PluginError;
use floe_types::plugins::compute::duckdb::{DuckdbConfig, INFO};
use floe_types::scalars::{DatabasePath, NonEmpty, PluginName};
use serde_json::Value;

use self::attachment::Attachment;

/// The packages that the job's image needs: an adapter that passes on all options of ATTACH, and an engine that makes
/// Iceberg tables of queries.
const PACKAGES: [&str; 2] = ["dbt-duckdb>=1.9.6", "duckdb>=1.5.3"];

/// The path of a database that no file holds.
const MEMORY: &str = ":memory:";

/// The compute plugin `duckdb`.
#[derive(Debug)]
pub struct DuckDb {
    config: DuckdbConfig,
}

impl From<DuckdbConfig> for DuckDb {
    fn from(config: DuckdbConfig) -> Self {
        Self { config }
    }
}

impl DuckDb {
    /// The folder of the database file, which the engine does not create.
    fn folder(&self) -> Result<Option<DatabasePath>, PluginError> {
        match self.config.path.as_str().rsplit_once('/') {
            Some((folder, _)) if !folder.is_empty() => Ok(Some(DatabasePath::try_from(folder)?)),
            Some(_) => Ok(None),
            None if self.config.path.as_str() == MEMORY => Ok(None),
            // The file stands in the working folder.
            None => Ok(Some(DatabasePath::try_from("./")?)),
        }
    }
}

impl Compute for DuckDb {
    fn is_self_hosted(&self) -> bool {
        true
    }

    fn get_deployment_binding(&self, _: &PlatformTarget) -> Result<ComputeBinding, PluginError> {
        let name = PluginName::try_from(INFO.name)?;
        let packages = self.get_required_dbt_packages();
        let mut binding = ComputeBinding::new(name.clone(), self.is_self_hosted(), name, self.config.threads, packages);
        binding.folders = self.folder()?.into_iter().collect();
        Ok(binding)
    }

    fn generate_dbt_profile(&self, product: &ProductNames) -> Result<BTreeMap<String, Value>, PluginError> {
        profile::generate(&self.config, product)
    }

    fn augment_dbt_profile(
        &self,
        profile: &BTreeMap<String, Value>,
        storage: Option<&StorageBinding>,
        catalog: Option<&CatalogBinding>,
    ) -> Result<BTreeMap<String, Value>, PluginError> {
        profile::augment(&self.config, profile, storage, catalog)
    }

    fn get_required_dbt_packages(&self) -> Vec<NonEmpty> {
        PACKAGES.into_iter().filter_map(|package| NonEmpty::try_from(package).ok()).collect()
    }

    fn get_resource_requirements(&self, workload_size: WorkloadSize) -> ResourcePreset {
        presets::preset(workload_size)
    }
}

impl ComputeCatalogAttachment for DuckDb {
    /// The last statement names a secret that must exist: `augment_dbt_profile` defines the secret.
    fn get_catalog_attachment_sql(&self, catalog: &CatalogBinding) -> Result<Vec<NonEmpty>, PluginError> {
        let attach = Attachment::of(catalog)?.sql();
        let statements = ["INSTALL iceberg".to_owned(), "LOAD iceberg".to_owned(), attach];
        statements.into_iter().map(|statement| Ok(NonEmpty::try_from(statement)?)).collect()
    }
}

#[cfg(test)]
mod tests;
