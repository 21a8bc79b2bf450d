//! Pages of components and charts: what a service listens on, runs, uses and reads, and what an operator may set.

use floe_base::names::camel_case;
use floe_contract::component::{Chart, Component, Image, ImageSource, Workload, WorkloadKind};
use floe_contract::model::Model;

use super::markdown;
use super::page::Page;
use super::types;

/// The page of a chart.
pub(super) fn chart(model: &Model, chart: &Chart) -> Page {
    let mut page = Page::of(&chart.head, &format!("Chart {}", chart.package));
    let facts = model.types.get(&chart.bindings).map(|def| super::page::path(&def.contract));
    let facts = facts.map(|path| page.link(&chart.bindings, &path, &markdown::anchor(&chart.bindings)));
    page.paragraph(&format!(
        "For Kubernetes {}. Its facts stand under `bindings` in its values: {}.",
        markdown::code(&chart.kubernetes),
        facts.unwrap_or_else(|| chart.bindings.clone())
    ));
    let own = model.components.iter().filter(|component| component.chart == chart.head.id.name);
    let own = own.map(|component| page.link(component.name(), &super::page::path(&component.head.id), ""));
    let own: Vec<String> = own.collect();
    page.paragraph(&format!("Components: {}.", own.join(", ")));
    page.heading(2, "Values of the chart");
    page.paragraph("They stand under `common`.");
    types::fields(model, &chart.tunables, &mut page);
    page.heading(2, "Values of each component");
    page.paragraph("They stand under each component's own key.");
    types::fields(model, &chart.each_tunables, &mut page);
    images(&chart.images, &mut page);
    page
}

/// The page of a component.
pub(super) fn component(model: &Model, component: &Component) -> Page {
    let mut page = Page::of(&component.head, component.name());
    page.paragraph(&facts(component, &page));
    ports(component, &mut page);
    page.heading(2, "Values");
    let key = markdown::code(&camel_case(component.name()));
    let shared =
        page.link("those of each component", &format!("charts/{}.md", component.chart), "values-of-each-component");
    page.paragraph(&format!("They stand under {key}, beside {shared}."));
    types::fields(model, &component.tunables, &mut page);
    workloads(component, &mut page);
    let secrets: Vec<String> =
        component.secret_paths().iter().map(|path| format!("- {}", markdown::code(&path.to_string()))).collect();
    if !secrets.is_empty() {
        page.heading(2, "Credentials that it reads");
        page.paragraph(&secrets.join("\n"));
    }
    images(&component.images, &mut page);
    page
}

fn facts(component: &Component, page: &Page) -> String {
    let mut lines =
        vec![format!("- Deployed by {}", page.link(&component.chart, &format!("charts/{}.md", component.chart), ""))];
    if let Some(path) = &component.provides {
        lines.push(format!("- Serves {}", markdown::code(&path.to_string())));
    }
    if let Some(database) = &component.database {
        lines.push(format!("- Keeps its state in the database {}", markdown::code(database)));
    }
    if !component.requires.is_empty() {
        let paths: Vec<String> = component.requires.iter().map(|path| markdown::code(&path.to_string())).collect();
        lines.push(format!("- Needs {}", paths.join(", ")));
    }
    lines.join("\n")
}

fn ports(component: &Component, page: &mut Page) {
    if !component.ports.is_empty() {
        page.heading(2, "Ports");
    }
    let rows = component.ports.iter().map(|(name, port)| {
        let reached = if port.expose { "people and components" } else { "components" };
        vec![markdown::code(name), port.number.to_string(), port.scheme.clone(), reached.to_owned()]
    });
    page.table(&["Port", "Number", "Scheme", "Reached by"], rows.collect());
}

fn workloads(component: &Component, page: &mut Page) {
    page.heading(2, "Workloads");
    let rows = component.workloads.iter().map(|workload| {
        let uses = workload.uses.iter().map(|(_, edge)| {
            let wait = if edge.wait { " (waits for it)" } else { "" };
            markdown::code(&edge.to.to_string()) + wait
        });
        let when = workload.when.as_ref().map(|path| format!(" where {} is there", markdown::code(&path.to_string())));
        vec![
            markdown::code(&workload.name),
            kind(workload).to_owned() + &when.unwrap_or_default(),
            workload.ports.iter().map(|port| markdown::code(port)).collect::<Vec<_>>().join(", "),
            uses.collect::<Vec<_>>().join(", "),
            access(workload),
        ]
    });
    page.table(&["Workload", "Kind", "Ports", "Uses", "Kubernetes API"], rows.collect());
}

fn kind(workload: &Workload) -> &'static str {
    match workload.kind {
        WorkloadKind::Deployment => "Deployment",
        WorkloadKind::StatefulSet => "StatefulSet",
        WorkloadKind::Job => "Job",
        WorkloadKind::Launched => "pods that another workload starts",
    }
}

fn access(workload: &Workload) -> String {
    let rules = workload.access.iter().map(|rule| format!("{} {}", rule.verbs.join(", "), rule.resources.join(", ")));
    let rules: Vec<String> = rules.collect();
    if rules.is_empty() { "no access".to_owned() } else { rules.join("; ") }
}

fn images(images: &[Image], page: &mut Page) {
    if !images.is_empty() {
        page.heading(2, "Images");
    }
    let rows = images.iter().map(|image| {
        let source = match &image.source {
            ImageSource::Tunable { registry, repository, tag } => {
                markdown::code(&format!("{registry}/{repository}:{tag}"))
            }
            ImageSource::Fact(path) => markdown::code(&path.to_string()),
        };
        vec![markdown::code(&image.name), source, format!("{}:{}", image.user, image.group)]
    });
    page.table(&["Image", "Default", "Runs as"], rows.collect());
}
