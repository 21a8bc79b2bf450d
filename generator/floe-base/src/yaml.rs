//! YAML and JSON text to [`Node`](crate::Node) and back: the only place that knows a YAML library. Knows no schema.
//!
//! The reader takes one document of the YAML 1.2 core schema: `true` and `false` are booleans, `yes`, `no`, `on` and `off` are text. Syntax
//! that readers disagree about and this project never needs is an error: other tags, merge keys, keys that are no strings.

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
