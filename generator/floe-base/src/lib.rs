//! Files, digests, spans and diagnostics: the base that every floe crate shares, without any domain noun. Touches no disk.

pub mod de;
mod diagnostic;
mod digest;
mod drift;
pub mod explanation;
mod file_set;
pub mod jobs;
pub mod names;
mod node;
mod render;
pub mod secret_key;
mod span;
pub mod yaml;

pub use diagnostic::{Diagnostic, Findings, Severity};
pub use digest::{Digest, canonical_json};
pub use drift::{Drift, drift, drift_of};
pub use explanation::Explanation;
pub use file_set::{FileSet, FileSetError};
pub use node::{Key, Node, Value};
pub use render::{is_invisible, mask, render, render_line};
pub use span::{Place, Span};
