//! The contract language as its users meet it: shapes, loading, lint, and the repository's own contracts.

mod additions;
mod components;
mod composition;
mod lint;
mod load;
mod repository;
mod shape;
mod support;
