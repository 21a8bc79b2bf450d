//! Lint of components: resolves every path once, and checks that names exist and that slots get values that they can take.
//! Lowers nothing.

mod parts;
mod paths;
mod runs;
mod scope;
mod shared;
mod slots;
mod workload;

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Place};

use crate::findings::step;
use crate::messages;
use crate::model::{Chart, Component, Content, Image, Model, Path, Slots};
use crate::reader::suggestion;
use paths::Wanted;
pub(crate) use runs::with_run_needs;
use scope::Scope;
pub(crate) use shared::with_shared;
use slots::Slot;

/// A chart with the components, in which every path is resolved.
#[derive(Debug, Clone)]
pub struct ResolvedChart {
    /// The chart.
    pub chart: Chart,
    /// The components that the chart deploys, by name. Their slots hold those that the chart gives to each.
    pub components: Vec<Component>,
}

/// Checks and resolves every chart of the model with the components, or returns every finding.
pub fn resolve(model: &Model) -> Result<Vec<ResolvedChart>, Findings> {
    let mut out = Findings::new();
    let charts = model.charts.iter().map(|chart| self::chart(model, chart, &mut out)).collect();
    for (at, chart) in model.charts.iter().enumerate() {
        let same = |other: &&Chart| {
            other.package == chart.package || (other.bindings == chart.bindings && other.suffix == chart.suffix)
        };
        if let Some(other) = model.charts[..at].iter().find(same) {
            let place = Place::of_file(&chart.head.file);
            let help = "give the chart a `package` and a `suffix` of its own";
            out.push(messages::component_invalid_package(&other.head.id.name).at(place).help(help));
        }
    }
    pins(model, &mut out);
    let names = || model.charts.iter().map(|chart| chart.head.id.name.as_str());
    for component in model.components.iter().filter(|component| !names().any(|name| name == component.chart)) {
        let finding = messages::component_invalid_absent(&component.chart, "chart");
        let help = suggestion(&component.chart, names());
        out.push(finding.at(Place::of_file(&component.head.file)).help(help));
    }
    out.barrier().map(|()| charts)
}

fn chart(model: &Model, chart: &Chart, out: &mut Findings) -> ResolvedChart {
    let mut linter = Linter::new(model, chart, None, out);
    let mut each = chart.each.slots.clone();
    linter.slots(&mut each);
    let read = std::mem::take(&mut linter.read);
    let own = model.components.iter().filter(|component| component.chart == chart.head.id.name);
    let components = own.map(|component| {
        let mut linter = Linter { read: read.clone(), ..Linter::new(model, chart, Some(component), out) };
        linter.component(component, &each)
    });
    let components: Vec<Component> = components.collect();
    unreached(&components, out);
    ResolvedChart { components, chart: chart.clone() }
}

/// Reports a repository of which two contracts state different facts.
fn pins(model: &Model, out: &mut Findings) {
    let facts = |image: &Image| {
        let Image { tag, digest, source, as_of, pulled, end_of_life, .. } = image;
        (tag.clone(), digest.clone(), source.clone(), as_of.clone(), pulled.clone(), end_of_life.clone())
    };
    let mut first: BTreeMap<(&str, &str), &Image> = BTreeMap::new();
    let of_components = model.components.iter().flat_map(|component| &component.images);
    for image in of_components.chain(model.charts.iter().flat_map(|chart| &chart.images)) {
        let other = *first.entry((&image.registry, &image.repository)).or_insert(image);
        if facts(image) != facts(other) {
            let finding = messages::component_invalid_pins(format!("{}/{}", image.registry, image.repository));
            let finding = finding.at(image.place.clone()).related(other.place.clone(), "the other place");
            out.push(finding.help("write the same tag, digest, source, dates and end of life in both places"));
        }
    }
}

/// Reports components whose ports no network policy would open: no binding has the address, no edge leads there, and no port is exposed. An
/// edge through a list may lead to any component.
fn unreached(components: &[Component], out: &mut Findings) {
    let edges = |component: &Component, leads: fn(&Path) -> bool| {
        component.workloads.iter().flat_map(|workload| &workload.uses).any(|(_, edge)| leads(&edge.to))
    };
    let lists = |component: &Component| edges(component, |to| to.target.list.is_some());
    let own = |component: &Component| edges(component, |to| to.starts_with("ports"));
    for component in components {
        let Some(server) = component.workloads.iter().find(|workload| !workload.ports.is_empty()) else { continue };
        let mut others = components.iter().filter(|other| other.name() != component.name());
        let is_exposed = component.ports.values().any(|port| port.expose);
        if component.provides.is_none() && !is_exposed && !own(component) && !others.any(lists) {
            let help = "name under `provides` the binding that has the address, or give a port `expose: true`";
            out.push(messages::part_unused_server(component.name()).at(server.place.clone()).help(help));
        }
    }
}

/// The lint of one component, or of the slots that a chart gives to each.
struct Linter<'m, 'o> {
    model: &'m Model,
    chart: &'m Chart,
    scope: Scope<'m>,
    out: &'o mut Findings,
    /// The facts that paths have read, as `root.name`.
    read: BTreeSet<String>,
    /// Whether a workload's own trees are resolved.
    in_workload: bool,
}

impl<'m, 'o> Linter<'m, 'o> {
    fn new(model: &'m Model, chart: &'m Chart, component: Option<&'m Component>, out: &'o mut Findings) -> Self {
        let scope = Scope::new(model, chart, component);
        Self { model, chart, scope, out, read: BTreeSet::new(), in_workload: false }
    }

    /// The component with every path resolved.
    fn component(&mut self, component: &Component, each: &Slots) -> Component {
        let mut resolved = component.clone();
        resolved.requires.iter_mut().for_each(|path| self.path(path, Wanted::Any));
        if let Some(provides) = &component.provides {
            self.path(&mut provides.join("endpoint"), Wanted::Endpoint);
        }
        for image in &mut resolved.images {
            if let Some(path) = &mut image.fact {
                self.path(path, Wanted::Image);
            }
        }
        for config in &mut resolved.configs {
            for (name, content) in &mut config.files {
                self.content(content, &["configs", &config.name, name, "properties"]);
            }
        }
        for workload in &mut resolved.workloads {
            self.workload(workload);
            workload.slots.complete(each);
        }
        self.parts(component);
        resolved
    }

    fn content(&mut self, content: &mut Content, keys: &[&str]) {
        match content {
            Content::Yaml(tree) => self.tree(tree, Slot::Value),
            Content::Json(tree) => self.tree(tree, Slot::Json),
            Content::Properties(lines) => {
                for (key, tree) in lines {
                    self.one_value(tree, &self.place_of(&[keys, &[key]].concat()));
                    self.tree(tree, Slot::Line);
                }
            }
            Content::Script(_) => {}
        }
    }

    /// The place in the component's contract to which keys lead.
    fn place_of(&self, keys: &[&str]) -> Place {
        let head = self.scope.component().map_or(&self.chart.head, |component| &component.head);
        let pointer: String = keys.iter().flat_map(|key| ["/".to_owned(), step(key)]).collect();
        let span = self.model.sources.get(&head.file).and_then(|root| root.locate_key(&pointer));
        span.map_or_else(|| Place::of_file(&head.file), |span| Place::new(&head.file, span))
    }

    fn error(&mut self, place: &Place, finding: Diagnostic, help: impl Into<String>) {
        self.out.push(finding.at(place.clone()).help(help));
    }
}
