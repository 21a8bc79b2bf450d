//! Lint of a component's parts: every part that is named exists, every part is used, and names fit their objects.

use floe_base::Place;

use super::Linter;
use super::paths::Wanted;
use crate::messages;
use crate::model::{Check, Component, Config, Content, Mount, Path, Type, Workload, WorkloadKind};
use crate::reader::suggestion;

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
                self.error(place, messages::part_unused_image(&image.name), "remove it");
            }
        }
        if workloads.iter().filter(|workload| !workload.ports.is_empty()).count() > 1 {
            let help = "make a component of each: a component has one Service";
            self.error(place, messages::component_invalid_servers(), help);
        }
        for port in component.ports.keys() {
            if !workloads.iter().any(|workload| workload.ports.contains(port)) {
                self.error(place, messages::part_unused_port(port), "name it under a workload's `ports`");
            }
        }
    }

    fn names(&mut self, component: &Component, place: &Place) {
        let name = component.name();
        let help = "choose another name";
        if RESERVED.contains(&name) {
            self.error(place, messages::component_invalid_reserved(name), help);
        }
        for other in self.model.components.iter().map(Component::name) {
            if name.strip_prefix(other).is_some_and(|rest| rest.starts_with('-')) {
                self.error(place, messages::component_invalid_alike(name, other), help);
            }
        }
        for workload in &component.workloads {
            if RESERVED_WORKLOADS.contains(&workload.name.as_str()) {
                self.error(&workload.place, messages::component_invalid_workload(&workload.name), help);
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
            self.error(place, messages::component_invalid_long(name, prefix), "choose a shorter name");
        }
    }

    fn tunables(&mut self, component: &Component) {
        for field in &component.tunables {
            let name = &field.name;
            if DERIVED.contains(&name.as_str()) || self.chart.each.tunables.iter().any(|other| other.name == *name) {
                self.error(&field.place, messages::component_invalid_taken(name), "choose another name");
            }
            if !self.read.contains(&format!("tunables.{name}")) {
                let help = format!("write {{$: tunables.{name}}} where it belongs, or remove it");
                self.error(&field.place, messages::part_unused_tunable(name), help);
            }
        }
    }

    fn config(&mut self, component: &Component, config: &Config, place: &Place) {
        if !component.workloads.iter().any(|workload| workload.mounts_config(&config.name)) {
            self.error(place, messages::part_unused_config(&config.name), "mount or remove it");
        }
        for (name, content) in &config.files {
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            if !plain || name.is_empty() || name.len() > 253 {
                let help = "write letters, digits, `-`, `_` and `.`";
                self.error(place, messages::component_invalid_filename(name), help);
            }
            if matches!(content, Content::Script(text) if text.starts_with(char::is_whitespace)) {
                let help = "begin the script with a line that has no blanks before the text";
                self.error(place, messages::component_invalid_blank(name), help);
            }
            if matches!(content, Content::Script(text) if !text.ends_with('\n')) {
                self.error(place, messages::component_invalid_script(name), "write it as a block with `|`");
            }
        }
    }

    /// Checks the parts that a workload names.
    fn parts_of(&mut self, component: &Component, workload: &Workload) {
        let mut known = |part: &str, name: &str, names: Vec<&str>| {
            if !names.contains(&name) {
                let finding = messages::component_invalid_absent(name, part);
                self.error(&workload.place, finding, suggestion(name, names));
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
                Mount::Empty(_) | Mount::Memory(_) | Mount::Secret(_) => {}
            }
        }
        self.unfit(workload);
    }

    /// Refuses mounts without a place, parts that belong to other kinds, and fields that the chart writes itself.
    fn unfit(&mut self, workload: &Workload) {
        let place = &workload.place;
        for (path, _) in &workload.mounts {
            if !path.starts_with('/') || path.ends_with('/') || path.contains("..") {
                self.error(place, messages::component_invalid_place(path), "write an absolute path");
            }
        }
        if workload.kind != WorkloadKind::Launched && workload.namespace.is_some() {
            self.error(place, messages::component_invalid_namespace(), "remove `namespace`");
        }
        if workload.kind != WorkloadKind::StatefulSet && !workload.claims.is_empty() {
            self.error(place, messages::component_invalid_claims(), "make it one, or remove `claims`");
        }
        let slots = &workload.slots;
        for (slot, own) in [(&slots.spec, OWN_SPEC), (&slots.pod, OWN_POD), (&slots.container, OWN_CONTAINER)] {
            for (key, _) in slot.iter().filter(|(key, _)| own.split(' ').any(|own| own == key)) {
                self.error(place, messages::component_invalid_own(key), "remove it");
            }
        }
    }
}
