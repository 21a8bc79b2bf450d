//! ComponentInfo: the facts about a deployable service that other code needs. The services stand in [`crate::components`].

/// A service that a chart can deploy.
#[derive(Debug, PartialEq, Eq)]
pub struct ComponentInfo {
    /// `polaris`
    pub name: &'static str,
    /// The version of the component.
    pub version: &'static str,
    /// For people.
    pub description: &'static str,
    /// The chart that deploys the component, by the name of the chart's contract.
    pub chart: &'static str,
    /// The ports, by name.
    pub ports: &'static [Port],
    /// The fact whose endpoint the component serves: `platform.storage`.
    pub provides: Option<&'static str>,
    /// The database that holds the state of the component.
    pub database: Option<&'static str>,
    /// The facts without which the component cannot be deployed.
    pub requires: &'static [&'static str],
    /// The facts that are credentials which the component reads.
    pub secrets: &'static [&'static str],
    /// The facts that are endpoints to which the component connects.
    pub connects: &'static [&'static str],
    /// The container images.
    pub images: &'static [ImageInfo],
}

impl ComponentInfo {
    /// The port of a name.
    pub fn port(&self, name: &str) -> Option<&'static Port> {
        self.ports.iter().find(|port| port.name == name)
    }

    /// Whether the component reads the credential at a path. A `*` in a fact stands for each key of a map.
    pub fn reads(&self, path: &str) -> bool {
        let is_step = |(known, step): (&str, &str)| known == "*" || known == step;
        let are_steps = |known: &str| {
            known.split('.').count() == path.split('.').count() && known.split('.').zip(path.split('.')).all(is_step)
        };
        self.secrets.iter().any(|known| are_steps(known))
    }
}

/// A container image with the facts that are known about the image.
#[derive(Debug, PartialEq, Eq)]
pub struct ImageInfo {
    /// `docker.io`
    pub registry: &'static str,
    /// `apache/polaris`
    pub repository: &'static str,
    /// The exact version.
    pub tag: &'static str,
    /// `sha256:` and 64 hexadecimal digits; `None`: unknown.
    pub digest: Option<&'static str>,
    /// The source of the facts.
    pub source: Option<&'static str>,
    /// The date of the facts: `2026-11-30`.
    pub as_of: Option<&'static str>,
    /// The date on which the image was last pulled and started; `None`: never.
    pub pulled: Option<&'static str>,
    /// The last date on which the version gets mends; `None`: unknown.
    pub end_of_life: Option<&'static str>,
    /// The fact that takes the place of the image: `platform.orchestrator.image`.
    pub fact: Option<&'static str>,
    /// Whether pods that run products have the image.
    pub products: bool,
}

/// A port that a component listens on.
#[derive(Debug, PartialEq, Eq)]
pub struct Port {
    /// `http`
    pub name: &'static str,
    /// 1 to 65535.
    pub number: u16,
    /// The scheme of the addresses that lead to the port: `http`, `postgresql` …
    pub scheme: &'static str,
    /// Whether people reach the port, and not only other components.
    pub expose: bool,
}
