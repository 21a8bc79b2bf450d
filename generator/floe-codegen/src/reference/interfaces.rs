//! Pages of plugin interfaces: what is asked of the plugins of a category, and what they need of others.

use floe_contract::model::{Interface, Method, Model, Phase, Selection};

use super::markdown;
use super::page::Page;
use super::types;
use crate::python::implementation;

/// The page of an interface.
pub(super) fn page(model: &Model, interface: &Interface) -> Page {
    let mut page = Page::of(&interface.head, &interface.head.id.name);
    page.paragraph(&selection(interface));
    plugins(model, interface, &mut page);
    composition(model, interface, &mut page);
    for (phase, heading) in [(Phase::Compile, "Asked while compiling"), (Phase::Run, "Asked while the platform runs")] {
        let methods: Vec<&Method> = interface.methods.iter().filter(|method| method.phase == phase).collect();
        if !methods.is_empty() {
            page.heading(2, heading);
        }
        for it in methods {
            method(model, it, &mut page);
        }
    }
    types::sections(model, &interface.types, &mut page);
    if let Some(source) = implementation(model, interface) {
        page.heading(2, "Example");
        page.paragraph("An implementation in Python, with all that must be there.");
        page.block("python", &source);
    }
    page
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

fn plugins(model: &Model, interface: &Interface, page: &mut Page) {
    let own = model.plugins.iter().filter(|plugin| plugin.category == interface.head.id.name);
    let links = own.map(|plugin| page.link(&plugin.name, &super::page::path(&plugin.head.id), ""));
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        page.paragraph(&format!("Plugins: {}.", links.join(", ")));
    }
}

fn composition(model: &Model, interface: &Interface, page: &mut Page) {
    let rows = interface.composition.iter().map(|rule| {
        let from = page.link(&rule.from, &format!("interfaces/{}.md", rule.from), "");
        let missing = rule.missing.as_ref().map(|code| diagnostic(model, code, page));
        vec![
            markdown::code(&rule.needs),
            from,
            diagnostic(model, &rule.unsupported, page),
            missing.unwrap_or_else(|| "is fine".to_owned()),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        page.heading(2, "What its plugins need of others");
        page.paragraph("A plugin that requires values of a list needs a provider that offers one of them.");
        page.table(&["List", "Provider", "Nothing in common", "No provider"], rows);
    }
}

fn method(model: &Model, method: &Method, page: &mut Page) {
    page.heading(3, &markdown::code(&method.name));
    page.paragraph(&markdown::prose(&method.description));
    let mut lines = Vec::new();
    if let Some(facet) = &method.facet {
        lines.push(format!("- Facet: {}; only some plugins have it", markdown::code(facet)));
    }
    if let Some(ty) = &method.returns {
        let absent = if method.optional { ", or nothing" } else { "" };
        lines.push(format!("- Returns: {}{absent}", types::text(model, ty, page)));
    }
    if let Some(default) = &method.default {
        let value = if method.returns.is_some() { markdown::value(default) } else { "it does nothing".to_owned() };
        lines.push(format!("- Unless a plugin says otherwise: {value}"));
    }
    if !method.errors.is_empty() {
        let errors: Vec<String> = method.errors.iter().map(|code| diagnostic(model, code, page)).collect();
        lines.push(format!("- Fails with: {}", errors.join(", ")));
    }
    page.paragraph(&lines.join("\n"));
    let rows = method.takes.iter().map(|parameter| {
        let ty = markdown::in_cell(&types::text(model, &parameter.ty, page));
        let presence = markdown::in_cell(&types::presence(parameter.default.as_ref(), parameter.is_required()));
        vec![markdown::code(&parameter.name), ty, presence, markdown::cell(&parameter.description)]
    });
    let rows = rows.collect();
    page.table(&["Takes", "Type", "Presence", "Description"], rows);
}

/// A code with a link to its explanation.
fn diagnostic(model: &Model, code: &str, page: &Page) -> String {
    let known = model.diagnostics.iter().find(|diagnostic| diagnostic.code == code);
    match known {
        Some(known) => {
            let target = format!("diagnostics/{}.md", known.phase);
            page.link(&markdown::code(code), &target, &markdown::anchor(code))
        }
        None => markdown::code(code),
    }
}
