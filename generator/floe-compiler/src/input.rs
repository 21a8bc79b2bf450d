//! Input: the documents of one run, in memory. Who found and read them is not known here.

/// One file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its path with `/`, as shown to people; it reaches no output.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A manifest and the products of its platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformInput {
    /// `manifest.yaml`
    pub manifest: Document,
    /// The products, in any order.
    pub products: Vec<ProductInput>,
}

/// One product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductInput {
    /// `floe.yaml`
    pub spec: Document,
    /// `dbt_project.yml` beside it, where there is one.
    pub dbt_project: Option<Document>,
}

impl Document {
    /// A document.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}
