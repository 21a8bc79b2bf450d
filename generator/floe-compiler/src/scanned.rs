//! Scanned: the documents of a run, each with the secrets found in the document, and texts and findings without secrets. Reports nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use floe_base::{Findings, Node, jobs};
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::documents::manifest::Manifest;
use floe_types::registry::{CATEGORIES, Registry};

use crate::input::{Document, File, PlatformInput};
use crate::secret::{self, Found};
use crate::selection;

/// A document with the secrets in it.
pub(crate) struct Scanned<'a> {
    pub document: &'a Document,
    pub secrets: Vec<Found>,
}

/// Every document of a run.
pub(crate) struct Documents<'a> {
    pub manifest: Scanned<'a>,
    /// Each product's document, with its dbt project.
    pub products: Vec<(Scanned<'a>, Option<&'a File>)>,
    /// Whether the platform has further products.
    pub is_part: bool,
}

/// A larger document comes from a program. Findings about such a document have places but no excerpts.
const LARGEST_SHOWN: usize = 1024 * 1024;

impl<'a> Documents<'a> {
    /// Scans each document for secrets, once.
    pub(crate) fn scan(input: &'a PlatformInput, registry: &Registry, jobs: NonZero<usize>) -> Self {
        let _span = tracing::info_span!("scan documents").entered();
        let found = jobs::map(&input.products, jobs, |product| secrets(&product.spec, |_| shapes(FloeSpec::SHAPE)));
        let products = input
            .products
            .iter()
            .zip(found)
            .map(|(product, secrets)| (Scanned { document: &product.spec, secrets }, product.dbt_project.as_ref()));
        let secrets = secrets(&input.manifest, |manifest| manifest_shapes(manifest, registry));
        let manifest = Scanned { document: &input.manifest, secrets };
        Self { manifest, products: products.collect(), is_part: input.is_part }
    }

    fn all(&self) -> impl Iterator<Item = &Scanned<'a>> {
        [&self.manifest].into_iter().chain(self.products.iter().map(|(spec, _)| spec))
    }

    /// Findings without the secrets of the documents that the findings name; in order, without duplicates.
    pub(crate) fn redacted(&self, findings: Findings) -> Findings {
        secret::redact(findings, &self.all().flat_map(Scanned::values).collect::<Vec<_>>()).sorted()
    }

    /// The text, without secrets, of each document that a finding names. Very large documents are left out.
    pub(crate) fn shown(&self, findings: &Findings) -> BTreeMap<String, String> {
        let named: BTreeSet<&str> =
            findings.iter().filter_map(|finding| Some(finding.place.as_ref()?.file.as_str())).collect();
        let is_named = |file: &File| named.contains(file.path.as_str());
        let documents = self.all().filter(|scanned| is_named(scanned.document.file())).filter_map(Scanned::shown);
        let projects = self.products.iter().filter_map(|(_, project)| project.filter(|file| is_named(file)));
        // So far only one line of a project has been read.
        let shown = |file: &File| Scanned { document: &Document::read(file.clone()), secrets: Vec::new() }.shown();
        documents.chain(projects.filter_map(shown)).collect()
    }
}

impl Scanned<'_> {
    fn values(&self) -> impl Iterator<Item = String> {
        let node = self.document.node();
        self.secrets.iter().filter_map(move |found| Some(node?.pointer(&found.pointer)?.as_str()?.to_owned()))
    }

    /// The path and the text without secrets.
    fn shown(&self) -> Option<(String, String)> {
        let File { path, bytes } = self.document.file();
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LARGEST_SHOWN)?;
        Some((path.clone(), secret::mask(text, self.document.node(), &self.secrets)))
    }
}

/// The named shapes of a document by pointer.
type Shapes = BTreeMap<String, &'static str>;

/// The secrets in a document. An unreadable document has no nodes; the text is masked as a whole.
fn secrets(document: &Document, shapes: impl Fn(&Node) -> Shapes) -> Vec<Found> {
    document.node().map_or_else(Vec::new, |node| secret::scan(node, &shapes(node)))
}

fn shapes(root: &'static str) -> Shapes {
    BTreeMap::from([(String::new(), root)])
}

/// The shapes of a manifest and of each selected plugin's config.
fn manifest_shapes(manifest: &Node, registry: &Registry) -> Shapes {
    let mut shapes = shapes(Manifest::SHAPE);
    for category in CATEGORIES {
        for pointer in selection::pointers(manifest, category) {
            let name = manifest.pointer(&format!("{pointer}/type")).and_then(Node::as_str);
            let info = name.and_then(|name| registry.info(category.name, name));
            shapes.extend(info.map(|info| (format!("{pointer}/config"), info.config_type)));
        }
    }
    shapes
}
