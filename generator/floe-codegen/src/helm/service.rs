//! Services: the addresses at which a component's ports are reached.

use floe_contract::model::{Workload, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::skeleton;
use super::yaml::Yaml;

/// The Services of a workload; none where there are no ports.
pub(super) fn objects(context: &Context<'_>, workload: &Workload) -> Vec<Yaml> {
    if workload.ports.is_empty() {
        return Vec::new();
    }
    let headless = (workload.kind == WorkloadKind::StatefulSet)
        .then(|| service(context, workload, &context.headless_name(), true));
    [service(context, workload, &context.host(), false)].into_iter().chain(headless).collect()
}

fn service(context: &Context<'_>, workload: &Workload, name: &Go, headless: bool) -> Yaml {
    let port = |name: &String| {
        let number = context.component.ports.get(name)?.number;
        Some(Yaml::map([
            ("name", Yaml::text(name)),
            ("port", Yaml::Literal(number.into())),
            ("targetPort", Yaml::text(name)),
            ("protocol", Yaml::text("TCP")),
        ]))
    };
    skeleton::Service {
        metadata: context.metadata(name, &workload.name),
        cluster_ip: headless.then(|| Yaml::text("None")),
        not_ready: headless.then(|| Yaml::Literal(true.into())),
        selector: context.selector(&workload.name),
        ports: Yaml::List(workload.ports.iter().filter_map(port).collect()),
    }
    .fill()
}
