//! Lint of components: resolves every path, once, and checks that names are there and that slots get a value that they can take.
//! Lowers nothing.

mod parts;
mod slots;

use std::collections::BTreeSet;

use floe_base::{Diagnostic, Findings, Place};

use super::scope::Scope;
use super::{
    Access, Autoscale, Chart, Check, Claim, Component, Config, ConfigFile, Container, Content, Edge, Image,
    ImageSource, Mount, Probe, Resolved, Scale, Slots, Workload,
};
use crate::model::Model;
use crate::reader::suggestion;
use slots::Slot;

/// A chart with its components, in which every path is resolved.
#[derive(Debug, Clone)]
pub struct ResolvedChart {
    /// The chart.
    pub chart: Chart,
    /// The components that it deploys, by name. Their slots hold those that the chart gives to each.
    pub components: Vec<Component<Resolved>>,
}

/// Checks and resolves every chart of the model with its components; or says everything that is wrong with them.
pub fn resolve(model: &Model) -> Result<Vec<ResolvedChart>, Findings> {
    let mut out = Findings::new();
    let charts = model.charts.iter().map(|chart| self::chart(model, chart, &mut out)).collect();
    for (at, chart) in model.charts.iter().enumerate() {
        let same = |other: &&Chart| other.bindings == chart.bindings && other.suffix == chart.suffix;
        if let Some(other) = model.charts[..at].iter().find(same) {
            let message =
                format!("a platform's packages of this chart and of `{}` would have one name", other.head.id.name);
            let place = Place::of_file(&chart.head.file);
            let help = "give the chart a `suffix` of its own";
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
                Content::Properties(lines) => Content::Properties(self.entries(lines, Slot::Line)),
                Content::Script(text) => Content::Script(text.clone()),
            };
            ConfigFile { name: file.name.clone(), content }
        };
        Config { name: config.name.clone(), files: config.files.iter().map(file).collect() }
    }

    fn workload(&mut self, workload: &Workload, each: &Slots<Resolved>) -> Workload<Resolved> {
        self.in_workload = true;
        let steps = workload.steps.iter().map(|(name, step)| (name.clone(), self.container(step))).collect();
        let uses = workload.uses.iter().map(|(name, Edge { to, wait })| {
            let edge = Edge { to: self.servers(to, *wait), wait: *wait };
            (name.clone(), edge)
        });
        let uses = uses.collect();
        let probes = workload.probes.iter().map(|(kind, probe)| (kind.clone(), self.probe(probe))).collect();
        let resolved = Workload {
            name: workload.name.clone(),
            place: workload.place.clone(),
            kind: workload.kind,
            when: workload.when.as_ref().map(|path| self.path(path)),
            namespace: workload.namespace.as_ref().map(|path| self.required_text(path)),
            main: self.container(&workload.main),
            steps,
            uses,
            mounts: workload.mounts.iter().map(|(path, mount)| (path.clone(), self.mount(mount))).collect(),
            claims: workload.claims.iter().map(|claim| self.claim(claim)).collect(),
            ports: workload.ports.clone(),
            probes,
            scale: workload.scale.as_ref().map(|scale| self.scale(scale)),
            access: workload.access.iter().map(|access| self.access(access)).collect(),
            size: workload.size.clone(),
            slots: each.overlaid(&self.slots(&workload.slots)),
        };
        self.in_workload = false;
        resolved
    }

    fn container(&mut self, container: &Container) -> Container<Resolved> {
        let secrets = container.secrets.iter().map(|(name, path)| (name.clone(), self.credential(path))).collect();
        let env = container.env.iter().map(|(name, value)| {
            let name = self.text(name, Slot::Text);
            (name, self.tree(value, Slot::Text))
        });
        Container {
            image: container.image.clone(),
            env: env.collect(),
            command: container.command.as_ref().map(|tree| self.tree(tree, Slot::Text)),
            args: container.args.as_ref().map(|tree| self.tree(tree, Slot::Text)),
            secrets,
            credentials: container.credentials.iter().map(|path| self.credential(path)).collect(),
        }
    }

    fn mount(&mut self, mount: &Mount) -> Mount<Resolved> {
        match mount {
            Mount::Config { config, file } => Mount::Config { config: config.clone(), file: file.clone() },
            Mount::Empty(size) => Mount::Empty(size.clone()),
            Mount::Claim(claim) => Mount::Claim(claim.clone()),
            Mount::Secret(path) => Mount::Secret(self.credential(path)),
        }
    }

    fn claim(&mut self, claim: &Claim) -> Claim<Resolved> {
        let class = claim.class.as_ref().map(|path| self.path(path));
        Claim { name: claim.name.clone(), size: self.required_text(&claim.size), class }
    }

    fn probe(&mut self, probe: &Probe) -> Probe<Resolved> {
        let check = match &probe.check {
            Check::Http { port, path } => Check::Http { port: port.clone(), path: path.clone() },
            Check::Tcp(port) => Check::Tcp(port.clone()),
            Check::Exec(command) => Check::Exec(self.tree(command, Slot::Text)),
        };
        Probe { check, fields: self.entries(&probe.fields, Slot::Value) }
    }

    fn scale(&mut self, scale: &Scale) -> Scale<Resolved> {
        let auto = scale.auto.as_ref().map(|auto| Autoscale {
            when: self.boolean(&auto.when),
            max: self.integer(&auto.max),
            cpu: self.integer(&auto.cpu),
        });
        Scale { replicas: self.integer(&scale.replicas), auto }
    }

    fn access(&mut self, access: &Access) -> Access<Resolved> {
        let (groups, resources, verbs) = (access.groups.clone(), access.resources.clone(), access.verbs.clone());
        let namespace = access.namespace.as_ref().map(|path| self.required_text(path));
        Access { groups, resources, verbs, namespace }
    }

    fn slots(&mut self, slots: &Slots) -> Slots<Resolved> {
        Slots {
            spec: self.entries(&slots.spec, Slot::Value),
            pod: self.entries(&slots.pod, Slot::Value),
            container: self.entries(&slots.container, Slot::Value),
            annotations: slots.annotations.as_ref().map(|tree| self.tree(tree, Slot::Value)),
            account_annotations: slots.account_annotations.as_ref().map(|tree| self.tree(tree, Slot::Value)),
        }
    }

    fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.out.push(Diagnostic::error(code, message).at(place).help(help));
    }
}
