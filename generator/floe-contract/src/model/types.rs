//! Named types and their uses: scalars, objects, enumerations, unions. Not the contracts that define them.

use floe_base::Place;
use floe_base::de::present;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Carrier, ContractId, Rule, ScalarForm};

/// A named constrained string or number.
#[derive(Debug, Clone, Deserialize)]
pub struct Scalar {
    /// `k8s-label`
    #[serde(rename = "$key")]
    pub name: String,
    /// For people.
    pub description: String,
    /// The way to write a value, for findings.
    pub remedy: Option<String>,
    /// `Type::String`, `Type::Integer` or `Type::Number`, with its constraints.
    #[serde(rename = "$self.type")]
    pub base: Type,
    /// Whether values of charts may hold the value as a number.
    pub numbers: bool,
    /// The form that readers of documents check beyond the pattern.
    pub form: Option<ScalarForm>,
    /// Values that validators must accept; at least one.
    pub examples: Vec<Value>,
    /// Values that validators must refuse; at least one.
    pub counterexamples: Vec<Value>,
    /// The contract that defines the scalar.
    #[serde(rename = "$self.contract")]
    pub contract: ContractId,
    /// The place of the definition.
    #[serde(rename = "$place")]
    pub place: Place,
}

/// A named object, enumeration or union.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// `StorageBinding`
    pub name: String,
    /// For people.
    pub description: String,
    /// The contract that defines the type.
    pub contract: ContractId,
    /// The place of the definition.
    pub place: Place,
    /// The form.
    pub form: Form,
    /// `x-floe-carries`: whose bindings the object carries.
    pub carries: Option<Carrier>,
    /// The rules for objects of this type in documents, beyond the shape; only objects have rules.
    pub rules: Vec<Rule>,
}

/// The three forms of a named type.
#[derive(Debug, Clone)]
pub enum Form {
    /// A closed object.
    Object(Vec<Field>),
    /// A closed set of strings, each with a description (which may be empty).
    Enum(Vec<EnumValue>),
    /// Objects told apart by a constant tag.
    Union(Union),
}

/// One value of an enumeration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnumValue {
    /// `s3-compatible`
    pub value: String,
    /// For people; may be empty.
    pub description: String,
    /// The place of the definition.
    pub place: Place,
}

/// A union of objects told apart by the value of one field.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field that tells the cases apart.
    pub tag: String,
    /// The description of this field.
    pub tag_description: String,
    /// The cases, each a closed object. Fields common to all cases are repeated in each, first.
    pub cases: Vec<Case>,
    /// How many fields are common to all cases.
    pub common: usize,
}

/// One case of a union.
#[derive(Debug, Clone)]
pub struct Case {
    /// The tag's value: `kubernetes-secret`.
    pub value: String,
    /// The name of the case's own type: union name + case in Pascal case, `CredentialRefKubernetesSecret`.
    pub type_name: String,
    /// For people.
    pub description: String,
    /// The fields without the tag.
    pub fields: Vec<Field>,
    /// The place of the definition.
    pub place: Place,
}

/// One field of an object.
#[derive(Debug, Clone, Deserialize)]
pub struct Field {
    /// The name as in the document: `dependsOn`, `path_style_access`.
    #[serde(rename = "$key")]
    pub name: String,
    /// The type.
    #[serde(rename = "$self")]
    pub ty: Type,
    /// Whether the field is required. A field that is neither required nor has a default is optional: absent and `null` mean the same.
    #[serde(skip)]
    pub required: bool,
    /// The value that stands for absence. Never with `required`; `null` is then refused.
    #[serde(deserialize_with = "present")]
    pub default: Option<Value>,
    /// For people.
    pub description: String,
    /// Example values.
    pub examples: Vec<Value>,
    /// `x-floe-secret`: whether the field refers to a secret; a literal in the field, or in the key that the field replaces, is then a leak.
    #[serde(rename = "x-floe-secret")]
    pub secret: Option<bool>,
    /// `x-floe-platform-only`: whether the document of a product leaves the field out. The field is optional.
    #[serde(rename = "x-floe-platform-only")]
    pub platform_only: bool,
    /// `x-floe-endpoint`: the address of a component's port.
    #[serde(rename = "x-floe-endpoint")]
    pub endpoint: Option<EndpointRef>,
    /// The place of the definition.
    #[serde(rename = "$place")]
    pub place: Place,
}

impl Field {
    /// Whether the field refers to a secret.
    pub fn is_secret(&self) -> bool {
        self.secret == Some(true)
    }

    /// Whether absence and `null` are values of their own.
    pub fn is_optional(&self) -> bool {
        !self.required && self.default.is_none()
    }
}

/// The address of a component's port: `polaris/http/api/catalog`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct EndpointRef {
    /// The component.
    pub component: String,
    /// The name of the port.
    pub port: String,
    /// The path behind the port, with a leading slash, or empty.
    pub path: String,
}

/// The values that a field, an item or a map value can hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, within inclusive bounds (at most ±2^53).
    Integer {
        /// At least.
        min: i64,
        /// At most.
        max: i64,
    },
    /// A finite number, within inclusive bounds.
    Number {
        /// At least.
        #[serde(with = "bits")]
        min: Option<f64>,
        /// At most.
        #[serde(with = "bits")]
        max: Option<f64>,
    },
    /// Text; lengths count Unicode code points.
    String {
        /// At least so long.
        min_length: Option<u64>,
        /// At most so long.
        max_length: Option<u64>,
        /// The pattern, from `^` to `$`.
        pattern: Option<String>,
    },
    /// One fixed string.
    Const(String),
    /// A named scalar, by name.
    Scalar(String),
    /// A list.
    Array {
        /// The type of the items.
        items: Box<Type>,
        /// At least so many.
        min_items: Option<u64>,
        /// At most so many.
        max_items: Option<u64>,
    },
    /// An object with free keys.
    Map {
        /// The type of the values.
        values: Box<Type>,
        /// The scalar that each key is; none: any text.
        keys: Option<String>,
        /// At least so many.
        min_properties: Option<u64>,
        /// At most so many.
        max_properties: Option<u64>,
    },
    /// A named type, by name.
    Ref(String),
}

/// A value that a rule names, as a field of that type has the value: of a boolean, `true` and not the text.
pub fn typed(ty: &Type, value: &str) -> Value {
    match (ty, value.parse::<bool>()) {
        (Type::Boolean, Ok(flag)) => Value::from(flag),
        _ => Value::from(value),
    }
}

impl TryFrom<String> for EndpointRef {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (component, rest) = text.split_once('/').ok_or("an address names a component and one of its ports")?;
        let (port, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        Ok(Self { component: component.to_owned(), port: port.to_owned(), path: path.to_owned() })
    }
}

/// A bound as its bits: JSON has no infinity, and lint refuses one.
mod bits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde asks for this signature")]
    pub(super) fn serialize<S: Serializer>(bound: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        bound.map(f64::to_bits).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(f64::from_bits))
    }
}
