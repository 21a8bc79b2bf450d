//! Product: one data product's artifacts, of its own document and the bindings of its platform. Knows no other product.

use std::collections::BTreeMap;

use floe_base::{Findings, names, yaml};
use floe_types::SHAPES;
use floe_types::bindings::deployment::{DeploymentBindings, OrchestratorReference};
use floe_types::bindings::governance::Governance;
use floe_types::bindings::lineage::LineageNamespaceStrategy;
use floe_types::bindings::orchestrator::CodeLocation;
use floe_types::bindings::platform::PlatformBindings;
use floe_types::bindings::schedule::Schedule;
use floe_types::diagnostics as messages;
use floe_types::documents::compiled_artifacts::{
    ArtifactMetadata, CompiledArtifacts, DataProduct, ProductIdentity, ResolvedObservability, ResolvedTransform,
    ResolvedTransforms,
};
use floe_types::documents::compiled_platform::ResolvedPlugin;
use floe_types::documents::floe_spec::{FloeSpec, Transform};
use floe_types::documents::manifest::Observability;
use floe_types::interfaces::compute::ProductNames;
use floe_types::interfaces::orchestrator::EntryPoint;
use floe_types::plugin::PluginError;
use floe_types::scalars::{NonEmpty, PluginName, Semver};
use floe_types::shape::{Def, Violation};
use serde_json::{Value, json};

use crate::bindings::{Asker, artifact_broken, artifact_invalid};
use crate::ingestion;
use crate::load::LoadedProduct;
use crate::not_evaluated;
use crate::placeholder;
use crate::report;
use crate::rules;

/// The domain of products whose platform has no domains.
const DOMAIN: &str = "default";

/// What all products of a platform share.
pub(crate) struct Shared<'a> {
    /// Asks plugins.
    pub asker: Asker<'a>,
    /// The platform's bindings.
    pub bindings: &'a PlatformBindings,
    /// The selected plugins, by their key in the manifest.
    pub plugins: &'a BTreeMap<String, ResolvedPlugin>,
    /// Traces, lineage and logs.
    pub observability: &'a Observability,
    /// The policies.
    pub governance: Option<&'a Governance>,
    /// What of the manifest nothing acts upon.
    pub not_evaluated: &'a [NonEmpty],
    /// The version of floe.
    pub floe_version: &'a Semver,
}

/// One compiled product.
#[derive(Debug, Clone)]
pub struct CompiledProduct {
    /// Its artifacts.
    pub artifacts: CompiledArtifacts,
    /// The text of `profiles.yml`.
    pub profiles: String,
    /// The file that the orchestrator loads.
    pub entry_point: EntryPoint,
}

/// The names of a product.
pub(crate) fn product_names(spec: &FloeSpec) -> Result<ProductNames, Violation> {
    let name = &spec.metadata.name;
    Ok(ProductNames::new(name.clone(), names::snake_case(name.as_str()).try_into()?))
}

/// Compiles a product. Findings go to `out`, and then there is none.
pub(crate) fn lower(shared: &Shared<'_>, product: &LoadedProduct, out: &mut Findings) -> Option<CompiledProduct> {
    let artifact = format!("the artifact of {}", product.spec.metadata.name);
    let refuse = |violation: Violation, out: &mut Findings| out.push(artifact_invalid(&artifact, &violation));
    let names = product_names(&product.spec).map_err(|violation| refuse(violation, out)).ok()?;
    let profiles = dbt_profiles(shared, product, &names, out)?;
    let orchestrator = shared.asker.orchestrator(out)?.1.main;
    let code_location = orchestrator.get_code_location(&names);
    let artifacts =
        artifacts(shared, product, &names, code_location, profiles).map_err(|violation| refuse(violation, out)).ok()?;
    if let Err(violations) = artifacts.validate() {
        for violation in violations {
            refuse(violation, out);
        }
        return None;
    }
    let broken = rules::broken(&artifacts.to_value(), CompiledArtifacts::SHAPE);
    if !broken.is_empty() {
        out.extend(broken.iter().map(|finding| artifact_broken(&artifact, finding)));
        return None;
    }
    let refused = |error: PluginError| {
        // The orchestrator speaks of the product, so its pointer leads into the product's document.
        let place = product.source.place(error.pointer.as_deref().unwrap_or("/metadata/name"));
        out.push(report::at(place, messages::lower_definitions_invalid(&error.message)));
    };
    let entry_point = orchestrator.generate_entry_point_code(&artifacts).map_err(refused).ok()?;
    let profiles = yaml::write(&json!(artifacts.dbt_profiles));
    Some(CompiledProduct { artifacts, profiles, entry_point })
}

/// The content of `profiles.yml`: one profile with one output.
fn dbt_profiles(
    shared: &Shared<'_>,
    product: &LoadedProduct,
    names: &ProductNames,
    out: &mut Findings,
) -> Option<BTreeMap<String, Value>> {
    let asker = &shared.asker;
    let selection = asker.selection("compute")?;
    let config = placeholder::expand(selection.config.as_ref()?, names.name.as_str(), names.slug.as_str());
    let compute = asker.load(selection, asker.registry.compute, &config, out)?.main;
    let profile = asker.answer(selection, compute.generate_dbt_profile(names), out)?;
    let (storage, catalog) = (shared.bindings.storage.as_ref(), shared.bindings.catalog.as_ref());
    let output = asker.answer(selection, compute.augment_dbt_profile(&profile, storage, catalog), out)?;
    let key = product.profile.clone().unwrap_or_else(|| names.slug.as_str().to_owned());
    Some(BTreeMap::from([(key, json!({"target": "default", "outputs": {"default": output}}))]))
}

fn artifacts(
    shared: &Shared<'_>,
    product: &LoadedProduct,
    names: &ProductNames,
    code_location: CodeLocation,
    dbt_profiles: BTreeMap<String, Value>,
) -> Result<CompiledArtifacts, Violation> {
    let written = &product.spec.metadata;
    let mut metadata = ArtifactMetadata::new(shared.floe_version.clone(), names.name.clone(), written.version.clone());
    metadata.description.clone_from(&written.description);
    metadata.owner.clone_from(&written.owner);
    metadata.labels.clone_from(&written.labels);
    let identity = ProductIdentity::new(format!("{DOMAIN}.{}", names.slug).try_into()?, DOMAIN.try_into()?);
    let bindings = shared.bindings;
    let orchestrator = OrchestratorReference::new(bindings.orchestrator.provider.clone(), code_location);
    let (prefix, namespace) = (bindings.prefix.clone(), bindings.namespace.clone());
    let mut deployment = DeploymentBindings::new(prefix, namespace, bindings.compute.clone(), orchestrator);
    deployment.storage.clone_from(&bindings.storage);
    deployment.catalog.clone_from(&bindings.catalog);
    deployment.lineage.clone_from(&bindings.lineage);
    let default_compute = &bindings.compute.provider;
    let models = product.spec.transforms.iter().map(|transform| model(transform, default_compute)).collect();
    let transforms = ResolvedTransforms::new(default_compute.clone(), models);
    let observability = observability(shared, names)?;
    let plugins = shared.plugins.clone();
    let mut artifacts =
        CompiledArtifacts::new(metadata, identity, observability, plugins, deployment, transforms, dbt_profiles);
    artifacts.data_product = data_product(&product.spec);
    artifacts.ingestion_outputs = ingestion::tables(&product.spec);
    artifacts.destinations.clone_from(&product.spec.destinations);
    artifacts.schedule = schedule(product, bindings);
    artifacts.governance = shared.governance.cloned();
    artifacts.not_evaluated = not_evaluated(shared, product)?;
    Ok(artifacts)
}

/// What the product reads of others and hands to others, if it says anything of that.
fn data_product(spec: &FloeSpec) -> Option<DataProduct> {
    let mut ports = DataProduct::default();
    ports.input_ports.clone_from(&spec.input_ports);
    ports.output_ports.clone_from(&spec.output_ports);
    ports.slas.clone_from(&spec.slas);
    (ports != DataProduct::default()).then_some(ports)
}

/// What nothing acts upon: of the manifest's, what the product's artifact carries; and what its own document asks for.
fn not_evaluated(shared: &Shared<'_>, product: &LoadedProduct) -> Result<Vec<NonEmpty>, Violation> {
    let carried = |path: &&NonEmpty| {
        let first = path.as_str().split('.').next().unwrap_or_default();
        matches!(SHAPES.get(CompiledArtifacts::SHAPE), Some(Def::Object(fields)) if fields.iter().any(|it| it.name() == first))
    };
    let selected = |category: &str| shared.asker.selection(category).is_some();
    let own = not_evaluated::paths(&product.source.node, FloeSpec::SHAPE, selected);
    let mut all: Vec<NonEmpty> = own.into_iter().map(NonEmpty::try_from).collect::<Result<_, _>>()?;
    all.extend(shared.not_evaluated.iter().filter(carried).cloned());
    all.sort_by(|left, right| left.as_str().cmp(right.as_str()));
    Ok(all)
}

fn model(transform: &Transform, default_compute: &PluginName) -> ResolvedTransform {
    let compute = transform.compute.as_ref().unwrap_or(default_compute);
    let mut model = ResolvedTransform::new(transform.name.clone(), compute.clone());
    model.tags.clone_from(&transform.tags);
    model.depends_on.clone_from(&transform.depends_on);
    model.quality_tier = transform.tier;
    model.quality_checks.clone_from(&transform.quality_checks);
    model
}

/// The product's own schedule, else the orchestrator's.
fn schedule(product: &LoadedProduct, bindings: &PlatformBindings) -> Option<Schedule> {
    let of_platform = || {
        let mut schedule = Schedule::new();
        schedule.cron = Some(bindings.orchestrator.default_schedule.clone()?);
        schedule.timezone = bindings.orchestrator.timezone.clone();
        Some(schedule)
    };
    product.spec.schedule.clone().or_else(of_platform)
}

fn observability(shared: &Shared<'_>, names: &ProductNames) -> Result<ResolvedObservability, Violation> {
    let Observability { tracing, lineage, logging, .. } = shared.observability.clone();
    let mut resolved = ResolvedObservability::new(
        tracing.unwrap_or_default(),
        lineage.unwrap_or_default(),
        logging.unwrap_or_default(),
    );
    if let Some(lineage) = &shared.bindings.lineage {
        resolved.lineage_namespace = Some(match lineage.namespace_strategy {
            LineageNamespaceStrategy::Centralized => lineage.namespace.clone(),
            LineageNamespaceStrategy::PerProduct => names.name.as_str().try_into()?,
        });
    }
    Ok(resolved)
}
