//! Pages of what has a schema: documents, bindings, and plugins with their configs.

use floe_base::yaml;
use floe_contract::model::{ContractId, HostingMode, Model, Plugin, ShapeContract};
use serde_json::Value;

use super::markdown;
use super::page::Page;
use super::types;
use crate::json_schema::schema_path;
use crate::selection;

/// The page of a document or a binding.
pub(super) fn shape(model: &Model, contract: &ShapeContract) -> Page {
    let mut page = Page::of(&contract.head, &contract.head.id.name);
    schema(&contract.head.id, &mut page);
    root_first(model, &contract.root, &contract.types, &mut page);
    if !contract.examples.is_empty() {
        page.heading(2, "Examples");
    }
    examples(&contract.examples, &mut page);
    page
}

/// The page of a plugin.
pub(super) fn plugin(model: &Model, plugin: &Plugin) -> Page {
    let mut page = Page::of(&plugin.head, &format!("{} ({})", plugin.name, plugin.category));
    let interface = page.link(&plugin.category, &format!("interfaces/{}.md", plugin.category), "");
    page.paragraph(&format!("A plugin of the category {interface}, for plugin API {}.", plugin.api));
    schema(&plugin.head.id, &mut page);
    hosting(plugin, &mut page);
    if !plugin.dependencies.is_empty() {
        let dependencies: Vec<String> = plugin.dependencies.iter().map(|name| markdown::code(name)).collect();
        page.paragraph(&format!("Needs the plugins {}.", dependencies.join(", ")));
    }
    root_first(model, &plugin.config, &plugin.types, &mut page);
    for (heading, tree) in [("Capabilities", &plugin.capabilities), ("Requirements", &plugin.requirements)] {
        if tree.as_object().is_some_and(|tree| !tree.is_empty()) {
            page.heading(2, heading);
            page.paragraph("`$` stands for a value of the config.");
            page.block("yaml", &yaml::write(tree));
        }
    }
    if let Some((file, document)) = selection::example(model, plugin) {
        page.heading(2, "Example");
        page.paragraph("Selected like this:");
        page.file(file, &yaml::write(&document));
    }
    if !plugin.examples.is_empty() {
        page.heading(2, "Examples of its config");
    }
    examples(&plugin.examples, &mut page);
    page
}

fn schema(id: &ContractId, page: &mut Page) {
    let path = format!("generated/schemas/{}", schema_path(id));
    let link = page.outside(&markdown::code(&path), &path);
    page.paragraph(&format!("JSON Schema: {link}."));
}

fn hosting(plugin: &Plugin, page: &mut Page) {
    page.heading(2, "Hosting");
    let rows = plugin.hosting.iter().enumerate().map(|(at, hosting)| {
        let meaning = match hosting.mode {
            HostingMode::SelfHosted => "The platform's own chart runs the service.",
            HostingMode::External => "Somebody else runs the service.",
            HostingMode::Library => "A library in the job's image; there is no service.",
        };
        let default = if at == 0 { " (default)" } else { "" };
        let components = hosting.components.iter();
        let components = components.map(|name| page.link(name, &format!("components/{name}.md"), ""));
        vec![
            markdown::code(hosting.mode.word()) + default,
            meaning.to_owned(),
            components.collect::<Vec<_>>().join(", "),
        ]
    });
    let rows = rows.collect();
    page.table(&["Mode", "Meaning", "Components"], rows);
}

/// The root's section before those of the other types.
fn root_first(model: &Model, root: &String, names: &[String], page: &mut Page) {
    let rest = names.iter().filter(|name| *name != root);
    types::sections(model, std::iter::once(root).chain(rest), page);
}

fn examples(examples: &[Value], page: &mut Page) {
    for example in examples {
        page.block("yaml", &yaml::write(example));
    }
}
