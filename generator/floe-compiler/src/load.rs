//! Load: turns documents into typed values. Checks each document by itself, and reports every violation.

use std::num::NonZero;
use std::sync::Arc;

use floe_base::{Findings, Node, names};
use floe_types::diagnostics as messages;
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::documents::manifest::Manifest;
use floe_types::interfaces::compute::ProductNames;
use floe_types::registry::Registry;
use floe_types::shape::{Problem, Shape, Violation};

use crate::input::File;
use crate::pointer::step;
use crate::profile;
use crate::report;
use crate::rules;
use crate::scanned::Scanned;
use crate::secret::Found;
use crate::selection::{Choices, Reader};
use crate::violations;
use crate::written;

/// A manifest, as far as the manifest could be read.
#[derive(Debug)]
pub(crate) struct LoadedManifest {
    pub source: Arc<Node>,
    /// The typed manifest; `None` where the shape is broken.
    pub manifest: Option<Manifest>,
    pub choices: Choices,
}

/// A product that could be read.
#[derive(Debug)]
pub(crate) struct LoadedProduct {
    pub source: Arc<Node>,
    pub spec: FloeSpec,
    /// The name of the dbt profile, where the dbt project gives one.
    pub profile: Option<String>,
}

impl LoadedProduct {
    pub(crate) fn name(&self) -> &str {
        self.spec.metadata.name.as_str()
    }

    /// The name, and the document for products of the same name.
    pub(crate) fn key(&self) -> (&str, &str) {
        (self.name(), &self.source.file)
    }

    pub(crate) fn names(&self) -> Result<ProductNames, Violation> {
        Ok(ProductNames::new(self.spec.metadata.name.clone(), names::snake_case(self.name()).try_into()?))
    }
}

/// Loads the manifest.
pub(crate) fn manifest(scanned: &Scanned<'_>, registry: &Registry, out: &mut Findings) -> Option<LoadedManifest> {
    let _span = tracing::info_span!("load manifest").entered();
    let source = source(scanned, out)?;
    let manifest = typed(&source, Manifest::SHAPE, Manifest::parse, &scanned.secrets, out);
    let choices = Reader { manifest: &source, registry, secrets: &scanned.secrets, out }.choices();
    Some(LoadedManifest { source, manifest, choices })
}

/// Loads the products, each with the dbt project, in the order given; those with errors are left out.
pub(crate) fn products(
    products: &[(Scanned<'_>, Option<&File>)],
    jobs: NonZero<usize>,
    out: &mut Findings,
) -> Vec<LoadedProduct> {
    let _span = tracing::info_span!("load products").entered();
    let loaded = report::each(products, jobs, out, |(spec, dbt_project), out| product(spec, *dbt_project, out));
    loaded.into_iter().flatten().collect()
}

fn product(scanned: &Scanned<'_>, dbt_project: Option<&File>, out: &mut Findings) -> Option<LoadedProduct> {
    let _span = tracing::debug_span!("load product", file = scanned.document.file().path).entered();
    let profile = dbt_project.and_then(|file| profile::name(file, out));
    let source = source(scanned, out)?;
    let spec = typed(&source, FloeSpec::SHAPE, FloeSpec::parse, &scanned.secrets, out)?;
    Some(LoadedProduct { source, spec, profile })
}

/// The content of the document. Reports the secrets in the document, or why the document could not be read.
fn source(scanned: &Scanned<'_>, out: &mut Findings) -> Option<Arc<Node>> {
    let source = scanned.document.content().map_err(|findings| out.extend(findings.clone())).ok()?;
    for found in &scanned.secrets {
        let instead = found.instead.as_ref().map(|key| format!("`{key}`"));
        let instead = instead.as_deref().unwrap_or("a field that takes a reference");
        let message = messages::load_secret_literal(&found.path, found.what, instead);
        out.push(report::at(source.place(&found.pointer), message));
    }
    Some(Arc::clone(source))
}

/// The document as its type. Reports violations of the shape and of the rules.
fn typed<T>(
    source: &Node,
    shape: &'static str,
    parse: impl Fn(&serde_json::Value) -> Result<T, Vec<Violation>>,
    secrets: &[Found],
    out: &mut Findings,
) -> Option<T> {
    let refused = rules::check(source, "", shape, secrets, out);
    let parsed = parse(&written::value(source, Some(&Shape::named(shape))));
    violations::report_never_meant(source, parsed.as_ref().err().map_or(&[], Vec::as_slice), out);
    let fail = |mut violations: Vec<Violation>| {
        violations.retain(|Violation { pointer, problem }| match problem {
            Problem::UnknownKey { key, .. } => !refused.contains(&step(pointer, key)),
            _ => !refused.contains(pointer),
        });
        violations::report(source, "", shape, &violations, secrets, out);
    };
    parsed.map_err(fail).ok()
}
