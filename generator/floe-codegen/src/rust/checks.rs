//! Checks: a table of all types for tests. No part of the crate, so that other users do not compile the table.

use floe_contract::model::Model;

use super::names;
use super::source::{call, header};

/// The text above the rows.
const HEAD: &str = include_str!("../../../../templates/rust/filled/checks.rs");

/// `generated/floe-types/checks.rs`
pub(super) fn checks(model: &Model) -> String {
    // `"Bucket" = bindings::storage::Bucket`
    let rows = model.types.values().map(|def| {
        let path = names::modules(&def.contract).join("::");
        format!("    {:?} = {path}::{}\n", def.name, names::type_name(&def.name))
    });
    header("contracts/", &format!("{HEAD}\n{}", call("checks", &rows.collect::<String>())))
}
