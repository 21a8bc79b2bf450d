//! Names and labels of the chart's objects. Every name and every host of the chart is made here, and nowhere else.

use floe_base::names;
use floe_contract::component::{Component, Port, Resolved, Workload, WorkloadKind};
use serde_json::Value;

use super::go::{self, Go};
use super::yaml::{Key, Yaml};

/// The workload that is called like its component.
const MAIN: &str = "main";

/// `$.Values.bindings`
pub(super) fn bindings() -> Go {
    Go::Chain("$.Values.bindings".to_owned())
}

/// `$.Values.common`
pub(super) fn common() -> Go {
    Go::Chain("$.Values.common".to_owned())
}

/// The key of a component's values: `$.Values.contractMonitor`.
pub(super) fn values_of(component: &str) -> Go {
    Go::Chain(format!("$.Values.{}", values_key(component)))
}

/// `contractMonitor`
pub(super) fn values_key(component: &str) -> String {
    names::camel_case(component)
}

/// A name that begins with the platform's prefix.
pub(super) fn prefixed(rest: &str) -> Go {
    go::text(&[bindings().member("prefix"), Go::Known(Value::String(format!("-{rest}")))])
}

/// What follows the prefix in the name of a workload's object.
pub(super) fn workload_suffix(component: &str, workload: &str) -> String {
    if workload == MAIN { component.to_owned() } else { format!("{component}-{workload}") }
}

/// The name of a workload's object.
pub(super) fn workload(component: &str, workload: &str) -> Go {
    prefixed(&workload_suffix(component, workload))
}

/// The name of a component's Service, which is its host.
pub(super) fn host(component: &str) -> Go {
    prefixed(component)
}

/// The address of one of a component's ports.
pub(super) fn url(component: &str, port: &Port) -> Go {
    let scheme = Go::Known(format!("{}://", port.scheme).into());
    let rest = Go::Known(format!("-{component}:{}", port.number).into());
    go::text(&[scheme, bindings().member("prefix"), rest])
}

/// The name of a component's Service without an address of its own.
pub(super) fn headless(component: &str) -> Go {
    prefixed(&format!("{component}-headless"))
}

/// The name of a Job: its workload's, cut so that it fits, and eight digits of its content's digest.
pub(super) fn hashed(component: &str, workload: &str, content: &Go) -> Go {
    let name = format!("{} | trunc 54 | trimSuffix \"-\"", self::workload(component, workload));
    Go::Call(format!("printf \"%s-%s\" ({name}) ({content} | sha256sum | trunc 8)"))
}

/// The name of a config's object.
pub(super) fn config(component: &str, config: &str) -> Go {
    prefixed(&format!("{component}-config-{config}"))
}

/// The name of a workload's service account: its own where it has rights or pods of its own, else the component's.
pub(super) fn account(component: &str, workload: &Workload<Resolved>) -> Go {
    if has_own_account(workload) { self::workload(component, &workload.name) } else { prefixed(component) }
}

/// Whether a workload has a service account of its own.
pub(super) fn has_own_account(workload: &Workload<Resolved>) -> bool {
    !workload.access.is_empty() || workload.kind == WorkloadKind::Launched
}

/// The name of the named template with a config's files, or with a Job's spec.
pub(super) fn template(component: &str, what: &str, name: &str) -> String {
    go::quoted(&format!("floe.{component}.{what}.{name}"))
}

/// The labels that tell a workload's pods from all others; they never change.
pub(super) fn selector(component: &str, workload: &str) -> Yaml {
    Yaml::Map(selecting(component, workload))
}

fn selecting(component: &str, workload: &str) -> Vec<(Key, Yaml)> {
    vec![
        label("name", Yaml::text(component)),
        label("instance", Yaml::Expr(bindings().member("prefix").to_string())),
        label("component", Yaml::text(workload)),
    ]
}

/// The labels of a workload's pods.
pub(super) fn pod_labels(component: &str, workload: &str) -> Yaml {
    let mut entries = selecting(component, workload);
    entries.push(label("part-of", Yaml::text("floe")));
    Yaml::Map(entries)
}

/// The labels of an object.
pub(super) fn labels(component: &str, workload: &str) -> Yaml {
    Yaml::Include(format!("include \"floe.labels\" (list $ {} {})", go::quoted(component), go::quoted(workload)))
}

/// The condition that a component is deployed.
pub(super) fn deploys(component: &str) -> String {
    format!("include \"floe.deploys\" (list $ {})", go::quoted(component))
}

/// The metadata of an object in the platform's namespace.
pub(super) fn metadata(name: &Go, component: &Component<Resolved>, workload: &str) -> Yaml {
    metadata_in(name, &bindings().member("namespace"), component.name(), workload)
}

/// The metadata of an object.
pub(super) fn metadata_in(name: &Go, namespace: &Go, component: &str, workload: &str) -> Yaml {
    Yaml::map([
        ("name", Yaml::Expr(name.to_string())),
        ("namespace", Yaml::Expr(namespace.to_string())),
        ("labels", labels(component, workload)),
    ])
}

fn label(name: &str, value: Yaml) -> (Key, Yaml) {
    (Key::Literal(format!("app.kubernetes.io/{name}")), value)
}
