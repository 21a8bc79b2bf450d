//! Input: the files of one run, in memory, and the documents that were read from the files. Does not know how the files were found on disk.

use std::sync::Arc;

use floe_base::{Findings, Node, Place, yaml};

use crate::secret;

/// One file as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path with `/`, as shown to people; no output contains the path.
    pub path: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

/// A file that has been read as YAML, once, when the document is made.
#[derive(Debug, Clone)]
pub struct Document {
    file: File,
    content: Result<Arc<Node>, Findings>,
}

/// A manifest and the products of its platform.
#[derive(Debug, Clone)]
pub struct PlatformInput {
    /// `manifest.yaml`
    pub manifest: Document,
    /// The products, in any order.
    pub products: Vec<ProductInput>,
    /// Whether the platform has further products. Input ports may lead to those, and no chart can hold those.
    pub is_part: bool,
}

/// One product.
#[derive(Debug, Clone)]
pub struct ProductInput {
    /// `floe.yaml`
    pub spec: Document,
    /// The `dbt_project.yml` beside the document, if there is one. floe reads one line of the file.
    pub dbt_project: Option<File>,
}

impl File {
    /// A file.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

impl Document {
    /// Reads a file. The result is a document even if the file holds none: then the document holds the findings.
    pub fn read(file: File) -> Self {
        let content = yaml::read(&file.path, &file.bytes, &yaml::Limits::default());
        Self { file, content: content.map(Arc::new) }
    }

    /// Reads these bytes under that path.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::read(File::new(path, bytes))
    }

    /// The file that was read.
    pub const fn file(&self) -> &File {
        &self.file
    }

    /// The content of the document, or the findings that say why the document could not be read.
    pub(crate) fn content(&self) -> Result<&Arc<Node>, &Findings> {
        self.content.as_ref()
    }

    /// The whole document as a node, if the document could be read.
    pub(crate) fn node(&self) -> Option<&Node> {
        self.content.as_deref().ok()
    }

    /// The path of the platform's manifest, as the product's document names the path. A secret is not a path.
    pub fn manifest_reference(&self) -> Option<(&str, Place)> {
        let node = self.node()?;
        let pointer = "/platform/manifest";
        let path = node.pointer(pointer)?.as_str().filter(|path| secret::form_of(path).is_none())?;
        Some((path, node.place(pointer)))
    }
}
