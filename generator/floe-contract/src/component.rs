//! Component and Chart: one service that a chart can deploy, and the chart, as their contracts say it. Not the objects that they become.

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

use crate::model::{Field, Head, Type};
use crate::tree::{Path, Text, Tree};

/// One Helm chart: what its components share.
#[derive(Debug, Clone, Deserialize)]
pub struct Chart {
    /// Its head; the name is what components call it.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The name of the package and of its folder: `floe-platform`.
    pub package: String,
    /// What follows the platform's name in the name of a platform's package; absent: nothing.
    pub suffix: Option<String>,
    /// The name of the type of its facts, that stand under `bindings` in its values.
    #[serde(deserialize_with = "named")]
    pub bindings: String,
    /// The Kubernetes versions it is for, as Helm writes them.
    pub kubernetes: String,
    /// Images for what is no component's own: the one that waits and tests.
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
    /// Its head; the name is the component's.
    #[serde(rename = "$self")]
    pub head: Head,
    /// The chart that deploys it, by name.
    pub chart: String,
    /// The binding whose endpoint it serves: `platform.storage`.
    pub provides: Option<Path>,
    /// The database that it keeps its state in.
    pub database: Option<String>,
    /// Optional facts without which it cannot be deployed; below them nothing is optional on their account.
    pub requires: Vec<Path>,
    /// Its container images.
    pub images: Vec<Image<P>>,
    /// What an operator may set; ordinary fields.
    pub tunables: Vec<Field>,
    /// Its ports by name.
    pub ports: BTreeMap<String, Port>,
    /// Its configuration files.
    pub configs: Vec<Config<P>>,
    /// What runs.
    pub workloads: Vec<Workload<P>>,
}

/// A port that a component listens on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Port {
    /// 1 to 65535.
    pub number: u16,
    /// `http`, `postgresql` …: the scheme of the addresses that lead to it.
    pub scheme: String,
    /// Whether people reach it, and not only other components.
    pub expose: bool,
}

/// A container image.
#[derive(Debug, Clone, Deserialize)]
pub struct Image<P = Path> {
    /// Its name in the contract.
    #[serde(rename = "$key")]
    pub name: String,
    /// Where its name comes from.
    #[serde(rename = "$self")]
    pub source: ImageSource<P>,
    /// The numeric user that it runs as; never 0.
    pub user: i64,
    /// The numeric group.
    #[serde(rename = "$self.group", deserialize_with = "group")]
    pub group: i64,
}

/// Where an image's name comes from.
#[derive(Debug, Clone, Deserialize)]
pub enum ImageSource<P = Path> {
    /// It is a tunable with these defaults.
    #[serde(rename = "registry")]
    Tunable {
        /// `docker.io`
        registry: String,
        /// `apache/polaris`
        repository: String,
        /// Exact.
        tag: String,
    },
    /// It is a fact: a path to an object with `repository` and `tag`.
    #[serde(rename = "fact")]
    Fact(P),
}

/// Files that become one `ConfigMap`.
#[derive(Debug, Clone, Deserialize)]
pub struct Config<P = Path> {
    /// Its name in the contract.
    #[serde(rename = "$key")]
    pub name: String,
    /// Its files in order.
    #[serde(rename = "$self")]
    pub files: Vec<ConfigFile<P>>,
}

/// One configuration file.
#[derive(Debug, Clone, Deserialize)]
pub struct ConfigFile<P = Path> {
    /// Its name, without a folder.
    #[serde(rename = "$key")]
    pub name: String,
    /// What is in it.
    #[serde(rename = "$self")]
    pub content: Content<P>,
}

/// What is in a configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content<P = Path> {
    /// YAML.
    Yaml(Tree<P>),
    /// JSON.
    Json(Tree<P>),
    /// Lines `key=value`.
    Properties(Vec<(String, Tree<P>)>),
    /// Text as it stands; facts reach a script through its environment.
    Script(String),
}

/// What runs.
#[derive(Debug, Clone, Deserialize)]
pub struct Workload<P = Path> {
    /// Whether its pods run products.
    pub products: bool,
    /// Its name; the object of the workload `main` is called like the component.
    #[serde(rename = "$key")]
    pub name: String,
    /// Where it is written.
    #[serde(rename = "$place")]
    pub place: Place,
    /// What kind of object it becomes.
    pub kind: WorkloadKind,
    /// It is left out unless this is there (and, if it is a boolean, true).
    pub when: Option<P>,
    /// The namespace, where it is not the platform's own.
    pub namespace: Option<P>,
    /// Its main container.
    #[serde(rename = "$self.main")]
    pub main: Container<P>,
    /// Containers that run to their end, in order, before the main one.
    pub steps: Vec<(String, Container<P>)>,
    /// What it connects to, by name.
    pub uses: Vec<(String, Edge<P>)>,
    /// What it mounts, by absolute path; steps mount the same.
    pub mounts: Vec<(String, Mount<P>)>,
    /// Volumes that outlive its pods.
    pub claims: Vec<Claim<P>>,
    /// The ports that it serves.
    pub ports: Vec<String>,
    /// Its probes: `startup`, `liveness`, `readiness`.
    pub probes: Vec<(String, Probe<P>)>,
    /// How many there are; absent: one.
    pub scale: Option<Scale<P>>,
    /// What it may do with the Kubernetes API; empty: it has no token.
    pub access: Vec<Access<P>>,
    /// The size of its resources, unless the values say otherwise.
    pub size: String,
    /// Further fields of the objects.
    #[serde(rename = "$self.slots")]
    pub slots: Slots<P>,
}

/// The kinds of workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum WorkloadKind {
    /// Stateless replicas.
    Deployment,
    /// Replicas with a name and a volume of their own.
    StatefulSet,
    /// It runs to its end; idempotent, and named by its content.
    Job,
    /// Pods that another workload starts; the chart makes what they need.
    Launched,
}

/// One container of a workload.
#[derive(Debug, Clone, Deserialize)]
pub struct Container<P = Path> {
    /// The name of an image.
    pub image: String,
    /// The command, in place of the image's own.
    pub command: Option<Tree<P>>,
    /// Its arguments.
    pub args: Option<Tree<P>>,
    /// Environment variables; a value is printed as a string.
    pub env: Vec<(Text<P>, Tree<P>)>,
    /// Environment variables that hold a secret, each with the path to its credential.
    pub secrets: Vec<(String, P)>,
    /// Credentials that become the environment variables which they name themselves.
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

/// What is mounted at a path.
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
    /// Its name.
    #[serde(rename = "$key")]
    pub name: String,
    /// How large it is: a path to a quantity.
    pub size: P,
    /// Its storage class: a path; absent: the cluster's default.
    pub class: Option<P>,
}

/// How Kubernetes sees whether a container is well.
#[derive(Debug, Clone, Deserialize)]
pub struct Probe<P = Path> {
    /// What it tries.
    #[serde(rename = "$self")]
    pub check: Check<P>,
    /// Further fields of the probe: periods, thresholds.
    pub fields: Vec<(String, Tree<P>)>,
}

/// What a probe tries.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check<P = Path> {
    /// A GET on a port.
    Http {
        /// The port's name.
        #[serde(rename = "http")]
        port: String,
        /// The path, with its leading slash.
        path: String,
    },
    /// A connection to a port.
    Tcp(String),
    /// A command in the container.
    Exec(Tree<P>),
}

/// How many replicas there are.
#[derive(Debug, Clone, Deserialize)]
pub struct Scale<P = Path> {
    /// The number, or the least number with autoscaling: a path to an integer.
    pub replicas: P,
    /// Autoscaling.
    pub auto: Option<Autoscale<P>>,
}

/// Scaling by processor load.
#[derive(Debug, Clone, Deserialize)]
pub struct Autoscale<P = Path> {
    /// Whether it is on: a path to a boolean.
    pub when: P,
    /// The greatest number of replicas: a path to an integer.
    pub max: P,
    /// The load in percent that is aimed at: a path to an integer.
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
    /// The namespace, where it is not the platform's own.
    #[serde(rename = "in")]
    pub namespace: Option<P>,
}

/// Fields that a contract adds to the objects: any field that the emitter does not write itself.
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

impl WorkloadKind {
    /// Every kind with its word in contracts.
    pub const ALL: [(&'static str, Self); 4] = [
        ("Deployment", Self::Deployment),
        ("StatefulSet", Self::StatefulSet),
        ("Job", Self::Job),
        ("Launched", Self::Launched),
    ];
}

impl<P> Component<P> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.head.id.name
    }

    /// One of its workloads.
    pub fn workload(&self, name: &str) -> Option<&Workload<P>> {
        self.workloads.iter().find(|workload| workload.name == name)
    }

    /// One of its images.
    pub fn image(&self, name: &str) -> Option<&Image<P>> {
        self.images.iter().find(|image| image.name == name)
    }
}

impl Component {
    /// The paths of all credentials that its workloads read, sorted.
    pub fn secret_paths(&self) -> Vec<&Path> {
        let mut paths: Vec<&Path> = self.workloads.iter().flat_map(Workload::secret_paths).collect();
        paths.sort_by(|a, b| a.steps.cmp(&b.steps));
        paths.dedup_by(|a, b| a.steps == b.steps);
        paths
    }

    /// The paths of all endpoints that its workloads connect to, sorted; its own ports excepted.
    pub fn endpoint_paths(&self) -> Vec<&Path> {
        let edges = self.workloads.iter().flat_map(|workload| &workload.uses);
        let mut paths: Vec<&Path> = edges.map(|(_, edge)| &edge.to).filter(|path| !path.starts_with("ports")).collect();
        paths.sort_by(|a, b| a.steps.cmp(&b.steps));
        paths.dedup_by(|a, b| a.steps == b.steps);
        paths
    }
}

impl<P> Workload<P> {
    /// All its containers with their names, steps first.
    pub fn containers(&self) -> impl Iterator<Item = (&str, &Container<P>)> {
        self.steps.iter().map(|(name, step)| (name.as_str(), step)).chain([(self.name.as_str(), &self.main)])
    }

    /// The paths of the credentials that it reads, as variables or as files.
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
    /// The path to the fact that names it; `None` if a tunable does.
    pub const fn fact(&self) -> Option<&P> {
        match &self.source {
            ImageSource::Fact(path) => Some(path),
            ImageSource::Tunable { .. } => None,
        }
    }
}

impl<P: Clone> Slots<P> {
    /// These fields, and those of `other` on top.
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

/// `wait`, the one way to start that is written.
fn waits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Start {
        Wait,
    }
    Ok(matches!(Option::deserialize(deserializer)?, Some(Start::Wait)))
}

/// The number of the group is that of the user where none is written.
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

/// What the components of a chart have, as the chart's contract writes it.
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
