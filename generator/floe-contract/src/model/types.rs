//! Named types and their uses: scalars, objects, enumerations, unions. Not the contracts that define them.

use floe_base::Place;
use serde_json::Value;

use super::{ContractId, Rule};

/// A named constrained string or number.
#[derive(Debug, Clone)]
pub struct Scalar {
    /// `k8s-label`
    pub name: String,
    /// For people.
    pub description: String,
    /// `Type::String`, `Type::Integer` or `Type::Number`, with its constraints.
    pub base: Type,
    /// Values that must be accepted; at least one.
    pub examples: Vec<Value>,
    /// Values that must be refused; at least one.
    pub counterexamples: Vec<Value>,
    /// The contract that defines it.
    pub contract: ContractId,
    /// Where it is defined.
    pub place: Place,
}

/// A named object, enumeration or union.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// `StorageBinding`
    pub name: String,
    /// For people.
    pub description: String,
    /// The contract that defines it.
    pub contract: ContractId,
    /// Where it is defined.
    pub place: Place,
    /// Its form.
    pub form: Form,
    /// `x-floe-carries`: whose bindings the object carries.
    pub carries: Option<Carrier>,
    /// What documents' objects of this type are held to beside their shape; only objects have any.
    pub rules: Vec<Rule>,
}

/// Whose bindings an object carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The bindings of the platform.
    Platform,
    /// The bindings that one product uses.
    Product,
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
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// `s3-compatible`
    pub value: String,
    /// For people; may be empty.
    pub description: String,
    /// Where it is defined.
    pub place: Place,
}

/// A union of objects told apart by the value of one field.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field that tells the cases apart.
    pub tag: String,
    /// Its description.
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
    /// Where it is defined.
    pub place: Place,
}

/// One field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// As it stands in the document: `dependsOn`, `path_style_access`.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there. A field that is neither required nor has a default is optional: absent and `null` mean the same.
    pub required: bool,
    /// The value that stands for absence. Never with `required`; `null` is then refused.
    pub default: Option<Value>,
    /// For people.
    pub description: String,
    /// Example values.
    pub examples: Vec<Value>,
    /// `x-floe-secret`: the field refers to a secret; a literal in it, or in the key it replaces, is a leak.
    pub secret: bool,
    /// `x-floe-endpoint`: the address of a component's port.
    pub endpoint: Option<EndpointRef>,
    /// Where the field is defined.
    pub place: Place,
}

impl Field {
    /// Whether absence and `null` are values of their own.
    pub fn is_optional(&self) -> bool {
        !self.required && self.default.is_none()
    }
}

/// The address of a component's port: `polaris/http/api/catalog`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRef {
    /// The component.
    pub component: String,
    /// The name of its port.
    pub port: String,
    /// The path behind it, with its leading slash, or empty.
    pub path: String,
}

/// What a field, an item or a map value can hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Any JSON value.
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
        min: Option<f64>,
        /// At most.
        max: Option<f64>,
    },
    /// Text; lengths count Unicode code points.
    String {
        /// At least so long.
        min_length: Option<u64>,
        /// At most so long.
        max_length: Option<u64>,
        /// What it matches, from `^` to `$`.
        pattern: Option<String>,
    },
    /// One fixed string.
    Const(String),
    /// A named scalar, by name.
    Scalar(String),
    /// A list.
    Array {
        /// What it holds.
        items: Box<Type>,
        /// At least so many.
        min_items: Option<u64>,
        /// At most so many.
        max_items: Option<u64>,
    },
    /// An object with free keys.
    Map {
        /// What it holds.
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
