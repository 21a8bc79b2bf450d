//! Load: turns documents into typed values. Checks each document by itself, and reports every violation.

use std::num::NonZero;
use std::sync::Arc;

use floe_base::{Findings, jobs, names};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::documents::manifest::Manifest;
use floe_types::interfaces::compute::ProductNames;
use floe_types::registry::Registry;
use floe_types::shape::{Problem, Violation};

use crate::input::File;
use crate::profile;
use crate::report;
use crate::rules;
use crate::scanned::Scanned;
use crate::secret::Found;
use crate::selection::{self, CategoryChoice};
use crate::source::{Source, step};
use crate::violations;

/// A manifest, as far as the manifest could be read.
#[derive(Debug)]
pub(crate) struct LoadedManifest {
    /// The document with the places of all values.
    pub source: Arc<Source>,
    /// The typed manifest; `None` where the shape is broken.
    pub manifest: Option<Manifest>,
    /// The manifest's choice for each category, in the order of [`CATEGORIES`].
    pub choices: Vec<CategoryChoice>,
}

/// A product that could be read.
#[derive(Debug)]
pub(crate) struct LoadedProduct {
    /// The document with the places of all values.
    pub source: Arc<Source>,
    /// The typed document.
    pub spec: FloeSpec,
    /// The name of the dbt profile, where the dbt project gives one.
    pub profile: Option<String>,
}

impl LoadedProduct {
    /// The names of the product.
    pub(crate) fn names(&self) -> Result<ProductNames, Violation> {
        let name = &self.spec.metadata.name;
        Ok(ProductNames::new(name.clone(), names::snake_case(name.as_str()).try_into()?))
    }
}

/// Loads the manifest.
pub(crate) fn manifest(scanned: &Scanned<'_>, registry: &Registry, out: &mut Findings) -> Option<LoadedManifest> {
    let _span = tracing::info_span!("load manifest").entered();
    let source = source(scanned, out)?;
    let manifest = typed(&source, Manifest::SHAPE, Manifest::parse, &scanned.secrets, out);
    let choices = selection::choices(&source, registry, &scanned.secrets, out);
    Some(LoadedManifest { source, manifest, choices })
}

/// Loads the products, each with its dbt project, in the order given; those with errors are left out.
pub(crate) fn products(
    products: &[(Scanned<'_>, Option<&File>)],
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Vec<LoadedProduct> {
    let _span = tracing::info_span!("load products").entered();
    let loaded = jobs::map(products, jobs, |(spec, dbt_project)| {
        let mut findings = Findings::new();
        (product(spec, *dbt_project, &mut findings), findings)
    });
    let mut products = Vec::new();
    for (product, findings) in loaded {
        out.extend(findings);
        products.extend(product);
    }
    products
}

fn product(scanned: &Scanned<'_>, dbt_project: Option<&File>, out: &mut Findings) -> Option<LoadedProduct> {
    let _span = tracing::debug_span!("load product", file = scanned.document.file().path).entered();
    let profile = dbt_project.and_then(|file| profile::name(file, out));
    let source = source(scanned, out)?;
    let spec = typed(&source, FloeSpec::SHAPE, FloeSpec::parse, &scanned.secrets, out)?;
    Some(LoadedProduct { source, spec, profile })
}

/// The content of the document. Reports the secrets in the document, or why the document could not be read.
fn source(scanned: &Scanned<'_>, out: &mut Findings) -> Option<Arc<Source>> {
    match scanned.document.content() {
        Ok(source) => {
            report_secrets(source, &scanned.secrets, out);
            Some(Arc::clone(source))
        }
        Err(findings) => {
            out.extend(findings.clone());
            None
        }
    }
}

/// The document as its type. Reports violations of the shape and of the rules.
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
