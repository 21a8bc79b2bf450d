//! Shapes as data, and the validator of JSON values. Knows no YAML, no source positions and no diagnostic codes.
//!
//! One source for two readers: `floe-contract` includes this file to check contracts, examples and defaults with tables made from
//! the contracts at run time; the generated types carry a copy, with a table made of the types.
//!
//! ```text
//! let shapes = Shapes::new([
//!     ("k8s-label", Def::Scalar(Shape::string(Some(1), Some(63), Some("^[a-z]+$")))),
//!     ("Bucket", Def::object([
//!         Field::required("name", Shape::named("k8s-label")),
//!         Field::optional("prefix", Shape::text()),
//!         Field::defaulted("versioned", Shape::Boolean, json!(false)),
//!         Field::required("credentials", Shape::named("CredentialRef")).secret(),
//!     ])),
//! ]);
//! let violations: Vec<Violation> = shapes.check("Bucket", &value);   // all of them, each with an RFC 6901 pointer
//! let value = shapes.normalize("Bucket", value);                     // defaults filled in, optional nulls dropped, 1.0 → 1
//! ```
//!
//! Scalars, objects, enumerations and unions share one name space; shapes name one another, so they may recurse. The verdict is that of
//! a JSON Schema 2020-12 validator on the emitted schema: an integer is any number without a fraction, lengths count code points, an
//! optional field accepts `null`, a defaulted one does not. No message ever holds the offending value.

mod check;
mod normalize;
mod number;
mod violation;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_lite::{Regex, RegexBuilder};
use serde_json::Value;

pub use violation::{Problem, Violation};

/// A name or a pattern: written into the program, or read at run time.
pub type Text = Cow<'static, str>;

/// Named shapes that may refer to one another.
#[derive(Debug, Clone, Default)]
pub struct Shapes(BTreeMap<Text, Row>);

/// The function that makes a definition.
pub type Make = fn() -> Def;

/// A shape of a table, which may be made on first use.
#[derive(Debug, Clone)]
struct Row {
    make: Option<Make>,
    def: OnceLock<Def>,
}

/// A named shape.
#[derive(Debug, Clone)]
pub enum Def {
    /// A constrained string or number.
    Scalar(Shape),
    /// A closed object.
    Object(Vec<Field>),
    /// One of some strings.
    Enum(Vec<Text>),
    /// A closed object whose other fields depend on the string in one of them.
    Union {
        /// The field that tells the cases apart.
        tag: Text,
        /// The tag's values, each with the case's fields (without the tag).
        cases: Vec<(Text, Vec<Field>)>,
    },
}

/// One field of a closed object.
#[derive(Debug, Clone)]
pub struct Field {
    name: Text,
    shape: Shape,
    presence: Presence,
    secret: bool,
}

/// The meaning of a field's absence.
#[derive(Debug, Clone)]
enum Presence {
    Required,
    Defaulted(Value),
    Optional,
}

/// The set of accepted values. Bounds are inclusive.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, from the first to the second.
    Integer(i64, i64),
    /// A number, from the first to the second.
    Number(Option<f64>, Option<f64>),
    /// Text.
    String(StringShape),
    /// This string.
    Const(Text),
    /// A list of so many items.
    Array(Box<Shape>, Count),
    /// An object with free keys.
    Map {
        /// The shape of each value.
        values: Box<Shape>,
        /// The scalar of each key, from the table. Absent: any text.
        keys: Option<Text>,
        /// The number of keys.
        count: Count,
    },
    /// The definition that the table holds under this name.
    Named(Text),
}

/// How many: at least, at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
}

/// The constraints of a string.
#[derive(Debug, Clone, Default)]
pub struct StringShape {
    length: Count,
    pattern: Option<Pattern>,
}

/// A pattern, compiled on first use.
#[derive(Debug, Clone)]
struct Pattern {
    source: Text,
    compiled: OnceLock<Option<Regex>>,
}

impl Shapes {
    /// A table of named shapes.
    pub fn new<N: Into<Text>>(defs: impl IntoIterator<Item = (N, Def)>) -> Self {
        let row = |def| Row { make: None, def: OnceLock::from(def) };
        Self(defs.into_iter().map(|(name, def)| (name.into(), row(def))).collect())
    }

    /// A table of shapes that are made on first use.
    pub fn later(rows: impl IntoIterator<Item = (&'static str, Make)>) -> Self {
        let row = |make| Row { make: Some(make), def: OnceLock::new() };
        Self(rows.into_iter().map(|(name, make)| (Text::from(name), row(make))).collect())
    }

    /// The definition under a name.
    pub fn get(&self, name: &str) -> Option<&Def> {
        let row = self.0.get(name)?;
        row.make.map_or_else(|| row.def.get(), |make| Some(row.def.get_or_init(make)))
    }

    /// Every violation of the named shape by the value. An empty list means that the value has the shape.
    pub fn check(&self, name: &str, value: &Value) -> Vec<Violation> {
        self.check_shape(&Shape::named(name.to_owned()), value)
    }

    /// Every violation of the shape by the value. An empty list means that the value has the shape.
    pub fn check_shape(&self, shape: &Shape, value: &Value) -> Vec<Violation> {
        check::violations(self, shape, value)
    }
}

impl Def {
    /// A closed object.
    pub fn object(fields: impl Into<Vec<Field>>) -> Self {
        Self::Object(fields.into())
    }

    /// One of some strings.
    pub fn strings<T: Into<Text>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::Enum(values.into_iter().map(Into::into).collect())
    }

    /// A union: the tag, and each value of the tag with the fields of that case.
    pub fn union<T: Into<Text>>(tag: impl Into<Text>, cases: impl IntoIterator<Item = (T, Vec<Field>)>) -> Self {
        Self::Union {
            tag: tag.into(),
            cases: cases.into_iter().map(|(value, fields)| (value.into(), fields)).collect(),
        }
    }
}

impl Field {
    /// A field that must be present.
    pub fn required(name: impl Into<Text>, shape: Shape) -> Self {
        Self { name: name.into(), shape, presence: Presence::Required, secret: false }
    }

    /// A field whose absence means a value; `null` is refused.
    pub fn defaulted(name: impl Into<Text>, shape: Shape, default: Value) -> Self {
        Self { name: name.into(), shape, presence: Presence::Defaulted(default), secret: false }
    }

    /// A field that may be absent or `null`, which is the same.
    pub fn optional(name: impl Into<Text>, shape: Shape) -> Self {
        Self { name: name.into(), shape, presence: Presence::Optional, secret: false }
    }

    /// The field refers to a secret: anything but an object in it is a [`Problem::SecretLiteral`].
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The shape of the value.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether the field must be present.
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// The value that the absence means, if any.
    pub fn default(&self) -> Option<&Value> {
        match &self.presence {
            Presence::Defaulted(value) => Some(value),
            Presence::Required | Presence::Optional => None,
        }
    }

    /// Whether the field refers to a secret.
    pub fn is_secret(&self) -> bool {
        self.secret
    }
}

impl StringShape {
    /// How many code points.
    pub fn length(&self) -> Count {
        self.length
    }

    /// The pattern.
    pub fn pattern(&self) -> Option<&str> {
        self.pattern.as_ref().map(|pattern| pattern.source.as_ref())
    }
}

impl Shape {
    /// Any text.
    pub fn text() -> Self {
        Self::String(StringShape::default())
    }

    /// Text of some length that matches a pattern.
    pub fn string(min: Option<u64>, max: Option<u64>, pattern: Option<impl Into<Text>>) -> Self {
        let pattern = pattern.map(|source| Pattern { source: source.into(), compiled: OnceLock::new() });
        Self::String(StringShape { length: Count { min, max }, pattern })
    }

    /// This string.
    pub fn constant(text: impl Into<Text>) -> Self {
        Self::Const(text.into())
    }

    /// A list.
    pub fn array(items: Self, min: Option<u64>, max: Option<u64>) -> Self {
        Self::Array(Box::new(items), Count { min, max })
    }

    /// An object with free keys.
    pub fn map(values: Self, min: Option<u64>, max: Option<u64>) -> Self {
        Self::Map { values: Box::new(values), keys: None, count: Count { min, max } }
    }

    /// The same map with keys that are such scalars. Any other shape stays the same.
    #[must_use]
    pub fn keyed(self, scalar: impl Into<Text>) -> Self {
        match self {
            Self::Map { values, count, .. } => Self::Map { values, keys: Some(scalar.into()), count },
            other => other,
        }
    }

    /// The definition that the table holds under this name.
    pub fn named(name: impl Into<Text>) -> Self {
        Self::Named(name.into())
    }
}

/// The most bytes of a compiled pattern. The time and memory of a match grow with the size.
const LARGEST_PATTERN: usize = 64 * 1024;

/// A pattern that can be matched; `None` for text that is no pattern, or for a pattern that is too large.
pub fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build().ok()
}

impl Pattern {
    /// A pattern that cannot be compiled accepts nothing; the contracts' lint refuses such patterns.
    fn accepts(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(&self.source));
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
