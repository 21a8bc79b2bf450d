//! The Dagster orchestrator, hosted by the platform or externally.

mod definitions;
mod presets;
mod python;

use floe_types::bindings::deployment::OrchestratorReference;
use floe_types::bindings::orchestrator::{CodeLocation, OrchestratorBinding};
use floe_types::bindings::platform::{PlatformTarget, ResourcePreset};
use floe_types::documents::compiled_artifacts::{CompiledArtifacts, ResolvedTransform};
use floe_types::interfaces::compute::{ProductNames, WorkloadSize};
use floe_types::interfaces::orchestrator::{AssetDefinition, EntryPoint, Orchestrator, ProductDefinitions};
use floe_types::plugin::PluginError;
use floe_types::plugins::orchestrator::dagster::{DagsterConfig, INFO};
use floe_types::scalars::{PluginName, PythonModule, RelativePath, SqlIdentifier};

use self::definitions::Surroundings;

/// The file that Dagster loads, without the ending; also the name of the module in the product's folder.
const MODULE: &str = "definitions";
/// The Python package that holds the packages of the products, so that no product takes the name of another package.
const PACKAGE: &str = "floe_products";

/// The orchestrator plugin `dagster`.
#[derive(Debug)]
pub struct Dagster {
    config: DagsterConfig,
}

impl From<DagsterConfig> for Dagster {
    fn from(config: DagsterConfig) -> Self {
        Self { config }
    }
}

impl Orchestrator for Dagster {
    fn get_deployment_binding(
        &self,
        platform: &PlatformTarget,
        products: &[ProductNames],
    ) -> Result<OrchestratorBinding, PluginError> {
        let missing = || PluginError::config("a Dagster that the platform does not run needs its address").at("/url");
        let url = self.config.url.as_ref().ok_or_else(missing)?;
        let mut binding = OrchestratorBinding::new(
            PluginName::try_from(INFO.name)?,
            platform.endpoint(url).map_err(|error| error.at("/url"))?,
            self.config.image.clone(),
            platform.namespace.clone(),
            self.config.timezone.clone(),
            products.iter().map(code_location).collect::<Result<_, _>>()?,
        );
        binding.default_schedule.clone_from(&self.config.default_schedule);
        Ok(binding)
    }

    fn get_product_binding(&self, product: &ProductNames) -> Result<OrchestratorReference, PluginError> {
        Ok(OrchestratorReference::new(PluginName::try_from(INFO.name)?, code_location(product)?))
    }

    fn create_definitions(&self, artifacts: &CompiledArtifacts) -> Result<ProductDefinitions, PluginError> {
        let name = artifacts.deployment.orchestrator.code_location.name.clone();
        let mut assets = self.create_assets_from_transforms(&artifacts.transforms.models);
        for asset in &mut assets {
            asset.group.get_or_insert_with(|| name.clone());
        }
        let mut definitions = ProductDefinitions::new(name, assets);
        definitions.schedule.clone_from(&artifacts.schedule);
        Ok(definitions)
    }

    fn create_assets_from_transforms(&self, transforms: &[ResolvedTransform]) -> Vec<AssetDefinition> {
        transforms.iter().map(asset).collect()
    }

    fn generate_entry_point_code(&self, artifacts: &CompiledArtifacts) -> Result<EntryPoint, PluginError> {
        let definitions = self.create_definitions(artifacts)?;
        definitions::distinct_tags(&definitions)?;
        let missing = || PluginError::new("LOWER_DEFINITIONS_INVALID", "the product has no dbt profile");
        let profile = artifacts.dbt_profiles.keys().next().ok_or_else(missing)?;
        let file = RelativePath::try_from(format!("{MODULE}.py"))?;
        Ok(EntryPoint::new(
            file,
            definitions::code(&definitions, &Surroundings { profile, folders: folders(artifacts) }),
        ))
    }

    fn get_resource_requirements(&self, workload_size: WorkloadSize) -> ResourcePreset {
        presets::preset(workload_size)
    }
}

/// Where Dagster finds the code of a product.
fn code_location(product: &ProductNames) -> Result<CodeLocation, PluginError> {
    let module = PythonModule::try_from(format!("{PACKAGE}.{}.{MODULE}", product.slug))?;
    Ok(CodeLocation::new(product.slug.clone(), module))
}

/// The folders that the engine needs for this product.
fn folders(artifacts: &CompiledArtifacts) -> Vec<String> {
    let slug = artifacts.deployment.orchestrator.code_location.name.as_str();
    let name = artifacts.metadata.product_name.as_str();
    let expand = |folder: &str| folder.replace("{product_slug}", slug).replace("{product_name}", name);
    artifacts.deployment.compute.folders.iter().map(|folder| expand(folder.as_str())).collect()
}

fn asset(transform: &ResolvedTransform) -> AssetDefinition {
    let mut asset = AssetDefinition::new(transform.name.clone());
    asset.group = transform.quality_tier.and_then(|tier| SqlIdentifier::try_from(tier.as_str()).ok());
    asset.tags.clone_from(&transform.tags);
    asset.depends_on.clone_from(&transform.depends_on);
    asset
}

#[cfg(test)]
mod tests;
