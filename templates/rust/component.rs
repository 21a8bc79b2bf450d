//! ComponentInfo: a service that a chart can deploy, as far as others need to know it. The services stand in [`crate::components`].

/// A service that a chart can deploy.
#[derive(Debug, PartialEq, Eq)]
pub struct ComponentInfo {
    /// `polaris`
    pub name: &'static str,
    /// Its own version.
    pub version: &'static str,
    /// For people.
    pub description: &'static str,
    /// The chart that deploys it, by its contract's name.
    pub chart: &'static str,
    /// What it listens on, by name.
    pub ports: &'static [Port],
    /// The fact whose endpoint it serves: `platform.storage`.
    pub provides: Option<&'static str>,
    /// The database that it keeps its state in.
    pub database: Option<&'static str>,
    /// The facts without which it cannot be deployed.
    pub requires: &'static [&'static str],
    /// The facts that are credentials which it reads.
    pub secrets: &'static [&'static str],
    /// The facts that are endpoints which it connects to.
    pub connects: &'static [&'static str],
}

impl ComponentInfo {
    /// The port of a name.
    pub fn port(&self, name: &str) -> Option<&'static Port> {
        self.ports.iter().find(|port| port.name == name)
    }
}

/// A port that a component listens on.
#[derive(Debug, PartialEq, Eq)]
pub struct Port {
    /// `http`
    pub name: &'static str,
    /// 1 to 65535.
    pub number: u16,
    /// The scheme of the addresses that lead to it: `http`, `postgresql` …
    pub scheme: &'static str,
    /// Whether people reach it, and not only other components.
    pub expose: bool,
}
