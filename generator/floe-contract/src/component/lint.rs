//! What a component's contract says beyond its shape: paths lead somewhere, names are there, slots get what they can take.

mod parts;
mod slots;

use std::collections::BTreeSet;

use floe_base::{Diagnostic, Findings, Place};

use super::{Chart, Component, Container, Content, ImageSource, Scope, Slots, Workload};
use crate::model::Model;
use crate::reader::suggestion;
use slots::Slot;

/// Checks every component and chart of the model.
pub fn lint(model: &Model) -> Findings {
    let mut out = Findings::new();
    for chart in &model.charts {
        let mut linter = Linter::new(model, chart, None, &mut out);
        linter.slots(&chart.each_slots);
        let read = std::mem::take(&mut linter.read);
        let own: Vec<&Component> =
            model.components.iter().filter(|component| component.chart == chart.head.id.name).collect();
        for component in own {
            let mut linter = Linter::new(model, chart, Some(component), &mut out);
            linter.read.clone_from(&read);
            linter.component(component);
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
    out
}

/// The lint of one component, or of what a chart gives to each.
struct Linter<'m, 'o> {
    model: &'m Model,
    chart: &'m Chart,
    scope: Scope<'m>,
    out: &'o mut Findings,
    /// What paths have read, as `root.name`.
    read: BTreeSet<String>,
}

impl<'m, 'o> Linter<'m, 'o> {
    fn new(model: &'m Model, chart: &'m Chart, component: Option<&'m Component>, out: &'o mut Findings) -> Self {
        Self { model, chart, scope: Scope::new(model, chart, component), out, read: BTreeSet::new() }
    }

    fn component(&mut self, component: &'m Component) {
        self.declared(component);
        self.images(component);
        self.configs(component);
        for workload in &component.workloads {
            self.workload(workload);
        }
        parts::lint(self, component);
    }

    fn declared(&mut self, component: &Component) {
        for path in &component.requires {
            self.path(path);
        }
        if let Some(provides) = &component.provides {
            self.endpoint(&provides.join(&["endpoint"]));
        }
    }

    fn images(&mut self, component: &Component) {
        for image in &component.images {
            if let ImageSource::Fact(path) = &image.source {
                self.image(path);
            }
        }
    }

    fn configs(&mut self, component: &Component) {
        for file in component.configs.iter().flat_map(|config| &config.files) {
            match &file.content {
                Content::Yaml(tree) => self.tree(tree, Slot::Value),
                Content::Json(tree) => self.tree(tree, Slot::Json),
                Content::Properties(lines) => lines.iter().for_each(|(_, tree)| self.tree(tree, Slot::Line)),
                Content::Script(_) => {}
            }
        }
    }

    fn workload(&mut self, workload: &Workload) {
        if let Some(path) = &workload.when {
            self.path(path);
        }
        for path in
            workload.namespace.iter().chain(workload.access.iter().filter_map(|access| access.namespace.as_ref()))
        {
            self.required_text(path);
        }
        workload.containers().for_each(|(_, container)| self.container(container));
        workload.secret_paths().for_each(|path| self.credential(path));
        workload.uses.iter().for_each(|(_, edge)| self.endpoint(&edge.to));
        for claim in &workload.claims {
            self.required_text(&claim.size);
            if let Some(class) = &claim.class {
                self.path(class);
            }
        }
        for (_, probe) in &workload.probes {
            if let super::Check::Exec(command) = &probe.check {
                self.tree(command, Slot::Text);
            }
            probe.fields.iter().for_each(|(_, tree)| self.tree(tree, Slot::Value));
        }
        if let Some(scale) = &workload.scale {
            self.integer(&scale.replicas);
            if let Some(auto) = &scale.auto {
                self.boolean(&auto.when);
                self.integer(&auto.max);
                self.integer(&auto.cpu);
            }
        }
        self.slots(&workload.slots);
    }

    fn container(&mut self, container: &Container) {
        let lists = [&container.command, &container.args];
        lists.into_iter().flatten().for_each(|tree| self.tree(tree, Slot::Text));
        for (name, value) in &container.env {
            self.text(name, Slot::Text);
            self.tree(value, Slot::Text);
        }
    }

    fn slots(&mut self, slots: &Slots) {
        let named = slots.spec.iter().chain(&slots.pod).chain(&slots.container);
        named.for_each(|(_, tree)| self.tree(tree, Slot::Value));
        let whole = [&slots.annotations, &slots.account_annotations];
        whole.into_iter().flatten().for_each(|tree| self.tree(tree, Slot::Value));
    }

    fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.out.push(Diagnostic::error(code, message).at(place).help(help));
    }
}
