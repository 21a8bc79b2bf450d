//! Lower: turns the composed platform into artifacts. Plugins translate their own part; everything else is carried over.

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Digest, Findings};
use floe_types::documents::compiled_platform::{CompiledPlatform, PlatformMetadata, ProductReference, ResolvedPlugin};
use floe_types::documents::manifest::Manifest;
use floe_types::plugin::HostingMode;
use floe_types::registry::Registry;
use floe_types::scalars::NonEmpty;
use floe_types::shape::Violation;
use serde_json::Value;

use crate::compose::Composed;
use crate::load::LoadedProduct;
use crate::names;
use crate::not_evaluated;
use crate::product::{self, CompiledProduct, Platform};
use crate::report::{self, PLATFORM, made};
use crate::requires::requires;
use crate::rules;
use crate::selection::Selection;

/// A compiled platform with the products.
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
    let platform = made(PLATFORM, platform(composed, registry, floe_version), out)?;
    let lowered = report::each(products, jobs, out, |product, out| product::lower(&platform, product, out));
    let (compiled, names): (Vec<_>, Vec<_>) = lowered.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
    names::check(composed.source, &platform.kinds, products, &names, out);
    let platform = made(PLATFORM, compiled_platform(&platform, &compiled), out)?;
    let sound = rules::is_sound(PLATFORM, &platform.to_value(), CompiledPlatform::SHAPE, out);
    sound.then_some(Compiled { platform, products: compiled })
}

/// The platform with the facts that the documents of the platform and of each product repeat.
fn platform<'a>(
    composed: &'a Composed<'a>,
    registry: &'a Registry,
    floe_version: &str,
) -> Result<Platform<'a>, Violation> {
    let selections = &composed.resolved.selections;
    let plugin = |selection: &Selection| Ok((selection.key(), resolved_plugin(selection)?));
    let mut paths = not_evaluated::paths(composed.source, Manifest::SHAPE, selections);
    paths.extend(not_evaluated::unasked(composed.source, selections));
    Ok(Platform {
        composed,
        registry,
        plugins: selections.iter().map(plugin).collect::<Result<_, Violation>>()?,
        not_evaluated: paths.into_iter().map(NonEmpty::try_from).collect::<Result<_, _>>()?,
        floe_version: floe_version.try_into()?,
        kinds: names::kinds(selections),
    })
}

fn resolved_plugin(selection: &Selection) -> Result<ResolvedPlugin, Violation> {
    let config = match &selection.config {
        Some(Value::Object(config)) => config.clone().into_iter().collect(),
        _ => BTreeMap::new(),
    };
    let mode = selection.hosting.map_or(HostingMode::Library, |hosting| hosting.mode).as_str();
    Ok(ResolvedPlugin::new(selection.info.name.try_into()?, selection.info.version.try_into()?, mode.parse()?, config))
}

fn compiled_platform(platform: &Platform<'_>, products: &[CompiledProduct]) -> Result<CompiledPlatform, Violation> {
    let Platform { composed, plugins, not_evaluated, floe_version, .. } = platform;
    let written = &composed.manifest.metadata;
    let mut metadata = PlatformMetadata::new(
        written.name.clone(),
        written.version.clone(),
        written.owner.clone(),
        floe_version.clone(),
    );
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
    let requires = requires(&composed.bindings, &composed.observability, not_evaluated, &composed.resolved)?;
    let mut platform =
        CompiledPlatform::new(metadata, plugins.clone(), composed.bindings.clone(), references, requires);
    platform.observability = Some(composed.observability.clone());
    platform.governance.clone_from(&composed.manifest.governance);
    platform.security.clone_from(&composed.manifest.security);
    platform.artifacts.clone_from(&composed.manifest.artifacts);
    platform.defaults.clone_from(&composed.manifest.defaults);
    platform.not_evaluated.clone_from(not_evaluated);
    Ok(platform)
}
