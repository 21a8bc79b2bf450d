//! Types, checks and plugin traits generated from the contracts. Holds no hand-written behaviour.
#![allow(
    unused,
    clippy::approx_constant,
    clippy::doc_markdown,
    clippy::field_reassign_with_default,
    clippy::large_enum_variant,
    clippy::redundant_closure,
    clippy::redundant_closure_for_method_calls,
    clippy::similar_names,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::too_many_lines,
    clippy::unnecessary_wraps,
    clippy::unreadable_literal,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags,
    reason = "names, texts, sizes and what is needed are those of the contracts"
)]

#[macro_use]
mod derive;
#[macro_use]
mod newtype;

pub mod api_version;
pub mod bindings;
pub mod chart;
pub mod charts;
pub mod component;
pub mod components;
pub mod composition;
pub mod diagnostic;
pub mod diagnostics;
pub mod documents;
pub mod interfaces;
pub mod jinja;
mod kind;
pub mod plugin;
pub mod plugins;
pub mod registry;
pub mod rule;
mod rules;
pub mod scalars;
pub mod shape;
mod shapes;
mod typed;

use std::sync::LazyLock;

use crate::shape::Shapes;

pub use rules::{KNOWN_AS, NAMES, RULES};

/// The shape of every named type and scalar.
pub static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::later(shapes::ALL.iter().copied().flatten().copied()));
