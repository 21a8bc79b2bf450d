//! Path: a dotted path in a component with the fact that the path leads to. Resolves no path.

use std::fmt;

use floe_base::Place;
use serde::{Deserialize, Serialize};

use super::{Form, Model, Type};

/// A dotted path to a fact: `platform.storage.endpoint.url`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The root (`platform`, `tunables`, …), then field names.
    pub steps: Vec<String>,
    /// The place of the path.
    pub place: Place,
    /// The fact at the end. Lint finds the fact.
    #[serde(skip)]
    pub target: Target,
}

/// The fact at the end of a path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// The root of the path.
    pub root: Root,
    /// The type at the end.
    pub ty: Type,
    /// The indices of the steps that may be absent, ascending.
    pub optional: Vec<usize>,
    /// The index of the step that leads to a list, or of the step `*` behind a list or map, each item of which is meant; `None`: the path
    /// leads to one fact.
    pub list: Option<usize>,
}

/// The step that means each item of a list, and each value of a map.
pub(crate) const EACH: &str = "*";

/// The root of a path.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Root {
    /// The facts of the platform: `bindings` in the values.
    #[default]
    Platform,
    /// The tunables of the component.
    Tunables,
    /// The tunables of the chart.
    Common,
    /// The number of one of the component's own ports.
    Port(u16),
    /// The address of one of the component's own ports, with this scheme and this number.
    Url(String, u16),
    /// The name of the component's Service.
    Host,
    /// The full name of one of the component's images, by its position.
    Image(usize),
    /// The name of the object made of the config of this name.
    Config(String),
    /// The name of the service account of one of the component's workloads, by its position.
    Account(usize),
    /// The namespace of one of the component's workloads, by its position.
    Namespace(usize),
    /// A text that the contract states: the component's database, the scheme of a port.
    Stated(String),
    /// An item of a surrounding `$each`.
    Local,
}

impl Path {
    /// A path of which lint has not found the fact.
    pub fn new(steps: Vec<String>, place: Place) -> Self {
        Self { steps, place, target: Target::default() }
    }

    /// Whether the path has this root.
    pub fn starts_with(&self, root: &str) -> bool {
        self.steps.first().is_some_and(|first| first == root)
    }

    /// The path, one step further.
    #[must_use]
    pub fn join(&self, step: &str) -> Self {
        Self::new(self.steps.iter().cloned().chain([step.to_owned()]).collect(), self.place.clone())
    }

    /// Of a path through a list: the path to the list, and the path that goes on from an item of this name.
    pub fn through_list(&self, item: &str) -> Option<(Self, Self)> {
        let Target { root, ty, optional, list } = &self.target;
        let at = (*list)?;
        let end = if self.steps[at] == EACH { at } else { at + 1 };
        let (before, behind) = (&self.steps[..end], &self.steps[at + 1..]);
        let (to_list, from_item): (Vec<usize>, Vec<usize>) = optional.iter().partition(|step| **step <= at);
        let part = |steps, root, ty, optional| {
            let target = Target { root, ty, optional, list: None };
            Self { steps, place: self.place.clone(), target }
        };
        let list = part(before.to_vec(), root.clone(), Type::Any, to_list);
        let from_item = from_item.into_iter().map(|step| step - at).collect();
        Some((list, part([&[item.to_owned()], behind].concat(), Root::Local, ty.clone(), from_item)))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.steps.join("."))
    }
}

impl Model {
    /// The values by which a `$match` on a type can tell the cases apart; empty where a `$match` cannot.
    pub fn cases(&self, ty: &Type) -> Vec<&str> {
        match (ty, self.form(ty)) {
            (Type::Boolean, _) => vec!["true", "false"],
            (_, Some(Form::Enum(values))) => values.iter().map(|value| value.value.as_str()).collect(),
            (_, Some(Form::Union(union))) => union.cases.iter().map(|case| case.value.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// The tag of a union type.
    pub fn tag(&self, ty: &Type) -> Option<&str> {
        if let Some(Form::Union(union)) = self.form(ty) { Some(&union.tag) } else { None }
    }

    /// A type without the names of scalars: the form of its values in JSON.
    pub fn base<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Scalar(name) => self.scalars.get(name).map_or(ty, |scalar| &scalar.base),
            _ => ty,
        }
    }

    /// The form of a named type.
    pub(crate) fn form(&self, ty: &Type) -> Option<&Form> {
        if let Type::Ref(name) = ty { self.types.get(name).map(|def| &def.form) } else { None }
    }
}

impl Type {
    /// The type of the items of a list, or of the values of a map.
    pub fn items(&self) -> Option<&Self> {
        match self {
            Self::Array { items: inner, .. } | Self::Map { values: inner, .. } => Some(inner),
            _ => None,
        }
    }
}
