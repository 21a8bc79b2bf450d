//! Rules: constraints on objects in documents that a shape cannot state. Shape checkers do not know rules.

use serde::Deserialize;
use serde_json::Value;

use super::Type;

/// A value that a rule names, as a field of that type has the value: of a boolean, `true` and not the text.
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
    /// A key may be there only where another key has one of some values.
    OnlyWhen {
        /// The key.
        key: String,
        /// The other key.
        when: String,
        /// The values of the other key.
        is: Vec<String>,
    },
    /// A key must be there wherever another key has one of some values.
    NeededWhen {
        /// The key.
        key: String,
        /// The other key.
        when: String,
        /// The values of the other key.
        is: Vec<String>,
    },
    /// All keys of one form are there, and no key of another form.
    OneForm {
        /// The forms, each as its keys.
        forms: Vec<Vec<String>>,
    },
    /// One key tells the items of a list apart.
    Unique {
        /// The list.
        key: String,
        /// The key of its items.
        by: String,
        /// Whether the case of letters does not count.
        #[serde(default)]
        fold: bool,
    },
    /// The numbers under some keys add up to a total; an absent key counts as the key's default.
    Sum {
        /// The keys.
        keys: Vec<String>,
        /// The total.
        equals: i32,
    },
    /// The number under a key is at most the number under another key; an absent key counts as the key's default.
    AtMost {
        /// The key.
        key: String,
        /// The other key.
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
    /// The keys of the maps under some keys are names of columns.
    Names {
        /// The keys of the maps.
        keys: Vec<String>,
    },
    /// Keys without effect; compiled outputs name the values written under them.
    NotEvaluated {
        /// The keys.
        keys: Vec<String>,
        /// The category without whose plugins the keys have no effect; none: the keys never have an effect.
        without: Option<String>,
    },
    /// Keys that belong to one environment; they are found where no contract names the key.
    Environment {
        /// The keys, in lower case.
        keys: Vec<String>,
        /// Whether the keys are looked for at all levels below as well.
        #[serde(default)]
        below: bool,
    },
}
