//! Subject of the parity tests: a model, the files emitted from the model, and Rust's verdicts. Pydantic's and JSON
//! Schema's verdicts are elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use floe_base::{FileSet, names};
use floe_contract::Model;
use floe_contract::model::{Case, ContractId, Field, Form, Type, TypeDef, Union};
use serde_json::Value;

use crate::checks::{CHECKS, Read};
use crate::judges::root;

/// A model and the folder of the emitted files.
pub(crate) struct Subject {
    pub(crate) model: Model,
    /// The model with each case of a union as a type of its own, as in Python and JSON Schema.
    pub(crate) with_cases: Model,
    /// The folder that holds `generated/`.
    pub(crate) folder: PathBuf,
    /// Rust's verdict on an instance of a named type or scalar.
    pub(crate) rust: Box<RustJudge>,
}

/// Judges an instance of the named type or scalar.
pub(crate) type RustJudge = dyn Fn(&str, &Value) -> RustVerdict + Sync;

/// Rust's output for an accepted instance, or all reasons for a refusal.
pub(crate) type RustVerdict = Result<Value, BTreeSet<Refusal>>;

/// One reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    /// The place in the instance.
    pub(crate) place: String,
    /// The refusing keyword of JSON Schema. The counts of maps use the keywords of lists.
    pub(crate) keyword: &'static str,
    /// Whether a literal secret stands in place of a reference.
    pub(crate) secret: bool,
}

/// The types and scalars of one contract.
pub(crate) struct Contract<'m> {
    /// The contract's name, as `bindings/storage/v1`.
    pub(crate) name: String,
    pub(crate) types: Vec<Named<'m>>,
}

/// A named type or a scalar.
pub(crate) struct Named<'m> {
    /// The name in the contract.
    pub(crate) name: &'m str,
    /// The name in the Python package. A scalar's name begins with `scalars.`.
    pub(crate) python: String,
    pub(crate) ty: Type,
    /// Whole instances from the contract.
    pub(crate) examples: &'m [Value],
}

/// Converts violations to refusals. A macro, because the two checkers share one source but have distinct violation
/// types.
macro_rules! refusals {
    ($violations:expr, $problem:path) => {{
        use $problem as Problem;
        let keyword = |problem: &Problem| match problem {
            Problem::Type { .. } | Problem::SecretLiteral => "type",
            Problem::UnknownKey { .. } => "additionalProperties",
            Problem::Missing { .. } => "required",
            Problem::Key { .. } => "propertyNames",
            Problem::Pattern { .. } => "pattern",
            Problem::TooShort(_) => "minLength",
            Problem::TooLong(_) => "maxLength",
            Problem::TooSmall(_) => "minimum",
            Problem::TooLarge(_) => "maximum",
            Problem::TooFew(_) => "minItems",
            Problem::TooMany(_) => "maxItems",
            Problem::NotOneOf(_) => "enum",
            Problem::NotConst(_) => "const",
            Problem::NoSuchShape(_) => "$ref",
        };
        let refusal =
            |it: &Problem, place| Refusal { place, keyword: keyword(it), secret: *it == Problem::SecretLiteral };
        $violations.into_iter().map(|it| refusal(&it.problem, it.pointer)).collect()
    }};
}

impl Subject {
    /// The repository's own contracts, with the committed files and the compiled types.
    pub(crate) fn repository() -> Self {
        let model = load(&root(), &["contracts", "plugins"]);
        let with_cases = with_cases(&model);
        let rust = rust_of_contracts(&with_cases);
        let rust = move |name: &str, instance: &Value| match CHECKS.binary_search_by_key(&name, |(name, _)| name) {
            Ok(at) => compiled_type(name, CHECKS[at].1, instance),
            Err(_) if floe_types::SHAPES.get(name).is_some() => compiled_scalar(name, instance),
            Err(_) => rust(name, instance), // The compiled table has no shapes for the cases of unions.
        };
        Self { model, with_cases, folder: root(), rust: Box::new(rust) }
    }

    /// Contracts that use every form of the language, with files emitted into `folder`.
    pub(crate) fn every_form(folder: &Path) -> Self {
        Self::emitted(&root().join("golden/contracts/every-form/input"), folder)
    }

    /// Contracts whose names are keywords of Rust and Python, with files emitted into `folder`.
    pub(crate) fn awkward_names(folder: &Path) -> Self {
        Self::emitted(&root().join("generator/floe-codegen/tests/nasty"), folder)
    }

    fn emitted(from: &Path, folder: &Path) -> Self {
        let model = load(from, &["contracts"]);
        for (path, bytes) in floe_codegen::emit(&model, &[], &[]).files.iter() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
            fs::write(path, bytes).expect("the file can be written");
        }
        let with_cases = with_cases(&model);
        let rust = rust_of_contracts(&with_cases);
        Self { model, with_cases, folder: folder.to_owned(), rust: Box::new(rust) }
    }

    pub(crate) fn package(&self) -> PathBuf {
        self.folder.join("generated/python")
    }
}

/// The verdicts of the checker that reads its shapes from the contracts.
fn rust_of_contracts(model: &Model) -> impl Fn(&str, &Value) -> RustVerdict + Sync + use<> {
    let shapes = floe_contract::shapes(model);
    move |name, instance| {
        let violations = shapes.check(name, instance);
        if violations.is_empty() {
            return Ok(shapes.normalize(name, instance.clone()));
        }
        Err(refusals!(violations, floe_contract::shape::Problem))
    }
}

/// A compiled type's verdict. The type must read its own output unchanged.
fn compiled_type(name: &str, read: Read, instance: &Value) -> RustVerdict {
    let written = read(instance).map_err(refusals)?;
    assert_eq!(read(&written).as_ref(), Ok(&written), "{name}: what was read and written reads otherwise");
    Ok(written)
}

fn compiled_scalar(name: &str, instance: &Value) -> RustVerdict {
    let violations = floe_types::SHAPES.check(name, instance);
    if violations.is_empty() {
        return Ok(floe_types::SHAPES.normalize(name, instance.clone()));
    }
    Err(refusals(violations))
}

fn with_cases(model: &Model) -> Model {
    let mut with_cases = model.clone();
    for def in model.types.values() {
        if let Form::Union(union) = &def.form {
            let cases = union.cases.iter().map(|case| (case.type_name.clone(), alone(def, union, case)));
            with_cases.types.extend(cases);
        }
    }
    with_cases
}

/// A case of a union as an object whose tag is a constant.
fn alone(def: &TypeDef, union: &Union, case: &Case) -> TypeDef {
    let tag = Field {
        name: union.tag.clone(),
        ty: Type::Const(case.value.clone()),
        required: true,
        default: None,
        description: union.tag_description.clone(),
        examples: Vec::new(),
        secret: None,
        platform_only: false,
        endpoint: None,
        place: def.place.clone(),
    };
    let fields = std::iter::once(tag).chain(case.fields.iter().cloned());
    let (name, description) = (case.type_name.clone(), case.description.clone());
    TypeDef { name, description, form: Form::Object(fields.collect()), ..def.clone() }
}

/// The violations of the compiled checker as refusals.
pub(crate) fn refusals(violations: Vec<floe_types::shape::Violation>) -> BTreeSet<Refusal> {
    refusals!(violations, floe_types::shape::Problem)
}

fn load(root: &Path, folders: &[&str]) -> Model {
    let mut files = FileSet::new();
    for folder in folders {
        let found = floe_disk::read(root, folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let is_contract = |path: &str| Path::new(path).extension().is_some_and(|end| end == "yaml");
        for (path, bytes) in found.into_iter().filter(|(path, _)| is_contract(path)) {
            files.insert(path, bytes).expect("paths are clean");
        }
    }
    floe_contract::load(&files).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Every contract that defines a type or scalar.
pub(crate) fn contracts(model: &Model) -> Vec<Contract<'_>> {
    let mut types: BTreeMap<&ContractId, Vec<Named<'_>>> = BTreeMap::new();
    for scalar in model.scalars.values() {
        let (name, examples) = (scalar.name.as_str(), scalar.examples.as_slice());
        let named = Named {
            name,
            python: format!("scalars.{}", names::pascal_case(name)),
            ty: Type::Scalar(name.to_owned()),
            examples,
        };
        types.entry(&scalar.contract).or_default().push(named);
    }
    for def in model.types.values() {
        let name = def.name.as_str();
        let named =
            Named { name, python: name.to_owned(), ty: Type::Ref(name.to_owned()), examples: examples(model, name) };
        types.entry(&def.contract).or_default().push(named);
    }
    types.into_iter().map(|(id, types)| Contract { name: id.to_string(), types }).collect()
}

/// The contract's examples of a root type or a plugin's config; empty for other types.
fn examples<'m>(model: &'m Model, name: &str) -> &'m [Value] {
    let shapes = model.documents.iter().chain(&model.bindings).map(|it| (it.root.as_str(), it.examples.as_slice()));
    let configs = model.plugins.iter().map(|it| (it.config.as_str(), it.examples.as_slice()));
    let found = shapes.chain(configs).find(|(root, _)| *root == name);
    found.map(|(_, examples)| examples).unwrap_or_default()
}
