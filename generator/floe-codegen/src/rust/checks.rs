//! Checks: a table of all types for tests. No part of the crate: tests include the table.

use floe_contract::model::{Model, TypeDef};

use super::names;
use super::source::{call, header};

/// The text before the rows.
const HEAD: &str = r"//! Every type of floe-types with what it makes of a value; for tests, which include this file as a module.

use floe_types::shape::Violation;
use serde_json::Value;

/// Reads a value as a type and writes it again: all violations, or the value as the type has it.
pub(crate) type Read = fn(&Value) -> Result<Value, Vec<Violation>>;

macro_rules! checks {
    ($($name:literal = $($type:ident)::+)*) => {
        /// Each type by its name in the contracts, sorted.
        pub(crate) const CHECKS: &[(&str, Read)] =
            &[$(($name, |value| floe_types::$($type)::+::parse(value).map(|it| it.to_value()))),*];
    };
}

";

/// `generated/floe-types/checks.rs`
pub(super) fn checks(model: &Model) -> String {
    header("contracts/", &format!("{HEAD}{}", call("checks", &model.types.values().map(row).collect::<String>())))
}

/// `"Bucket" = bindings::storage::Bucket`
fn row(def: &TypeDef) -> String {
    let path = names::modules(&def.contract).join("::");
    format!("    {:?} = {path}::{}\n", def.name, names::type_name(&def.name))
}
