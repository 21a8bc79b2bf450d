//! The compiler: turns documents into compiled artifacts, by load, resolve, compose, lower and emit. Touches no disk and uses only the
//! given input.

mod address;
mod ask;
mod circle;
mod compose;
mod credential;
mod emit;
mod form;
pub mod images;
mod ingestion;
mod inherit;
mod input;
mod load;
mod lower;
mod members;
mod metadata_store;
mod names;
mod not_evaluated;
mod observability;
mod outcome;
mod placeholder;
mod pointer;
mod ports;
mod presets;
mod pretty;
mod product;
mod profile;
mod remedy;
mod report;
mod requires;
mod resolve;
mod rules;
mod sample;
mod scanned;
pub mod secret;
mod selection;
mod target;
mod transforms;
mod violations;
mod written;

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::Findings;
use floe_base::names::snake_case;
use floe_types::diagnostics as messages;
use floe_types::interfaces::compute::ComputePlugin;
use floe_types::registry::{Category, Registry};

pub use emit::{INDEX, add, add_index, files};
pub use input::{Document, File, PlatformInput, ProductInput};
pub use lower::Compiled;
pub use outcome::Outcome;
pub use pretty::pretty;
pub use product::CompiledProduct;
pub use report::{PLATFORM, diagnostic};
pub use sample::sample;

use load::{LoadedManifest, LoadedProduct};
use scanned::Documents;

/// Compiles a platform and its products, or returns every finding. Each document is scanned for secrets once.
///
/// `floe_version` is written into artifacts. `jobs` is the number of products that are compiled at once, and changes no result.
pub fn compile(
    input: &PlatformInput,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
) -> Outcome<Compiled> {
    let documents = Documents::scan(input, registry, jobs);
    let mut findings = Findings::new();
    let value = run(&documents, registry, floe_version, jobs, &mut findings);
    let findings = documents.redacted(findings);
    let sources = documents.shown(&findings);
    Outcome { value, findings, sources }
}

fn run(
    documents: &Documents<'_>,
    registry: &Registry,
    floe_version: &str,
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Option<Compiled> {
    let _span = tracing::info_span!("compile").entered();
    let manifest = load::manifest(&documents.manifest, registry, out);
    let mut products = load::products(&documents.products, jobs, out);
    products.sort_by(|left, right| left.key().cmp(&right.key()));
    check_products(&products, manifest.as_ref(), out);
    if products.len() == documents.products.len() {
        ports::check(&products, documents.is_part, out);
    }
    let loaded = manifest.as_ref().filter(|loaded| inherit::check(loaded, out));
    let composed = loaded.and_then(|loaded| compose::compose(loaded, &products, registry, out));
    if out.has_errors() {
        return None;
    }
    lower::lower(&composed?, &products, registry, floe_version, jobs, out).filter(|_| !out.has_errors())
}

/// Checks the transforms of each product, and that no two products have the same name.
fn check_products(products: &[LoadedProduct], manifest: Option<&LoadedManifest>, out: &mut Findings) {
    let engine =
        manifest.and_then(|loaded| loaded.choices.get(ComputePlugin::NAME)).map(|selection| selection.info.name);
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for product in products {
        owners.extend(product.spec.transforms.iter().map(|transform| (transform.name.as_str(), product.name())));
    }
    let mut by_slug: BTreeMap<String, &LoadedProduct> = BTreeMap::new();
    for product in products {
        let owner = |name: &str| owners.get(name).copied();
        transforms::check(&product.source, &product.spec.transforms, engine, owner, out);
        let first = *by_slug.entry(snake_case(product.name())).or_insert(product);
        if !std::ptr::eq(first, product) {
            let place = |product: &LoadedProduct| product.source.place("/metadata/name");
            let finding = report::at(place(product), messages::resolve_product_duplicate(product.name()));
            out.push(finding.related(place(first), "the other one"));
        }
    }
}
