//! Pages of plugin interfaces: the methods of a category's plugins, and their requirements of other categories.

use floe_contract::composition::Composition;
use floe_contract::model::{Interface, Method, Model, Phase, Selection};
use floe_template::{Holes, Value, holes};

use super::page::{Page, Place, path, unless_empty};
use super::types;
use crate::markdown;
use crate::python::implementation;

pub(super) fn page(model: &Model, asked: &Composition<'_>, interface: &Interface) -> Page {
    let place = Place::of(&interface.head.id);
    let example = implementation(model, interface).map(|source| markdown::block("python", &source));
    let holes = holes! {
        "selection": selection(interface),
        "idle": idle(asked, interface),
        "plugins": plugins(model, interface, &place),
        "composition": composition(model, interface, &place),
        "phases": phases(model, interface, &place),
        "types": types::sections(model, &interface.types, &place),
        "examples": Vec::from_iter(example),
    };
    Page::of(&interface.head, "interface.md", &interface.head.id.name, holes)
}

/// A sentence about a category whose plugins are asked nothing.
fn idle(asked: &Composition<'_>, interface: &Interface) -> Vec<&'static str> {
    let is_idle = interface.group.is_some() && asked.of(interface).next().is_none();
    if is_idle {
        vec![
            "floe asks plugins of this category nothing yet: a selection reaches the artifact, and is named as not evaluated.",
        ]
    } else {
        Vec::new()
    }
}

fn selection(interface: &Interface) -> String {
    let Some(group) = &interface.group else {
        let text = if interface.is_base() { "Every category shares it." } else { "It is no plugin category." };
        return text.to_owned();
    };
    let group = format!("A crate declares its plugins under {}.", markdown::code(group));
    let Some(key) = &interface.manifest_key else {
        return format!("No manifest selects one. {group}");
    };
    let count = match &interface.selection {
        Selection::Required => "exactly one".to_owned(),
        Selection::Optional => "at most one".to_owned(),
        Selection::Several => "any number, in a list".to_owned(),
        Selection::Default(name) => format!("at most one, {} where none is written", markdown::code(name)),
    };
    let key = markdown::code(&format!("plugins.{key}"));
    format!("A manifest selects {count} under {key}. {group}")
}

/// Links to the plugins of the category as one text, if there is a plugin.
fn plugins(model: &Model, interface: &Interface, place: &Place) -> Vec<String> {
    let own = model.plugins.iter().filter(|plugin| plugin.category == interface.head.id.name);
    let links: Vec<String> = own.map(|plugin| place.link(&plugin.name, &path(&plugin.head.id), "")).collect();
    if links.is_empty() { Vec::new() } else { vec![links.join(", ")] }
}

fn composition(model: &Model, interface: &Interface, place: &Place) -> Value {
    unless_empty(interface.composition.iter().map(|rule| {
        let missing = rule.missing.as_ref().map(|code| diagnostic(model, code, place));
        holes! {
            "list": markdown::code(&rule.needs),
            "provider": place.link(&rule.from, &format!("interfaces/{}.md", rule.from), ""),
            "unsupported": diagnostic(model, &rule.unsupported, place),
            "missing": missing.unwrap_or_else(|| "is fine".to_owned()),
        }
    }))
}

fn phases(model: &Model, interface: &Interface, place: &Place) -> Vec<Holes> {
    let phases = [(Phase::Compile, "Asked while compiling"), (Phase::Run, "Asked while the platform runs")];
    let phases = phases.into_iter().map(|(phase, heading)| {
        let methods = interface.methods.iter().filter(|method| method.phase == phase);
        (heading, methods.map(|own| method(model, own, place)).collect::<Vec<_>>())
    });
    let phases = phases.filter(|(_, methods)| !methods.is_empty());
    phases.map(|(heading, methods)| holes! { "heading": heading, "methods": methods }).collect()
}

fn method(model: &Model, method: &Method, place: &Place) -> Holes {
    let mut facts = Vec::new();
    if let Some(facet) = &method.facet {
        facts.push(format!("Facet: {}; only some plugins have it", markdown::code(facet)));
    }
    if let Some(ty) = &method.returns {
        let absent = if method.optional { ", or nothing" } else { "" };
        facts.push(format!("Returns: {}{absent}", types::text(model, ty, place)));
    }
    if let Some(default) = &method.default {
        let value = if method.returns.is_some() { markdown::value(default) } else { "it does nothing".to_owned() };
        facts.push(format!("Unless a plugin says otherwise: {value}"));
    }
    if !method.errors.is_empty() {
        let errors: Vec<String> = method.errors.iter().map(|code| diagnostic(model, code, place)).collect();
        facts.push(format!("Fails with: {}", errors.join(", ")));
    }
    let takes = method.takes.iter().map(|parameter| {
        holes! {
            "name": markdown::code(&parameter.name),
            "type": markdown::in_cell(&types::text(model, &parameter.ty, place)),
            "presence": markdown::in_cell(&types::presence(parameter.default.as_ref(), parameter.is_required())),
            "description": markdown::cell(&parameter.description),
        }
    });
    holes! {
        "name": markdown::code(&method.name),
        "description": markdown::prose(&method.description),
        "facts": unless_empty(facts),
        "takes": unless_empty(takes),
    }
}

fn diagnostic(model: &Model, code: &str, place: &Place) -> String {
    let known = model.diagnostics.iter().find(|diagnostic| diagnostic.code == code);
    let page = known.map(|known| format!("diagnostics/{}.md", known.phase));
    let text = markdown::code(code);
    page.map_or_else(|| text.clone(), |page| place.link(&text, &page, &markdown::anchor(code)))
}
