//! Pods: the specification that every workload's pods have, Pod Security "restricted" included.

use floe_contract::model::{Config, Image, Workload, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::yaml::{Key, Yaml};
use super::{container, skeleton, volume};

/// The template of a workload's pods.
pub(super) fn template(context: &Context<'_>, workload: &Workload) -> Yaml {
    let containers = vec![container::main(context, workload)];
    let spec = skeleton::Pod {
        init: container::before(context, workload),
        containers: Some(Yaml::List(containers)),
        ..surroundings(context, workload)
    };
    skeleton::PodTemplate {
        labels: context.pod_labels(&workload.name),
        annotations: annotations(context, workload),
        spec: spec.fill(),
    }
    .fill()
}

/// The specification of a pod that tests the component.
pub(super) fn test(context: &Context<'_>, test: Yaml) -> Yaml {
    let spec = started(&context.host(), false, Some("Never"), context.chart.chart.images.first());
    skeleton::Pod { containers: Some(Yaml::List(vec![test])), ..spec }.fill()
}

/// The specification of a workload's pods without containers, for the service that starts such pods.
pub(super) fn surroundings(context: &Context<'_>, workload: &Workload) -> skeleton::Pod {
    let restart = (workload.kind == WorkloadKind::Job).then_some("OnFailure");
    let image = context.component.image(&workload.main.image);
    skeleton::Pod {
        volumes: volume::volumes(context, workload),
        fields: Some(context.map(&workload.slots.pod)),
        ..started(&context.account(workload), !workload.access.is_empty(), restart, image)
    }
}

fn started(account: &Go, has_token: bool, restart: Option<&str>, image: Option<&Image>) -> skeleton::Pod {
    let [user, group] = container::identity(image);
    let name = Yaml::map([("name", Yaml::Expr("$name".to_owned()))]);
    let names = "$.Values.common.image_pull_secrets".to_owned();
    skeleton::Pod {
        account: Some(account.leaf()),
        token: Some(Yaml::Literal(has_token.into())),
        restart: restart.map(Yaml::text),
        pull_secrets: Some(Yaml::Range("$_, $name".to_owned(), names, Box::new(name))),
        user,
        group,
        ..skeleton::Pod::default()
    }
}

/// The annotations: those of contracts, and a checksum of each config, so that a change of one starts the pods anew.
fn annotations(context: &Context<'_>, workload: &Workload) -> Option<Yaml> {
    let checksum = |config: &Config| {
        let template = context.template("config", &config.name);
        (Key::Literal(format!("checksum/{}", config.name)), Yaml::Expr(format!("include {template} $ | sha256sum")))
    };
    let configs = context.component.configs.iter().filter(|config| workload.mounts_config(&config.name));
    let mut entries: Vec<(Key, Yaml)> = configs.map(checksum).collect();
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
