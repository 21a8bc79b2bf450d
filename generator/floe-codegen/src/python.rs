//! The Python package of the contracts, into `generated/python`: one module a contract, with a Pydantic model for each type and abstract
//! base classes for an interface.

mod annotation;
mod classes;
mod implementation;
mod interface;
pub(crate) mod literal;
mod module;
mod names;
mod package;

use floe_base::FileSet;
use floe_contract::model::{Form, Head, Interface, Model};

use crate::json_schema::{referred, roots, schema_path};
pub(crate) use implementation::implementation;
use module::Module;
use names::PACKAGE;
use package::Package;

const INDENT: &str = "    ";
/// The longest line that is not broken.
const WIDTH: usize = 100;

pub(crate) fn emit(model: &Model) -> FileSet {
    let _span = tracing::info_span!("emit python").entered();
    let mut package = Package::new(model);
    let scalars = scalars(model);
    package.add(&scalars, "contracts/scalars", "Named strings and numbers with their constraints.");
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

fn scalars(model: &Model) -> Module<'_> {
    let own = model.scalars.keys().map(|name| names::scalar(name));
    let mut module = Module::new(model, &format!("{PACKAGE}.scalars"), own);
    for scalar in model.scalars.values() {
        let annotation = module.annotation(&scalar.base);
        let alias = module.import("typing_extensions", "TypeAliasType");
        let name = names::scalar(&scalar.name);
        let (quoted, doc) = (literal::string(&name), literal::docstring(&scalar.description, 0));
        module.push(format!("{name} = {alias}({quoted}, {annotation})\n{doc}"));
    }
    module
}

/// Adds the module of a document, a binding or a plugin's config, and the line in the table of schemas.
fn add_shape(model: &Model, head: &Head, types: &[String], package: &mut Package<'_>) {
    let mut module = Module::new(model, &names::module(&head.id), classes::names(model, types));
    push_types(types, &mut module);
    if let Some((_, root)) = roots(model).find(|(other, _)| **other == head.id) {
        let name = match &root.form {
            Form::Object(_) => root.name.clone(),
            Form::Enum(_) | Form::Union(_) => module.push_root(root),
        };
        package.export(&module, &name);
        package.add_schema(&schema_path(&head.id), &name);
    }
    package.add(&module, &head.file, &head.description);
}

fn add_interface(model: &Model, interface: &Interface, package: &mut Package<'_>) {
    let own = classes::names(model, &interface.types).into_iter().chain(interface::names(interface));
    // Inside of a class the methods hide the module's imports, and the class uses imported decorators.
    let own = own.chain(interface.methods.iter().map(|method| names::parameter(&method.name)));
    let head = &interface.head;
    let mut module = Module::new(model, &names::module(&head.id), own);
    push_types(&interface.types, &mut module);
    for name in module.push_interface(interface) {
        package.export(&module, &name);
    }
    package.add(&module, &head.file, &head.description);
}

/// Adds the types of one contract, each after the types that the type refers to, unless two refer to each other.
fn push_types(names: &[String], module: &mut Module<'_>) {
    let mut done: Vec<&str> = Vec::new();
    for name in names {
        push_type(name, names, &mut done, module);
    }
}

fn push_type<'a>(name: &'a str, names: &'a [String], done: &mut Vec<&'a str>, module: &mut Module<'_>) {
    let Some(def) = module.model.types.get(name).filter(|_| !done.contains(&name)) else { return };
    done.push(name);
    for other in referred(def).into_iter().filter_map(|other| names.iter().find(|name| *name == other)) {
        push_type(other, names, done, module);
    }
    module.push_type(def);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::tests::{PAINT, model};

    #[test]
    fn a_method_hides_no_decorator_of_those_after_it() {
        let contract = "{kind: interface, name: paint, version: 1.0.0, description: Paint., methods: {\
            abstractmethod: {phase: compile, for: embedders, why: Others ask., description: One.}, abc: {phase: compile, for: embedders, why: Others ask., description: Two.}, \
            wet: {phase: compile, for: embedders, why: Others ask., description: Three.}}}";
        let package = emit(&model(&[("contracts/interfaces/paint/v1.yaml", contract)]));
        let module = package.get("generated/python/floe_contracts/v1/interfaces/paint.py").unwrap();
        let module = std::str::from_utf8(module).unwrap();
        assert!(module.contains("from abc import ABC, abstractmethod as abstractmethod_\n"), "{module}");
        assert_eq!(module.matches("    @abstractmethod_\n").count(), 3, "{module}");
    }

    #[test]
    fn a_contract_becomes_a_module_with_its_types_in_order_of_their_use() {
        let package = emit(&model(&[PAINT]));
        let module = package.get("generated/python/floe_contracts/v1/bindings/paint.py").unwrap();
        let expected = r#"# @generated by floe-gen from contracts/bindings/paint/v1.yaml; do not edit; run: just generate
"""Paint."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from floe_contracts.v1.base import Closed


class Tone(StrEnum):
    """How dark something is."""

    VERY_DARK = "very-dark"
    """Like night."""
    LIGHT = "light"
    """Like day."""


class Paint(Closed):
    """A can of it."""

    class_: Annotated[str, Field(min_length=1)] = Field(alias="class", description="Its class.")
    share: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0.0, le=1.0)] = Field(
        default=0.5,
        description="How full | empty it is.",
        examples=[0.25],
    )
    tone: Tone = Field(default=Tone.VERY_DARK, description="How dark it is.")
    parts: list[Paint] | None = Field(default=None, description="Other paint.")
"#;
        assert_eq!(std::str::from_utf8(module), Ok(expected));
        let top = package.get("generated/python/floe_contracts/v1/__init__.py").unwrap();
        let top = std::str::from_utf8(top).unwrap();
        assert!(top.contains("        \"bindings/paint.v1.json\": \"Paint\",\n"), "{top}");
    }
}
