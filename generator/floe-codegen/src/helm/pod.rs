//! Pods: the specification that every workload's pods have, Pod Security "restricted" included.

use floe_contract::component::{Config, Resolved, Workload, WorkloadKind};

use super::compile::leaf;
use super::container;
use super::context::{Context, PodParts};
use super::yaml::{Key, Yaml};
use super::{naming, skeleton, volume};

/// The template of a workload's pods.
pub(super) fn template(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let name = context.component.name();
    skeleton::PodTemplate {
        labels: naming::pod_labels(name, &workload.name),
        annotations: annotations(context, workload),
        spec: spec(context, workload),
    }
    .fill()
}

/// The parts of a workload's pods, for the service that starts such pods.
pub(super) fn parts(context: &Context<'_>, workload: &Workload<Resolved>) -> PodParts {
    PodParts { container: container::surroundings(context, workload).fill(), pod: of(context, workload, None, None) }
}

/// The specification of a pod that tests the component.
pub(super) fn test(context: &Context<'_>, test: Yaml) -> Yaml {
    let [user, group] = container::identity(context.chart.chart.images.first());
    skeleton::Pod {
        account: leaf(&naming::prefixed(context.component.name())),
        token: Yaml::Literal(false.into()),
        restart: Some(Yaml::text("Never")),
        pull_secrets: pull_secrets(),
        user,
        group,
        init: None,
        containers: Some(Yaml::List(vec![test])),
        volumes: None,
        fields: None,
    }
    .fill()
}

fn spec(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let before = container::before(context, workload);
    let before = (!before.is_empty()).then_some(Yaml::List(before));
    of(context, workload, before, Some(Yaml::List(vec![container::main(context, workload)])))
}

fn of(context: &Context<'_>, workload: &Workload<Resolved>, before: Option<Yaml>, containers: Option<Yaml>) -> Yaml {
    let [user, group] = container::identity(context.component.image(&workload.main.image));
    let restart = (workload.kind == WorkloadKind::Job).then(|| Yaml::text("OnFailure"));
    skeleton::Pod {
        account: leaf(&naming::account(context.component.name(), workload)),
        token: Yaml::Literal((!workload.access.is_empty()).into()),
        restart,
        pull_secrets: pull_secrets(),
        user,
        group,
        init: before,
        containers,
        volumes: volume::volumes(context, workload),
        fields: Some(Yaml::Map(context.entries(&workload.slots.pod))),
    }
    .fill()
}

/// The annotations: what contracts say, and a checksum of each config, so that a change of one starts the pods anew.
fn annotations(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<Yaml> {
    let name = context.component.name();
    let checksum = |config: &Config<Resolved>| {
        let template = naming::template(name, "config", &config.name);
        (Key::Literal(format!("checksum/{}", config.name)), Yaml::Expr(format!("include {template} $ | sha256sum")))
    };
    let mut entries: Vec<(Key, Yaml)> = volume::configs(context, workload).into_iter().map(checksum).collect();
    match workload.slots.annotations.as_ref().map(|tree| context.value(tree)) {
        Some(Yaml::Map(more)) => entries.extend(more),
        Some(Yaml::Expr(map)) => {
            let value = Box::new(Yaml::Expr("$value".to_owned()));
            entries.push((Key::Spread, Yaml::Entries("$key, $value".to_owned(), map, "$key".to_owned(), value)));
        }
        _ => {}
    }
    (!entries.is_empty()).then_some(Yaml::Map(entries))
}

fn pull_secrets() -> Yaml {
    let name = Yaml::map([("name", Yaml::Expr("$name".to_owned()))]);
    Yaml::Range("$_, $name".to_owned(), "$.Values.common.image_pull_secrets".to_owned(), Box::new(name))
}
