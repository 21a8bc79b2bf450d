//! Input: the files of one run, in memory, and the documents that were read from them. Who found them on a disk is not known here.

use std::sync::Arc;

use floe_base::{Findings, Node, Place, yaml};

use crate::secret;
use crate::source::Source;

/// One file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path with `/`, as shown to people; it reaches no output.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that has been read as YAML: once, when the document is made.
#[derive(Debug, Clone)]
pub struct Document {
    file: File,
    content: Result<Arc<Source>, Findings>,
}

/// A manifest and the products of its platform.
#[derive(Debug, Clone)]
pub struct PlatformInput {
    /// `manifest.yaml`
    pub manifest: Document,
    /// The products, in any order.
    pub products: Vec<ProductInput>,
}

/// One product.
#[derive(Debug, Clone)]
pub struct ProductInput {
    /// `floe.yaml`
    pub spec: Document,
    /// `dbt_project.yml` beside it, where there is one. floe reads one line of it.
    pub dbt_project: Option<File>,
}

impl File {
    /// A file.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

impl Document {
    /// Reads a file. A file that holds no document is a document too: it holds the findings.
    pub fn read(file: File) -> Self {
        let content = yaml::read(&file.path, &file.bytes, &yaml::Limits::default());
        Self { file, content: content.map(|node| Arc::new(Source { node })) }
    }

    /// Reads these bytes under that path.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::read(File::new(path, bytes))
    }

    /// The file that was read.
    pub const fn file(&self) -> &File {
        &self.file
    }

    /// What the document holds, or why it could not be read.
    pub(crate) fn content(&self) -> Result<&Arc<Source>, &Findings> {
        self.content.as_ref()
    }

    /// The whole document as a node, where it could be read.
    pub(crate) fn node(&self) -> Option<&Node> {
        self.content.as_ref().ok().map(|source| &source.node)
    }

    /// The path that a product's document gives of its platform's manifest. A secret is no path.
    pub fn manifest_reference(&self) -> Option<(&str, Place)> {
        let node = self.node()?;
        let pointer = "/platform/manifest";
        let path = node.pointer(pointer)?.as_str().filter(|path| secret::form_of(path).is_none())?;
        Some((path, node.place(pointer)))
    }
}
