//! Lint of a component's parts: every part that is named exists, every part is used, and names fit their objects.

use floe_base::Place;

use super::paths::Wanted;
use super::{INVALID, Linter};
use crate::model::{Check, Component, Config, Content, Mount, Path, Type, Workload, WorkloadKind};
use crate::reader::suggestion;

const UNUSED: &str = "CONTRACT_PART_UNUSED";

/// Keys of a chart's values that no component's name may become.
const RESERVED: [&str; 3] = ["bindings", "common", "global"];
/// Names of workloads that would give two objects one name.
const RESERVED_WORKLOADS: [&str; 2] = ["headless", "test"];
/// Tunables that the chart makes itself.
const DERIVED: [&str; 2] = ["images", "resources"];
/// How long a Service's name may be.
const SERVICE: u64 = 63;
/// How long a `StatefulSet`'s name may be: Kubernetes appends a hash of eleven characters.
const STATEFUL_SET: u64 = 52;
/// The suffix of the name of the Service without an address.
const HEADLESS: &str = "-headless";

/// Fields of pods that the chart writes, or that Pod Security "restricted" forbids.
const OWN_POD: &str = "containers initContainers ephemeralContainers volumes securityContext serviceAccountName \
    serviceAccount automountServiceAccountToken imagePullSecrets restartPolicy hostNetwork hostPID hostIPC";
/// Fields of containers that the chart writes, or that Pod Security "restricted" forbids.
const OWN_CONTAINER: &str = "name image command args env envFrom ports startupProbe livenessProbe readinessProbe \
    securityContext volumeMounts";
/// Fields that the chart writes into the specs of Deployments, `StatefulSets` and Jobs.
const OWN_SPEC: &str = "template selector replicas serviceName volumeClaimTemplates";

impl Linter<'_, '_> {
    /// Checks the parts of a component.
    pub(super) fn parts(&mut self, component: &Component) {
        let place = &Place::of_file(&component.head.file);
        let workloads = &component.workloads;
        self.names(component, place);
        self.name_lengths(component, place);
        self.tunables(component);
        component.configs.iter().for_each(|config| self.config(component, config, place));
        for workload in workloads {
            self.parts_of(component, workload);
        }
        for image in &component.images {
            let mut containers = workloads.iter().flat_map(Workload::containers);
            if !containers.any(|container| container.image == image.name) {
                self.error(UNUSED, place, format!("no container uses the image `{}`", image.name), "remove it");
            }
        }
        if workloads.iter().filter(|workload| !workload.ports.is_empty()).count() > 1 {
            let help = "make a component of each: a component has one Service";
            self.error(INVALID, place, "more than one workload has ports", help);
        }
        for port in component.ports.keys() {
            if !workloads.iter().any(|workload| workload.ports.contains(port)) {
                let message = format!("no workload serves the port `{port}`");
                self.error(UNUSED, place, message, "name it under a workload's `ports`");
            }
        }
    }

    fn names(&mut self, component: &Component, place: &Place) {
        let name = component.name();
        let help = "choose another name";
        if RESERVED.contains(&name) {
            self.error(INVALID, place, format!("no component can be called `{name}`"), help);
        }
        for other in self.model.components.iter().map(Component::name) {
            if name.strip_prefix(other).is_some_and(|rest| rest.starts_with('-')) {
                let message = format!("`{name}` begins like `{other}`, so that objects of both could have one name");
                self.error(INVALID, place, message, help);
            }
        }
        for workload in &component.workloads {
            if RESERVED_WORKLOADS.contains(&workload.name.as_str()) {
                let message = format!("no workload can be called `{}`", workload.name);
                self.error(INVALID, &workload.place, message, help);
            }
        }
    }

    fn name_lengths(&mut self, component: &Component, place: &Place) {
        let name = component.name();
        let mut path = Path::new(vec!["platform".to_owned(), "prefix".to_owned()], place.clone());
        self.path(&mut path, Wanted::Any);
        let Type::String { max_length: Some(prefix), .. } = *self.model.base(&path.target.ty) else { return };
        let length = |text: &str| prefix + 1 + u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let stateful = component.workloads.iter().any(|workload| workload.kind == WorkloadKind::StatefulSet);
        let service = if stateful { format!("{name}{HEADLESS}") } else { name.to_owned() };
        if length(&service) > SERVICE || (stateful && length(name) > STATEFUL_SET) {
            let message =
                format!("`{name}` is too long: behind a prefix of {prefix} characters its objects' names do not fit");
            self.error(INVALID, place, message, "choose a shorter name");
        }
    }

    fn tunables(&mut self, component: &Component) {
        for field in &component.tunables {
            let name = &field.name;
            if DERIVED.contains(&name.as_str()) || self.chart.each.tunables.iter().any(|other| other.name == *name) {
                let message = format!("every component has the tunable `{name}`");
                self.error(INVALID, &field.place, message, "choose another name");
            }
            if !self.read.contains(&format!("tunables.{name}")) {
                let help = format!("write {{$: tunables.{name}}} where it belongs, or remove it");
                self.error(UNUSED, &field.place, format!("nothing reads the tunable `{name}`"), help);
            }
        }
    }

    fn config(&mut self, component: &Component, config: &Config, place: &Place) {
        if !component.workloads.iter().any(|workload| workload.mounts_config(&config.name)) {
            let message = format!("no workload mounts the config `{}`", config.name);
            self.error(UNUSED, place, message, "mount or remove it");
        }
        for (name, content) in &config.files {
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            if !plain || name.is_empty() || name.len() > 253 {
                let message = format!("`{name}` cannot be the name of a file in a config");
                self.error(INVALID, place, message, "write letters, digits, `-`, `_` and `.`");
            }
            if matches!(content, Content::Script(text) if !text.ends_with('\n')) {
                let message = format!("the script `{name}` does not end with a line break");
                self.error(INVALID, place, message, "write it as a block with `|`");
            }
        }
    }

    /// Checks the parts that a workload names.
    fn parts_of(&mut self, component: &Component, workload: &Workload) {
        let mut known = |part: &str, name: &str, names: Vec<&str>| {
            if !names.contains(&name) {
                let message = format!("there is no {part} `{name}`");
                self.error(INVALID, &workload.place, message, suggestion(name, names));
            }
        };
        for port in &workload.ports {
            known("port", port, component.ports.keys().map(String::as_str).collect());
        }
        for (_, probe) in &workload.probes {
            if let Check::Http { port, .. } | Check::Tcp(port) = &probe.check {
                known("port", port, workload.ports.iter().map(String::as_str).collect());
            }
        }
        for container in workload.containers() {
            known("image", &container.image, component.images.iter().map(|image| &*image.name).collect());
        }
        for (_, mount) in &workload.mounts {
            match mount {
                Mount::Config { config, file } => {
                    let configs = &component.configs;
                    known("config", config, configs.iter().map(|config| &*config.name).collect());
                    let files = configs.iter().filter(|other| other.name == *config).flat_map(|config| &config.files);
                    if let Some(file) = file {
                        known("file", file, files.map(|(name, _)| &**name).collect());
                    }
                }
                Mount::Claim(claim) => {
                    known("claim", claim, workload.claims.iter().map(|claim| &*claim.name).collect());
                }
                Mount::Empty(_) | Mount::Secret(_) => {}
            }
        }
        self.unfit(workload);
    }

    /// Refuses mounts without a place, parts that belong to other kinds, and fields that the chart writes itself.
    fn unfit(&mut self, workload: &Workload) {
        let place = &workload.place;
        for (path, _) in &workload.mounts {
            if !path.starts_with('/') || path.ends_with('/') || path.contains("..") {
                let message = format!("`{path}` is no place to mount something");
                self.error(INVALID, place, message, "write an absolute path");
            }
        }
        if workload.kind != WorkloadKind::Launched && workload.namespace.is_some() {
            let message = "only launched pods can be in another namespace";
            self.error(INVALID, place, message, "remove `namespace`");
        }
        if workload.kind != WorkloadKind::StatefulSet && !workload.claims.is_empty() {
            let help = "make it one, or remove `claims`";
            self.error(INVALID, place, "only a StatefulSet has claims", help);
        }
        let slots = &workload.slots;
        for (slot, own) in [(&slots.spec, OWN_SPEC), (&slots.pod, OWN_POD), (&slots.container, OWN_CONTAINER)] {
            for (key, _) in slot.iter().filter(|(key, _)| own.split(' ').any(|own| own == key)) {
                self.error(INVALID, place, format!("the chart itself decides about `{key}`"), "remove it");
            }
        }
    }
}
