//! Rules: what documents' objects keep that their shape cannot say. No checker of shapes knows them.

use serde::Deserialize;
use serde_json::Value;

use super::Type;

/// A value that a rule names, as a field of that type has it: of a boolean, `true` and not its text.
pub fn typed(ty: &Type, value: &str) -> Value {
    match (ty, value.parse::<bool>()) {
        (Type::Boolean, Ok(flag)) => Value::from(flag),
        _ => Value::from(value),
    }
}

/// One rule of an object's fields.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rule {
    /// A key is there only where another one has one of some values.
    OnlyWhen {
        /// The key.
        key: String,
        /// The other one.
        when: String,
        /// Its values.
        is: Vec<String>,
    },
    /// A key is there wherever another one has one of some values.
    NeededWhen {
        /// The key.
        key: String,
        /// The other one.
        when: String,
        /// Its values.
        is: Vec<String>,
    },
    /// The keys that are there are all those of one form, and no other form's.
    OneForm {
        /// The forms, each as its keys.
        forms: Vec<Vec<String>>,
    },
    /// The items of a list are told apart by one of their keys.
    Unique {
        /// The list.
        key: String,
        /// The key of its items.
        by: String,
    },
    /// The numbers under some keys add up to a figure; the absence of a key counts as its default.
    Sum {
        /// The keys.
        keys: Vec<String>,
        /// The figure.
        equals: i32,
    },
    /// The number under a key is no more than that under another one; the absence of a key counts as its default.
    AtMost {
        /// The key.
        key: String,
        /// The other one.
        other: String,
    },
    /// A key has none of some values.
    Reserved {
        /// The key.
        key: String,
        /// The values.
        values: Vec<String>,
    },
    /// The text under a key, or each text of a list, is a regular expression.
    Expression {
        /// The key.
        key: String,
    },
    /// Keys that nothing acts upon; what is written under them is named in what is compiled.
    NotEvaluated {
        /// The keys.
        keys: Vec<String>,
        /// The category without whose plugins nothing does; none: nothing does at all.
        without: Option<String>,
    },
    /// Keys that say something of one environment; they are found where no contract names the key.
    Environment {
        /// The keys, in lower case.
        keys: Vec<String>,
        /// Whether they are looked for in everything below as well.
        #[serde(default)]
        below: bool,
    },
}
