//! Resolved: a path with its fact, and queries about the type of the fact. Resolves no path.

use super::Port;
use crate::model::{Form, Model, Type};
use crate::tree::Path;

/// A path with the fact at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The path as written.
    pub path: Path,
    /// The root of the path.
    pub root: Root,
    /// The type at the end.
    pub ty: Type,
    /// The indices of the steps that may be absent, ascending.
    pub optional: Vec<usize>,
    /// The index of the step that leads to a list, each item of which is meant; `None`: the path leads to one fact.
    pub list: Option<usize>,
}

impl Resolved {
    /// Of a path through a list: the path to the list, and the path that goes on from an item of this name.
    pub fn through_list(&self, item: &str) -> Option<(Self, Self)> {
        let at = self.list?;
        let part = |steps: Vec<String>, root, ty, optional| {
            let path = Path { steps, place: self.path.place.clone() };
            Self { path, root, ty, optional, list: None }
        };
        let (before, behind) = self.path.steps.split_at(at + 1);
        let (to_list, from_item) = self.optional.iter().partition(|step| **step <= at);
        let list = part(before.to_vec(), self.root.clone(), Type::Any, to_list);
        let from_item: Vec<usize> = from_item;
        let steps = std::iter::once(item.to_owned()).chain(behind.iter().cloned()).collect();
        let own = part(steps, Root::Local, self.ty.clone(), from_item.into_iter().map(|step| step - at).collect());
        Some((list, own))
    }
}

/// The root of a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Root {
    /// The facts of the platform: `bindings` in the values.
    Platform,
    /// The tunables of the component.
    Tunables,
    /// The tunables of the chart.
    Common,
    /// One of the component's own ports.
    Port(Port, PortFact),
    /// The full name of the component's image of this name; with the fact that names the image, where no tunable does.
    Image(String, Option<Box<Resolved>>),
    /// The name of the object made of the config of this name.
    Config(String),
    /// One of the component's workloads, by its position.
    Workload(usize, WorkloadFact),
    /// The component's own database.
    Database(String),
    /// An item of a surrounding `$each`.
    Local,
}

/// The readable fields of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortFact {
    /// The number.
    Number,
    /// The scheme of addresses that lead to the port.
    Scheme,
    /// The name of the component's Service.
    Host,
    /// Scheme, host and number.
    Url,
}

/// The readable text fields of a workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkloadFact {
    /// The name of the service account.
    Account,
    /// The namespace.
    Namespace,
}

impl Model {
    /// The values by which a `$match` on a type can tell the cases apart; empty where a `$match` cannot.
    pub fn cases(&self, ty: &Type) -> Vec<String> {
        match ty {
            Type::Boolean => vec!["true".to_owned(), "false".to_owned()],
            Type::Ref(name) => match self.types.get(name).map(|def| &def.form) {
                Some(Form::Enum(values)) => values.iter().map(|value| value.value.clone()).collect(),
                Some(Form::Union(union)) => union.cases.iter().map(|case| case.value.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The tag of a union type.
    pub fn tag(&self, ty: &Type) -> Option<&str> {
        let Type::Ref(name) = ty else { return None };
        match &self.types.get(name)?.form {
            Form::Union(union) => Some(&union.tag),
            _ => None,
        }
    }

    /// A type without the names of scalars: the form of its values in JSON.
    pub fn base<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Scalar(name) => self.scalars.get(name).map_or(ty, |scalar| &scalar.base),
            _ => ty,
        }
    }
}

impl Type {
    /// The type of the items of a list, or of the values of a map.
    pub fn items(&self) -> Option<&Self> {
        match self {
            Self::Array { items, .. } => Some(items),
            Self::Map { values, .. } => Some(values),
            _ => None,
        }
    }
}
