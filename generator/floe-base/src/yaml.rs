//! YAML and JSON text to [`Node`](crate::Node) and back: the only place that knows a YAML library. Knows no schema.
//!
//! Read is one document of the YAML 1.2 core schema: `true` and `false` are booleans, `yes`, `no`, `on` and `off` are text. What this
//! project never needs and readers disagree about is an error: other tags, merge keys, keys that are no strings.

mod encoding;
mod reader;
mod scalar;
mod source;
mod syntax;
mod tree;
mod writer;

pub use reader::read;
pub use writer::write;

/// What a document may cost. Beyond is `LOAD_YAML_LIMIT`, found before the memory is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the text in bytes. What aliases copy may weigh no more in memory.
    pub bytes: usize,
    /// How deeply lists and maps may be nested, aliases followed.
    pub depth: usize,
    /// How many aliases may be followed.
    pub aliases: usize,
    /// How many keys and values may be written. Each takes more memory than its text.
    pub values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 32 * 1024 * 1024, depth: 64, aliases: 100, values: 250_000 }
    }
}

/// The codes of this module.
pub mod codes {
    /// The text is neither YAML nor JSON.
    pub const SYNTAX: &str = "LOAD_YAML_SYNTAX";
    /// Nothing but blanks and comments.
    pub const EMPTY: &str = "LOAD_YAML_EMPTY";
    /// Not UTF-8, or with characters that no text holds.
    pub const ENCODING: &str = "LOAD_YAML_ENCODING";
    /// A key stands twice in one map.
    pub const DUPLICATE_KEY: &str = "LOAD_YAML_DUPLICATE_KEY";
    /// Larger than [`Limits`](super::Limits) allow.
    pub const LIMIT: &str = "LOAD_YAML_LIMIT";
    /// YAML that this project does not read: tags, merge keys, several documents, keys that are no strings.
    pub const UNSUPPORTED: &str = "LOAD_YAML_UNSUPPORTED";
}
