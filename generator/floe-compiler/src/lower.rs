//! Lower: what was resolved and composed, to artifacts. Plugins translate their own part; everything else is carried over.

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Digest, Findings, jobs};
use floe_types::bindings::platform::{PlatformBindings, PlatformTarget};
use floe_types::composition::PlatformAnswers;
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata, ProductReference, ResolvedPlugin};
use floe_types::documents::manifest::{Manifest, Observability};
use floe_types::registry::Registry;
use floe_types::scalars::{NonEmpty, Semver};
use floe_types::shape::Violation;
use serde_json::Value;

use crate::ask::SelectedPlugins;
use crate::emit::PLATFORM;
use crate::load::LoadedProduct;
use crate::metadata_store;
use crate::not_evaluated;
use crate::observability;
use crate::presets;
use crate::product::{self, CompiledProduct};
use crate::report::{artifact_broken, artifact_invalid};
use crate::requires::requires;
use crate::resolve::Resolved;
use crate::rules;
use crate::selection::{Selection, resolved_hosting};
use crate::source::Source;
use crate::target;

/// A manifest without findings, and its products.
pub(crate) struct ResolvedInput<'a> {
    /// The manifest as it stands in its file.
    pub source: &'a Source,
    /// The manifest.
    pub manifest: &'a Manifest,
    /// The selected plugins, components and addresses.
    pub resolved: &'a Resolved,
    /// Traces, lineage and logs.
    pub observability: &'a Observability,
    /// The products, by name.
    pub products: &'a [LoadedProduct],
}

/// A compiled platform with its products.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The platform.
    pub platform: CompiledPlatform,
    /// Its products, by name.
    pub products: Vec<CompiledProduct>,
}

/// Compiles everything. Findings go to `out`, and then there is nothing.
pub(crate) fn lower(
    input: &ResolvedInput<'_>,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Compiled> {
    let refuse = |violation: Violation, out: &mut Findings| out.push(artifact_invalid(PLATFORM, &violation));
    let facts = PlatformFacts::of(input, floe_version).map_err(|violation| refuse(violation, out)).ok()?;
    let names = input.products.iter().map(|product| product::product_names(&product.spec));
    let names: Vec<_> = names.collect::<Result<_, _>>().map_err(|violation| refuse(violation, out)).ok()?;
    let Resolved { selections, addresses } = input.resolved;
    let target = target::target(addresses).map_err(|violation| refuse(violation, out)).ok()?;
    let answers = {
        let mut plugins = SelectedPlugins::of_platform(input.source, selections, out);
        PlatformAnswers::ask(registry, &mut plugins, &target, &names)
    };
    let bindings = bindings(input, &target, &answers).map_err(|violation| refuse(violation, out)).ok()?;
    let bindings = bindings.filter(|_| !out.has_errors())?;
    let observability = observability::with_lineage_endpoint(input, &bindings, out);
    let platform = product::Platform {
        manifest: input.source,
        selections,
        registry,
        target: &target,
        products: &names,
        answers: &answers,
        bindings: &bindings,
        plugins: &facts.plugins,
        observability: &observability,
        governance: input.manifest.governance.as_ref(),
        not_evaluated: &facts.not_evaluated,
        floe_version: &facts.floe_version,
    };
    let products = products(&platform, input.products, jobs, out)?;
    let platform = compiled_platform(input, &facts, &bindings, &observability, &products);
    let platform = platform.map_err(|violation| refuse(violation, out)).ok()?;
    match platform.validate() {
        Ok(()) => {
            let broken = rules::broken(&platform.to_value(), CompiledPlatform::SHAPE);
            out.extend(broken.iter().map(|finding| artifact_broken(PLATFORM, finding)));
            broken.is_empty().then_some(Compiled { platform, products })
        }
        Err(violations) => {
            for violation in violations {
                refuse(violation, out);
            }
            None
        }
    }
}

/// The bindings of the platform's document; `None` where a plugin refused to answer, which has been reported.
fn bindings(
    input: &ResolvedInput<'_>,
    target: &PlatformTarget,
    answers: &PlatformAnswers,
) -> Result<Option<PlatformBindings>, Violation> {
    let addresses = &input.resolved.addresses;
    let components = addresses.components.iter().map(|component| component.name.try_into());
    let components = components.collect::<Result<_, _>>()?;
    let presets = presets::presets(&input.manifest.resource_presets);
    let metadata_store = metadata_store::metadata_store(addresses, input.manifest.metadata_store.as_ref())?;
    let bindings = answers.platform_bindings(target.prefix.clone(), target.namespace.clone(), components, presets);
    Ok(bindings.map(|mut bindings| {
        bindings.metadata_store = metadata_store;
        bindings
    }))
}

fn products(
    platform: &product::Platform<'_>,
    products: &[LoadedProduct],
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Vec<CompiledProduct>> {
    let lowered = jobs::map(products, jobs, |product| {
        let mut findings = Findings::new();
        (product::lower(platform, product, &mut findings), findings)
    });
    let mut all = Some(Vec::new());
    for (product, findings) in lowered {
        out.extend(findings);
        all = all.zip(product).map(|(mut all, product)| {
            all.push(product);
            all
        });
    }
    all
}

/// The facts that the documents of the platform and of each product repeat.
struct PlatformFacts {
    plugins: BTreeMap<String, ResolvedPlugin>,
    not_evaluated: Vec<NonEmpty>,
    floe_version: Semver,
}

impl PlatformFacts {
    fn of(input: &ResolvedInput<'_>, floe_version: &str) -> Result<Self, Violation> {
        let plugin = |selection: &Selection| Ok((selection.key(), resolved_plugin(selection)?));
        let selected = |category: &str| input.resolved.selections.iter().any(|one| one.category.name == category);
        let mut paths = not_evaluated::paths(&input.source.node, Manifest::SHAPE, selected);
        paths.extend(not_evaluated::unasked(input.source, &input.resolved.selections));
        Ok(Self {
            plugins: input.resolved.selections.iter().map(plugin).collect::<Result<_, Violation>>()?,
            not_evaluated: paths.into_iter().map(NonEmpty::try_from).collect::<Result<_, _>>()?,
            floe_version: floe_version.try_into()?,
        })
    }
}

fn resolved_plugin(selection: &Selection) -> Result<ResolvedPlugin, Violation> {
    let config = match &selection.config {
        Some(Value::Object(config)) => config.clone().into_iter().collect(),
        _ => BTreeMap::new(),
    };
    let hosting = selection.hosting.map_or_else(
        || resolved_hosting(floe_types::plugin::HostingMode::Library),
        |hosting| resolved_hosting(hosting.mode),
    );
    Ok(ResolvedPlugin::new(selection.info.name.try_into()?, selection.info.version.try_into()?, hosting, config))
}

fn compiled_platform(
    input: &ResolvedInput<'_>,
    facts: &PlatformFacts,
    bindings: &PlatformBindings,
    observability: &Observability,
    products: &[CompiledProduct],
) -> Result<CompiledPlatform, Violation> {
    let written = &input.manifest.metadata;
    let version = facts.floe_version.clone();
    let mut metadata =
        PlatformMetadata::new(written.name.clone(), written.version.clone(), written.owner.clone(), version);
    metadata.description.clone_from(&written.description);
    metadata.labels.clone_from(&written.labels);
    let reference = |product: &CompiledProduct| {
        let metadata = &product.artifacts.metadata;
        let digest = Digest::of_json(&product.artifacts.to_value());
        Ok(ProductReference::new(
            metadata.product_name.clone(),
            metadata.product_version.clone(),
            digest.to_string().try_into()?,
        ))
    };
    let references = products.iter().map(reference).collect::<Result<_, Violation>>()?;
    let requires = requires(bindings, observability, input.resolved)?;
    let mut platform = CompiledPlatform::new(metadata, facts.plugins.clone(), bindings.clone(), references, requires);
    platform.observability = Some(observability.clone());
    platform.governance.clone_from(&input.manifest.governance);
    platform.security.clone_from(&input.manifest.security);
    platform.artifacts.clone_from(&input.manifest.artifacts);
    platform.defaults.clone_from(&input.manifest.defaults);
    platform.not_evaluated.clone_from(&facts.not_evaluated);
    Ok(platform)
}
