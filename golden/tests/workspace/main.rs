//! The rules of the workspace as tests: dependencies, source files, and completeness of lists and pages. Reads the
//! sources, and runs none of them.
#![expect(clippy::disallowed_methods, reason = "what is judged here is the work tree itself")]

mod categories;
mod circles;
mod crates;
mod dependencies;
mod documents;
mod fields;
mod images;
mod manifests;
mod messages;
mod names;
mod odcs;
mod scalars;
mod secrets;
mod signatures;
mod sources;
mod tree;
mod words;
