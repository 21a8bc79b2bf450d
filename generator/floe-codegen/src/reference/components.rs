//! Pages of components and charts: the ports, workloads, uses and secrets of a service, and the tunables of operators.

use floe_base::names::camel_case;
use floe_contract::model::Model;
use floe_contract::model::{Chart, Component, Image, Workload, WorkloadKind};
use floe_template::{Holes, Value, holes};

use super::page::{Page, Place, path, unless_empty};
use super::types;
use crate::markdown;

pub(super) fn chart(model: &Model, chart: &Chart) -> Page {
    let place = Place::of(&chart.head.id);
    let facts = model.types.get(&chart.bindings).map(|def| path(&def.contract));
    let facts = facts.map(|path| place.link(&chart.bindings, &path, &markdown::anchor(&chart.bindings)));
    let own = model.components.iter().filter(|component| component.chart == chart.head.id.name);
    let own = own.map(|component| place.link(component.name(), &path(&component.head.id), ""));
    let holes = holes! {
        "kubernetes": markdown::code(&chart.kubernetes),
        "facts": facts.unwrap_or_else(|| chart.bindings.clone()),
        "components": own.collect::<Vec<_>>().join(", "),
        "tunables": types::fields(model, &chart.tunables, &place),
        "each": types::fields(model, &chart.each.tunables, &place),
        "images": images(&chart.images),
    };
    Page::of(&chart.head, "chart.md", &format!("Chart {}", chart.package), holes)
}

pub(super) fn component(model: &Model, component: &Component) -> Page {
    let place = Place::of(&component.head.id);
    let chart = format!("charts/{}.md", component.chart);
    let ports = component.ports.iter().map(|(name, port)| {
        let reached = if port.expose { "people and components" } else { "components" };
        holes! { "name": markdown::code(name), "number": port.number, "scheme": port.scheme.as_str(), "reached": reached }
    });
    let secrets = component.secret_paths();
    let secrets = secrets.iter().map(|path| markdown::code(&path.to_string()));
    let holes = holes! {
        "facts": unless_empty(facts(component, &place)),
        "ports": unless_empty(ports),
        "key": markdown::code(&camel_case(component.name())),
        "shared": place.link("those of each component", &chart, "values-of-each-component"),
        "tunables": types::fields(model, &component.tunables, &place),
        "workloads": component.workloads.iter().map(workload).collect::<Vec<_>>(),
        "secrets": unless_empty(secrets),
        "images": images(&component.images),
    };
    Page::of(&component.head, "component.md", component.name(), holes)
}

fn facts(component: &Component, place: &Place) -> Vec<String> {
    let chart = place.link(&component.chart, &format!("charts/{}.md", component.chart), "");
    let mut facts = vec![format!("Deployed by {chart}")];
    if let Some(path) = &component.provides {
        facts.push(format!("Serves {}", markdown::code(&path.to_string())));
    }
    if let Some(database) = &component.database {
        facts.push(format!("Keeps its state in the database {}", markdown::code(database)));
    }
    if !component.requires.is_empty() {
        facts.push(format!("Needs {}", markdown::codes(&component.requires)));
    }
    facts
}

fn workload(workload: &Workload) -> Holes {
    let uses = workload.uses.iter().map(|(_, edge)| {
        let wait = if edge.start.is_some() { " (waits for it)" } else { "" };
        markdown::code(&edge.to.to_string()) + wait
    });
    let when = workload.when.as_ref().map(|path| format!(" where {} is there", markdown::code(&path.to_string())));
    holes! {
        "name": markdown::code(&workload.name),
        "kind": kind(workload).to_owned() + when.as_deref().unwrap_or(""),
        "ports": markdown::codes(&workload.ports),
        "uses": uses.collect::<Vec<_>>().join(", "),
        "access": access(workload),
    }
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

fn images(images: &[Image]) -> Value {
    let unknown = |fact: &Option<String>, word: &str| fact.clone().unwrap_or_else(|| word.to_owned());
    unless_empty(images.iter().map(|image| {
        let fact = image.fact.as_ref().map(|path| format!(", or {}", markdown::code(&path.to_string())));
        holes! {
            "name": markdown::code(&image.name),
            "reference": markdown::code(&image.reference()) + fact.as_deref().unwrap_or(""),
            "digest": image.digest().map_or_else(|| "unknown".to_owned(), markdown::code),
            "source": markdown::cell(&unknown(&image.source, "unknown")),
            "as_of": unknown(&image.as_of, "unknown"),
            "pulled": unknown(&image.pulled, "never"),
            "end_of_life": unknown(&image.end_of_life, "unknown"),
            "user": format!("{}:{}", image.user, image.group()),
        }
    }))
}
