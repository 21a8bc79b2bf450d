//! Product: one data product's artifacts, made from the product's document and the bindings of the platform. Knows no other product.

use std::collections::BTreeMap;

use floe_base::{Findings, yaml};
use floe_types::bindings::lineage::LineageNamespaceStrategy;
use floe_types::bindings::orchestrator::OrchestratorBinding;
use floe_types::bindings::schedule::Schedule;
use floe_types::composition::{self, ProductAnswers};
use floe_types::documents::compiled_artifacts::{
    ArtifactMetadata, CompiledArtifacts, DataProduct, ProductIdentity, ResolvedObservability, ResolvedTransform,
    ResolvedTransforms,
};
use floe_types::documents::compiled_platform::ResolvedPlugin;
use floe_types::documents::floe_spec::{FloeSpec, Transform};
use floe_types::documents::manifest::Observability;
use floe_types::interfaces::compute::ProductNames;
use floe_types::interfaces::orchestrator::EntryPoint;
use floe_types::registry::Registry;
use floe_types::scalars::{NonEmpty, PluginName, Semver};
use floe_types::shape::{Shape, Violation};
use serde_json::json;

use crate::ask::SelectedPlugins;
use crate::compose::Composed;
use crate::ingestion;
use crate::load::LoadedProduct;
use crate::members::Members;
use crate::names::{self, Kind, Name};
use crate::not_evaluated;
use crate::report::made;
use crate::rules;

/// The domain of products whose platform has no domains.
const DOMAIN: &str = "default";

/// The platform that a product is compiled for.
pub(crate) struct Platform<'a> {
    pub composed: &'a Composed<'a>,
    pub registry: &'a Registry,
    /// The selected plugins as artifacts list them, by their key in the manifest.
    pub plugins: BTreeMap<String, ResolvedPlugin>,
    /// The settings of the manifest that nothing acts upon.
    pub not_evaluated: Vec<NonEmpty>,
    pub floe_version: Semver,
    /// The kinds of names that things of products have.
    pub kinds: Vec<Kind<'a>>,
}

/// One compiled product.
#[derive(Debug, Clone)]
pub struct CompiledProduct {
    /// The artifacts of the product.
    pub artifacts: CompiledArtifacts,
    /// The text of `profiles.yml`.
    pub profiles: String,
    /// The files that plugins put beside the artifact.
    pub entry_points: Vec<EntryPoint>,
}

/// Compiles a product, and gathers the names of the things in the product. Findings go to `out`; the result is `None` where there is no
/// artifact to ask about.
pub(crate) fn lower(
    platform: &Platform<'_>,
    product: &LoadedProduct,
    out: &mut Findings,
) -> Option<(CompiledProduct, Vec<Name>)> {
    let _span = tracing::debug_span!("lower product", file = %product.source.file).entered();
    let artifact = format!("the artifact of {}", product.name());
    let names = made(&artifact, product.names(), out)?;
    let Platform {
        registry, composed: Composed { source, resolved, answers: bindings, target, names: all, .. }, ..
    } = platform;
    let selections = &resolved.selections;
    let mut plugins =
        SelectedPlugins { manifest: source, selections, product: Some(&names), artifact_of: None, out: &mut *out };
    let answers = ProductAnswers::ask(registry, &mut plugins, bindings, target, all, &names);
    let artifacts = made(&artifact, artifacts(platform, product, &names, &answers), out)??;
    let value = artifacts.to_value();
    if !rules::is_sound(&artifact, &value, CompiledArtifacts::SHAPE, out) {
        return None;
    }
    let given = names::given(&platform.kinds, &product.source, &value);
    let artifact_of = Some(&*product.source);
    let mut plugins = SelectedPlugins { manifest: source, selections, product: Some(&names), artifact_of, out };
    let entry_points = composition::files(registry, &mut plugins, bindings, target, all, &names, &artifacts);
    let profiles = yaml::write(&json!(artifacts.dbt_profiles));
    Some((CompiledProduct { artifacts, profiles, entry_points }, given))
}

/// The artifact; `None` where a plugin refused to answer, which has been reported.
fn artifacts(
    platform: &Platform<'_>,
    product: &LoadedProduct,
    names: &ProductNames,
    answers: &ProductAnswers,
) -> Result<Option<CompiledArtifacts>, Violation> {
    let bindings = &platform.composed.bindings;
    let (prefix, namespace) = (bindings.prefix.clone(), bindings.namespace.clone());
    let deployment = platform.composed.answers.deployment_bindings(answers, prefix, namespace);
    let (Some(deployment), Some(output)) = (deployment, &answers.dbt_profile) else { return Ok(None) };
    let written = &product.spec.metadata;
    let mut metadata =
        ArtifactMetadata::new(platform.floe_version.clone(), names.name.clone(), written.version.clone());
    metadata.description.clone_from(&written.description);
    metadata.owner.clone_from(&written.owner);
    metadata.labels.clone_from(&written.labels);
    let identity = ProductIdentity::new(format!("{DOMAIN}.{}", names.slug).try_into()?, DOMAIN.try_into()?);
    let default_compute = &bindings.compute.provider;
    let models = product.spec.transforms.iter().map(|transform| model(transform, default_compute)).collect();
    let transforms = ResolvedTransforms::new(default_compute.clone(), models);
    let observability = observability(platform, names)?;
    let profile = product.profile.clone().unwrap_or_else(|| names.slug.as_str().to_owned());
    let profiles = BTreeMap::from([(profile, json!({"target": "default", "outputs": {"default": output}}))]);
    let plugins = platform.plugins.clone();
    let mut artifacts =
        CompiledArtifacts::new(metadata, identity, observability, plugins, deployment, transforms, profiles);
    artifacts.data_product = data_product(&product.spec);
    artifacts.ingestion_outputs = ingestion::tables(&product.spec);
    artifacts.destinations.clone_from(&product.spec.destinations);
    artifacts.schedule = product.spec.schedule.clone().or_else(|| default_schedule(&bindings.orchestrator));
    artifacts.governance.clone_from(&platform.composed.manifest.governance);
    artifacts.not_evaluated = not_evaluated(platform, product)?;
    Ok(Some(artifacts))
}

/// The product's input ports, output ports and SLAs, if the document states any.
fn data_product(spec: &FloeSpec) -> Option<DataProduct> {
    let mut ports = DataProduct::default();
    ports.input_ports.clone_from(&spec.input_ports);
    ports.output_ports.clone_from(&spec.output_ports);
    ports.slas.clone_from(&spec.slas);
    (ports != DataProduct::default()).then_some(ports)
}

/// The paths of settings that nothing acts upon: of the manifest's settings those that the artifact carries, and all of the product's
/// document.
fn not_evaluated(platform: &Platform<'_>, product: &LoadedProduct) -> Result<Vec<NonEmpty>, Violation> {
    let artifact = Shape::named(CompiledArtifacts::SHAPE);
    let keys = Members::of(Some(&artifact), &[]).known;
    let carried = |path: &&NonEmpty| path.as_str().split('.').next().is_some_and(|first| keys.contains(&first));
    let own = not_evaluated::paths(&product.source, FloeSpec::SHAPE, &platform.composed.resolved.selections);
    let mut all: Vec<NonEmpty> = own.into_iter().map(NonEmpty::try_from).collect::<Result<_, _>>()?;
    all.extend(platform.not_evaluated.iter().filter(carried).cloned());
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

/// The schedule of products that have none of their own.
fn default_schedule(orchestrator: &OrchestratorBinding) -> Option<Schedule> {
    let mut schedule = Schedule::new();
    schedule.cron = Some(orchestrator.default_schedule.clone()?);
    schedule.timezone = orchestrator.timezone.clone();
    Some(schedule)
}

fn observability(platform: &Platform<'_>, names: &ProductNames) -> Result<ResolvedObservability, Violation> {
    let Observability { tracing, lineage, logging, .. } = platform.composed.observability.clone();
    let mut resolved = ResolvedObservability::new(
        tracing.unwrap_or_default(),
        lineage.unwrap_or_default(),
        logging.unwrap_or_default(),
    );
    if let Some(lineage) = &platform.composed.bindings.lineage {
        resolved.lineage_namespace = Some(match lineage.namespace_strategy {
            LineageNamespaceStrategy::Centralized => lineage.namespace.clone(),
            LineageNamespaceStrategy::PerProduct => names.name.as_str().try_into()?,
        });
    }
    Ok(resolved)
}
