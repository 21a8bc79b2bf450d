//! Examples: of scalars, both ways; of whole documents, bindings and configs.

use floe_base::Node;
use serde_json::Value;

use super::Linter;
use crate::findings::finding;
use crate::model::{Head, Kind, Scalar};

/// Checks every example.
pub(super) fn lint(linter: &mut Linter<'_>) {
    let model = linter.model;
    for scalar in model.scalars.values() {
        examples(linter, scalar);
        counterexamples(linter, scalar);
    }
    for contract in model.documents.iter().chain(&model.bindings) {
        instances(linter, &contract.head, &contract.root, &contract.examples);
    }
    for plugin in &model.plugins {
        instances(linter, &plugin.head, &plugin.config, &plugin.examples);
    }
}

fn examples(linter: &mut Linter<'_>, scalar: &Scalar) {
    for (index, example) in scalar.examples.iter().enumerate() {
        for violation in linter.shapes.check(&scalar.name, example) {
            let message = format!("example {} of `{}` {}", index + 1, scalar.name, violation.problem);
            linter.error("CONTRACT_EXAMPLE_REFUSED", &scalar.place, message, "change the example, or the scalar");
        }
    }
}

fn counterexamples(linter: &mut Linter<'_>, scalar: &Scalar) {
    for (index, example) in scalar.counterexamples.iter().enumerate() {
        if linter.shapes.check(&scalar.name, example).is_empty() {
            let message = format!("counterexample {} of `{}` is accepted", index + 1, scalar.name);
            linter.error("CONTRACT_COUNTEREXAMPLE_ACCEPTED", &scalar.place, message, "change it, or the scalar");
        }
    }
}

fn instances(linter: &mut Linter<'_>, head: &Head, root: &str, examples: &[Value]) {
    let model = linter.model;
    if examples.is_empty() {
        let what = if head.id.kind == Kind::Plugin { "config" } else { "instance" };
        let (place, message) = (linter.place(head, ""), format!("{} has no example", head.id));
        linter.error("CONTRACT_EXAMPLE_MISSING", &place, message, format!("add a whole {what} under `examples`"));
    }
    let Some(source) = model.sources.get(&head.file) else {
        return;
    };
    for (index, example) in examples.iter().enumerate() {
        let found = linter.shapes.check(root, example);
        linter.out.extend(found.iter().map(|violation| refused(head, source, index, violation)));
    }
}

fn refused(head: &Head, source: &Node, index: usize, violation: &crate::shape::Violation) -> floe_base::Diagnostic {
    finding(&head.file, source, &format!("/examples/{index}"), violation, Some("CONTRACT_EXAMPLE_REFUSED"))
}
