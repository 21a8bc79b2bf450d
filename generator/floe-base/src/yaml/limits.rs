//! The limits of a document. Measures nothing.

/// The limits of a document. A larger document is `LOAD_YAML_LIMIT`, found before the memory is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the text in bytes. Copies made by aliases may weigh no more in memory.
    pub bytes: usize,
    /// How deeply lists and maps may be nested, aliases followed.
    pub depth: usize,
    /// How many aliases may be followed.
    pub aliases: usize,
    /// How many keys and values may be written. Each takes more memory than the text.
    pub values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 32 * 1024 * 1024, depth: 64, aliases: 100, values: 250_000 }
    }
}
