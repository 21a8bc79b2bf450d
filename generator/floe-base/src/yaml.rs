//! YAML and JSON text to [`Node`](crate::Node) and back: the only place that knows a YAML library. Knows no schema.
//!
//! Read is one document of the YAML 1.2 core schema: `true` and `false` are booleans, `yes`, `no`, `on` and `off` are text. What this
//! project never needs and readers disagree about is an error: other tags, merge keys, keys that are no strings.

pub mod codes;
mod encoding;
mod limits;
mod reader;
mod scalar;
mod source;
mod syntax;
mod tree;
mod writer;

pub use limits::Limits;
pub use reader::read;
pub use writer::write;
