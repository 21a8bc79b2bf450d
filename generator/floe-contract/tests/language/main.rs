//! Tests of the contract language from outside: shapes, loading, lint, and the repository's own contracts.

mod additions;
mod components;
mod composition;
mod lint;
mod load;
mod repository;
mod shape;
mod support;
