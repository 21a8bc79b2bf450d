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
    /// The scheme of the addresses that lead to the port: `http`, `postgresql` …
    pub scheme: &'static str,
    /// Whether people reach the port, and not only other components.
    pub expose: bool,
}
