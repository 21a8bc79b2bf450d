//! Every type of floe-types with what it makes of a value; for tests, which include this file as a module.

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
