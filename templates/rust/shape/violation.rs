//! Violations: the problem with a value, and the place. Never holds the value.

use std::fmt;

use serde_json::Number;

/// One violation of a shape by a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The place in the value (RFC 6901). For an unknown or a missing key, the object that has or lacks the key.
    pub pointer: String,
    /// The problem at the place.
    pub problem: Problem,
}

/// The problem with a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// Another JSON type.
    Type {
        /// The expected type: `an object`, `a whole number` …
        expected: &'static str,
        /// The type of the value.
        found: &'static str,
    },
    /// A key that the object does not have.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys of the object.
        known: Vec<String>,
    },
    /// A required key is not there.
    Missing {
        /// The key.
        key: String,
        /// Whether the key refers to a secret.
        secret: bool,
    },
    /// A key of a map that is not of the scalar of the keys.
    Key {
        /// The key.
        key: String,
        /// The expected scalar.
        scalar: String,
    },
    /// Text that does not match.
    Pattern {
        /// The named scalar, where there is one.
        scalar: Option<String>,
        /// The pattern.
        pattern: String,
    },
    /// Fewer characters than this.
    TooShort(u64),
    /// More characters than this.
    TooLong(u64),
    /// Less than this.
    TooSmall(Number),
    /// More than this.
    TooLarge(Number),
    /// Fewer items or keys than this.
    TooFew(u64),
    /// More items or keys than this.
    TooMany(u64),
    /// A string that is none of these.
    NotOneOf(Vec<String>),
    /// A string that is not this one.
    NotConst(String),
    /// Something other than a reference in a field that refers to a secret.
    SecretLiteral,
    /// The table holds no shape of this name: a bug of the author of the table.
    NoSuchShape(String),
}

impl Problem {
    /// One lower-case sentence without a full stop, and without the offending value.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { expected, found } => write!(f, "must be {expected}, not {found}"),
            Self::UnknownKey { key, .. } => write!(f, "has no key `{key}`"),
            Self::Missing { key, .. } => write!(f, "lacks the key `{key}`"),
            Self::Key { key, scalar } => write!(f, "has the key `{key}`, which is no {scalar}"),
            Self::Pattern { scalar: Some(scalar), pattern } => write!(f, "is no {scalar}: it does not match {pattern}"),
            Self::Pattern { scalar: None, pattern } => write!(f, "does not match {pattern}"),
            Self::TooShort(1) => f.write_str("must not be empty"),
            Self::TooShort(min) => write!(f, "must have {min} characters or more"),
            Self::TooLong(max) => write!(f, "must have {max} characters or fewer"),
            Self::TooSmall(min) => write!(f, "must be {min} or more"),
            Self::TooLarge(max) => write!(f, "must be {max} or less"),
            Self::TooFew(min) => write!(f, "must have {min} or more entries"),
            Self::TooMany(max) => write!(f, "must have {max} or fewer entries"),
            Self::NotOneOf(allowed) => write!(f, "must be one of {}", listed(allowed)),
            Self::NotConst(expected) => write!(f, "must be `{expected}`"),
            Self::SecretLiteral => f.write_str("must refer to a secret, not hold one"),
            Self::NoSuchShape(name) => write!(f, "has the shape {name}, which is not known"),
        }
    }
}

fn listed(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
