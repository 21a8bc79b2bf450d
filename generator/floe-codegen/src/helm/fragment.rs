//! Fragments: what a workload's pods are made of, where a component hands it to the service that starts them.

use floe_contract::tree::Path;

use super::compile::Context;
use super::yaml::Yaml;
use super::{container, naming, pod};

/// The node of a path such as `workloads.run.pod`; `None` for every other path.
pub(super) fn of(context: &Context<'_>, path: &Path) -> Option<Yaml> {
    let steps: Vec<&str> = path.steps.iter().map(String::as_str).collect();
    let ["workloads", name, fact] = steps.as_slice() else { return None };
    let workload = context.component.workload(name)?;
    match *fact {
        "labels" => Some(naming::pod_labels(context.component.name(), &workload.name)),
        "container" => Some(container::launched(context, workload)),
        "pod" => Some(pod::launched(context, workload)),
        _ => None,
    }
}
