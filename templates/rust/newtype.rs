//! Newtypes: macros that implement every named string and number. The common parts of all types stand in `derive.rs`.

/// Named strings: no value breaks the contract.
macro_rules! text_scalars {
    ($($(#[$doc:meta])* $name:ident as $shape:literal [$kind:expr]),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, PartialOrd, Eq, Ord, Hash)]
        pub struct $name(pub(crate) String);

        scalar! { $name as $shape [$kind] }

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::shape::Violation;

            fn try_from(text: String) -> Result<Self, crate::shape::Violation> {
                crate::typed::scalar(Self::SHAPE, &serde_json::Value::from(text.as_str()))?;
                Ok(Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::shape::Violation;

            fn try_from(text: &str) -> Result<Self, crate::shape::Violation> {
                Self::try_from(text.to_owned())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::shape::Violation;

            fn from_str(text: &str) -> Result<Self, crate::shape::Violation> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(scalar: $name) -> Self {
                scalar.0
            }
        }

        impl std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl crate::typed::Typed for $name {
            const KIND: &'static crate::kind::Kind = &crate::kind::Named(Self::SHAPE);

            fn read(value: serde_json::Value) -> Option<Self> {
                <String as crate::typed::Typed>::read(value).map(Self)
            }

            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(self.0.as_str())
            }
        }
    )*};
}

/// Named numbers: no value breaks the contract.
macro_rules! number_scalars {
    ($($(#[$doc:meta])* $name:ident($number:ty) as $shape:literal [$kind:expr]),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(pub(crate) $number);

        scalar! { $name as $shape [$kind] }

        impl $name {
            /// The number.
            pub const fn get(self) -> $number {
                self.0
            }
        }

        impl TryFrom<$number> for $name {
            type Error = crate::shape::Violation;

            fn try_from(number: $number) -> Result<Self, crate::shape::Violation> {
                crate::typed::scalar(Self::SHAPE, &number.into())?;
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

        impl crate::typed::Typed for $name {
            const KIND: &'static crate::kind::Kind = &crate::kind::Named(Self::SHAPE);

            fn read(value: serde_json::Value) -> Option<Self> {
                <$number as crate::typed::Typed>::read(value).map(Self)
            }

            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(self.0)
            }
        }
    )*};
}

/// Gives a named string or number the shape.
macro_rules! scalar {
    ($name:ident as $shape:literal [$kind:expr]) => {
        impl $name {
            /// The name of the shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = $shape;

            fn def() -> crate::shape::Def {
                crate::shape::Def::Scalar($kind.shape())
            }
        }

        serde! { $name }
    };
}
