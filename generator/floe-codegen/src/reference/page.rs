//! One page: where the page stands, its links to other pages, its template and what fills the holes. Knows of contracts only where their pages stand.

use floe_contract::model::{ContractId, Head, Kind};
use serde_json::{Value, json};

use super::markdown;

/// A Markdown page.
pub(super) struct Page {
    pub(super) path: String,
    /// The name of the page's template.
    pub(super) template: &'static str,
    /// What fills the holes of the template.
    pub(super) holes: Value,
}

/// The page of a contract, inside the folder of pages.
pub(super) fn path(id: &ContractId) -> String {
    match id.kind {
        Kind::Scalars => "scalars.md".to_owned(),
        kind => format!("{}/{}.md", kind.folder(), id.name),
    }
}

/// A list as a part of a template that may be left out: none where the list is empty, else one.
pub(super) fn unless_empty<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    let items: Vec<Value> = items.into_iter().map(Into::into).collect();
    if items.is_empty() { json!([]) } else { json!([items]) }
}

impl Page {
    /// A page with its title.
    pub(super) fn new(path: &str, template: &'static str, source: &str, title: &str, mut holes: Value) -> Self {
        holes["source"] = source.into();
        holes["title"] = title.into();
        Self { path: path.to_owned(), template, holes }
    }

    /// The page of a contract, with its description.
    pub(super) fn of(head: &Head, template: &'static str, title: &str, mut holes: Value) -> Self {
        holes["description"] = markdown::prose(&head.description).into();
        holes["version"] = head.version.to_string().into();
        holes["file"] = Place::of(&head.id).outside(&head.file).into();
        Self::new(&path(&head.id), template, &head.file, title, holes)
    }
}

/// Where a page stands inside the folder of pages.
pub(super) struct Place(String);

impl Place {
    /// The place of a page that is not a contract's.
    pub(super) fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The place of a contract's page.
    pub(super) fn of(id: &ContractId) -> Self {
        Self(path(id))
    }

    /// A link to a place on another page, or on this one.
    pub(super) fn link(&self, text: &str, page: &str, anchor: &str) -> String {
        let target = if page == self.0 { String::new() } else { format!("{}{page}", self.upwards()) };
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        format!("[{text}]({target}{anchor})")
    }

    /// A link to a file of the repository, by its path.
    pub(super) fn outside(&self, file: &str) -> String {
        format!("[{}]({}../../{file})", markdown::code(file), self.upwards())
    }

    fn upwards(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}
