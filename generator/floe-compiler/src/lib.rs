//! Documents to compiled artifacts: load, resolve, compose, lower, emit. Touches no disk; what it is given is what it knows.

mod address;
mod ask;
mod compose;
mod emit;
mod ingestion;
mod inherit;
mod input;
mod load;
mod lower;
mod members;
mod metadata_store;
mod not_evaluated;
mod observability;
mod placeholder;
mod ports;
mod presets;
mod pretty;
mod product;
mod profile;
mod report;
mod requires;
mod resolve;
mod rules;
pub mod secret;
mod selection;
mod source;
mod target;
mod transforms;
mod violations;

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Findings, names};
use floe_types::diagnostics as messages;
use floe_types::registry::Registry;

pub use emit::{INDEX, add, files, index, index_text, set_digest};
pub use input::{Document, PlatformInput, ProductInput};
pub use load::{excerpts, manifest_reference};
pub use lower::Compiled;
pub use pretty::pretty;
pub use product::CompiledProduct;
pub use report::diagnostic;

use load::{LoadedManifest, LoadedProduct};
use selection::Choice;

/// Compiles a platform and its products, or says everything that is wrong with them.
///
/// `floe_version` is written into artifacts; `jobs` is how many products are worked on at once and changes no result.
pub fn compile(
    input: &PlatformInput,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
) -> Result<Compiled, Findings> {
    run(input, registry, floe_version, jobs).map_err(|findings| load::told(findings, input, registry).sorted())
}

fn run(
    input: &PlatformInput,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
) -> Result<Compiled, Findings> {
    let mut out = Findings::new();
    let manifest = load::manifest(&input.manifest, registry, &mut out);
    let mut products = load::products(&input.products, jobs, &mut out);
    products.sort_by(|left, right| (left.name(), &left.source.path).cmp(&(right.name(), &right.source.path)));
    check_products(&products, manifest.as_ref(), &mut out);
    if products.len() == input.products.len() {
        ports::check(&products, &mut out);
    }
    let is_platform = manifest.as_ref().is_some_and(|loaded| inherit::check(loaded, &mut out));
    let checked = manifest.as_ref().filter(|_| is_platform).and_then(|loaded| {
        compose::check(&loaded.source, &loaded.choices, &mut out);
        let resolved = resolve::resolve(loaded, &mut out)?;
        let manifest = loaded.manifest.as_ref()?;
        let receives = Choice::of(&loaded.choices, "lineage-backend").and_then(Choice::selected).is_some();
        let observability = observability::resolve(manifest, receives);
        Some((&loaded.source, manifest, resolved, observability))
    });
    out.barrier()?;
    let compiled = checked.and_then(|(source, manifest, resolved, observability)| {
        let input = lower::ResolvedInput {
            source,
            manifest,
            resolved: &resolved,
            observability: &observability,
            products: &products,
        };
        lower::lower(&input, registry, floe_version, jobs, &mut out)
    });
    out.barrier()?;
    compiled.ok_or(out)
}

impl LoadedProduct {
    fn name(&self) -> &str {
        self.spec.metadata.name.as_str()
    }
}

/// Judges the transforms of each product, and that no two products have one name.
fn check_products(products: &[LoadedProduct], manifest: Option<&LoadedManifest>, out: &mut Findings) {
    let compute = manifest.and_then(|loaded| Choice::of(&loaded.choices, "compute")?.selected());
    let computes = compute.map(|selection| [selection.info.name]);
    let mut by_slug: BTreeMap<String, &LoadedProduct> = BTreeMap::new();
    for product in products {
        transforms::check(&product.source, &product.spec.transforms, computes.as_ref().map(<[&str; 1]>::as_slice), out);
        let place = |product: &LoadedProduct| product.source.place("/metadata/name");
        match by_slug.get(&names::snake_case(product.name())) {
            Some(first) => {
                let finding = report::at(place(product), messages::resolve_product_duplicate(product.name()));
                out.push(finding.related(place(first), "the other one"));
            }
            None => drop(by_slug.insert(names::snake_case(product.name()), product)),
        }
    }
}
