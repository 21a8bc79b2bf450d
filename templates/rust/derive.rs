//! Macros that implement the common parts of every generated type. The functions that the macros call stand in [`crate::typed`].

/// Structs. Each has the list of mandatory fields, and a line for each field: the key where the key differs from the name, the type, the
/// kind where the type does not state the kind, and the default.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident $(as $shape:literal)? ($($given:tt)*) {$($fields:tt)*})*) => {$(
        structure! { $(#[$doc])* $name $(as $shape)? ($($given)*) {$($fields)*} }

        typed! { $name $(as $shape)?: crate::shape::Def::object(crate::kind::fields($name::ROWS, $name::defaults)) }
    )*};
}

/// A struct that is an object, or a case of a union. In a case, the fields common to all cases stand first.
macro_rules! structure {
    ($(#[$doc:meta])* $name:ident ($($given:tt)*) {$($common:tt)*} {$($fields:tt)*}) => {
        structure! { $(#[$doc])* $name ($($given)*) {$($common)* $($fields)*} }
    };
    ($(#[$doc:meta])* $name:ident $(as $shape:literal)? ($($given:ident: $taken:ty),* $(,)?) {$(
        $(#[$about:meta])* $field:ident $(as $key:literal)?: $ty:ty $([$kind:expr])? $(= $default:expr)?
    ),* $(,)?}) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$about])* pub $field: $ty),*
        }

        impl $name {
            /// Made of the mandatory fields, with defaults for the rest.
            pub fn new($($given: $taken),*) -> Self {
                Self { $($field: initial!($field $(= $default)?)),* }
            }

            const ROWS: &'static [crate::kind::Row] =
                &[$(crate::kind::Row { key: word!($field $(as $key)?), kind: kind!($ty $(, $kind)?) }),*];
        }

        defaults! { $name ($($given)*) $($field $(as $key)?: $ty $(= $default)?),* }

        impl crate::typed::Fields for $name {
            const NAME: &'static str = word!($name $(as $shape)?);

            fn take(_object: &mut serde_json::Map<String, serde_json::Value>) -> Option<Self> {
                // One early return for all fields: with one for each field, the compiler would repeat the drops of earlier fields.
                $(let $field = crate::typed::field(word!($field $(as $key)?), _object);)*
                match ($($field,)*) {
                    ($(Some($field),)*) => Some(Self { $($field),* }),
                    _ => None,
                }
            }

            fn give(&self, _object: &mut serde_json::Map<String, serde_json::Value>) {
                $(crate::typed::Typed::put(&self.$field, word!($field $(as $key)?), _object);)*
            }
        }
    };
}

/// The name in the contract: the Rust name, or another name.
macro_rules! word {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident as $word:literal) => {
        $word
    };
}

/// The kind of a field: the kind of the type, or a narrower kind.
macro_rules! kind {
    ($ty:ty) => {
        <$ty as crate::typed::Typed>::KIND
    };
    ($ty:ty, $kind:expr) => {
        &$kind
    };
}

/// The value of a field of a new struct: the default, or the given value.
macro_rules! initial {
    ($field:ident) => {
        $field.into()
    };
    ($field:ident = $default:expr) => {
        $default
    };
}

/// Puts the defaults of absent fields into an object. A struct without mandatory fields has a default of the struct.
macro_rules! defaults {
    ($name:ident () $($fields:tt)*) => {
        impl $name {
            fn defaults(object: &mut serde_json::Map<String, serde_json::Value>) {
                crate::typed::Fields::give(&Self::new(), object);
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident ($($given:ident)+) $($field:ident $(as $key:literal)?: $ty:ty $(= $default:expr)?),*) => {
        impl $name {
            fn defaults(_object: &mut serde_json::Map<String, serde_json::Value>) {
                $(absent!(_object, word!($field $(as $key)?), $ty $(, $default)?);)*
            }
        }
    };
}

/// Puts the default of one absent field into an object.
macro_rules! absent {
    ($object:ident, $key:expr, $ty:ty) => {};
    ($object:ident, $key:expr, $ty:ty, $default:expr) => {
        let value: $ty = $default;
        crate::typed::Typed::put(&value, $key, $object);
    };
}

/// Enumerations: each variant with its string.
macro_rules! strings {
    ($($(#[$doc:meta])* $name:ident $(as $shape:literal)? {$($(#[$about:meta])* $variant:ident = $text:literal),* $(,)?})*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(
                $(#[$about])*
                #[doc = ""]
                #[doc = concat!("`", $text, "`")]
                $variant
            ),*
        }

        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const STRINGS: &'static [&'static str] = &[$($text),*];

            /// The string in documents.
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

            fn from_str(text: &str) -> Result<Self, crate::shape::Violation> {
                match crate::typed::one_of(Self::STRINGS, text) {
                    Ok(index) => Ok(Self::ALL[index]),
                    Err(violation) => Err(violation),
                }
            }
        }

        impl crate::typed::Typed for $name {
            const KIND: &'static crate::kind::Kind = &crate::kind::Named(Self::SHAPE);

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

        typed! { $name $(as $shape)?: crate::shape::Def::strings(Self::STRINGS.iter().copied()) }
    )*};
}

/// Unions: the tag, the fields common to all cases, and each variant with the tag's value and the struct of the variant.
macro_rules! unions {
    ($($(#[$doc:meta])* $name:ident $(as $shape:literal)? by $tag:literal $(with {$($common:tt)*})? {$($cases:tt)*})*) => {
        $(union_of! { $(#[$doc])* $name $(as $shape)? by $tag {$($($common)*)?} {$($cases)*} })*
    };
}

/// One union.
macro_rules! union_of {
    ($(#[$doc:meta])* $name:ident $(as $shape:literal)? by $tag:literal $common:tt {$(
        $(#[$about:meta])* $variant:ident = $text:literal: $case:ident ($($given:tt)*) {$($fields:tt)*}
    )*}) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $($(#[$about])* $variant($case)),*
        }

        $(structure! { $(#[$about])* $case ($($given)*) $common {$($fields)*} })*

        impl crate::typed::Fields for $name {
            const NAME: &'static str = Self::SHAPE;

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

        typed! { $name $(as $shape)?: crate::shape::Def::union($tag, [$(($text, crate::kind::fields($case::ROWS, $case::defaults))),*]) }
    };
}

/// Gives a type that has a shape the checks of the shape.
macro_rules! typed {
    ($name:ident $(as $shape:literal)?: $def:expr) => {
        impl $name {
            /// The name of the shape in [`crate::SHAPES`].
            pub const SHAPE: &'static str = word!($name $(as $shape)?);

            /// Reads a value: all violations, or the typed value with every default filled in.
            pub fn parse(value: &serde_json::Value) -> Result<Self, Vec<crate::shape::Violation>> {
                crate::typed::parse(Self::SHAPE, value)
            }

            /// Every violation of the shape by the current value.
            pub fn validate(&self) -> Result<(), Vec<crate::shape::Violation>> {
                crate::typed::validate(Self::SHAPE, &self.to_value())
            }

            /// As JSON.
            pub fn to_value(&self) -> serde_json::Value {
                crate::typed::Typed::write(self)
            }

            pub(crate) fn def() -> crate::shape::Def {
                $def
            }
        }

        serde! { $name }
    };
}

/// Lets types be part of types that serde reads and writes.
macro_rules! serde {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::typed::Typed::write(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::typed::deserialize(Self::SHAPE, deserializer)
            }
        }
    };
}

/// The shapes of a module's types.
macro_rules! shapes {
    ($($name:ident),* $(,)?) => {
        /// The definitions, by name.
        pub(crate) const SHAPES: &[(&str, crate::shape::Make)] = &[$(($name::SHAPE, $name::def)),*];
    };
}
