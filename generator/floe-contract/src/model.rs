//! The resolved contracts as plain data. Not the YAML they came from, and no decision of any emitter.
//!
//! Everything is in a fixed order: maps are sorted, fields and cases keep the order in which the contract declares them.

use std::collections::BTreeMap;
use std::fmt;

use floe_base::{Node, Place};
use semver::Version;
use serde_json::Value;

use crate::tree::Tree;

/// All contracts of a repository, resolved: every reference in it has a target.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The head of every contract.
    pub heads: BTreeMap<ContractId, Head>,
    /// Named constrained strings and numbers, by name.
    pub scalars: BTreeMap<String, Scalar>,
    /// Every object, enumeration and union that any contract defines, by name; names are unique over all contracts.
    pub types: BTreeMap<String, TypeDef>,
    /// Documents, in order of their id.
    pub documents: Vec<ShapeContract>,
    /// Bindings, in order of their id.
    pub bindings: Vec<ShapeContract>,
    /// Plugin categories, in order of their id.
    pub interfaces: Vec<Interface>,
    /// Plugins, in order of (category, name).
    pub plugins: Vec<Plugin>,
    /// Helm charts, in order of their name.
    pub charts: Vec<Chart>,
    /// Deployable services, in order of their name.
    pub components: Vec<Component>,
    /// Diagnostics, in order of their code.
    pub diagnostics: Vec<DiagnosticDef>,
    /// The contract files as they were read, by path, so that a finding can name its line.
    pub sources: BTreeMap<String, Node>,
}

/// What a contract is about; the folder under `contracts/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `contracts/meta`: how contracts read. The program carries these; no [`Model`] holds one.
    Meta,
    /// `contracts/scalars`
    Scalars,
    /// `contracts/documents`
    Document,
    /// `contracts/bindings`
    Binding,
    /// `contracts/interfaces`
    Interface,
    /// `contracts/plugins`
    Plugin,
    /// `contracts/charts`
    Chart,
    /// `contracts/components`
    Component,
    /// `contracts/diagnostics`
    Diagnostics,
}

/// A contract's identity: `bindings/storage/v1`, `plugins/storage/minio/v1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContractId {
    /// Its kind.
    pub kind: Kind,
    /// Its name; a plugin's is `category/name`.
    pub name: String,
    /// Its major version.
    pub major: u64,
}

/// What every contract begins with.
#[derive(Debug, Clone)]
pub struct Head {
    /// Which contract this is.
    pub id: ContractId,
    /// Its version; a plugin's own version.
    pub version: Version,
    /// One or more sentences for people.
    pub description: String,
    /// Where it stands, relative to the repository: `contracts/bindings/storage/v1.yaml`.
    pub file: String,
}

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
        /// At least so many.
        min_properties: Option<u64>,
        /// At most so many.
        max_properties: Option<u64>,
    },
    /// A named type, by name.
    Ref(String),
}

/// A contract that is a shape: a document or a binding.
#[derive(Debug, Clone)]
pub struct ShapeContract {
    /// Its head.
    pub head: Head,
    /// The name of its root type.
    pub root: String,
    /// The names of the types it defines, root included, in the order in which they stand.
    pub types: Vec<String>,
    /// Whole instances that must be accepted.
    pub examples: Vec<Value>,
}

/// A plugin category: what each of its plugins can be asked.
#[derive(Debug, Clone)]
pub struct Interface {
    /// Its head; the name is the category (`storage`, `lineage-backend`); `plugin` is the base that all categories share.
    pub head: Head,
    /// The entry-point group, `floe.storage`; `None` for the base.
    pub group: Option<String>,
    /// The key under `plugins` in a manifest; `None` for the base.
    pub manifest_key: Option<String>,
    /// How many a manifest selects.
    pub selection: Selection,
    /// Types defined here for its methods.
    pub types: Vec<String>,
    /// Its methods, in order.
    pub methods: Vec<Method>,
    /// What a plugin of this category needs of plugins of others.
    pub composition: Vec<CompositionRule>,
}

/// How many plugins of a category a manifest selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Exactly one, written.
    Required,
    /// None or one.
    Optional,
    /// One; this one where none is written.
    Default(String),
}

/// When a method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// While compiling: pure.
    Compile,
    /// While the platform runs: asynchronous.
    Run,
}

/// One method of an interface.
#[derive(Debug, Clone)]
pub struct Method {
    /// `get_deployment_binding`
    pub name: String,
    /// For people.
    pub description: String,
    /// When it is called.
    pub phase: Phase,
    /// Its parameters, in order.
    pub takes: Vec<Parameter>,
    /// What it returns; `None` is nothing.
    pub returns: Option<Type>,
    /// Whether the return value may be absent.
    pub optional: bool,
    /// The value that the method returns unless a plugin says otherwise; `None`: each plugin must implement it.
    pub default: Option<Value>,
    /// The codes with which it can fail; empty: it cannot.
    pub errors: Vec<String>,
    /// The facet it belongs to (its own small trait that only some plugins implement); `None`: the main trait of its phase.
    pub facet: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// One parameter of a method.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// `namespace`
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be absent.
    pub optional: bool,
    /// For people.
    pub description: String,
}

/// What a plugin's requirements must find in another category's capabilities: the lists of that name must share a value.
#[derive(Debug, Clone)]
pub struct CompositionRule {
    /// The list, a field of both `CapabilitySet` and `RequirementSet`: `protocols`.
    pub needs: String,
    /// The category that provides it.
    pub from: String,
    /// The code when the lists share nothing.
    pub unsupported: String,
    /// The code when no plugin of that category is selected; `None`: then there is nothing to check.
    pub missing: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// One plugin.
#[derive(Debug, Clone)]
pub struct Plugin {
    /// Its head; `id.name` is `category/name`.
    pub head: Head,
    /// Its category, an interface's name.
    pub category: String,
    /// Its name within the category.
    pub name: String,
    /// The plugin API it is written for, `1.0`.
    pub api: String,
    /// Names of plugins (`category/name`) that must be there too.
    pub dependencies: Vec<String>,
    /// The ways it can run; the first is the default.
    pub hosting: Vec<Hosting>,
    /// The name of its config's type, `MinioConfig`.
    pub config: String,
    /// The types it defines, config included.
    pub types: Vec<String>,
    /// A `CapabilitySet`, where `{"$": "config.<path>"}` stands for a value of the config.
    pub capabilities: Value,
    /// A `RequirementSet`, likewise.
    pub requirements: Value,
    /// Whole configs that must be accepted.
    pub examples: Vec<Value>,
}

/// One way in which a plugin can run.
#[derive(Debug, Clone)]
pub struct Hosting {
    /// How.
    pub mode: HostingMode,
    /// The components that the platform deploys for it.
    pub components: Vec<String>,
}

/// Who runs a plugin's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostingMode {
    /// The platform's own chart.
    SelfHosted,
    /// Somebody else.
    External,
    /// Nobody: it is a library in the job's image.
    Library,
}

/// One diagnostic.
#[derive(Debug, Clone)]
pub struct DiagnosticDef {
    /// `COMPOSITION_PROTOCOL_UNSUPPORTED`
    pub code: String,
    /// The phase's file it stands in: `composition`.
    pub phase: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// One line that names it.
    pub title: String,
    /// Its arguments, in order.
    pub takes: Vec<DiagnosticArgument>,
    /// Its messages by variant name (`default` where there is one only), with `{argument}` holes.
    pub messages: BTreeMap<String, String>,
    /// What to do, with holes.
    pub help: String,
    /// Why it exists and how it comes about; Markdown.
    pub explain: String,
    /// Other names under which it is known.
    pub aliases: Vec<String>,
    /// Where it is defined.
    pub place: Place,
}

/// An argument of a diagnostic.
#[derive(Debug, Clone)]
pub struct DiagnosticArgument {
    /// `required`
    pub name: String,
    /// How it is written into the text.
    pub ty: ArgumentType,
}

/// How an argument is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentType {
    /// As it is.
    Text,
    /// `['a', 'b']`
    List,
    /// A whole number.
    Count,
}

/// One Helm chart. Its inner trees are typed in [`crate::component`].
pub type Chart = crate::component::Chart;

/// One service that a chart can deploy. Its inner trees are typed in [`crate::component`].
pub type Component = crate::component::Component;

/// A value tree as a component writes it.
pub type ValueTree = Tree;

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Meta,
        Self::Scalars,
        Self::Document,
        Self::Binding,
        Self::Interface,
        Self::Plugin,
        Self::Component,
        Self::Chart,
        Self::Diagnostics,
    ];

    /// The folder under `contracts/`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Scalars => "scalars",
            Self::Document => "documents",
            Self::Binding => "bindings",
            Self::Interface => "interfaces",
            Self::Plugin => "plugins",
            Self::Chart => "charts",
            Self::Component => "components",
            Self::Diagnostics => "diagnostics",
        }
    }
}

impl Kind {
    /// The word that stands for it as `kind` in a contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Scalars => "scalars",
            Self::Document => "document",
            Self::Binding => "binding",
            Self::Interface => "interface",
            Self::Plugin => "plugin",
            Self::Component => "component",
            Self::Chart => "chart",
            Self::Diagnostics => "diagnostics",
        }
    }
}

impl fmt::Display for ContractId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/v{}", self.kind.folder(), self.name, self.major)
    }
}

impl Field {
    /// Whether absence and `null` are values of their own.
    pub fn is_optional(&self) -> bool {
        !self.required && self.default.is_none()
    }
}
