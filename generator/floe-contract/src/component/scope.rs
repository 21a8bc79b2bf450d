//! Scope: what a path in a component leads to, and where on the way something may be absent. Knows types, not values.

use floe_base::Diagnostic;

use super::{Chart, Component};
use crate::model::{Field, Form, Model, Type};
use crate::reader::suggestion;
use crate::tree::Path;

/// The facts that the paths of one component (or of a chart, outside of any component) can lead to.
#[derive(Debug, Clone)]
pub struct Scope<'m> {
    model: &'m Model,
    chart: &'m Chart,
    component: Option<&'m Component>,
    locals: Vec<(String, Type)>,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// The facts of the platform: `bindings` in the values.
    Platform,
    /// What an operator may set for the component.
    Tunables,
    /// What an operator may set for the chart.
    Common,
    /// The component's own ports: `number`, `scheme`, `host` or `url` of one.
    Ports,
    /// The full name of one of the component's images.
    Images,
    /// The name of the object that one of its configs becomes.
    Configs,
    /// Of one of its workloads the `account`, `namespace`, `labels`, `container` or `pod`.
    Workloads,
    /// The component's own database.
    Database,
    /// An item of a surrounding `$each`.
    Local,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// Where it begins.
    pub root: Root,
    /// The type at its end.
    pub ty: Type,
    /// The indices of the steps that may be absent, ascending.
    pub optional: Vec<usize>,
}

const PORT_FACTS: [&str; 4] = ["number", "scheme", "host", "url"];
const WORKLOAD_FACTS: [&str; 5] = ["account", "namespace", "labels", "container", "pod"];
const ROOTS: [&str; 8] = ["platform", "tunables", "common", "ports", "images", "configs", "workloads", "database"];

impl<'m> Scope<'m> {
    /// The scope of a component, or of the chart as a whole.
    pub fn new(model: &'m Model, chart: &'m Chart, component: Option<&'m Component>) -> Self {
        Self { model, chart, component, locals: Vec::new() }
    }

    /// The scope inside of an `$each`, where `name` is an item of this type.
    #[must_use]
    pub fn with(&self, name: &str, ty: Type) -> Self {
        let mut inner = self.clone();
        inner.locals.push((name.to_owned(), ty));
        inner
    }

    /// The tunables of the component, those that every component has included.
    pub fn tunables(&self) -> Vec<&'m Field> {
        let own = self.component.map(|component| component.tunables.as_slice()).unwrap_or_default();
        own.iter().chain(&self.chart.each_tunables).collect()
    }

    /// What a path leads to, or why it leads nowhere.
    pub fn resolve(&self, path: &Path) -> Result<Resolved, Diagnostic> {
        let first = path.steps.first().map(String::as_str).unwrap_or_default();
        if let Some((_, ty)) = self.locals.iter().rev().find(|(name, _)| name == first) {
            return self.walk(path, Root::Local, ty.clone(), 1, Vec::new());
        }
        match first {
            "platform" => self.walk(path, Root::Platform, Type::Ref(self.chart.bindings.clone()), 1, Vec::new()),
            "common" => self.field(path, Root::Common, &self.chart.tunables.iter().collect::<Vec<_>>()),
            "tunables" => self.field(path, Root::Tunables, &self.tunables()),
            _ => self.component.map_or_else(|| Err(self.unknown_root(path)), |component| self.own(path, component)),
        }
    }

    /// The values by which a `$match` on a type can tell its cases apart: none where it cannot.
    pub fn cases(&self, ty: &Type) -> Vec<String> {
        match ty {
            Type::Boolean => vec!["true".to_owned(), "false".to_owned()],
            Type::Ref(name) => match self.model.types.get(name).map(|def| &def.form) {
                Some(Form::Enum(values)) => values.iter().map(|value| value.value.clone()).collect(),
                Some(Form::Union(union)) => union.cases.iter().map(|case| case.value.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The tag of a union type.
    pub fn tag(&self, ty: &Type) -> Option<&'m str> {
        let Type::Ref(name) = ty else { return None };
        match &self.model.types.get(name)?.form {
            Form::Union(union) => Some(&union.tag),
            _ => None,
        }
    }

    /// The type of the items of a list, or of the values of a map.
    pub fn items<'t>(&self, ty: &'t Type) -> Option<&'t Type> {
        match ty {
            Type::Array { items, .. } => Some(items),
            Type::Map { values, .. } => Some(values),
            _ => None,
        }
    }

    /// A type without the names of scalars: what a value of it looks like in JSON.
    pub fn base<'t>(&self, ty: &'t Type) -> &'t Type
    where
        'm: 't,
    {
        match ty {
            Type::Scalar(name) => self.model.scalars.get(name).map_or(ty, |scalar| &scalar.base),
            _ => ty,
        }
    }

    fn field(&self, path: &Path, root: Root, fields: &[&Field]) -> Result<Resolved, Diagnostic> {
        let name = path.steps.get(1).map(String::as_str).unwrap_or_default();
        match fields.iter().find(|field| field.name == name) {
            Some(field) => {
                let optional = if field.is_optional() { vec![1] } else { Vec::new() };
                self.walk(path, root, field.ty.clone(), 2, optional)
            }
            None => Err(unknown(path, 1, fields.iter().map(|field| field.name.as_str()))),
        }
    }

    fn own(&self, path: &Path, component: &Component) -> Result<Resolved, Diagnostic> {
        let steps: Vec<&str> = path.steps.iter().map(String::as_str).collect();
        let text = Type::String { min_length: None, max_length: None, pattern: Some(String::new()) };
        let found = |root, ty| Ok(Resolved { root, ty, optional: Vec::new() });
        match steps.as_slice() {
            ["database"] if component.database.is_some() => found(Root::Database, text),
            ["images", name] if component.image(name).is_some() => found(Root::Images, text),
            ["images", ..] => Err(unknown(path, 1, component.images.iter().map(|image| image.name.as_str()))),
            ["configs", name] if component.configs.iter().any(|config| config.name == *name) => {
                found(Root::Configs, text)
            }
            ["configs", ..] => Err(unknown(path, 1, component.configs.iter().map(|config| config.name.as_str()))),
            ["ports", name, "number"] if component.ports.contains_key(*name) => {
                found(Root::Ports, Type::Integer { min: 1, max: 65535 })
            }
            ["ports", name, fact] if component.ports.contains_key(*name) && PORT_FACTS.contains(fact) => {
                found(Root::Ports, text)
            }
            ["ports", name, ..] if component.ports.contains_key(*name) => Err(unknown(path, 2, PORT_FACTS)),
            ["ports", ..] => Err(unknown(path, 1, component.ports.keys().map(String::as_str))),
            ["workloads", name, "account" | "namespace"] if component.workload(name).is_some() => {
                found(Root::Workloads, text)
            }
            ["workloads", name, fact] if component.workload(name).is_some() && WORKLOAD_FACTS.contains(fact) => {
                found(Root::Workloads, Type::Any)
            }
            ["workloads", name, ..] if component.workload(name).is_some() => Err(unknown(path, 2, WORKLOAD_FACTS)),
            ["workloads", ..] => {
                Err(unknown(path, 1, component.workloads.iter().map(|workload| workload.name.as_str())))
            }
            _ => Err(self.unknown_root(path)),
        }
    }

    fn unknown_root(&self, path: &Path) -> Diagnostic {
        unknown(path, 0, ROOTS.into_iter().chain(self.locals.iter().map(|(name, _)| name.as_str())))
    }

    fn walk(
        &self,
        path: &Path,
        root: Root,
        from: Type,
        begin: usize,
        mut optional: Vec<usize>,
    ) -> Result<Resolved, Diagnostic> {
        let mut ty = from;
        for (at, step) in path.steps.iter().enumerate().skip(begin) {
            let (next, absent) = self.step(path, at, step, &ty)?;
            if absent && !self.is_required(path, at) {
                optional.push(at);
            }
            ty = next;
        }
        Ok(Resolved { root, ty, optional })
    }

    /// The type one step further, and whether the step may be absent.
    fn step(&self, path: &Path, at: usize, step: &str, ty: &Type) -> Result<(Type, bool), Diagnostic> {
        let Type::Ref(name) = ty else {
            return match ty {
                Type::Map { values, .. } => Ok(((**values).clone(), true)),
                _ => Err(unknown(path, at, [])),
            };
        };
        let fields: Vec<&Field> = match self.model.types.get(name).map(|def| &def.form) {
            Some(Form::Object(fields)) => fields.iter().collect(),
            Some(Form::Union(union)) if union.tag == step => return Ok((Type::Ref(name.clone()), false)),
            Some(Form::Union(union)) => common_fields(union),
            _ => Vec::new(),
        };
        match fields.iter().find(|field| field.name == step) {
            Some(field) => Ok((field.ty.clone(), field.is_optional())),
            None => Err(unknown(path, at, fields.iter().map(|field| field.name.as_str()))),
        }
    }

    /// Whether the component declares that the fact is there.
    fn is_required(&self, path: &Path, at: usize) -> bool {
        let declared =
            self.component.into_iter().flat_map(|component| component.requires.iter().chain(&component.provides));
        declared.into_iter().any(|declared| declared.steps.starts_with(&path.steps[..=at]))
    }
}

/// The fields that every case of a union has.
fn common_fields(union: &crate::model::Union) -> Vec<&Field> {
    let everywhere = |field: &&Field| {
        union.cases.iter().all(|case| case.fields.iter().any(|other| other.name == field.name && other.ty == field.ty))
    };
    union.cases.first().map(|case| case.fields.iter().filter(everywhere).collect()).unwrap_or_default()
}

fn unknown<'a>(path: &Path, at: usize, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let step = path.steps.get(at).map(String::as_str).unwrap_or_default();
    let before = path.steps[..at.min(path.steps.len())].join(".");
    let message = match (step, before.as_str()) {
        ("", _) => format!("the path `{path}` ends too early"),
        (_, "") => format!("the path `{path}` begins nowhere"),
        _ => format!("`{before}` has no `{step}`"),
    };
    Diagnostic::error("CONTRACT_PATH_UNKNOWN", message).at(path.place.clone()).help(suggestion(step, known))
}
