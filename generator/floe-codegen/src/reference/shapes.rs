//! Pages of contracts with a schema: documents, bindings, and plugins with their configs.

use floe_base::yaml;
use floe_contract::model::{ContractId, Hosting, HostingMode, Model, Named, Names, Plugin, ShapeContract};
use floe_template::{Holes, Value, holes};
use serde_json::Value as Json;

use super::page::{Page, Place, unless_empty};
use super::types;
use crate::json_schema::schema_path;
use crate::markdown;
use crate::selection;

pub(super) fn shape(model: &Model, contract: &ShapeContract) -> Page {
    let id = &contract.head.id;
    let place = Place::of(id);
    let holes = holes! {
        "idle": if contract.idle { vec!["No command reads or writes this document yet."] } else { Vec::new() },
        "schema": schema(id, &place),
        "types": root_first(model, &contract.root, &contract.types, &place),
        "names": names(&contract.names),
        "examples": examples(&contract.examples),
    };
    Page::of(&contract.head, "shape.md", &id.name, holes)
}

pub(super) fn plugin(model: &Model, plugin: &Plugin) -> Page {
    let place = Place::of(&plugin.head.id);
    let hosting = plugin.hosting.iter().enumerate().map(|(at, mode)| hosting(mode, at == 0, &place));
    let needs = if plugin.dependencies.is_empty() { vec![] } else { vec![markdown::codes(&plugin.dependencies)] };
    let trees = [("Capabilities", &plugin.capabilities), ("Requirements", &plugin.requirements)];
    let trees = trees.into_iter().filter(|(_, tree)| tree.as_object().is_some_and(|tree| !tree.is_empty()));
    let trees = trees.map(|(heading, tree)| holes! { "heading": heading, "block": yaml_block(tree) });
    let selection = selection::example(model, plugin);
    let holes = holes! {
        "category": place.link(&plugin.category, &format!("interfaces/{}.md", plugin.category), ""),
        "api": plugin.api.as_str(),
        "schema": schema(&plugin.head.id, &place),
        "hosting": hosting.collect::<Vec<_>>(),
        "dependencies": needs,
        "types": root_first(model, &plugin.config, &plugin.types, &place),
        "names": names(&plugin.names),
        "trees": trees.collect::<Vec<_>>(),
        "selections": unless_empty(selection.map(|(file, document)| markdown::file(file, &yaml::write(&document)))),
        "examples": examples(&plugin.examples),
    };
    Page::of(&plugin.head, "plugin.md", &format!("{} ({})", plugin.name, plugin.category), holes)
}

fn schema(id: &ContractId, place: &Place) -> String {
    place.outside(&format!("generated/schemas/{}", schema_path(id)))
}

fn hosting(hosting: &Hosting, is_default: bool, place: &Place) -> Holes {
    let meaning = match hosting.mode {
        HostingMode::SelfHosted => "The platform's own chart runs the service.",
        HostingMode::External => "Somebody else runs the service.",
        HostingMode::Library => "A library in the job's image; there is no service.",
    };
    let default = if is_default { " (default)" } else { "" };
    let components = hosting.components.iter();
    let components = components.map(|name| place.link(name, &format!("components/{name}.md"), ""));
    holes! {
        "mode": markdown::code(hosting.mode.word()) + default,
        "meaning": meaning,
        "components": components.collect::<Vec<_>>().join(", "),
    }
}

/// A row for each kind of name and each key.
fn names(names: &[Names]) -> Value {
    let rows = names.iter().flat_map(|kind| kind.of.iter().map(move |of| (kind, of)));
    unless_empty(rows.map(|(Names { kind, fold, reserved, .. }, Named { key, parts, .. })| {
        let or = |paths: &Vec<String>| paths.iter().map(|path| markdown::code(path)).collect::<Vec<_>>().join(" or ");
        holes! {
            "kind": kind.as_str(),
            "key": markdown::code(key),
            "parts": parts.iter().map(or).collect::<Vec<_>>().join(", "),
            "case": if *fold { "does not count" } else { "counts" },
            "reserved": markdown::codes(reserved),
        }
    }))
}

/// The root's section before those of the other types.
fn root_first(model: &Model, root: &String, names: &[String], place: &Place) -> Vec<Holes> {
    let rest = names.iter().filter(|name| *name != root);
    types::sections(model, std::iter::once(root).chain(rest), place)
}

fn examples(examples: &[Json]) -> Value {
    unless_empty(examples.iter().map(yaml_block))
}

fn yaml_block(value: &Json) -> String {
    markdown::block("yaml", &yaml::write(value))
}
