//! The codes of the reader's findings. They are those of `contracts/diagnostics/load`; a test compares the two.

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
