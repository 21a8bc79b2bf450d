//! One page: the path, the links to other pages, the template with the fillings of the holes. Knows only the page of a contract.

use floe_contract::model::{ContractId, Head, Kind};
use floe_template::{Holes, Value};

use crate::markdown;

pub(super) struct Page {
    pub(super) path: String,
    /// The name of the template.
    pub(super) template: &'static str,
    /// The fillings of the template's holes.
    pub(super) holes: Holes,
}

/// The page of a contract, inside the folder of pages.
pub(super) fn path(id: &ContractId) -> String {
    match id.kind {
        Kind::Scalars => "scalars.md".to_owned(),
        kind => format!("{}/{}.md", kind.folder(), id.name),
    }
}

/// An optional list in a template: a list of one list, or of none where the list is empty.
pub(super) fn unless_empty<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    let items: Vec<Value> = items.into_iter().map(Into::into).collect();
    Value::from(if items.is_empty() { Vec::new() } else { vec![Value::from(items)] })
}

impl Page {
    pub(super) fn new(path: &str, template: &'static str, source: &str, title: &str, mut holes: Holes) -> Self {
        holes.extend([("source", source.into()), ("title", title.into())]);
        Self { path: path.to_owned(), template, holes }
    }

    /// The page of a contract.
    pub(super) fn of(head: &Head, template: &'static str, title: &str, mut holes: Holes) -> Self {
        holes.extend([
            ("description", markdown::prose(&head.description).into()),
            ("version", head.version.to_string().into()),
            ("file", Place::of(&head.id).outside(&head.file).into()),
        ]);
        Self::new(&path(&head.id), template, &head.file, title, holes)
    }
}

/// The path of a page inside the folder of pages, from which links lead elsewhere.
pub(super) struct Place(String);

impl Place {
    pub(super) fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    pub(super) fn of(id: &ContractId) -> Self {
        Self(path(id))
    }

    /// A link to an anchor on another page, or on this one.
    pub(super) fn link(&self, text: &str, page: &str, anchor: &str) -> String {
        let target = if page == self.0 { String::new() } else { format!("{}{page}", self.upwards()) };
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        format!("[{text}]({target}{anchor})")
    }

    /// A link to a file of the repository.
    pub(super) fn outside(&self, file: &str) -> String {
        format!("[{}]({}../../{file})", markdown::code(file), self.upwards())
    }

    fn upwards(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}
