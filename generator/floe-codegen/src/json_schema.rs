//! JSON Schemas of documents, bindings and plugin configs, into `generated/schemas`. Paths are from the repository's root.
//!
//! A schema has the bytes that Pydantic prints for the model in the Python package, so every decision here is also a decision there.

pub(crate) mod description;
mod json;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use floe_base::FileSet;
use floe_base::names::pascal_case;
use floe_contract::model::{ContractId, Form, Model, TypeDef};

use json::{Json, Object};
use types::{Use, of, reference, type_schemas, uses};

use crate::inside::cases;
pub(crate) use types::referred;

pub(crate) fn emit(model: &Model) -> FileSet {
    let _span = tracing::info_span!("emit schemas").entered();
    let mut definer = Definer::new(model);
    let mut text = |root| definer.root_schema(root).sorted().to_python_text();
    crate::files(roots(model).map(|(id, root)| (format!("generated/schemas/{}", schema_path(id)), text(root))))
}

/// The contracts with a schema: documents, bindings and plugins, each with the root type, in order of kind and name.
pub(crate) fn roots(model: &Model) -> impl Iterator<Item = (&ContractId, &TypeDef)> {
    let shapes = model.documents.iter().chain(&model.bindings).map(|contract| (&contract.head.id, &contract.root));
    let plugins = model.plugins.iter();
    let configs = plugins.map(|plugin| (&plugin.head.id, &plugin.config));
    let all = shapes.chain(configs);
    all.filter_map(|(id, root)| Some((id, model.types.get(root)?)))
}

/// A contract's schema inside the folder of schemas: `plugins/storage/minio.v1.json`.
pub(crate) fn schema_path(id: &ContractId) -> String {
    format!("{}/{}.v{}.json", id.kind.folder(), id.name, id.major)
}

/// The schema of a named type, of a union's case or of a scalar, as Pydantic prints the schema of that class or alias; none: the name is
/// unknown.
pub fn schema_of(model: &Model, name: &str) -> Option<String> {
    let schema = match model.scalars.get(name) {
        Some(scalar) => Json::Object(of(&scalar.base)),
        None => Definer::new(model).type_schema(defining(model, name)?, name),
    };
    Some(schema.sorted().to_python_text())
}

/// The type of that name, or the union that has a case of that name.
fn defining<'a>(model: &'a Model, name: &str) -> Option<&'a TypeDef> {
    let has_case = |def: &&TypeDef| cases(def).iter().any(|case| case.type_name == name);
    model.types.get(name).or_else(|| model.types.values().find(has_case))
}

fn with_definitions(schema: Object, definitions: BTreeMap<String, Json>) -> Json {
    let definitions = Some(definitions).filter(|definitions| !definitions.is_empty());
    schema.with_some("$defs", definitions.map(Object::from_iter)).into()
}

/// Makes schemas with all types within reach; the definition of each type is made once, for all schemas.
struct Definer<'m> {
    model: &'m Model,
    scalars: BTreeMap<&'m str, Json>,
    /// The definitions of a type: the type, and the cases of a union.
    types: BTreeMap<&'m str, Vec<(String, Json)>>,
}

impl<'m> Definer<'m> {
    fn new(model: &'m Model) -> Self {
        Self { model, scalars: BTreeMap::new(), types: BTreeMap::new() }
    }

    /// The schema of a root; a model wraps a root that is no object, and refers to the root.
    fn root_schema(&mut self, root: &'m TypeDef) -> Json {
        if matches!(root.form, Form::Object(_)) {
            return self.type_schema(root, &root.name);
        }
        let wrapper = reference(&root.name).with("title", root.name.as_str());
        with_definitions(wrapper, self.definitions(vec![Use::Named(&root.name)]))
    }

    /// The schema of a type, or of one of its cases, with all types within reach under `$defs`; a type within its own reach becomes a
    /// reference.
    fn type_schema(&mut self, def: &'m TypeDef, name: &str) -> Json {
        let mut schemas: BTreeMap<&str, Object> = type_schemas(self.model, def).into_iter().collect();
        let own = schemas.remove(name).unwrap_or_default();
        let mut definitions = self.definitions(uses(def, name));
        if definitions.contains_key(name) {
            return with_definitions(reference(name), definitions);
        }
        if def.name == name {
            definitions.extend(schemas.into_iter().map(|(case, schema)| (case.to_owned(), schema.into())));
        }
        with_definitions(own, definitions)
    }

    /// The schemas of those types and scalars, and of all within their reach.
    fn definitions(&mut self, mut rest: Vec<Use<'m>>) -> BTreeMap<String, Json> {
        let model = self.model;
        let mut definitions = BTreeMap::new();
        let mut seen = BTreeSet::new();
        while let Some(used) = rest.pop() {
            match used {
                Use::Scalar(name) => {
                    let scalar = || model.scalars.get(name).map(|scalar| of(&scalar.base)).unwrap_or_default();
                    let schema = self.scalars.entry(name).or_insert_with(|| Json::from(scalar()).shared());
                    definitions.insert(pascal_case(name), schema.clone());
                }
                Use::Named(name) => {
                    let Some(def) = model.types.get(name).filter(|_| seen.insert(name)) else { continue };
                    rest.extend(uses(def, name));
                    let made = |(name, schema): (&str, Object)| (name.to_owned(), Json::from(schema).shared());
                    let schemas = || type_schemas(model, def).into_iter().map(made).collect();
                    definitions.extend(self.types.entry(name).or_insert_with(schemas).iter().cloned());
                }
            }
        }
        definitions
    }
}
