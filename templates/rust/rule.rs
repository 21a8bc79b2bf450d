//! Rules: relations between the fields of an object that a shape cannot state. Checks nothing; the loader of documents checks rules.

/// A form of text that a pattern cannot state as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A schedule of five fields on days that exist.
    Cron,
    /// The name of a time zone that exists.
    TimeZone,
    /// A number and a unit of memory.
    Memory,
}

/// One rule of an object's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A key may exist only if another key has one of the listed values.
    OnlyWhen {
        /// The key.
        key: &'static str,
        /// The other key.
        when: &'static str,
        /// The listed values of the other key.
        is: &'static [&'static str],
    },
    /// A key must exist if another key has one of the listed values.
    NeededWhen {
        /// The key.
        key: &'static str,
        /// The other key.
        when: &'static str,
        /// The listed values of the other key.
        is: &'static [&'static str],
    },
    /// The present keys are exactly the keys of one form.
    OneForm {
        /// The forms, each as a list of keys.
        forms: &'static [&'static [&'static str]],
    },
    /// One key of the items distinguishes the items of a list.
    Unique {
        /// The list.
        key: &'static str,
        /// The key of the items.
        by: &'static str,
        /// Whether the case of letters does not count.
        fold: bool,
    },
    /// The numbers under the listed keys add up to a fixed sum. An absent key counts with the key's default.
    Sum {
        /// The keys.
        keys: &'static [&'static str],
        /// The sum.
        equals: i32,
    },
    /// The number under one key is at most the number under another key. An absent key counts with the key's default.
    AtMost {
        /// The key.
        key: &'static str,
        /// The other key.
        other: &'static str,
    },
    /// A key must not have a listed value.
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
    /// The keys of the maps under some keys are names of columns, so the keys name no secret.
    Names {
        /// The keys of the maps.
        keys: &'static [&'static str],
    },
    /// Keys without an effect. The compiled document lists the keys.
    NotEvaluated {
        /// The keys.
        keys: &'static [&'static str],
        /// The category whose plugins use the keys. `None`: nothing uses the keys.
        without: Option<&'static str>,
    },
    /// Keys that set values of one environment. The rule applies where no contract names the key.
    Environment {
        /// The keys, in lower case.
        keys: &'static [&'static str],
        /// Whether the rule also applies to all nested values.
        below: bool,
    },
}

/// A kind of name that things of products have in a consumer. No two things on one platform have the same name of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// The kind in words.
    pub kind: &'static str,
    /// The things that have a name of this kind.
    pub of: &'static [Named],
    /// Whether the consumer takes names for equal that differ in the case of letters.
    pub fold: bool,
    /// The words that the consumer keeps for itself. No part of a name before the last part is such a word.
    pub reserved: &'static [&'static str],
}

/// The things of a product that have a name of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The path to the text in the product's document that stands for the thing; `*` is each item.
    pub key: &'static str,
    /// The parts of the name: paths in the compiled product, of which the first that exists counts; `key` is the text under the key.
    pub parts: &'static [&'static [&'static str]],
}
