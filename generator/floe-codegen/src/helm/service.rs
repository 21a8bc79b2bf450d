//! Services: the addresses at which a component's ports are reached.

use floe_contract::component::{Resolved, Workload, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, skeleton};

/// The Services of a workload; none where it has no ports.
pub(super) fn objects(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    if workload.ports.is_empty() {
        return Vec::new();
    }
    let component = context.component.name();
    let service = service(context, workload, &naming::host(component), false);
    let headless = (workload.kind == WorkloadKind::StatefulSet)
        .then(|| self::service(context, workload, &naming::headless(component), true));
    [service].into_iter().chain(headless).collect()
}

fn service(context: &Context<'_>, workload: &Workload<Resolved>, name: &Go, headless: bool) -> Yaml {
    let component = context.component;
    let port = |name: &String| {
        let number = component.ports.get(name)?.number;
        Some(Yaml::map([
            ("name", Yaml::text(name)),
            ("port", Yaml::Literal(number.into())),
            ("targetPort", Yaml::text(name)),
            ("protocol", Yaml::text("TCP")),
        ]))
    };
    skeleton::Service {
        metadata: naming::metadata(name, component, &workload.name),
        cluster_ip: headless.then(|| Yaml::text("None")),
        not_ready: headless.then(|| Yaml::Literal(true.into())),
        selector: naming::selector(component.name(), &workload.name),
        ports: Yaml::List(workload.ports.iter().filter_map(port).collect()),
    }
    .fill()
}
