//! JSON Schemas for editors, one for each file that people write, into `generated/schemas/editor`. A schema accepts the files that have
//! floe's shapes, selected plugins and their configs included. The draft is 7, which all editors read.

mod rules;
mod selection;
mod types;

use std::collections::BTreeMap;

use floe_base::FileSet;
use floe_contract::model::{Field, Interface, Model, ShapeContract, Type};
use serde_json::{Value, json};

use crate::selection::selections;

/// The beginning of each schema's address.
const HOME: &str = "https://floe.dev/schemas";

pub(crate) fn emit(model: &Model) -> FileSet {
    let _span = tracing::info_span!("emit editor schemas").entered();
    let path = |contract, file| format!("generated/schemas/{}", path(contract, file));
    crate::files(
        written(model).map(|(contract, file)| (path(contract, file), format!("{:#}\n", schema(model, contract, file)))),
    )
}

/// The documents that people write, each with the file's name.
pub(crate) fn written(model: &Model) -> impl Iterator<Item = (&ShapeContract, &str)> {
    model.documents.iter().filter_map(|contract| Some((contract, contract.file.as_deref()?)))
}

/// A document's schema inside the folder of schemas: `editor/manifest.v1.json`.
pub(crate) fn path(contract: &ShapeContract, file: &str) -> String {
    format!("editor/{}.v{}.json", stem(file), contract.head.id.major)
}

fn stem(file: &str) -> &str {
    file.strip_suffix(".yaml").unwrap_or(file)
}

fn schema(model: &Model, contract: &ShapeContract, file: &str) -> Value {
    let mut definitions = Definitions { model, selections: selections(model, contract), made: BTreeMap::new() };
    let root = definitions.use_of(&Type::Ref(contract.root.clone()));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": format!("{HOME}/{}/v{}.json", stem(file), contract.head.id.major),
        "title": file,
        "description": contract.head.description,
        "allOf": [root],
        "definitions": definitions.made,
    })
}

/// The definitions of a schema, each made at the first reference.
struct Definitions<'m> {
    model: &'m Model,
    /// The fields that select plugins, each with the category.
    selections: Vec<(&'m Field, &'m Interface)>,
    made: BTreeMap<String, Value>,
}

impl Definitions<'_> {
    /// A reference to a definition, which the first call makes.
    fn reference(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.made.contains_key(name) {
            // The definition may refer to itself.
            self.made.insert(name.to_owned(), Value::Null);
            let schema = make(self);
            self.made.insert(name.to_owned(), schema);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }
}
