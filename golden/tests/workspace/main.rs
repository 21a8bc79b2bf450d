//! The rules of the workspace, as tests: which crate may know which, what a library may touch, how a file begins, what is
//! written down. They judge the sources as they stand, and run nothing of them.
#![expect(clippy::disallowed_methods, reason = "what is judged here is the work tree itself")]

mod categories;
mod crates;
mod dependencies;
mod fields;
mod manifests;
mod messages;
mod odcs;
mod scalars;
mod secrets;
mod signatures;
mod sources;
mod tree;
mod words;
