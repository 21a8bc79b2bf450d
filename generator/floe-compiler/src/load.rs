//! Load: documents as they were read, to typed values. Each document is judged by itself, and everything that is wrong with it is said.

use std::collections::BTreeMap;
use std::num::NonZero;

use floe_base::{Findings, Place, jobs};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::documents::manifest::Manifest;
use floe_types::registry::{CATEGORIES, Registry};
use floe_types::shape::{Problem, Violation};

use crate::input::{Document, PlatformInput, ProductInput};
use crate::profile;
use crate::report;
use crate::rules;
use crate::secret::{self, Found};
use crate::selection::{self, CategoryChoice};
use crate::source::{Source, step};
use crate::violations;

/// A manifest, as far as it could be read.
#[derive(Debug)]
pub(crate) struct LoadedManifest {
    /// Where everything stands.
    pub source: Source,
    /// The typed manifest; `None` where its shape is broken.
    pub manifest: Option<Manifest>,
    /// What it says of each category, in the order of [`CATEGORIES`].
    pub choices: Vec<CategoryChoice>,
}

/// A product that could be read.
#[derive(Debug)]
pub(crate) struct LoadedProduct {
    /// Where everything stands.
    pub source: Source,
    /// The typed document.
    pub spec: FloeSpec,
    /// The name of the dbt profile, where the dbt project gives one.
    pub profile: Option<String>,
}

/// Reads the manifest.
pub(crate) fn manifest(document: &Document, registry: &Registry, out: &mut Findings) -> Option<LoadedManifest> {
    let source = Source::read(document, out)?;
    let secrets = manifest_secrets(&source, registry);
    report_secrets(&source, &secrets, out);
    let manifest = typed(&source, Manifest::SHAPE, Manifest::parse, &secrets, out);
    let choices = selection::choices(&source, registry, &secrets, out);
    Some(LoadedManifest { source, manifest, choices })
}

/// Reads the products, in the order given; those with errors are left out.
pub(crate) fn products(inputs: &[ProductInput], jobs: NonZero<usize>, out: &mut Findings) -> Vec<LoadedProduct> {
    let loaded = jobs::map(inputs, jobs, |input| {
        let mut findings = Findings::new();
        (product(input, &mut findings), findings)
    });
    let mut products = Vec::new();
    for (product, findings) in loaded {
        out.extend(findings);
        products.extend(product);
    }
    products
}

fn product(input: &ProductInput, out: &mut Findings) -> Option<LoadedProduct> {
    let profile = input.dbt_project.as_ref().and_then(|document| profile::name(document, out));
    let source = Source::read(&input.spec, out)?;
    let secrets = spec_secrets(&source);
    report_secrets(&source, &secrets, out);
    let spec = typed(&source, FloeSpec::SHAPE, FloeSpec::parse, &secrets, out)?;
    Some(LoadedProduct { source, spec, profile })
}

/// The document as its type; what its shape and its rules do not allow is reported.
fn typed<T>(
    source: &Source,
    shape: &str,
    parse: impl Fn(&serde_json::Value) -> Result<T, Vec<Violation>>,
    secrets: &[Found],
    out: &mut Findings,
) -> Option<T> {
    violations::report_not_finite(source, out);
    let refused = rules::check(source, shape, secrets, out);
    let mut violations = match parse(&source.node.to_json()) {
        Ok(document) => return Some(document),
        Err(violations) => violations,
    };
    violations.retain(|violation| match &violation.problem {
        Problem::UnknownKey { key, .. } => !refused.contains(&step(&violation.pointer, key)),
        _ => true,
    });
    violations::report(source, "", violations, secrets, out);
    None
}

/// The path that a product's document gives of its platform's manifest, if it can be read so far. A secret is no path.
pub fn manifest_reference(document: &Document) -> Option<(String, Place)> {
    let source = Source::read(document, &mut Findings::new())?;
    let pointer = "/platform/manifest";
    let is_secret = spec_secrets(&source).iter().any(|found| found.pointer == pointer);
    let path = source.text(pointer).filter(|_| !is_secret)?;
    Some((path.to_owned(), source.place(pointer)))
}

/// Findings as they may be told: without the secrets of the documents that they speak of.
pub(crate) fn told(findings: Findings, input: &PlatformInput, registry: &Registry) -> Findings {
    let manifest = values(&input.manifest, |source| manifest_secrets(source, registry));
    let products = input.products.iter().flat_map(|product| values(&product.spec, spec_secrets));
    secret::redact(findings, &manifest.into_iter().chain(products).collect::<Vec<_>>())
}

/// The secrets that stand in a document as text.
fn values(document: &Document, secrets: impl Fn(&Source) -> Vec<Found>) -> Vec<String> {
    let source = Source::read(document, &mut Findings::new());
    let found = source.iter().flat_map(|source| secrets(source).into_iter().map(move |found| (source, found)));
    found.filter_map(|(source, found)| source.text(&found.pointer).map(str::to_owned)).collect()
}

/// A larger document has been made by a program: people are told the places in it, and need not wait for excerpts.
const LARGEST_SHOWN: usize = 1024 * 1024;

/// The text of each document as it may be shown: without secrets. Very large documents are left out.
pub fn excerpts(input: &PlatformInput, registry: &Registry) -> BTreeMap<String, String> {
    let manifest = shown(&input.manifest, |source| manifest_secrets(source, registry));
    let products = input.products.iter().map(|product| shown(&product.spec, spec_secrets));
    let projects = input.products.iter().filter_map(|product| product.dbt_project.as_ref());
    let projects = projects.map(|document| shown(document, |_| Vec::new()));
    [manifest].into_iter().chain(products).chain(projects).flatten().collect()
}

fn shown(document: &Document, secrets: impl Fn(&Source) -> Vec<Found>) -> Option<(String, String)> {
    let text = std::str::from_utf8(&document.bytes).ok().filter(|text| text.len() <= LARGEST_SHOWN)?;
    let source = Source::read(document, &mut Findings::new());
    let found = source.as_ref().map(secrets).unwrap_or_default();
    let masked = secret::mask(text, source.as_ref().map(|source| &source.node), &found);
    Some((document.path.clone(), masked))
}

fn manifest_secrets(source: &Source, registry: &Registry) -> Vec<Found> {
    let places = CATEGORIES
        .iter()
        .flat_map(|category| selection::pointers(source, category).into_iter().map(move |pointer| (category, pointer)));
    let configs = places.filter_map(|(category, pointer)| {
        let info = registry.info(category.name, source.text(&format!("{pointer}/type"))?)?;
        Some((format!("{pointer}/config"), info.config_type))
    });
    secret::scan(&source.node, &configs.chain([(String::new(), Manifest::SHAPE)]).collect())
}

fn spec_secrets(source: &Source) -> Vec<Found> {
    secret::scan(&source.node, &BTreeMap::from([(String::new(), FloeSpec::SHAPE)]))
}

fn report_secrets(source: &Source, secrets: &[Found], out: &mut Findings) {
    for found in secrets {
        let instead = found
            .instead
            .as_ref()
            .map_or_else(|| "a field that takes a reference".to_owned(), |key| format!("`{key}`"));
        let message = messages::load_secret_literal(&found.path, found.what, &instead);
        out.push(report::at(source.place(&found.pointer), message));
    }
}
