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
use std::fmt;

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
    subject: Subject<'a>,
}

/// The value of a type in use, in words: `` what `Paint.parts` holds ``. Few are ever written.
#[derive(Clone, Copy)]
struct Subject<'a> {
    of: Owner<'a>,
    /// How many lists or maps hold the value.
    depth: usize,
}

#[derive(Clone, Copy)]
enum Owner<'a> {
    Field(FieldName<'a>),
    Scalar(&'a str),
    Parameter { name: &'a str, method: &'a str },
    Returned { method: &'a str },
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&"what ".repeat(self.depth))?;
        match self.of {
            Owner::Field(name) => write!(f, "`{name}`"),
            Owner::Scalar(name) => write!(f, "the scalar `{name}`"),
            Owner::Parameter { name, method } => write!(f, "`{name}` of `{method}`"),
            Owner::Returned { method } => write!(f, "what `{method}` returns"),
        }?;
        f.write_str(&" holds".repeat(self.depth))
    }
}

/// One list of fields: an object's, a case's, the tunables of a component.
struct FieldList<'a> {
    /// The name of the fields' owner, and the owner's part.
    owner: (&'a str, &'static str),
    /// The name that is taken already, with the place.
    tag: Option<(&'a str, &'a Place)>,
    fields: &'a [Field],
}

/// Every list of fields in the model.
fn lists(model: &Model) -> Vec<FieldList<'_>> {
    let mut lists = Vec::new();
    for def in model.types.values() {
        match &def.form {
            Form::Object(fields) => lists.push(FieldList { owner: (&def.name, ""), tag: None, fields }),
            Form::Enum(_) => {}
            Form::Union(union) => lists.extend(union.cases.iter().map(|case| FieldList {
                owner: (&def.name, ""),
                tag: Some((&union.tag, &def.place)),
                fields: &case.fields,
            })),
        }
    }
    let mut tunables = |owner, fields| lists.push(FieldList { owner: (owner, ".tunables"), tag: None, fields });
    for component in &model.components {
        tunables(component.name(), &component.tunables);
    }
    for chart in &model.charts {
        tunables(&chart.head.id.name, &chart.tunables);
        tunables("each", &chart.each.tunables);
    }
    lists
}

/// A field's name with the owner: `StorageBinding.mode`.
#[derive(Clone, Copy)]
pub(crate) struct FieldName<'a> {
    owner: (&'a str, &'static str),
    name: &'a str,
}

impl fmt::Display for FieldName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owner: (owner, part), name } = self;
        write!(f, "{owner}{part}.{name}")
    }
}

/// Every field of the model.
pub(crate) fn fields(model: &Model) -> impl Iterator<Item = (FieldName<'_>, &Field)> {
    lists(model).into_iter().flat_map(|FieldList { owner, fields, .. }| {
        fields.iter().map(move |field| (FieldName { owner, name: &field.name }, field))
    })
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
        collect(&field.ty, &field.place, Owner::Field(name), &mut uses);
    }
    for scalar in model.scalars.values() {
        collect(&scalar.base, &scalar.place, Owner::Scalar(&scalar.name), &mut uses);
    }
    for method in model.interfaces.iter().flat_map(|interface| &interface.methods) {
        for parameter in &method.takes {
            let owner = Owner::Parameter { name: &parameter.name, method: &method.name };
            collect(&parameter.ty, &method.place, owner, &mut uses);
        }
        if let Some(returned) = &method.returns {
            collect(returned, &method.place, Owner::Returned { method: &method.name }, &mut uses);
        }
    }
    uses
}

fn collect<'a>(ty: &'a Type, place: &'a Place, of: Owner<'a>, uses: &mut Vec<Use<'a>>) {
    let inside = |ty: &&'a Type| match ty {
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => Some(&**inner),
        _ => None,
    };
    let types = std::iter::successors(Some(ty), inside).enumerate();
    uses.extend(types.map(|(depth, ty)| Use { ty, place, subject: Subject { of, depth } }));
}
