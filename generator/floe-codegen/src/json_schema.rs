//! JSON Schemas of documents, bindings and plugin configs, into `generated/schemas`. Paths are from the repository's root.
//!
//! A schema has the bytes that Pydantic prints for the model in the Python package. What is said here and there must therefore agree;
//! nothing is decided here that is not also decided there.

pub(crate) mod description;
mod json;
mod types;

use std::collections::BTreeMap;

use floe_base::FileSet;
use floe_contract::model::{ContractId, Form, Model, TypeDef};

use json::{Json, Object};
use types::{reference, type_schemas};

pub(crate) use types::{named_within, referred};

/// The schema files.
pub(crate) fn emit(model: &Model) -> FileSet {
    let mut files = FileSet::new();
    for (id, root) in roots(model) {
        let path = format!("generated/schemas/{}", schema_path(id));
        let text = root_schema(model, root).sorted().to_python_text();
        files.insert(path, text).expect("contracts have distinct clean names");
    }
    files
}

/// What has a schema: documents, bindings and plugin configs, each with its root type, in order of their kind and name.
pub(crate) fn roots(model: &Model) -> impl Iterator<Item = (&ContractId, &TypeDef)> {
    let shapes = model.documents.iter().chain(&model.bindings);
    let shapes = shapes.map(|contract| (&contract.head.id, &contract.root));
    let plugins = model.plugins.iter();
    let configs = plugins.map(|plugin| (&plugin.head.id, &plugin.config));
    let all = shapes.chain(configs);
    all.filter_map(|(id, root)| Some((id, model.types.get(root)?)))
}

/// A contract's schema inside the folder of schemas: `plugins/storage/minio.v1.json`.
pub(crate) fn schema_path(id: &ContractId) -> String {
    format!("{}/{}.v{}.json", id.kind.folder(), id.name, id.major)
}

/// The schema of a root type, with every type that it reaches under `$defs`.
///
/// A root that is no object is wrapped into a model that refers to it; a root that reaches itself is one of its own `$defs`.
fn root_schema(model: &Model, root: &TypeDef) -> Json {
    let defs = definitions(model, root);
    let mut schema = match &root.form {
        Form::Object(_) if !defs.contains_key(&root.name) => own_schema(model, root),
        Form::Object(_) => reference(&root.name),
        Form::Enum(_) | Form::Union(_) => {
            let mut wrapper = reference(&root.name);
            wrapper.put("title", Json::leaf(root.name.as_str()));
            wrapper
        }
    };
    if !defs.is_empty() {
        schema.put("$defs", Json::Object(defs.into_iter().collect()));
    }
    Json::Object(schema)
}

fn own_schema(model: &Model, root: &TypeDef) -> Object {
    let mut schemas = type_schemas(model, root).into_iter();
    let own = schemas.find(|(name, _)| *name == root.name);
    own.map(|(_, schema)| schema).unwrap_or_default()
}

/// The schemas of every named type that the root's schema refers to, itself included where something refers to it.
fn definitions(model: &Model, root: &TypeDef) -> BTreeMap<String, Json> {
    let mut defs = BTreeMap::new();
    let mut seen: Vec<&str> = vec![&root.name];
    let mut next = 0;
    while let Some(def) = seen.get(next).and_then(|name| model.types.get(*name)) {
        next += 1;
        for name in referred(def) {
            if name == root.name {
                defs.insert(name.to_owned(), Json::Object(own_schema(model, root)));
            }
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
        let is_root_object = def.name == root.name && matches!(def.form, Form::Object(_));
        if !is_root_object {
            let schemas = type_schemas(model, def).into_iter();
            defs.extend(schemas.map(|(name, schema)| (name.to_owned(), Json::Object(schema))));
        }
    }
    defs
}
