//! The reference pages, into `docs/reference`: one Markdown page a contract, and an index. Paths are from the repository's root.

mod components;
mod diagnostics;
mod interfaces;
mod markdown;
mod page;
mod scalars;
mod shapes;
mod types;

use floe_base::FileSet;
use floe_contract::model::{Head, Kind, Model};

use page::Page;

/// Where the pages stand.
const FOLDER: &str = "docs/reference";

/// The kinds of contracts in the order of the index, each with its heading.
const SECTIONS: &[(Kind, &str)] = &[
    (Kind::Document, "Documents"),
    (Kind::Plugin, "Plugins"),
    (Kind::Interface, "Plugin interfaces"),
    (Kind::Binding, "Bindings"),
    (Kind::Component, "Components"),
    (Kind::Chart, "Charts"),
    (Kind::Diagnostics, "Diagnostics"),
    (Kind::Scalars, "Scalars"),
];

/// The pages.
pub(crate) fn emit(model: &Model) -> FileSet {
    let mut pages = vec![index(model)];
    for contract in model.documents.iter().chain(&model.bindings) {
        pages.push(shapes::shape(model, contract));
    }
    pages.extend(model.plugins.iter().map(|plugin| shapes::plugin(model, plugin)));
    pages.extend(model.interfaces.iter().map(|interface| interfaces::page(model, interface)));
    pages.extend(model.charts.iter().map(|chart| components::chart(model, chart)));
    pages.extend(model.components.iter().map(|component| components::component(model, component)));
    for head in model.heads.values() {
        match head.id.kind {
            Kind::Diagnostics => pages.push(diagnostics::page(model, head)),
            Kind::Scalars => pages.push(scalars::page(model, head)),
            _ => {}
        }
    }
    let mut files = FileSet::new();
    for page in pages {
        let path = format!("{FOLDER}/{}", page.path());
        files.insert(path, page.finish()).expect("contracts have distinct clean names");
    }
    files
}

fn index(model: &Model) -> Page {
    let mut page = Page::new("README.md", "contracts", "Reference");
    page.paragraph("What the contracts say, one page each.");
    for (kind, heading) in SECTIONS {
        let heads: Vec<&Head> = model.heads.values().filter(|head| head.id.kind == *kind).collect();
        if heads.is_empty() {
            continue;
        }
        page.heading(2, heading);
        let rows = heads.iter().map(|head| {
            let link = page.link(&markdown::code(&head.id.name), &page::path(&head.id), "");
            vec![link, markdown::cell(&head.description)]
        });
        let rows = rows.collect();
        page.table(&["Name", "Description"], rows);
    }
    page
}
