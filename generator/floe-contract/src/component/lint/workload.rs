//! Lint of workloads with all their parts, path by path. `parts` checks the names of parts.

use floe_base::Place;

use super::Linter;
use super::slots::Slot;
use crate::component::{
    Access, Autoscale, Check, Claim, Container, Edge, Mount, Probe, Resolved, Scale, Slots, Workload,
};

impl Linter<'_, '_> {
    /// Resolves a workload; its slots override those that the chart gives to each.
    pub(super) fn workload(&mut self, workload: &Workload, each: &Slots<Resolved>) -> Workload<Resolved> {
        self.in_workload = true;
        let steps =
            workload.steps.iter().map(|(name, step)| (name.clone(), self.container(step, &workload.place))).collect();
        let uses = workload.uses.iter().map(|(name, Edge { to, wait })| {
            let edge = Edge { to: self.servers(to, *wait), wait: *wait };
            (name.clone(), edge)
        });
        let uses = uses.collect();
        let probes = workload.probes.iter().map(|(kind, probe)| (kind.clone(), self.probe(probe))).collect();
        let resolved = Workload {
            name: workload.name.clone(),
            products: workload.products,
            place: workload.place.clone(),
            kind: workload.kind,
            when: workload.when.as_ref().map(|path| self.path(path)),
            namespace: workload.namespace.as_ref().map(|path| self.required_text(path)),
            main: self.container(&workload.main, &workload.place),
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

    fn container(&mut self, container: &Container, place: &Place) -> Container<Resolved> {
        let secrets = container.secrets.iter().map(|(name, path)| (name.clone(), self.credential(path))).collect();
        let env = container.env.iter().map(|(name, value)| {
            self.one_value(value, place);
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

    pub(super) fn slots(&mut self, slots: &Slots) -> Slots<Resolved> {
        Slots {
            spec: self.entries(&slots.spec, Slot::Value),
            pod: self.entries(&slots.pod, Slot::Value),
            container: self.entries(&slots.container, Slot::Value),
            annotations: slots.annotations.as_ref().map(|tree| self.tree(tree, Slot::Value)),
            account_annotations: slots.account_annotations.as_ref().map(|tree| self.tree(tree, Slot::Value)),
        }
    }
}
