//! The reference pages, into `docs/reference`: one Markdown page a contract, and an index. Paths are from the repository's root.

mod commands;
mod components;
mod diagnostics;
mod interfaces;
mod markdown;
mod page;
mod scalars;
mod shapes;
mod types;

use floe_base::FileSet;
use floe_commands::Program;
use floe_contract::model::{Kind, Model};
use floe_template::Templates;
use serde_json::{Value, json};

use page::{Page, Place};

/// Where the pages stand.
const FOLDER: &str = "docs/reference";

/// The index inside of the folder.
const INDEX: &str = "README.md";

/// The templates of the pages, and of parts of pages.
const TEMPLATES: &[(&str, &str)] = &[
    ("chart.md", include_str!("../../../templates/docs/chart.md")),
    ("component.md", include_str!("../../../templates/docs/component.md")),
    ("contract.md", include_str!("../../../templates/docs/contract.md")),
    ("diagnostics.md", include_str!("../../../templates/docs/diagnostics.md")),
    ("head.md", include_str!("../../../templates/docs/head.md")),
    ("index.md", include_str!("../../../templates/docs/index.md")),
    ("interface.md", include_str!("../../../templates/docs/interface.md")),
    ("parts.md", include_str!("../../../templates/docs/parts.md")),
    ("plugin.md", include_str!("../../../templates/docs/plugin.md")),
    ("program.md", include_str!("../../../templates/docs/program.md")),
    ("scalars.md", include_str!("../../../templates/docs/scalars.md")),
    ("shape.md", include_str!("../../../templates/docs/shape.md")),
];

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
    let _span = tracing::info_span!("emit reference").entered();
    let programs = floe_commands::programs();
    let mut pages = vec![index(model, &programs)];
    pages.extend(programs.iter().map(commands::page));
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
    let templates = Templates::new(TEMPLATES);
    let mut files = FileSet::new();
    for page in pages {
        let path = format!("{FOLDER}/{}", page.path);
        files.insert(path, templates.fill(page.template, &page.holes)).expect("contracts have distinct clean names");
    }
    files
}

fn index(model: &Model, programs: &[Program]) -> Page {
    let place = Place::new(INDEX);
    let row = |name: &str, path: &str, description: &str| json!({ "link": place.link(&markdown::code(name), path, ""), "description": markdown::cell(description) });
    let commands = programs
        .iter()
        .map(|program| row(program.command.get_name(), &commands::path(program), &commands::about(program)));
    let mut sections = vec![json!({ "heading": "Commands", "rows": commands.collect::<Vec<_>>() })];
    for (kind, heading) in SECTIONS {
        let heads = model.heads.values().filter(|head| head.id.kind == *kind);
        let rows: Vec<Value> = heads.map(|head| row(&head.id.name, &page::path(&head.id), &head.description)).collect();
        if !rows.is_empty() {
            sections.push(json!({ "heading": heading, "rows": rows }));
        }
    }
    Page::new(INDEX, "index.md", "contracts", "Reference", json!({ "sections": sections }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = r"
kind: binding
name: paint
version: 1.0.0
description: Paint.
root: Paint
$defs:
  Paint:
    type: object
    description: A can of it.
    required: [tone]
    properties:
      tone: {$ref: '#/$defs/Tone', description: How dark | light it is.}
      share: {type: number, minimum: 0, maximum: 1, default: 0.5, description: How full it is., examples: [0.25]}
  Tone:
    description: How dark something is.
    enum: {very-dark: Like night., light: Like day.}
examples: [{tone: light}]
";

    #[test]
    fn a_contract_becomes_a_page_and_a_line_of_the_index() {
        let mut files = FileSet::new();
        files.insert("contracts/bindings/paint/v1.yaml", CONTRACT).unwrap();
        let pages = emit(&floe_contract::load(&files).unwrap());
        let page = pages.get("docs/reference/bindings/paint.md").unwrap();
        let expected =
            "<!-- @generated by floe-gen from contracts/bindings/paint/v1.yaml; do not edit; run: just generate -->

# paint

Paint.

Version 1.0.0, from [`contracts/bindings/paint/v1.yaml`](../../../contracts/bindings/paint/v1.yaml).

JSON Schema: [`generated/schemas/bindings/paint.v1.json`](../../../generated/schemas/bindings/paint.v1.json).

## Paint

A can of it.

| Field | Type | Presence | Description |
| --- | --- | --- | --- |
| `tone` | [Tone](#tone) | required | How dark \\| light it is. |
| `share` | number, 0 to 1 | default `0.5` | How full it is. For example `0.25`. |

## Tone

How dark something is.

| Value | Meaning |
| --- | --- |
| `very-dark` | Like night. |
| `light` | Like day. |

## Examples

```yaml
tone: light
```
";
        assert_eq!(std::str::from_utf8(page), Ok(expected));
        let index = std::str::from_utf8(pages.get("docs/reference/README.md").unwrap()).unwrap();
        assert!(index.contains("| [`paint`](bindings/paint.md) | Paint. |"), "{index}");
    }
    #[test]
    fn a_page_template_decides_nothing() {
        let deciding = TEMPLATES.iter().filter(|(_, text)| ["<% if", "<%- if"].iter().any(|word| text.contains(word)));
        assert_eq!(deciding.map(|(name, _)| *name).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
