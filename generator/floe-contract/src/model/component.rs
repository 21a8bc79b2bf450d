//! Components with the parts that are read by hand. Not the other parts, which are made of the meta-contracts.

use std::collections::BTreeMap;

use floe_base::Place;
use serde::Deserialize;

use super::{Access, Claim, Component, Container, Edge, Field, Image, Path, Scale, Tree, WorkloadKind};

/// The word for a fact that nobody knows.
const UNKNOWN: &str = "unknown";

/// The parts that every component of a chart has.
#[derive(Debug, Clone, Deserialize)]
pub struct Every {
    /// Tunables.
    pub tunables: Vec<Field>,
    /// Fields of the workloads.
    #[serde(rename = "$self")]
    pub slots: Slots,
}

/// Files that become one `ConfigMap`.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    /// The name in the contract.
    #[serde(rename = "$key")]
    pub name: String,
    /// The files by name, without a folder, in order.
    #[serde(rename = "$self")]
    pub files: Vec<(String, Content)>,
}

/// The content of a configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// YAML.
    Yaml(Tree),
    /// JSON.
    Json(Tree),
    /// Lines `key=value`.
    Properties(Vec<(String, Tree)>),
    /// Plain text; facts reach a script through environment variables.
    Script(String),
}

/// A workload of a component.
#[derive(Debug, Clone, Deserialize)]
pub struct Workload {
    /// Whether the pods run products.
    pub products: bool,
    /// The name; the object of the workload `main` has the component's name.
    #[serde(rename = "$key")]
    pub name: String,
    /// The place of the definition.
    #[serde(rename = "$place")]
    pub place: Place,
    /// The kind of the Kubernetes object.
    pub kind: WorkloadKind,
    /// The condition: the workload is left out unless this fact is there (and, if a boolean, true).
    pub when: Option<Path>,
    /// The namespace, where not the platform's own.
    pub namespace: Option<Path>,
    /// The main container.
    #[serde(rename = "$self.main")]
    pub main: Container,
    /// Containers that run to their end, in order, before the main one.
    pub steps: Vec<(String, Container)>,
    /// The connections, by name.
    pub uses: Vec<(String, Edge)>,
    /// The mounts, by absolute path; steps have the same mounts.
    pub mounts: Vec<(String, Mount)>,
    /// Volumes that outlive the pods.
    pub claims: Vec<Claim>,
    /// The ports that the workload serves.
    pub ports: Vec<String>,
    /// The probes: `startup`, `liveness`, `readiness`.
    pub probes: Vec<(String, Probe)>,
    /// The number of replicas; absent: one.
    pub scale: Option<Scale>,
    /// The permissions in the Kubernetes API; empty: the workload has no token.
    pub access: Vec<Access>,
    /// The size of the resources, unless the values say otherwise.
    pub size: String,
    /// Further fields of the objects.
    #[serde(rename = "$self.slots")]
    pub slots: Slots,
}

/// The source of a mount.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mount {
    /// A config; with a file only that one.
    Config {
        /// The config.
        config: String,
        /// The file.
        file: Option<String>,
    },
    /// An empty folder of at most this size.
    Empty(String),
    /// An empty folder of at most this size in memory, which counts as memory of the containers.
    Memory(String),
    /// A claim.
    Claim(String),
    /// A credential as a file.
    Secret(Path),
}

/// A check of a container by Kubernetes.
#[derive(Debug, Clone, Deserialize)]
pub struct Probe {
    /// The check.
    #[serde(rename = "$self")]
    pub check: Check,
    /// Further fields of the probe: periods, thresholds.
    pub fields: Vec<(String, Tree)>,
}

/// The check of a probe.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// A GET on a port.
    Http {
        /// The port's name.
        #[serde(rename = "http")]
        port: String,
        /// The path, with a leading slash.
        path: String,
    },
    /// A connection to a port.
    Tcp(String),
    /// A command in the container.
    Exec(Tree),
}

/// Fields that a contract adds to the objects: any field that the emitter does not write.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Slots {
    /// Of the spec of the Deployment, `StatefulSet` or Job.
    pub spec: Vec<(String, Tree)>,
    /// Of the pod's spec.
    pub pod: Vec<(String, Tree)>,
    /// Of the main container.
    pub container: Vec<(String, Tree)>,
    /// Of the pod's annotations: a tree that is a map.
    pub annotations: Option<Tree>,
    /// Of the service account's annotations: a tree that is a map.
    pub account_annotations: Option<Tree>,
}

impl Component {
    /// The component's name.
    pub fn name(&self) -> &str {
        &self.head.id.name
    }

    /// The image of this name.
    pub fn image(&self, name: &str) -> Option<&Image> {
        self.images.iter().find(|image| image.name == name)
    }

    /// The paths of all credentials that the workloads read, sorted.
    pub fn secret_paths(&self) -> Vec<&Path> {
        sorted(self.workloads.iter().flat_map(Workload::secret_paths))
    }

    /// The paths of all endpoints that the workloads connect to, sorted; without the component's own ports.
    pub fn endpoint_paths(&self) -> Vec<&Path> {
        let edges = self.workloads.iter().flat_map(|workload| &workload.uses);
        sorted(edges.map(|(_, edge)| &edge.to).filter(|path| !path.starts_with("ports")))
    }
}

/// The paths, each once.
fn sorted<'p>(paths: impl Iterator<Item = &'p Path>) -> Vec<&'p Path> {
    paths.map(|path| (&path.steps, path)).collect::<BTreeMap<_, _>>().into_values().collect()
}

impl Workload {
    /// All containers, steps first.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.steps.iter().map(|(_, step)| step).chain([&self.main])
    }

    /// The paths of the credentials that the containers read, as variables or as files.
    pub fn secret_paths(&self) -> impl Iterator<Item = &Path> {
        let variables =
            self.containers().flat_map(|one| one.secrets.iter().map(|(_, path)| path).chain(&one.credentials));
        let files =
            self.mounts.iter().filter_map(|(_, mount)| if let Mount::Secret(path) = mount { Some(path) } else { None });
        variables.chain(files)
    }

    /// Whether the workload mounts the config of this name, or a file of that config.
    pub fn mounts_config(&self, name: &str) -> bool {
        self.mounts.iter().any(|(_, mount)| matches!(mount, Mount::Config { config, .. } if config == name))
    }

    /// The probe of this kind.
    pub fn probe(&self, kind: &str) -> Option<&Probe> {
        self.probes.iter().find(|(name, _)| name == kind).map(|(_, probe)| probe)
    }
}

impl Image {
    /// The full name by the tag: `docker.io/apache/polaris:1.7.0`.
    pub fn reference(&self) -> String {
        format!("{}/{}:{}", self.registry, self.repository, self.tag)
    }

    /// The digest, where it is known.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref().filter(|digest| *digest != UNKNOWN)
    }

    /// The numeric group that the container runs as.
    pub fn group(&self) -> i64 {
        self.group.unwrap_or(self.user)
    }
}

impl Slots {
    /// Adds the fields that `others` alone have.
    pub(crate) fn complete(&mut self, others: &Self) {
        let lists =
            [(&mut self.spec, &others.spec), (&mut self.pod, &others.pod), (&mut self.container, &others.container)];
        for (own, others) in lists {
            let is_missing = |(key, _): &&(String, Tree)| own.iter().all(|(known, _)| known != key);
            let missing: Vec<_> = others.iter().filter(is_missing).cloned().collect();
            own.splice(0..0, missing);
        }
        self.annotations = self.annotations.take().or_else(|| others.annotations.clone());
        self.account_annotations = self.account_annotations.take().or_else(|| others.account_annotations.clone());
    }
}
