//! Lint of contracts beyond their shape: names that fit every language, patterns that every reader reads alike, examples that hold.
//! The model is resolved already; lint changes nothing.

mod characters;
mod circle;
mod diagnostics;
mod interfaces;
mod layers;
mod names;
mod pattern;
mod plugins;
mod rules;
mod shapes;
mod types;

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Findings, Place, jobs};

use crate::component::{self, ResolvedChart};
use crate::composition::composition;
use crate::model::{ContractId, Field, Form, Head, Model, Type};
use crate::reader::suggestion;
use crate::shape::Shapes;
pub(crate) use interfaces::SETS;

/// Every finding about the model, sorted by place.
pub fn lint(model: &Model) -> Findings {
    judge(model).err().unwrap_or_default() // no error, no findings
}

/// The charts of a model without findings, with every path resolved; or every finding about the model, sorted by place.
pub fn judge(model: &Model) -> Result<Vec<ResolvedChart>, Findings> {
    let _span = tracing::info_span!("lint").entered();
    let shapes = crate::shapes(model);
    let findings = jobs::map(RULES, jobs::TWO, |rule| {
        let mut linter = Linter { model, shapes: &shapes, out: Findings::new() };
        rule(&mut linter);
        linter.out
    });
    let mut findings: Findings = findings.into_iter().flatten().collect();
    match component::resolve(model) {
        Ok(charts) if findings.is_empty() => Ok(charts),
        charts => {
            findings.extend(charts.err().into_iter().flatten());
            Err(findings.sorted())
        }
    }
}

/// All checks; the slowest comes first.
const RULES: &[fn(&mut Linter<'_>)] = &[
    shapes::lint,
    names::lint,
    types::lint,
    circle::lint,
    layers::lint,
    rules::lint,
    interfaces::lint,
    plugins::lint,
    diagnostics::lint,
    characters::lint,
    |linter| drop(composition(linter.model, &mut linter.out)),
];

/// The shared state of all rules.
struct Linter<'a> {
    model: &'a Model,
    shapes: &'a Shapes,
    out: Findings,
}

impl Linter<'_> {
    fn error(&mut self, place: &Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place.clone()).help(help));
    }

    /// A finding where a name is none of the known ones. The remedy is the nearest of these.
    fn known<'k>(&mut self, name: &str, known: impl IntoIterator<Item = &'k str>, place: &Place, unknown: Diagnostic) {
        let known: Vec<&str> = known.into_iter().collect();
        if !known.contains(&name) {
            self.error(place, unknown, suggestion(name, known));
        }
    }

    /// The place of the key or the value at a pointer in a contract's file.
    fn place(&self, head: &Head, pointer: &str) -> Place {
        let span =
            self.model.sources.get(&head.file).and_then(|root| root.locate_key(pointer).or(root.locate(pointer)));
        span.map_or_else(|| Place::of_file(&head.file), |span| Place::new(&head.file, span))
    }
}

/// A type in use, with words for findings.
struct Use<'a> {
    ty: &'a Type,
    place: &'a Place,
    subject: String,
}

/// One list of fields: an object's, a case's, the tunables of a component.
struct FieldList<'a> {
    /// The owner of the fields.
    owner: String,
    /// The name that is taken already, with the place.
    tag: Option<(&'a str, &'a Place)>,
    fields: &'a [Field],
}

/// Every list of fields in the model.
fn lists(model: &Model) -> Vec<FieldList<'_>> {
    let mut lists = Vec::new();
    for def in model.types.values() {
        match &def.form {
            Form::Object(fields) => lists.push(FieldList { owner: def.name.clone(), tag: None, fields }),
            Form::Enum(_) => {}
            Form::Union(union) => lists.extend(union.cases.iter().map(|case| FieldList {
                owner: def.name.clone(),
                tag: Some((&union.tag, &def.place)),
                fields: &case.fields,
            })),
        }
    }
    let mut tunables =
        |owner: &str, fields| lists.push(FieldList { owner: format!("{owner}.tunables"), tag: None, fields });
    for component in &model.components {
        tunables(component.name(), &component.tunables);
    }
    for chart in &model.charts {
        tunables(&chart.head.id.name, &chart.tunables);
        tunables("each", &chart.each.tunables);
    }
    lists
}

/// Every field of the model, named with the owner: `StorageBinding.mode`.
pub(crate) fn fields(model: &Model) -> impl Iterator<Item = (String, &Field)> {
    let named = |list: &FieldList<'_>, field: &Field| format!("{}.{}", list.owner, field.name);
    lists(model).into_iter().flat_map(move |list| list.fields.iter().map(move |field| (named(&list, field), field)))
}

/// The names of the plugin categories.
fn categories(model: &Model) -> impl Iterator<Item = &str> {
    let categories = model.interfaces.iter().filter(|interface| interface.group.is_some());
    categories.map(|interface| interface.head.id.name.as_str())
}

/// A type in use that another definition names.
struct Reference<'m> {
    from: &'m ContractId,
    to: &'m ContractId,
    name: &'m str,
    place: &'m Place,
}

/// Every reference from one contract to a type of the same or another one.
fn references(model: &Model) -> impl Iterator<Item = Reference<'_>> {
    let owners: BTreeMap<&str, &ContractId> = model.heads.iter().map(|(id, head)| (head.file.as_str(), id)).collect();
    uses(model).into_iter().filter_map(move |Use { ty, place, .. }| {
        let Type::Ref(name) = ty else { return None };
        Some(Reference { from: owners.get(&*place.file)?, to: &model.types.get(name)?.contract, name, place })
    })
}

/// Every type in use: fields, parameters, return values, scalars; items and map values, too.
fn uses(model: &Model) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for (name, field) in fields(model) {
        collect(&field.ty, &field.place, &format!("`{name}`"), &mut uses);
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
    if let Type::Array { items: inner, .. } | Type::Map { values: inner, .. } = ty {
        collect(inner, place, &format!("what {subject} holds"), uses);
    }
}
