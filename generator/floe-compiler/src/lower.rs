//! Lower: what was resolved and composed, to artifacts. Plugins translate their own part; everything else is carried over.

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Digest, Findings, jobs};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata, ProductReference, ResolvedPlugin};
use floe_types::documents::manifest::{Manifest, Observability};
use floe_types::registry::Registry;
use floe_types::scalars::{NonEmpty, Semver};
use floe_types::shape::Violation;
use serde_json::Value;

use crate::bindings::{self, Asker, artifact_broken, artifact_invalid};
use crate::emit::PLATFORM;
use crate::load::LoadedProduct;
use crate::not_evaluated;
use crate::presets;
use crate::product::{self, CompiledProduct, Shared};
use crate::requires::requires;
use crate::resolve::Resolved;
use crate::rules;
use crate::selection::{Selection, resolved_hosting};
use crate::source::Source;

/// What one run is about; everything in it has been judged.
pub(crate) struct Checked<'a> {
    /// Where the manifest's parts stand.
    pub source: &'a Source,
    /// The manifest.
    pub manifest: &'a Manifest,
    /// What follows from it.
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
    checked: &Checked<'_>,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Compiled> {
    let refuse = |violation: Violation, out: &mut Findings| out.push(artifact_invalid(PLATFORM, &violation));
    let prepared = Prepared::of(checked, floe_version).map_err(|violation| refuse(violation, out)).ok()?;
    let asker = || Asker { source: checked.source, resolved: checked.resolved, registry };
    let names = checked.products.iter().map(|product| product::product_names(&product.spec));
    let names: Vec<_> = names.collect::<Result<_, _>>().map_err(|violation| refuse(violation, out)).ok()?;
    let target = bindings::target(&checked.resolved.addresses).map_err(|violation| refuse(violation, out)).ok()?;
    let presets = presets::presets(&checked.manifest.resource_presets);
    let store = checked.manifest.metadata_store.as_ref();
    let bindings = bindings::bind(&asker(), &target, &names, presets, store, out)?;
    let observability = with_lineage_endpoint(checked.observability, &bindings);
    let shared = Shared {
        asker: asker(),
        bindings: &bindings,
        plugins: &prepared.plugins,
        observability: &observability,
        governance: checked.manifest.governance.as_ref(),
        not_evaluated: &prepared.not_evaluated,
        floe_version: &prepared.floe_version,
    };
    let products = products(&shared, checked.products, jobs, out)?;
    let platform = platform(checked, &prepared, &bindings, &observability, &products);
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

fn products(
    shared: &Shared<'_>,
    products: &[LoadedProduct],
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Vec<CompiledProduct>> {
    let lowered = jobs::map(products, jobs, |product| {
        let mut findings = Findings::new();
        (product::lower(shared, product, &mut findings), findings)
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

/// What is the same for the platform and each of its products.
struct Prepared {
    plugins: BTreeMap<String, ResolvedPlugin>,
    not_evaluated: Vec<NonEmpty>,
    floe_version: Semver,
}

impl Prepared {
    fn of(checked: &Checked<'_>, floe_version: &str) -> Result<Self, Violation> {
        let plugin = |selection: &Selection| Ok((selection.key(), resolved_plugin(selection)?));
        let selected = |category: &str| checked.resolved.selections.iter().any(|it| it.category.name == category);
        let paths = not_evaluated::paths(&checked.source.node, Manifest::SHAPE, selected);
        Ok(Self {
            plugins: checked.resolved.selections.iter().map(plugin).collect::<Result<_, Violation>>()?,
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

/// Where the manifest names no lineage endpoint, it is that of the lineage backend, whoever runs it.
fn with_lineage_endpoint(observability: &Observability, bindings: &PlatformBindings) -> Observability {
    let mut observability = observability.clone();
    if let (Some(lineage), Some(backend)) = (&mut observability.lineage, &bindings.lineage)
        && lineage.endpoint.is_none()
    {
        let url = format!("{}/{}", backend.transport.url.as_str().trim_end_matches('/'), backend.transport.endpoint);
        lineage.endpoint = url.try_into().ok();
    }
    observability
}

fn platform(
    checked: &Checked<'_>,
    prepared: &Prepared,
    bindings: &PlatformBindings,
    observability: &Observability,
    products: &[CompiledProduct],
) -> Result<CompiledPlatform, Violation> {
    let written = &checked.manifest.metadata;
    let version = prepared.floe_version.clone();
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
    let requires = requires(bindings, observability, &checked.resolved.addresses)?;
    let mut platform =
        CompiledPlatform::new(metadata, prepared.plugins.clone(), bindings.clone(), references, requires);
    platform.observability = Some(observability.clone());
    platform.governance.clone_from(&checked.manifest.governance);
    platform.security.clone_from(&checked.manifest.security);
    platform.artifacts.clone_from(&checked.manifest.artifacts);
    platform.defaults.clone_from(&checked.manifest.defaults);
    platform.not_evaluated.clone_from(&prepared.not_evaluated);
    Ok(platform)
}
