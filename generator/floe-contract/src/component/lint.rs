//! Lint of components: resolves every path once, and checks that names exist and that slots get values that they can take.
//! Lowers nothing.

mod parts;
mod paths;
mod slots;
mod workload;

use std::collections::BTreeSet;

use floe_base::{Diagnostic, Findings, Place};

use super::scope::Scope;
use super::{Chart, Component, Config, ConfigFile, Content, Image, ImageSource, Resolved, Slots};
use crate::findings::step;
use crate::model::Model;
use crate::reader::suggestion;
use slots::Slot;

/// A chart with its components, in which every path is resolved.
#[derive(Debug, Clone)]
pub struct ResolvedChart {
    /// The chart.
    pub chart: Chart,
    /// The components that the chart deploys, by name. Their slots hold those that the chart gives to each.
    pub components: Vec<Component<Resolved>>,
}

/// Checks and resolves every chart of the model with its components, or returns every finding.
pub fn resolve(model: &Model) -> Result<Vec<ResolvedChart>, Findings> {
    let mut out = Findings::new();
    let charts = model.charts.iter().map(|chart| self::chart(model, chart, &mut out)).collect();
    for (at, chart) in model.charts.iter().enumerate() {
        let same = |other: &&Chart| {
            other.package == chart.package || (other.bindings == chart.bindings && other.suffix == chart.suffix)
        };
        if let Some(other) = model.charts[..at].iter().find(same) {
            let message = format!("packages of this chart and of `{}` would have one name", other.head.id.name);
            let place = Place::of_file(&chart.head.file);
            let help = "give the chart a `package` and a `suffix` of its own";
            out.push(Diagnostic::error("CONTRACT_COMPONENT_INVALID", message).at(place).help(help));
        }
    }
    for component in &model.components {
        if !model.charts.iter().any(|chart| chart.head.id.name == component.chart) {
            let help = suggestion(&component.chart, model.charts.iter().map(|chart| chart.head.id.name.as_str()));
            let place = Place::of_file(&component.head.file);
            let message = format!("there is no chart `{}`", component.chart);
            out.push(Diagnostic::error("CONTRACT_COMPONENT_INVALID", message).at(place).help(help));
        }
    }
    out.barrier().map(|()| charts)
}

fn chart(model: &Model, chart: &Chart, out: &mut Findings) -> ResolvedChart {
    let mut linter = Linter::new(model, chart, None, out);
    let each = linter.slots(&chart.each_slots);
    let read = std::mem::take(&mut linter.read);
    let own = model.components.iter().filter(|component| component.chart == chart.head.id.name);
    let components = own.map(|component| {
        let mut linter = Linter { read: read.clone(), ..Linter::new(model, chart, Some(component), out) };
        linter.component(component, &each)
    });
    ResolvedChart { components: components.collect(), chart: chart.clone() }
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
        Self {
            model,
            chart,
            scope: Scope::new(model, chart, component),
            out,
            read: BTreeSet::new(),
            in_workload: false,
        }
    }

    fn component(&mut self, component: &'m Component, each: &Slots<Resolved>) -> Component<Resolved> {
        for path in &component.requires {
            self.path(path);
        }
        if let Some(provides) = &component.provides {
            self.endpoint(&provides.join(&["endpoint"]));
        }
        let resolved = Component {
            head: component.head.clone(),
            chart: component.chart.clone(),
            provides: component.provides.clone(),
            database: component.database.clone(),
            requires: component.requires.clone(),
            images: component.images.iter().map(|image| self.named_image(image)).collect(),
            tunables: component.tunables.clone(),
            ports: component.ports.clone(),
            configs: component.configs.iter().map(|config| self.config(config)).collect(),
            workloads: component.workloads.iter().map(|workload| self.workload(workload, each)).collect(),
        };
        parts::lint(self, component);
        resolved
    }

    fn named_image(&mut self, image: &Image) -> Image<Resolved> {
        let source = match &image.source {
            ImageSource::Fact(path) => ImageSource::Fact(self.image(path)),
            ImageSource::Tunable { registry, repository, tag } => {
                let (registry, repository, tag) = (registry.clone(), repository.clone(), tag.clone());
                ImageSource::Tunable { registry, repository, tag }
            }
        };
        Image { name: image.name.clone(), source, user: image.user, group: image.group }
    }

    fn config(&mut self, config: &Config) -> Config<Resolved> {
        let file = |file: &ConfigFile| {
            let content = match &file.content {
                Content::Yaml(tree) => Content::Yaml(self.tree(tree, Slot::Value)),
                Content::Json(tree) => Content::Json(self.tree(tree, Slot::Json)),
                Content::Properties(lines) => {
                    for (key, tree) in lines {
                        self.one_value(tree, &self.place_of(&["configs", &config.name, &file.name, "properties", key]));
                    }
                    Content::Properties(self.entries(lines, Slot::Line))
                }
                Content::Script(text) => Content::Script(text.clone()),
            };
            ConfigFile { name: file.name.clone(), content }
        };
        Config { name: config.name.clone(), files: config.files.iter().map(file).collect() }
    }

    /// The place in the component's contract to which keys lead.
    fn place_of(&self, keys: &[&str]) -> Place {
        let head = self.scope.component().map_or(&self.chart.head, |component| &component.head);
        let pointer: String = keys.iter().flat_map(|key| ["/".to_owned(), step(key)]).collect();
        let span = self.model.sources.get(&head.file).and_then(|root| root.locate_key(&pointer));
        span.map_or_else(|| Place::of_file(&head.file), |span| Place::new(&head.file, span))
    }

    fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.out.push(Diagnostic::error(code, message).at(place).help(help));
    }
}
