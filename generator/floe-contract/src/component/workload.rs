//! Lint of workloads with all their parts, path by path. `parts` checks the names of parts.

use floe_base::Place;

use super::Linter;
use super::paths::Wanted;
use super::slots::Slot;
use crate::model::{Check, Container, Mount, Scale, Slots, Workload};

impl Linter<'_, '_> {
    /// Resolves the paths of a workload.
    pub(super) fn workload(&mut self, workload: &mut Workload) {
        self.in_workload = true;
        for container in workload.steps.iter_mut().map(|(_, step)| step).chain([&mut workload.main]) {
            self.container(container, &workload.place);
        }
        for (_, edge) in &mut workload.uses {
            self.servers(&mut edge.to, edge.start.is_some());
        }
        for (_, mount) in &mut workload.mounts {
            if let Mount::Secret(path) = mount {
                self.path(path, Wanted::Credential);
            }
        }
        for claim in &mut workload.claims {
            self.path(&mut claim.size, Wanted::Text);
            claim.class.iter_mut().for_each(|path| self.path(path, Wanted::Any));
        }
        for (_, probe) in &mut workload.probes {
            if let Check::Exec(command) = &mut probe.check {
                self.tree(command, Slot::Text);
            }
            self.entries(&mut probe.fields, Slot::Value);
        }
        if let Some(scale) = &mut workload.scale {
            self.scale(scale);
        }
        workload.when.iter_mut().for_each(|path| self.path(path, Wanted::Any));
        let namespaces = workload.access.iter_mut().filter_map(|access| access.namespace.as_mut());
        namespaces.chain(&mut workload.namespace).for_each(|path| self.path(path, Wanted::Text));
        self.slots(&mut workload.slots);
        self.in_workload = false;
    }

    fn container(&mut self, container: &mut Container, place: &Place) {
        for (name, value) in &mut container.env {
            self.one_value(value, place);
            self.text(name, Slot::Text);
            self.tree(value, Slot::Text);
        }
        let lists = container.command.iter_mut().chain(&mut container.args);
        lists.for_each(|tree| self.tree(tree, Slot::Text));
        container.secrets.iter_mut().for_each(|(_, path)| self.path(path, Wanted::Credential));
        // Each credential names a variable of its own, so a path may mean many.
        self.within(self.scope.plural(), |linter| {
            container.credentials.iter_mut().for_each(|path| linter.path(path, Wanted::Credential));
        });
    }

    fn scale(&mut self, scale: &mut Scale) {
        self.path(&mut scale.replicas, Wanted::Integer);
        scale.needs.iter_mut().for_each(|path| self.path(path, Wanted::Any));
        if let Some(auto) = &mut scale.auto {
            self.path(&mut auto.when, Wanted::Boolean);
            self.path(&mut auto.max, Wanted::Integer);
            self.path(&mut auto.cpu, Wanted::Integer);
        }
    }

    /// Resolves the trees of further fields.
    pub(super) fn slots(&mut self, slots: &mut Slots) {
        for entries in [&mut slots.spec, &mut slots.pod, &mut slots.container] {
            self.entries(entries, Slot::Value);
        }
        let annotations = slots.annotations.iter_mut().chain(&mut slots.account_annotations);
        annotations.for_each(|tree| self.tree(tree, Slot::Value));
    }
}
