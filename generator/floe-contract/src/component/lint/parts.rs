//! Lint of a component's parts: every part that is named exists, every part is used, and names fit their objects.

use floe_base::Place;

use super::Linter;
use crate::component::{Check, Component, Config, Content, Mount, Slots, Workload, WorkloadKind};
use crate::model::Type;
use crate::reader::suggestion;
use crate::tree::Path;

const INVALID: &str = "CONTRACT_COMPONENT_INVALID";
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
const OWN_POD: [&str; 13] = [
    "containers",
    "initContainers",
    "ephemeralContainers",
    "volumes",
    "securityContext",
    "serviceAccountName",
    "serviceAccount",
    "automountServiceAccountToken",
    "imagePullSecrets",
    "restartPolicy",
    "hostNetwork",
    "hostPID",
    "hostIPC",
];
/// Fields of containers that the chart writes, or that Pod Security "restricted" forbids.
const OWN_CONTAINER: [&str; 12] = [
    "name",
    "image",
    "command",
    "args",
    "env",
    "envFrom",
    "ports",
    "startupProbe",
    "livenessProbe",
    "readinessProbe",
    "securityContext",
    "volumeMounts",
];
/// Fields that the chart writes into the specs of Deployments, `StatefulSets` and Jobs.
const OWN_SPEC: [&str; 5] = ["template", "selector", "replicas", "serviceName", "volumeClaimTemplates"];

/// Checks the parts of a component.
pub(super) fn lint(linter: &mut Linter<'_, '_>, component: &Component) {
    names(linter, component);
    tunables(linter, component);
    component.configs.iter().for_each(|config| self::config(linter, component, config));
    component.workloads.iter().for_each(|workload| self::workload(linter, component, workload));
    images(linter, component);
    if component.workloads.iter().filter(|workload| !workload.ports.is_empty()).count() > 1 {
        linter.error(
            INVALID,
            place(component),
            "more than one workload has ports",
            "make a component of each: a component has one Service",
        );
    }
    for port in component.ports.keys() {
        if !component.workloads.iter().any(|workload| workload.ports.contains(port)) {
            linter.error(
                UNUSED,
                place(component),
                format!("no workload serves the port `{port}`"),
                "name it under a workload's `ports`",
            );
        }
    }
}

fn names(linter: &mut Linter<'_, '_>, component: &Component) {
    let name = component.name();
    if RESERVED.contains(&name) {
        linter.error(INVALID, place(component), format!("no component can be called `{name}`"), "choose another name");
    }
    let model = linter.model;
    for other in model
        .components
        .iter()
        .filter(|other| name.strip_prefix(other.name()).is_some_and(|rest| rest.starts_with('-')))
    {
        let message = format!("`{name}` begins like `{}`, so that objects of both could have one name", other.name());
        linter.error(INVALID, place(component), message, "choose another name");
    }
    for workload in component.workloads.iter().filter(|workload| RESERVED_WORKLOADS.contains(&workload.name.as_str())) {
        let message = format!("no workload can be called `{}`", workload.name);
        linter.error(INVALID, workload.place.clone(), message, "choose another name");
    }
    let path = Path { steps: vec!["platform".to_owned(), "prefix".to_owned()], place: place(component) };
    let prefix = linter.path(&path);
    let Type::String { max_length: Some(prefix), .. } = *model.base(&prefix.ty) else { return };
    let length = |text: &str| prefix + 1 + u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let stateful = component.workloads.iter().any(|workload| workload.kind == WorkloadKind::StatefulSet);
    let service = if stateful { format!("{name}{HEADLESS}") } else { name.to_owned() };
    if length(&service) > SERVICE || (stateful && length(name) > STATEFUL_SET) {
        let message =
            format!("`{name}` is too long: behind a prefix of {prefix} characters its objects' names do not fit");
        linter.error(INVALID, place(component), message, "choose a shorter name");
    }
}

fn tunables(linter: &mut Linter<'_, '_>, component: &Component) {
    let chart = linter.chart;
    for field in &component.tunables {
        let taken =
            DERIVED.contains(&field.name.as_str()) || chart.each_tunables.iter().any(|other| other.name == field.name);
        if taken {
            linter.error(
                INVALID,
                field.place.clone(),
                format!("every component has the tunable `{}`", field.name),
                "choose another name",
            );
        }
        if !linter.read.contains(&format!("tunables.{}", field.name)) {
            let message = format!("nothing reads the tunable `{}`", field.name);
            linter.error(
                UNUSED,
                field.place.clone(),
                message,
                format!("write {{$: tunables.{}}} where it belongs, or remove it", field.name),
            );
        }
    }
}

fn images(linter: &mut Linter<'_, '_>, component: &Component) {
    let used = |name: &str| {
        let mut containers = component.workloads.iter().flat_map(Workload::containers);
        containers.any(|(_, container)| container.image == name)
    };
    for image in component.images.iter().filter(|image| !used(&image.name)) {
        linter.error(UNUSED, place(component), format!("no container uses the image `{}`", image.name), "remove it");
    }
}

fn config(linter: &mut Linter<'_, '_>, component: &Component, config: &Config) {
    let mut mounts = component.workloads.iter().flat_map(|workload| &workload.mounts);
    if !mounts.any(|(_, mount)| matches!(mount, Mount::Config { config: name, .. } if *name == config.name)) {
        linter.error(
            UNUSED,
            place(component),
            format!("no workload mounts the config `{}`", config.name),
            "mount or remove it",
        );
    }
    for file in &config.files {
        let plain = file.name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !plain || file.name.is_empty() || file.name.len() > 253 {
            let message = format!("`{}` cannot be the name of a file in a config", file.name);
            linter.error(INVALID, place(component), message, "write letters, digits, `-`, `_` and `.`");
        }
        if matches!(&file.content, Content::Script(text) if !text.ends_with('\n')) {
            let message = format!("the script `{}` does not end with a line break", file.name);
            linter.error(INVALID, place(component), message, "write it as a block with `|`");
        }
    }
}

fn workload(linter: &mut Linter<'_, '_>, component: &Component, workload: &Workload) {
    let ports = || component.ports.keys().map(String::as_str);
    let mut known = |what: &str, name: &str, names: Vec<&str>| {
        if !names.contains(&name) {
            let message = format!("there is no {what} `{name}`");
            linter.error(INVALID, workload.place.clone(), message, suggestion(name, names));
        }
    };
    for port in &workload.ports {
        known("port", port, ports().collect());
    }
    for (_, probe) in &workload.probes {
        if let Check::Http { port, .. } | Check::Tcp(port) = &probe.check {
            known("port", port, workload.ports.iter().map(String::as_str).collect());
        }
    }
    for (_, container) in workload.containers() {
        known("image", &container.image, component.images.iter().map(|image| image.name.as_str()).collect());
    }
    for (_, mount) in &workload.mounts {
        match mount {
            Mount::Config { config, file } => {
                known("config", config, component.configs.iter().map(|config| config.name.as_str()).collect());
                let files =
                    component.configs.iter().filter(|other| other.name == *config).flat_map(|config| &config.files);
                if let Some(file) = file {
                    known("file", file, files.map(|file| file.name.as_str()).collect());
                }
            }
            Mount::Claim(claim) => {
                known("claim", claim, workload.claims.iter().map(|claim| claim.name.as_str()).collect());
            }
            Mount::Empty(_) | Mount::Secret(_) => {}
        }
    }
    paths(linter, workload);
    owned(linter, workload);
}

fn paths(linter: &mut Linter<'_, '_>, workload: &Workload) {
    for (path, _) in &workload.mounts {
        if !path.starts_with('/') || path.ends_with('/') || path.contains("..") {
            linter.error(
                INVALID,
                workload.place.clone(),
                format!("`{path}` is no place to mount something"),
                "write an absolute path",
            );
        }
    }
    if workload.kind != WorkloadKind::Launched && workload.namespace.is_some() {
        linter.error(
            INVALID,
            workload.place.clone(),
            "only launched pods can be in another namespace",
            "remove `namespace`",
        );
    }
    if workload.kind != WorkloadKind::StatefulSet && !workload.claims.is_empty() {
        linter.error(
            INVALID,
            workload.place.clone(),
            "only a StatefulSet has claims",
            "make it one, or remove `claims`",
        );
    }
}

/// Refuses fields of a contract that the chart writes itself.
fn owned(linter: &mut Linter<'_, '_>, workload: &Workload) {
    let Slots { spec, pod, container, .. } = &workload.slots;
    let lists: [(_, &[&str]); 3] = [(spec, &OWN_SPEC), (pod, &OWN_POD), (container, &OWN_CONTAINER)];
    for (key, _) in lists.into_iter().flat_map(|(slot, own)| slot.iter().filter(|(key, _)| own.contains(&key.as_str())))
    {
        let message = format!("the chart itself decides about `{key}`");
        linter.error(INVALID, workload.place.clone(), message, "remove it");
    }
}

fn place(component: &Component) -> Place {
    Place::of_file(&component.head.file)
}
