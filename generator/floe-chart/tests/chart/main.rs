//! Tests of the crate's public functions. Real Helm is the judge wherever possible.
#![expect(clippy::disallowed_methods, reason = "the tests write charts to temporary folders and run helm")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod expressions;
mod helm;
mod package;
mod render;
mod support;
mod yaml;
