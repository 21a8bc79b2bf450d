//! The Python package of the contracts, into `generated/python`. Paths are from the repository's root.
//!
//! One module a contract, with a Pydantic model for each type and abstract base classes for an interface.

mod annotation;
mod classes;
mod interface;
pub(crate) mod literal;
mod module;
mod names;
mod package;

use floe_base::FileSet;
use floe_contract::model::{ContractId, Form, Head, Interface, Model, TypeDef};

use crate::json_schema::{referred, roots, schema_path};
use module::Module;
use names::PACKAGE;
use package::Package;

/// One level of indentation.
const INDENT: &str = "    ";
/// The longest line that is not broken.
const WIDTH: usize = 100;

/// The package's files.
pub(crate) fn emit(model: &Model) -> FileSet {
    let mut package = Package::new();
    package.add_module(&format!("{PACKAGE}.scalars"), scalars(model));
    for contract in model.documents.iter().chain(&model.bindings) {
        add_shape(model, &contract.head, &contract.types, &mut package);
    }
    for plugin in &model.plugins {
        add_shape(model, &plugin.head, &plugin.types, &mut package);
    }
    for contract in &model.interfaces {
        add_interface(model, contract, &mut package);
    }
    package.finish()
}

/// The module of all scalars.
fn scalars(model: &Model) -> String {
    let mut module = Module::default();
    let here = format!("{PACKAGE}.scalars");
    for scalar in model.scalars.values() {
        let annotation = annotation::annotation(model, &scalar.base, &here, &mut module);
        let name = names::scalar(&scalar.name);
        let doc = literal::docstring(&scalar.description, 0);
        module.push(format!("{name} = {annotation}\n{doc}"));
    }
    module.print("contracts/scalars", "Named strings and numbers with their constraints.")
}

/// Adds the module of a document, a binding or a plugin's config, and its line in the table of schemas.
fn add_shape(model: &Model, head: &Head, types: &[String], package: &mut Package) {
    let here = names::module(&head.id);
    let mut module = Module::default();
    push_types(model, types, &here, &mut module);
    if let Some(root) = root(model, &head.id) {
        let name = match &root.form {
            Form::Object(_) => root.name.clone(),
            Form::Enum(_) | Form::Union(_) => classes::push_root(root, &mut module),
        };
        package.export(&here, &name);
        package.add_schema(&schema_path(&head.id), &name);
    }
    package.add_module(&here, module.print(&head.file, &head.description));
}

/// Adds the module of an interface.
fn add_interface(model: &Model, interface: &Interface, package: &mut Package) {
    let here = names::module(&interface.head.id);
    let mut module = Module::default();
    push_types(model, &interface.types, &here, &mut module);
    for name in interface::push(model, interface, &here, &mut module) {
        package.export(&here, &name);
    }
    let head = &interface.head;
    package.add_module(&here, module.print(&head.file, &head.description));
}

fn root<'a>(model: &'a Model, id: &ContractId) -> Option<&'a TypeDef> {
    roots(model).find(|(other, _)| *other == id).map(|(_, root)| root)
}

/// Adds the types of one contract, each after those that it refers to as far as they do not refer to each other.
fn push_types(model: &Model, names: &[String], here: &str, module: &mut Module) {
    let mut done: Vec<&str> = Vec::new();
    for name in names {
        push_type(model, name, names, here, &mut done, module);
    }
}

fn push_type<'a>(
    model: &'a Model,
    name: &'a str,
    names: &[String],
    here: &str,
    done: &mut Vec<&'a str>,
    module: &mut Module,
) {
    let Some(def) = model.types.get(name).filter(|_| !done.contains(&name)) else {
        return;
    };
    done.push(name);
    let first = referred(def).into_iter();
    for other in first.filter(|other| names.iter().any(|name| name == other)) {
        push_type(model, other, names, here, done, module);
    }
    classes::push(model, def, here, module);
}
