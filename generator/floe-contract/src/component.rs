//! Component and Chart: one service that a chart can deploy, and the chart, as their contracts state them. Not the Kubernetes objects.

mod lint;
mod resolved;
mod runs;
mod scope;
mod shared;

use std::collections::BTreeMap;

use floe_base::Place;
use serde::{Deserialize, Deserializer, de::Error as _};

pub use lint::{ResolvedChart, resolve};
pub use resolved::{PortFact, Resolved, Root, WorkloadFact};
pub(crate) use runs::with_run_needs;
pub(crate) use shared::with_shared;

pub use crate::model::WorkloadKind;
use crate::model::{Field, Head, Type};
use crate::tree::{Path, Text, Tree};

/// One Helm chart: the fields that its components share.
#[derive(Debug, Clone, Deserialize)]
pub struct Chart {
    /// The head; components refer to the chart by the name.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The name of the package and of its folder: `floe-platform`.
    pub package: String,
    /// The suffix of the package name of a platform's chart; absent: no suffix.
    pub suffix: Option<String>,
    /// The name of the type of the chart's facts, which stand under `bindings` in the values.
    #[serde(deserialize_with = "named")]
    pub bindings: String,
    /// The supported Kubernetes versions, as Helm writes them.
    pub kubernetes: String,
    /// Images that belong to no component: the image that waits and tests.
    pub images: Vec<Image>,
    /// Tunables of the chart as a whole, under `common` in its values.
    pub tunables: Vec<Field>,
    /// Tunables that each component has.
    #[serde(rename = "$self.tunables", deserialize_with = "each_tunables")]
    pub each_tunables: Vec<Field>,
    /// Fields that each component's workloads have.
    #[serde(rename = "$self.slots", deserialize_with = "each_slots")]
    pub each_slots: Slots,
}

/// One service that a chart can deploy.
#[derive(Debug, Clone, Deserialize)]
pub struct Component<P = Path> {
    /// The head; the name is the component's name.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The name of the chart that deploys the component.
    pub chart: String,
    /// The binding whose endpoint the component serves: `platform.storage`.
    pub provides: Option<Path>,
    /// The database that holds the component's state.
    pub database: Option<String>,
    /// Optional facts that the component requires. Below these facts nothing is optional on their account.
    pub requires: Vec<Path>,
    /// The container images.
    pub images: Vec<Image<P>>,
    /// The tunables that an operator may set; ordinary fields.
    pub tunables: Vec<Field>,
    /// The ports by name.
    pub ports: BTreeMap<String, Port>,
    /// The configuration files.
    pub configs: Vec<Config<P>>,
    /// The workloads.
    pub workloads: Vec<Workload<P>>,
}

/// A port that a component listens on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Port {
    /// 1 to 65535.
    pub number: u16,
    /// `http`, `postgresql` …: the scheme of the addresses that lead to it.
    pub scheme: String,
    /// Whether people reach the port, and not only other components.
    pub expose: bool,
}

/// A container image.
#[derive(Debug, Clone, Deserialize)]
pub struct Image<P = Path> {
    /// The name in the contract.
    #[serde(rename = "$key")]
    pub name: String,
    /// The source of the image name.
    #[serde(rename = "$self")]
    pub source: ImageSource<P>,
    /// The numeric user that the container runs as; never 0.
    pub user: i64,
    /// The numeric group.
    #[serde(rename = "$self.group", deserialize_with = "group")]
    pub group: i64,
}

/// The source of an image name.
#[derive(Debug, Clone, Deserialize)]
pub enum ImageSource<P = Path> {
    /// A tunable with these defaults.
    #[serde(rename = "registry")]
    Tunable {
        /// `docker.io`
        registry: String,
        /// `apache/polaris`
        repository: String,
        /// The exact version.
        tag: String,
    },
    /// A fact: a path to an object with `repository` and `tag`.
    #[serde(rename = "fact")]
    Fact(P),
}

/// Files that become one `ConfigMap`.
#[derive(Debug, Clone, Deserialize)]
pub struct Config<P = Path> {
    /// The name in the contract.
    #[serde(rename = "$key")]
    pub name: String,
    /// The files in order.
    #[serde(rename = "$self")]
    pub files: Vec<ConfigFile<P>>,
}

/// One configuration file.
#[derive(Debug, Clone, Deserialize)]
pub struct ConfigFile<P = Path> {
    /// The file name, without a folder.
    #[serde(rename = "$key")]
    pub name: String,
    /// The content.
    #[serde(rename = "$self")]
    pub content: Content<P>,
}

/// The content of a configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content<P = Path> {
    /// YAML.
    Yaml(Tree<P>),
    /// JSON.
    Json(Tree<P>),
    /// Lines `key=value`.
    Properties(Vec<(String, Tree<P>)>),
    /// Plain text; facts reach a script through environment variables.
    Script(String),
}

/// A workload of a component.
#[derive(Debug, Clone, Deserialize)]
pub struct Workload<P = Path> {
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
    pub when: Option<P>,
    /// The namespace, where not the platform's own.
    pub namespace: Option<P>,
    /// The main container.
    #[serde(rename = "$self.main")]
    pub main: Container<P>,
    /// Containers that run to their end, in order, before the main one.
    pub steps: Vec<(String, Container<P>)>,
    /// The connections, by name.
    pub uses: Vec<(String, Edge<P>)>,
    /// The mounts, by absolute path; steps have the same mounts.
    pub mounts: Vec<(String, Mount<P>)>,
    /// Volumes that outlive the pods.
    pub claims: Vec<Claim<P>>,
    /// The ports that the workload serves.
    pub ports: Vec<String>,
    /// The probes: `startup`, `liveness`, `readiness`.
    pub probes: Vec<(String, Probe<P>)>,
    /// The number of replicas; absent: one.
    pub scale: Option<Scale<P>>,
    /// The permissions in the Kubernetes API; empty: the workload has no token.
    pub access: Vec<Access<P>>,
    /// The size of the resources, unless the values say otherwise.
    pub size: String,
    /// Further fields of the objects.
    #[serde(rename = "$self.slots")]
    pub slots: Slots<P>,
}

/// One container of a workload.
#[derive(Debug, Clone, Deserialize)]
pub struct Container<P = Path> {
    /// The name of an image.
    pub image: String,
    /// The command, in place of the image's own.
    pub command: Option<Tree<P>>,
    /// The arguments.
    pub args: Option<Tree<P>>,
    /// Environment variables; a value is printed as a string.
    pub env: Vec<(Text<P>, Tree<P>)>,
    /// Environment variables that hold a secret, each with the path to its credential.
    pub secrets: Vec<(String, P)>,
    /// Credentials that name their own environment variables.
    pub credentials: Vec<P>,
}

/// A connection to a server.
#[derive(Debug, Clone, Deserialize)]
pub struct Edge<P = Path> {
    /// The server's endpoint, or `ports.<name>` for one of the component's own.
    pub to: P,
    /// Whether the workload starts only when the server accepts connections.
    #[serde(rename = "start", deserialize_with = "waits")]
    pub wait: bool,
}

/// The source of a mount.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mount<P = Path> {
    /// A config; with a file only that one.
    Config {
        /// The config.
        config: String,
        /// The file.
        file: Option<String>,
    },
    /// An empty folder of at most this size.
    Empty(String),
    /// A claim.
    Claim(String),
    /// A credential as a file.
    Secret(P),
}

/// A volume that outlives its pod.
#[derive(Debug, Clone, Deserialize)]
pub struct Claim<P = Path> {
    /// The name.
    #[serde(rename = "$key")]
    pub name: String,
    /// The size: a path to a quantity.
    pub size: P,
    /// The storage class: a path; absent: the cluster's default.
    pub class: Option<P>,
}

/// A check of a container by Kubernetes.
#[derive(Debug, Clone, Deserialize)]
pub struct Probe<P = Path> {
    /// The check.
    #[serde(rename = "$self")]
    pub check: Check<P>,
    /// Further fields of the probe: periods, thresholds.
    pub fields: Vec<(String, Tree<P>)>,
}

/// The check of a probe.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check<P = Path> {
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
    Exec(Tree<P>),
}

/// The number of replicas.
#[derive(Debug, Clone, Deserialize)]
pub struct Scale<P = Path> {
    /// The number, or the minimum with autoscaling: a path to an integer.
    pub replicas: P,
    /// Autoscaling.
    pub auto: Option<Autoscale<P>>,
}

/// Autoscaling by processor load.
#[derive(Debug, Clone, Deserialize)]
pub struct Autoscale<P = Path> {
    /// Whether autoscaling is on: a path to a boolean.
    pub when: P,
    /// The maximum number of replicas: a path to an integer.
    pub max: P,
    /// The target load in percent: a path to an integer.
    pub cpu: P,
}

/// A rule of a Role.
#[derive(Debug, Clone, Deserialize)]
pub struct Access<P = Path> {
    /// API groups; `""` is the core's.
    pub groups: Vec<String>,
    /// Resources; no wildcard.
    pub resources: Vec<String>,
    /// Verbs; no wildcard.
    pub verbs: Vec<String>,
    /// The namespace, where not the platform's own.
    #[serde(rename = "in")]
    pub namespace: Option<P>,
}

/// Fields that a contract adds to the objects: any field that the emitter does not write.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Slots<P = Path> {
    /// Of the spec of the Deployment, `StatefulSet` or Job.
    pub spec: Vec<(String, Tree<P>)>,
    /// Of the pod's spec.
    pub pod: Vec<(String, Tree<P>)>,
    /// Of the main container.
    pub container: Vec<(String, Tree<P>)>,
    /// Of the pod's annotations: a tree that is a map.
    pub annotations: Option<Tree<P>>,
    /// Of the service account's annotations: a tree that is a map.
    pub account_annotations: Option<Tree<P>>,
}

impl<P> Component<P> {
    /// The component's name.
    pub fn name(&self) -> &str {
        &self.head.id.name
    }

    /// The workload of this name.
    pub fn workload(&self, name: &str) -> Option<&Workload<P>> {
        self.workloads.iter().find(|workload| workload.name == name)
    }

    /// The image of this name.
    pub fn image(&self, name: &str) -> Option<&Image<P>> {
        self.images.iter().find(|image| image.name == name)
    }
}

impl Component {
    /// The paths of all credentials that the workloads read, sorted.
    pub fn secret_paths(&self) -> Vec<&Path> {
        let mut paths: Vec<&Path> = self.workloads.iter().flat_map(Workload::secret_paths).collect();
        paths.sort_by(|a, b| a.steps.cmp(&b.steps));
        paths.dedup_by(|a, b| a.steps == b.steps);
        paths
    }

    /// The paths of all endpoints that the workloads connect to, sorted; without the component's own ports.
    pub fn endpoint_paths(&self) -> Vec<&Path> {
        let edges = self.workloads.iter().flat_map(|workload| &workload.uses);
        let mut paths: Vec<&Path> = edges.map(|(_, edge)| &edge.to).filter(|path| !path.starts_with("ports")).collect();
        paths.sort_by(|a, b| a.steps.cmp(&b.steps));
        paths.dedup_by(|a, b| a.steps == b.steps);
        paths
    }
}

impl<P> Workload<P> {
    /// All containers with their names, steps first.
    pub fn containers(&self) -> impl Iterator<Item = (&str, &Container<P>)> {
        self.steps.iter().map(|(name, step)| (name.as_str(), step)).chain([(self.name.as_str(), &self.main)])
    }

    /// The paths of the credentials that the container reads, as variables or as files.
    pub fn secret_paths(&self) -> impl Iterator<Item = &P> {
        let variables = self.containers().flat_map(|(_, container)| container.secret_paths());
        let files =
            self.mounts.iter().filter_map(|(_, mount)| if let Mount::Secret(path) = mount { Some(path) } else { None });
        variables.chain(files)
    }
}

impl<P> Container<P> {
    fn secret_paths(&self) -> impl Iterator<Item = &P> {
        self.secrets.iter().map(|(_, path)| path).chain(&self.credentials)
    }
}

impl<P> Image<P> {
    /// The path to the fact that names the image; `None` if a tunable does.
    pub const fn fact(&self) -> Option<&P> {
        match &self.source {
            ImageSource::Fact(path) => Some(path),
            ImageSource::Tunable { .. } => None,
        }
    }
}

impl<P: Clone> Slots<P> {
    /// These fields, overridden by `other`.
    #[must_use]
    pub fn overlaid(&self, other: &Self) -> Self {
        let over = |base: &[(String, Tree<P>)], top: &[(String, Tree<P>)]| {
            let kept = base.iter().filter(|(key, _)| top.iter().all(|(other, _)| other != key));
            kept.chain(top).cloned().collect()
        };
        Self {
            spec: over(&self.spec, &other.spec),
            pod: over(&self.pod, &other.pod),
            container: over(&self.container, &other.container),
            annotations: other.annotations.clone().or_else(|| self.annotations.clone()),
            account_annotations: other.account_annotations.clone().or_else(|| self.account_annotations.clone()),
        }
    }
}

/// Reads `wait`, the only way to start that contracts write.
fn waits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Start {
        Wait,
    }
    Ok(matches!(Option::deserialize(deserializer)?, Some(Start::Wait)))
}

/// The group number defaults to the user number.
fn group<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    struct Identity {
        user: i64,
        group: Option<i64>,
    }
    Identity::deserialize(deserializer).map(|identity| identity.group.unwrap_or(identity.user))
}

/// The name of the type that is referred to.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    if let Type::Ref(name) = Type::deserialize(deserializer)? {
        return Ok(name);
    }
    Err(D::Error::custom("a named type is expected here, by its `$ref`"))
}

/// The fields that every component of a chart has, as the chart's contract writes them.
#[derive(Deserialize)]
struct Every {
    each: Each,
}

#[derive(Deserialize)]
struct Each {
    tunables: Vec<Field>,
    #[serde(rename = "$self")]
    slots: Slots,
}

fn each_tunables<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Field>, D::Error> {
    Every::deserialize(deserializer).map(|every| every.each.tunables)
}

fn each_slots<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slots, D::Error> {
    Every::deserialize(deserializer).map(|every| every.each.slots)
}
