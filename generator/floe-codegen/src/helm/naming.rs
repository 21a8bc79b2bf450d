//! Names and labels of the chart's objects. Every name and every host of the chart is made here, and nowhere else.

use floe_base::names;
use floe_contract::model::{Workload, WorkloadKind};

use super::context::Context;
use super::go::{self, Go};
use super::yaml::Yaml;

/// The workload that is called like the component.
const MAIN: &str = "main";
/// The label with the name of a workload.
pub(super) const COMPONENT: &str = "app.kubernetes.io/component";

/// `$.Values.bindings`
pub(super) fn bindings() -> Go {
    Go::Chain("$.Values.bindings".to_owned())
}

/// `$.Values.common`
pub(super) fn common() -> Go {
    Go::Chain("$.Values.common".to_owned())
}

/// The platform's namespace.
pub(super) fn namespace() -> Go {
    bindings().member("namespace")
}

/// The prefix of all names of the platform.
pub(super) fn prefix() -> Go {
    bindings().member("prefix")
}

/// `contractMonitor`
pub(super) fn values_key(component: &str) -> String {
    names::camel_case(component)
}

/// A name that begins with the platform's prefix.
fn prefixed(rest: &str) -> Go {
    go::text(&[prefix(), Go::Known(format!("-{rest}").into())])
}

/// The condition that a component is deployed.
pub(super) fn deploys(component: &str) -> String {
    format!("include \"floe.deploys\" (list $ {})", go::quoted(component))
}

/// Whether a workload has a service account of its own.
pub(super) fn has_own_account(workload: &Workload) -> bool {
    !workload.access.is_empty() || workload.kind == WorkloadKind::Launched
}

impl Context<'_> {
    /// The component's values: `$.Values.contractMonitor`.
    pub(super) fn values(&self) -> Go {
        Go::Chain(format!("$.Values.{}", values_key(self.component.name())))
    }

    /// The name of an object of the component, behind the component's own name.
    pub(super) fn name(&self, suffix: &str) -> Go {
        prefixed(&format!("{}-{suffix}", self.component.name()))
    }

    /// The name of a workload's object.
    pub(super) fn workload_name(&self, workload: &str) -> Go {
        if workload == MAIN { self.host() } else { self.name(workload) }
    }

    /// The name of the component's Service, which is the host, and of the component's own account.
    pub(super) fn host(&self) -> Go {
        prefixed(self.component.name())
    }

    /// The name of the component's Service without an address of its own.
    pub(super) fn headless_name(&self) -> Go {
        self.name("headless")
    }

    /// The address of one of the component's ports.
    pub(super) fn url(&self, scheme: &str, port: u16) -> Go {
        let rest = format!("-{}:{port}", self.component.name());
        go::text(&[Go::Known(format!("{scheme}://").into()), prefix(), Go::Known(rest.into())])
    }

    /// The name of a Job: the workload's, cut to fit, and eight digits of the digest of the content.
    pub(super) fn job_name(&self, workload: &str, content: &Go) -> Go {
        let name = format!("{} | trunc 54 | trimSuffix \"-\"", self.workload_name(workload));
        Go::Call(format!("printf \"%s-%s\" ({name}) ({content} | sha256sum | trunc 8)"))
    }

    /// The name of a config's object.
    pub(super) fn config_name(&self, config: &str) -> Go {
        self.name(&format!("config-{config}"))
    }

    /// The name of a workload's service account: an own one for a workload with rights or with pods elsewhere, else the component's.
    pub(super) fn account(&self, workload: &Workload) -> Go {
        if has_own_account(workload) { self.workload_name(&workload.name) } else { self.host() }
    }

    /// The name of the named template with a config's files, or with a Job's spec.
    pub(super) fn template(&self, kind: &str, name: &str) -> String {
        go::quoted(&format!("floe.{}.{kind}.{name}", self.component.name()))
    }

    /// The labels that tell a workload's pods from all others; they never change.
    pub(super) fn selector(&self, workload: &str) -> Yaml {
        Yaml::map(self.selecting(workload))
    }

    fn selecting<'a>(&'a self, workload: &'a str) -> [(&'a str, Yaml); 3] {
        [
            ("app.kubernetes.io/name", Yaml::text(self.component.name())),
            ("app.kubernetes.io/instance", prefix().leaf()),
            (COMPONENT, Yaml::text(workload)),
        ]
    }

    /// The labels of a workload's pods.
    pub(super) fn pod_labels(&self, workload: &str) -> Yaml {
        let part_of = ("app.kubernetes.io/part-of", Yaml::text("floe"));
        Yaml::map(self.selecting(workload).into_iter().chain([part_of]))
    }

    /// The metadata of an object in the platform's namespace.
    pub(super) fn metadata(&self, name: &Go, workload: &str) -> Yaml {
        self.metadata_in(name, &namespace(), workload)
    }

    /// The metadata of an object.
    pub(super) fn metadata_in(&self, name: &Go, namespace: &Go, workload: &str) -> Yaml {
        let [component, workload] = [self.component.name(), workload].map(go::quoted);
        let labels = Yaml::Include(format!("include \"floe.labels\" (list $ {component} {workload})"));
        Yaml::map([("name", name.leaf()), ("namespace", namespace.leaf()), ("labels", labels)])
    }
}
