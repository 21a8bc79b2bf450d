//! What a contract says beyond its shape: names that fit every language, patterns that every reader reads alike, examples that hold.
//! The model is resolved already; nothing here changes it.

mod diagnostics;
mod interfaces;
mod names;
mod pattern;
mod plugins;
mod shapes;
mod types;

use floe_base::{Diagnostic, Diagnostics, Place};

use crate::model::{Field, Form, Head, Model, Type, TypeDef};
use crate::shape::Shapes;

/// Every finding about the model, sorted by place.
pub fn lint(model: &Model) -> Diagnostics {
    let mut linter = Linter { model, shapes: crate::shapes(model), out: Diagnostics::new() };
    names::lint(&mut linter);
    types::lint(&mut linter);
    shapes::lint(&mut linter);
    interfaces::lint(&mut linter);
    plugins::lint(&mut linter);
    diagnostics::lint(&mut linter);
    linter.out.extend(crate::component::lint(model));
    linter.out.sorted()
}

/// What every rule works with.
struct Linter<'a> {
    model: &'a Model,
    shapes: Shapes,
    out: Diagnostics,
}

impl Linter<'_> {
    fn error(&mut self, code: &'static str, place: &Place, message: impl Into<String>, help: impl Into<String>) {
        self.out.push(Diagnostic::error(code, message).at(place.clone()).help(help));
    }

    /// Where a pointer leads in a contract's file.
    fn place(&self, head: &Head, pointer: &str) -> Place {
        let span =
            self.model.sources.get(&head.file).and_then(|root| root.locate_key(pointer).or(root.locate(pointer)));
        span.map_or_else(|| Place::of_file(&head.file), |span| Place::new(&head.file, span))
    }
}

/// A type where it is used, and how a finding speaks of it.
struct Use<'a> {
    ty: &'a Type,
    place: &'a Place,
    subject: String,
}

/// Every field of the model with the type that it belongs to.
fn fields(model: &Model) -> impl Iterator<Item = (&TypeDef, &Field)> {
    model.types.values().flat_map(|def| {
        let own: Vec<&Field> = match &def.form {
            Form::Object(fields) => fields.iter().collect(),
            Form::Enum(_) => Vec::new(),
            Form::Union(union) => union.cases.iter().flat_map(|case| &case.fields).collect(),
        };
        own.into_iter().map(move |field| (def, field))
    })
}

/// Every type in use: fields, parameters, return values, scalars; items and map values, too.
fn uses(model: &Model) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for (def, field) in fields(model) {
        collect(&field.ty, &field.place, &format!("`{}.{}`", def.name, field.name), &mut uses);
    }
    for scalar in model.scalars.values() {
        collect(&scalar.base, &scalar.place, &format!("the scalar `{}`", scalar.name), &mut uses);
    }
    for method in model.interfaces.iter().flat_map(|interface| &interface.methods) {
        for parameter in &method.takes {
            collect(&parameter.ty, &method.place, &format!("`{}` of `{}`", parameter.name, method.name), &mut uses);
        }
        if let Some(returned) = &method.returns {
            collect(returned, &method.place, &format!("what `{}` returns", method.name), &mut uses);
        }
    }
    uses
}

fn collect<'a>(ty: &'a Type, place: &'a Place, subject: &str, uses: &mut Vec<Use<'a>>) {
    uses.push(Use { ty, place, subject: subject.to_owned() });
    match ty {
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => {
            collect(inner, place, &format!("what {subject} holds"), uses);
        }
        _ => {}
    }
}
