//! Workloads as objects: Deployment, `StatefulSet`, Job, and the objects that scale them.

use floe_contract::model::{Workload, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, pod, print, skeleton, volume};

/// The object of a workload with the begin of the file's name, and the named templates that the object needs; `None` if others start the
/// workload.
pub(super) fn object(context: &Context<'_>, workload: &Workload) -> Option<(&'static str, String, Yaml)> {
    match workload.kind {
        WorkloadKind::Deployment => Some(("deployment", String::new(), deployment(context, workload))),
        WorkloadKind::StatefulSet => Some(("statefulset", String::new(), stateful_set(context, workload))),
        WorkloadKind::Job => {
            let (define, object) = job(context, workload);
            Some(("job", define, object))
        }
        WorkloadKind::Launched => None,
    }
}

/// The objects that scale a workload: disruption budget and autoscaler.
pub(super) fn scaling(context: &Context<'_>, workload: &Workload) -> Vec<Yaml> {
    let Some(scale) = &workload.scale else { return Vec::new() };
    let metadata = || metadata(context, workload);
    let selector = context.selector(&workload.name);
    let budget = skeleton::PodDisruptionBudget { metadata: metadata(), selector }.fill();
    let autoscaler = scale.auto.as_ref().map(|auto| {
        let value = |path| context.fact(path).go.leaf();
        let object = skeleton::HorizontalPodAutoscaler {
            metadata: metadata(),
            min: value(&scale.replicas),
            max: value(&auto.max),
            cpu: value(&auto.cpu),
            target: context.workload_name(&workload.name).leaf(),
        };
        object.fill().only_if(context.holds(&auto.when))
    });
    [budget].into_iter().chain(autoscaler).collect()
}

/// The metadata of a workload's own object, and of the objects that scale the workload.
fn metadata(context: &Context<'_>, workload: &Workload) -> Yaml {
    context.metadata(&context.workload_name(&workload.name), &workload.name)
}

fn deployment(context: &Context<'_>, workload: &Workload) -> Yaml {
    skeleton::Deployment {
        metadata: metadata(context, workload),
        replicas: replicas(context, workload),
        selector: context.selector(&workload.name),
        template: pod::template(context, workload),
        fields: context.map(&workload.slots.spec),
    }
    .fill()
}

fn stateful_set(context: &Context<'_>, workload: &Workload) -> Yaml {
    skeleton::StatefulSet {
        metadata: metadata(context, workload),
        replicas: replicas(context, workload),
        service: context.headless_name().leaf(),
        selector: context.selector(&workload.name),
        template: pod::template(context, workload),
        claims: volume::claims(context, workload),
        fields: context.map(&workload.slots.spec),
    }
    .fill()
}

/// A Job is named by the content: a change makes a new Job, for a Job itself can never change.
fn job(context: &Context<'_>, workload: &Workload) -> (String, Yaml) {
    let (template, fields) = (pod::template(context, workload), context.map(&workload.slots.spec));
    let spec = skeleton::JobSpec { template, fields }.fill();
    let template = context.template("job", &workload.name);
    let include = Go::Call(format!("include {template} $"));
    let name = context.job_name(&workload.name, &include);
    let metadata = context.metadata(&name, &workload.name);
    let object = skeleton::Job { metadata, spec: Yaml::Include(include.to_string()) };
    (print::define(&template, &print::document(&spec, 0)), object.fill())
}

/// The number of replicas. Where an autoscaler decides, the number of the cluster, because Kubernetes takes the removal of a number for the
/// number one; a rendering without a cluster has none.
fn replicas(context: &Context<'_>, workload: &Workload) -> Yaml {
    let Some(scale) = &workload.scale else { return Yaml::Literal(1.into()) };
    let stated = context.fact(&scale.replicas).go.leaf();
    let Some(scaled) = scale.auto.as_ref().and_then(|auto| context.holds(&auto.when)) else { return stated };
    let (namespace, name) = (naming::namespace(), context.workload_name(&workload.name));
    let found = format!("lookup \"apps/v1\" \"Deployment\" {} {}", namespace.argument(), name.argument());
    let current = Yaml::Expr(format!("get (get ({found}) \"spec\") \"replicas\""));
    Yaml::Branch(vec![(Some(format!("not ({scaled})")), stated), (Some(found), current)])
}
