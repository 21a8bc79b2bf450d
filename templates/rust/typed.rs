//! What every generated type can do. The types themselves stand with their contracts.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::SHAPES;
use crate::shape::{Problem, Violation};

/// Checks a value against the named shape, and reads it if nothing is wrong with it.
pub(crate) fn parse<T: DeserializeOwned>(shape: &str, value: &Value) -> Result<T, Vec<Violation>> {
    let violations = SHAPES.check(shape, value);
    if !violations.is_empty() {
        return Err(violations);
    }
    let value = SHAPES.normalize(shape, value.clone());
    serde_json::from_value(value).map_err(|_| vec![none_of(shape)])
}

/// Checks what a type has become against the named shape.
pub(crate) fn validate(shape: &str, value: &Value) -> Result<(), Vec<Violation>> {
    let violations = SHAPES.check(shape, value);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// The JSON value of a generated type: null for a number that JSON cannot hold, and never an error.
pub(crate) fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Checks a single text or number that is to become a named scalar.
pub(crate) fn scalar(shape: &str, value: &Value) -> Result<(), Violation> {
    SHAPES.check(shape, value).into_iter().next().map_or(Ok(()), Err)
}

/// The violation of a text that is none of an enumeration's.
pub(crate) fn not_one_of(allowed: &[&str]) -> Violation {
    let allowed = allowed.iter().map(|&value| value.to_owned()).collect();
    Violation { pointer: String::new(), problem: Problem::NotOneOf(allowed) }
}

fn none_of(shape: &str) -> Violation {
    Violation { pointer: String::new(), problem: Problem::NoSuchShape(shape.to_owned()) }
}

/// Gives types that have a shape their checks.
macro_rules! typed {
    ($($name:ident = $shape:literal),* $(,)?) => {$(
        impl $name {
            /// The name of its shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = $shape;

            /// Reads a value: all violations, or the typed value with every default filled in.
            #[inline]
            pub fn parse(value: &serde_json::Value) -> Result<Self, Vec<crate::shape::Violation>> {
                crate::typed::parse(Self::SHAPE, value)
            }

            /// Every way in which what it holds now does not have its shape.
            #[inline]
            pub fn validate(&self) -> Result<(), Vec<crate::shape::Violation>> {
                crate::typed::validate(Self::SHAPE, &self.to_value())
            }

            /// As JSON.
            #[inline]
            pub fn to_value(&self) -> serde_json::Value {
                crate::typed::to_value(self)
            }
        }
    )*};
}

/// Gives an enumeration its strings.
macro_rules! strings {
    ($($name:ident::$variant:ident = $text:literal),* $(,)?) => {
        strings!(@ [$($name)*] $($variant = $text),*);
    };
    (@ [$name:ident $($same:ident)*] $($variant:ident = $text:literal),*) => {
        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it stands in documents.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::shape::Violation;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(crate::typed::not_one_of(&[$($text),*])),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|violation: crate::shape::Violation| serde::de::Error::custom(violation.problem.message()))
            }
        }
    };
}

/// Makes a union of each of its cases.
macro_rules! cases {
    ($($name:ident::$variant:ident($case:ident)),* $(,)?) => {$(
        impl From<$case> for $name {
            fn from(case: $case) -> Self {
                Self::$variant(case)
            }
        }
    )*};
}

/// Gives a text scalar its checks: no value of it breaks its contract.
macro_rules! text_scalar {
    ($($name:ident = $shape:literal),* $(,)?) => {$(
        impl $name {
            /// The name of its shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = $shape;

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::shape::Violation;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                let value = serde_json::Value::String(text);
                crate::typed::scalar($shape, &value)?;
                Ok(Self(value.as_str().unwrap_or_default().to_owned()))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::shape::Violation;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::try_from(text.to_owned())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::shape::Violation;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(scalar: $name) -> Self {
                scalar.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::try_from(text).map_err(|violation| serde::de::Error::custom(violation.problem.message()))
            }
        }
    )*};
}

/// Gives a numeric scalar its checks: no value of it breaks its contract.
macro_rules! number_scalar {
    ($($name:ident($number:ty) = $shape:literal),* $(,)?) => {$(
        impl $name {
            /// The name of its shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = $shape;

            /// The number.
            pub const fn get(self) -> $number {
                self.0
            }
        }

        impl TryFrom<$number> for $name {
            type Error = crate::shape::Violation;

            fn try_from(number: $number) -> Result<Self, Self::Error> {
                crate::typed::scalar($shape, &number.into())?;
                Ok(Self(number))
            }
        }

        impl From<$name> for $number {
            fn from(scalar: $name) -> Self {
                scalar.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = <$number>::deserialize(deserializer)?;
                Self::try_from(number).map_err(|violation| serde::de::Error::custom(violation.problem.message()))
            }
        }
    )*};
}
