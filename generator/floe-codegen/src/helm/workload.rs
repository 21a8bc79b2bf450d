//! Workloads as objects: Deployment, `StatefulSet`, Job, and what scales them.

use floe_contract::component::{Resolved, Scale, Workload, WorkloadKind};

use super::compile::leaf;
use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, pod, print, skeleton, volume};

/// The object of a workload as a template's text, with the named templates that it needs; `None` if others start it.
pub(super) fn object(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<(String, Yaml)> {
    match workload.kind {
        WorkloadKind::Deployment => Some((String::new(), deployment(context, workload))),
        WorkloadKind::StatefulSet => Some((String::new(), stateful_set(context, workload))),
        WorkloadKind::Job => Some(job(context, workload)),
        WorkloadKind::Launched => None,
    }
}

/// What scales a workload: its disruption budget and its autoscaler.
pub(super) fn scaling(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    let Some(scale) = &workload.scale else { return Vec::new() };
    let component = context.component.name();
    let metadata = || metadata(context, workload);
    let selector = naming::selector(component, &workload.name);
    let budget = skeleton::PodDisruptionBudget { metadata: metadata(), selector }.fill();
    let autoscaler = scale.auto.as_ref().map(|auto| {
        let value = |path| leaf(&context.fact(path).go);
        let object = skeleton::HorizontalPodAutoscaler {
            metadata: metadata(),
            min: value(&scale.replicas),
            max: value(&auto.max),
            cpu: value(&auto.cpu),
            target: leaf(&naming::workload(component, &workload.name)),
        };
        object.fill().only_if(context.holds(&auto.when))
    });
    [budget].into_iter().chain(autoscaler).collect()
}

/// The metadata of a workload's own object, and of what scales it.
fn metadata(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let name = naming::workload(context.component.name(), &workload.name);
    naming::metadata(&name, context.component, &workload.name)
}

fn deployment(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let component = context.component.name();
    skeleton::Deployment {
        metadata: metadata(context, workload),
        replicas: replicas(context, workload.scale.as_ref()),
        selector: naming::selector(component, &workload.name),
        template: pod::template(context, workload),
        fields: fields(context, workload),
    }
    .fill()
}

fn stateful_set(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let component = context.component.name();
    skeleton::StatefulSet {
        metadata: metadata(context, workload),
        replicas: replicas(context, workload.scale.as_ref()),
        service: leaf(&naming::headless(component)),
        selector: naming::selector(component, &workload.name),
        template: pod::template(context, workload),
        claims: volume::claims(context, workload),
        fields: fields(context, workload),
    }
    .fill()
}

/// A Job is named by its content: what changes makes a new Job, for a Job itself can never change.
fn job(context: &Context<'_>, workload: &Workload<Resolved>) -> (String, Yaml) {
    let component = context.component.name();
    let spec =
        skeleton::JobSpec { template: pod::template(context, workload), fields: fields(context, workload) }.fill();
    let template = naming::template(component, "job", &workload.name);
    let define = format!("{{{{- define {template} -}}}}\n{}{{{{- end }}}}\n", print::document(&spec, 0));
    let include = Go::Call(format!("include {template} $"));
    let name = naming::hashed(component, &workload.name, &include);
    let object = skeleton::Job {
        metadata: naming::metadata(&name, context.component, &workload.name),
        spec: Yaml::Include(include.to_string()),
    };
    (define, object.fill())
}

/// The number of replicas; nothing where an autoscaler decides.
fn replicas(context: &Context<'_>, scale: Option<&Scale<Resolved>>) -> Yaml {
    let Some(scale) = scale else { return Yaml::Literal(1.into()) };
    let number = leaf(&context.fact(&scale.replicas).go);
    match scale.auto.as_ref().and_then(|auto| context.holds(&auto.when)) {
        Some(condition) => Yaml::If(format!("not ({condition})"), Box::new(number)),
        None => number,
    }
}

fn fields(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    Yaml::Map(context.entries(&workload.slots.spec))
}
