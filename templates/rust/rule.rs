//! Rules: relations between the fields of an object that a shape cannot state. Checks nothing; the loader of documents checks rules.

/// One rule of an object's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A key is there only where another one has one of some values.
    OnlyWhen {
        /// The key.
        key: &'static str,
        /// The other one.
        when: &'static str,
        /// Its values.
        is: &'static [&'static str],
    },
    /// A key is there wherever another one has one of some values.
    NeededWhen {
        /// The key.
        key: &'static str,
        /// The other one.
        when: &'static str,
        /// Its values.
        is: &'static [&'static str],
    },
    /// The keys that are there are all those of one form, and no other form's.
    OneForm {
        /// The forms, each as its keys.
        forms: &'static [&'static [&'static str]],
    },
    /// The items of a list are told apart by one of their keys.
    Unique {
        /// The list.
        key: &'static str,
        /// The key of the items.
        by: &'static str,
        /// Whether the case of letters does not count.
        fold: bool,
    },
    /// The numbers under some keys add up to a figure; the absence of a key counts as its default.
    Sum {
        /// The keys.
        keys: &'static [&'static str],
        /// The figure.
        equals: i32,
    },
    /// The number under a key is no more than that under another one; the absence of a key counts as its default.
    AtMost {
        /// The key.
        key: &'static str,
        /// The other one.
        other: &'static str,
    },
    /// A key has none of some values.
    Reserved {
        /// The key.
        key: &'static str,
        /// The values.
        values: &'static [&'static str],
    },
    /// The text under a key, or each text of a list, is a regular expression.
    Expression {
        /// The key.
        key: &'static str,
    },
    /// The keys of the maps under some keys are names of columns, so they say nothing of the values.
    Names {
        /// The keys of the maps.
        keys: &'static [&'static str],
    },
    /// Keys that nothing acts upon; what is written under them is named in what is compiled.
    NotEvaluated {
        /// The keys.
        keys: &'static [&'static str],
        /// The category whose plugins act upon the keys. `None`: nothing acts upon the keys.
        without: Option<&'static str>,
    },
    /// Keys that say something of one environment; they are found where no contract names the key.
    Environment {
        /// The keys, in lower case.
        keys: &'static [&'static str],
        /// Whether values below are searched as well.
        below: bool,
    },
}
