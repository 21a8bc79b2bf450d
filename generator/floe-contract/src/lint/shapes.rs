//! Lint of examples: of scalars, accepted and refused; of whole documents, bindings and configs; of fields, with the defaults.

use serde_json::Value;

use super::{FieldName, Linter, fields};
use crate::findings::refused;
use crate::messages;
use crate::model::{Field, Head, Kind, Scalar};
use crate::shapes::shape;

/// Checks every example.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    for scalar in model.scalars.values() {
        of_scalar(linter, scalar);
    }
    for contract in model.documents.iter().chain(&model.bindings) {
        instances(linter, &contract.head, &contract.root, &contract.examples);
    }
    for plugin in &model.plugins {
        instances(linter, &plugin.head, &plugin.config, &plugin.examples);
    }
    for (name, field) in fields(model) {
        values(linter, name, field);
    }
}

fn of_scalar(linter: &mut Linter<'_>, scalar: &Scalar) {
    for (index, example) in scalar.examples.iter().enumerate() {
        for violation in linter.shapes.check(&scalar.name, example) {
            let finding = messages::example_refused_scalar(index + 1, &scalar.name, violation.problem);
            linter.error(&scalar.place, finding, "change the example, or the scalar");
        }
    }
    for (index, example) in scalar.counterexamples.iter().enumerate() {
        if linter.shapes.check(&scalar.name, example).is_empty() {
            let finding = messages::counterexample_accepted(index + 1, &scalar.name);
            linter.error(&scalar.place, finding, "change it, or the scalar");
        }
    }
}

fn instances(linter: &mut Linter<'_>, head: &Head, root: &str, examples: &[Value]) {
    let model = linter.model;
    if examples.is_empty() {
        let what = if head.id.kind == Kind::Plugin { "config" } else { "instance" };
        let help = format!("add a whole {what} under `examples`");
        linter.error(&linter.place(head, ""), messages::example_missing(&head.id), help);
    }
    let Some(source) = model.sources.get(&head.file) else { return };
    for (index, example) in examples.iter().enumerate() {
        let (found, at) = (linter.shapes.check(root, example), format!("/examples/{index}"));
        linter.out.extend(found.iter().map(|violation| refused(source, &at, violation)));
    }
}

fn values(linter: &mut Linter<'_>, name: FieldName<'_>, field: &Field) {
    if field.default.is_none() && field.examples.is_empty() {
        return;
    }
    let shape = shape(&field.ty);
    let default = field.default.iter().map(|value| ("default", value));
    let examples = field.examples.iter().map(|value| ("example", value));
    for (what, value) in default.chain(examples) {
        for violation in linter.shapes.check_shape(&shape, value) {
            let at = if violation.pointer.is_empty() { String::new() } else { format!(" at `{}`", violation.pointer) };
            let subject = format!("`{name}`{at}");
            let finding = match what {
                "default" => messages::default_invalid_refused(subject, violation.problem),
                _ => messages::example_refused_field(subject, violation.problem),
            };
            linter.error(&field.place, finding, format!("change the {what}, or the field's type"));
        }
    }
}
