//! Scope: resolves paths in a component to facts, and tells which steps may be absent. Knows types, not values.

use floe_base::Diagnostic;

use crate::messages;
use crate::model::{Chart, Component, EACH, Field, Form, Model, Path, PodPart, Root, Target, Type, Union};
use crate::reader::suggestion;

/// The facts that the paths of one component (or of a chart, outside of any component) can lead to.
#[derive(Debug, Clone)]
pub(super) struct Scope<'m> {
    model: &'m Model,
    chart: &'m Chart,
    component: Option<&'m Component>,
    locals: Vec<(String, Type)>,
    /// Whether paths pass through lists, and through maps by `*`, and then mean each item.
    is_plural: bool,
    /// The paths to unions of which the case is known, each with the case: the fields of that case can be read.
    narrowed: Vec<(Vec<String>, String)>,
}

const POD_PARTS: [(&str, PodPart); 3] =
    [("labels", PodPart::Labels), ("container", PodPart::Container), ("pod", PodPart::Pod)];
const ROOTS: [&str; 8] = ["platform", "tunables", "common", "ports", "images", "configs", "workloads", "database"];
/// The type of names that the chart makes.
const TEXT: Type = Type::String { min_length: None, max_length: None, pattern: Some(String::new()) };

impl<'m> Scope<'m> {
    /// The scope of a component, or of the chart as a whole.
    pub(super) fn new(model: &'m Model, chart: &'m Chart, component: Option<&'m Component>) -> Self {
        Self { model, chart, component, locals: Vec::new(), is_plural: false, narrowed: Vec::new() }
    }

    /// The component, unless the scope is the chart's.
    pub(super) const fn component(&self) -> Option<&'m Component> {
        self.component
    }

    /// The scope inside of an `$each`, where `name` is an item of this type.
    #[must_use]
    pub(super) fn with(&self, name: &str, ty: Type) -> Self {
        let mut inner = self.clone();
        inner.narrowed.retain(|(steps, _)| steps.first().is_none_or(|first| first != name));
        inner.locals.push((name.to_owned(), ty));
        inner
    }

    /// The scope inside of a case of a `$match`, where the path leads to that case of a union.
    #[must_use]
    pub(super) fn narrowed(&self, path: &Path, case: &str) -> Self {
        let mut inner = self.clone();
        inner.narrowed.push((path.steps.clone(), case.to_owned()));
        inner
    }

    /// The scope in which paths pass through lists.
    #[must_use]
    pub(super) fn plural(&self) -> Self {
        Self { is_plural: true, ..self.clone() }
    }

    /// The fact that a path leads to, or the finding that the path leads nowhere.
    pub(super) fn resolve(&self, path: &Path) -> Result<Target, Diagnostic> {
        let first = step(path, 0);
        if let Some((_, ty)) = self.locals.iter().rev().find(|(name, _)| name == first) {
            return self.walk(path, target(Root::Local, ty.clone()), 1);
        }
        match (first, self.component) {
            ("platform", _) => self.walk(path, target(Root::Platform, Type::Ref(self.chart.bindings.clone())), 1),
            ("common", _) => self.field(path, Root::Common, &self.chart.tunables, &[]),
            ("tunables", component) => {
                let own = component.map_or(&[][..], |component| &component.tunables);
                self.field(path, Root::Tunables, own, &self.chart.each.tunables)
            }
            (_, Some(component)) => self.own(path, component),
            (_, None) => Err(self.unknown_root(path)),
        }
    }

    /// The position of a workload and the part of its pods that a path such as `workloads.run.pod` leads to.
    pub(super) fn pods(&self, path: &Path) -> Option<(usize, PodPart)> {
        let ["workloads", name, part] = *path.steps.iter().map(String::as_str).collect::<Vec<_>>() else { return None };
        let (_, part) = POD_PARTS.into_iter().find(|(known, _)| *known == part)?;
        Some((self.component?.workloads.iter().position(|workload| workload.name == name)?, part))
    }

    /// A path to one of some fields.
    fn field(&self, path: &Path, root: Root, own: &[Field], more: &[Field]) -> Result<Target, Diagnostic> {
        let fields = || own.iter().chain(more);
        let found = fields().find(|field| field.name == step(path, 1));
        let field = found.ok_or_else(|| unknown(path, 1, fields().map(|field| field.name.as_str())))?;
        let optional = if field.is_optional() { vec![1] } else { Vec::new() };
        self.walk(path, Target { optional, ..target(root, field.ty.clone()) }, 2)
    }

    /// A path to a part of the component itself.
    fn own(&self, path: &Path, component: &Component) -> Result<Target, Diagnostic> {
        let (found, length) = match (step(path, 0), &component.database) {
            ("database", Some(database)) => (target(Root::Stated(database.clone()), TEXT), 1),
            ("images", _) => {
                let image = part(path, component.images.iter().map(|image| &*image.name))?;
                if let Some(fact) = &component.images[image].fact {
                    self.resolve(fact)?;
                }
                (target(Root::Image(image), TEXT), 2)
            }
            ("configs", _) => {
                let config = part(path, component.configs.iter().map(|config| &*config.name))?;
                (target(Root::Config(component.configs[config].name.clone()), TEXT), 2)
            }
            ("ports", _) => {
                let names = component.ports.keys().map(String::as_str);
                let port = component.ports.get(step(path, 1)).ok_or_else(|| unknown(path, 1, names))?;
                let facts = [
                    ("number", target(Root::Port(port.number), Type::Integer { min: 1, max: 65535 })),
                    ("scheme", target(Root::Stated(port.scheme.clone()), TEXT)),
                    ("host", target(Root::Host, TEXT)),
                    ("url", target(Root::Url(port.scheme.clone(), port.number), TEXT)),
                ];
                (named(path, facts)?, 3)
            }
            ("workloads", _) => {
                let workload = part(path, component.workloads.iter().map(|workload| &*workload.name))?;
                let facts = [("account", Root::Account(workload)), ("namespace", Root::Namespace(workload))];
                (named(path, facts.map(|(name, root)| (name, target(root, TEXT))))?, 3)
            }
            _ => return Err(self.unknown_root(path)),
        };
        if path.steps.len() > length { Err(unknown(path, length, [])) } else { Ok(found) }
    }

    fn unknown_root(&self, path: &Path) -> Diagnostic {
        unknown(path, 0, ROOTS.into_iter().chain(self.locals.iter().map(|(name, _)| name.as_str())))
    }

    /// Follows the steps of a path, from the fact to which the steps before `begin` lead.
    fn walk(&self, path: &Path, from: Target, begin: usize) -> Result<Target, Diagnostic> {
        let mut found = from;
        for (at, step) in path.steps.iter().enumerate().skip(begin) {
            if let (true, None, EACH, Some(item)) = (self.is_plural, found.list, step.as_str(), found.ty.items()) {
                (found.list, found.ty) = (Some(at), item.clone());
                continue;
            }
            let (ty, absent) = self.step(path, at, step, &found.ty)?;
            if absent && !self.is_required(path, at) {
                found.optional.push(at);
            }
            found.ty = ty;
            if let (true, None, Type::Array { items, .. }) = (self.is_plural, found.list, &found.ty) {
                (found.list, found.ty) = (Some(at), (**items).clone());
            }
        }
        Ok(found)
    }

    /// The type one step further, and whether the step may be absent.
    fn step(&self, path: &Path, at: usize, step: &str, ty: &Type) -> Result<(Type, bool), Diagnostic> {
        if let Type::Map { values, .. } = ty
            && step != EACH
        {
            return Ok(((**values).clone(), true));
        }
        let form = self.model.form(ty);
        let fields: Vec<&Field> = match form {
            Some(Form::Object(fields)) => fields.iter().collect(),
            Some(Form::Union(union)) if union.tag == step => return Ok((TEXT, false)),
            Some(Form::Union(union)) => self.fields_of(union, &path.steps[..at]),
            Some(Form::Enum(_)) | None => Vec::new(),
        };
        let field = fields.iter().find(|field| field.name == step).map(|field| (field.ty.clone(), field.is_optional()));
        let of_some = || form.filter(|_| self.is_plural).and_then(|form| of_some_cases(form, step));
        field.or_else(of_some).ok_or_else(|| unknown(path, at, fields.iter().map(|field| field.name.as_str())))
    }

    /// The fields of a union that can be read: of the case that these steps are known to lead to, else of all cases.
    fn fields_of<'u>(&self, union: &'u Union, steps: &[String]) -> Vec<&'u Field> {
        let known = self.narrowed.iter().rev().find(|(known, _)| known == steps);
        if let Some(case) = known.and_then(|(_, case)| union.cases.iter().find(|other| other.value == *case)) {
            return case.fields.iter().collect();
        }
        let everywhere = |field: &&Field| {
            let same = |other: &Field| other.name == field.name && other.ty == field.ty;
            union.cases.iter().all(|case| case.fields.iter().any(same))
        };
        union.cases.iter().take(1).flat_map(|first| &first.fields).filter(everywhere).collect()
    }

    /// Whether the component declares that the fact is there.
    fn is_required(&self, path: &Path, at: usize) -> bool {
        let mut declared = self.component.iter().flat_map(|one| one.requires.iter().chain(&one.provides));
        declared.any(|declared| declared.steps.starts_with(&path.steps[..=at]))
    }
}

/// The type of a field that some cases of a union have, all with the same type; the field may be absent.
fn of_some_cases(form: &Form, name: &str) -> Option<(Type, bool)> {
    let Form::Union(union) = form else { return None };
    let mut types = union.cases.iter().flat_map(|case| &case.fields).filter(|field| field.name == name);
    let ty = &types.next()?.ty;
    types.all(|other| other.ty == *ty).then(|| (ty.clone(), true))
}

/// The position of the part that the second step names.
fn part<'n>(path: &Path, mut names: impl Iterator<Item = &'n str> + Clone) -> Result<usize, Diagnostic> {
    names.clone().position(|name| name == step(path, 1)).ok_or_else(|| unknown(path, 1, names.by_ref()))
}

/// The fact of a part that the third step names.
fn named<const N: usize>(path: &Path, facts: [(&str, Target); N]) -> Result<Target, Diagnostic> {
    let names = facts.each_ref().map(|(name, _)| *name);
    let found = facts.into_iter().find(|(name, _)| *name == step(path, 2));
    found.map(|(_, fact)| fact).ok_or_else(|| unknown(path, 2, names))
}

/// A fact that is always there.
fn target(root: Root, ty: Type) -> Target {
    Target { root, ty, ..Target::default() }
}

/// A step of a path; empty where the path is over.
fn step(path: &Path, at: usize) -> &str {
    path.steps.get(at).map_or("", String::as_str)
}

fn unknown<'a>(path: &Path, at: usize, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let step = step(path, at);
    let before = path.steps[..at.min(path.steps.len())].join(".");
    let finding = match (step, before.as_str()) {
        ("", _) => messages::path_unknown_short(path),
        (_, "") => messages::path_unknown_nowhere(path),
        _ => messages::path_unknown_step(before, step),
    };
    finding.at(path.place.clone()).help(suggestion(step, known))
}
