//! Lower: turns the composed platform into artifacts. Plugins translate their own part; everything else is carried over.

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Digest, Findings, jobs};
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata, ProductReference, ResolvedPlugin};
use floe_types::documents::manifest::Manifest;
use floe_types::registry::Registry;
use floe_types::scalars::{NonEmpty, Semver};
use floe_types::shape::Violation;
use serde_json::Value;

use crate::compose::Composed;
use crate::load::LoadedProduct;
use crate::not_evaluated;
use crate::product::{self, CompiledProduct};
use crate::report::{PLATFORM, artifact_broken, artifact_invalid};
use crate::requires::requires;
use crate::rules;
use crate::selection::{Selection, resolved_hosting};

/// A compiled platform with its products.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The platform.
    pub platform: CompiledPlatform,
    /// The products of the platform, by name.
    pub products: Vec<CompiledProduct>,
}

/// Compiles everything. Findings go to `out`; then the result is `None`.
pub(crate) fn lower(
    composed: &Composed<'_>,
    products: &[LoadedProduct],
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Compiled> {
    let _span = tracing::info_span!("lower").entered();
    let refuse = |violation: Violation, out: &mut Findings| out.push(artifact_invalid(PLATFORM, &violation));
    let facts = PlatformFacts::of(composed, floe_version).map_err(|violation| refuse(violation, out)).ok()?;
    let platform = product::Platform {
        composed,
        registry,
        plugins: &facts.plugins,
        not_evaluated: &facts.not_evaluated,
        floe_version: &facts.floe_version,
    };
    let products = self::products(&platform, products, jobs, out)?;
    let platform = compiled_platform(composed, &facts, &products);
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

/// The facts that the document of the platform and the document of each product repeat.
struct PlatformFacts {
    plugins: BTreeMap<String, ResolvedPlugin>,
    not_evaluated: Vec<NonEmpty>,
    floe_version: Semver,
}

impl PlatformFacts {
    fn of(composed: &Composed<'_>, floe_version: &str) -> Result<Self, Violation> {
        let plugin = |selection: &Selection| Ok((selection.key(), resolved_plugin(selection)?));
        let selected = |category: &str| composed.resolved.selections.iter().any(|one| one.category.name == category);
        let mut paths = not_evaluated::paths(&composed.source.node, Manifest::SHAPE, selected);
        paths.extend(not_evaluated::unasked(composed.source, &composed.resolved.selections));
        Ok(Self {
            plugins: composed.resolved.selections.iter().map(plugin).collect::<Result<_, Violation>>()?,
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
    composed: &Composed<'_>,
    facts: &PlatformFacts,
    products: &[CompiledProduct],
) -> Result<CompiledPlatform, Violation> {
    let written = &composed.manifest.metadata;
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
    let requires = requires(&composed.bindings, &composed.observability, &composed.resolved)?;
    let mut platform =
        CompiledPlatform::new(metadata, facts.plugins.clone(), composed.bindings.clone(), references, requires);
    platform.observability = Some(composed.observability.clone());
    platform.governance.clone_from(&composed.manifest.governance);
    platform.security.clone_from(&composed.manifest.security);
    platform.artifacts.clone_from(&composed.manifest.artifacts);
    platform.defaults.clone_from(&composed.manifest.defaults);
    platform.not_evaluated.clone_from(&facts.not_evaluated);
    Ok(platform)
}
