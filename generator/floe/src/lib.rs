//! The floe command line as a library: builds outputs from documents, without disk and terminal. The program itself stands in `main.rs`.

mod build;

pub use build::{Build, Options, build};
