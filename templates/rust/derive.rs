//! What every generated type is given, by macros that take no more than its names. What the macros rely on stands in [`crate::typed`].

/// Gives types that have a shape their checks.
macro_rules! typed {
    ($($name:ident = $shape:literal),* $(,)?) => {$(
        impl $name {
            /// The name of its shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = $shape;

            /// Reads a value: all violations, or the typed value with every default filled in.
            pub fn parse(value: &serde_json::Value) -> Result<Self, Vec<crate::shape::Violation>> {
                crate::typed::parse($shape, value)
            }

            /// Every way in which what it holds now does not have its shape.
            pub fn validate(&self) -> Result<(), Vec<crate::shape::Violation>> {
                crate::typed::validate($shape, &self.to_value())
            }

            /// As JSON.
            pub fn to_value(&self) -> serde_json::Value {
                crate::typed::Typed::write(self)
            }
        }

        serde! { $name = $shape }
    )*};
}

/// Lets types be part of types that serde reads and writes.
macro_rules! serde {
    ($name:ident = $shape:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::typed::Typed::write(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::typed::deserialize($shape, deserializer)
            }
        }
    };
}

/// Says under which keys the fields of structs stand: under their own names, or under others.
macro_rules! fields {
    ($($name:ident { $($field:ident $(= $key:literal)?),* $(,)? })*) => {$(
        impl crate::typed::Fields for $name {
            fn take(_object: &mut serde_json::Map<String, serde_json::Value>) -> Option<Self> {
                Some(Self {
                    $($field: match crate::typed::field(key!($field $($key)?), _object) {
                        Some(value) => value,
                        None => return None, // `?` would be two more calls for every field
                    }),*
                })
            }

            fn give(&self, _object: &mut serde_json::Map<String, serde_json::Value>) {
                $(crate::typed::Typed::put(&self.$field, key!($field $($key)?), _object);)*
            }
        }
    )*};
}

/// The key of a field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Gives structs of which nothing must be given a default.
macro_rules! defaults {
    ($($name:ident),* $(,)?) => {$(
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    )*};
}

/// Gives an enumeration its strings.
macro_rules! strings {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const STRINGS: &'static [&'static str] = &[$($text),*];

            /// As it stands in documents.
            pub const fn as_str(self) -> &'static str {
                Self::STRINGS[self as usize]
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
                match crate::typed::one_of(Self::STRINGS, text) {
                    Ok(index) => Ok(Self::ALL[index]),
                    Err(violation) => Err(violation),
                }
            }
        }

        impl crate::typed::Typed for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                match crate::typed::one_of(Self::STRINGS, value.as_str()?) {
                    Ok(index) => Some(Self::ALL[index]),
                    Err(_) => None,
                }
            }

            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(self.as_str())
            }
        }
    };
}

/// Tells the cases of a union apart, and makes it of each of them.
macro_rules! cases {
    ($name:ident by $tag:literal { $($variant:ident($case:ident) = $text:literal),* $(,)? }) => {
        impl crate::typed::Fields for $name {
            fn take(object: &mut serde_json::Map<String, serde_json::Value>) -> Option<Self> {
                match object.get($tag)?.as_str()? {
                    $($text => Some(Self::$variant(crate::typed::Fields::take(object)?)),)*
                    _ => None,
                }
            }

            fn give(&self, object: &mut serde_json::Map<String, serde_json::Value>) {
                let tag = match self {
                    $(Self::$variant(case) => {
                        crate::typed::Fields::give(case, object);
                        $text
                    })*
                };
                object.insert($tag.to_owned(), serde_json::Value::from(tag));
            }
        }

        $(impl From<$case> for $name {
            fn from(case: $case) -> Self {
                Self::$variant(case)
            }
        })*
    };
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

        impl crate::typed::Typed for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                <String as crate::typed::Typed>::read(value).map(Self)
            }

            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(self.0.as_str())
            }
        }

        serde! { $name = $shape }
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

        impl crate::typed::Typed for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                <$number as crate::typed::Typed>::read(value).map(Self)
            }

            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(self.0)
            }
        }

        serde! { $name = $shape }
    )*};
}
