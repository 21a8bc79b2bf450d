//! Rules: what documents' objects keep that their shape cannot say. No checker of shapes knows them.

/// One rule of an object's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Keys that say something of one environment; they are found where no contract names the key.
    Environment {
        /// The keys, in lower case.
        keys: Vec<String>,
        /// Whether they are looked for in everything below as well.
        below: bool,
    },
}
