//! The facts of the platform that a component, or several replicas of a workload, need. Where a fact is missing, or a fixed value differs
//! from the cluster's, the component's templates fail with a sentence.

use std::collections::BTreeMap;

use floe_contract::model::{Path, Workload};

use super::context::Context;
use super::{fixed, go, naming, print};

/// A named template that fails with a sentence where a fact is missing; `None` if the component needs none.
///
/// Helm renders files in an order of its own, so each file of the component includes the template first.
pub(super) fn checks(context: &Context<'_>) -> Option<String> {
    let component = context.component;
    let mut conditions: BTreeMap<String, String> = BTreeMap::new();
    for path in component.requires.iter().chain(&component.provides) {
        let mut go = naming::bindings();
        for (at, step) in path.steps.iter().enumerate().skip(1) {
            conditions.insert(format!("bindings.{}", path.steps[1..=at].join(".")), go.has(step));
            go = go.member(step);
        }
    }
    let facts = conditions.iter().map(|(path, condition)| {
        fail_if(&format!("not ({condition})"), &format!("{} is deployed, but {path} is missing", component.name()))
    });
    let scales = component.workloads.iter().flat_map(|one| [replicas(context, one), range(context, one)]);
    let checks: String = facts.chain(scales.flatten()).chain([fixed::checks(context)]).collect();
    (!checks.is_empty()).then(|| print::define(&name(context), &checks))
}

/// The check of a workload that has several replicas only where a fact is there.
fn replicas(context: &Context<'_>, workload: &Workload) -> Option<String> {
    let scale = workload.scale.as_ref()?;
    let needs = scale.needs.as_ref()?;
    // The schema of the values refuses a number below 1.
    let several = format!("ne (toJson {}) \"1\"", context.fact(&scale.replicas).go.argument());
    let scaled = scale.auto.as_ref().and_then(|auto| context.holds(&auto.when));
    let several = scaled.map_or_else(|| several.clone(), |scaled| format!("or ({several}) ({scaled})"));
    let message = format!(
        "{} has more than one replica, but bindings.{}, which the manifest gives, is missing",
        context.component.name(),
        needs.steps[1..].join(".")
    );
    Some(fail_if(&format!("and ({several}) (not ({}))", context.holds(needs)?), &message))
}

/// The check of an autoscaler whose least number of replicas is above the greatest.
fn range(context: &Context<'_>, workload: &Workload) -> Option<String> {
    let scale = workload.scale.as_ref()?;
    let auto = scale.auto.as_ref()?;
    let number = |path| format!("(int {})", context.fact(path).go.argument());
    let above = format!("gt {} {}", number(&scale.replicas), number(&auto.max));
    let condition = context.holds(&auto.when).map_or_else(|| above.clone(), |on| format!("and ({on}) ({above})"));
    let name = |path: &Path| format!("{}.{}", context.component.name(), path.steps[1..].join("."));
    Some(fail_if(&condition, &format!("{} is above {}", name(&scale.replicas), name(&auto.max))))
}

fn fail_if(condition: &str, message: &str) -> String {
    print::only_if(condition, &format!("{{{{- fail {} }}}}\n", go::quoted(message)))
}

/// The quoted name of the named template.
pub(super) fn name(context: &Context<'_>) -> String {
    go::quoted(&format!("floe.{}.requires", context.component.name()))
}
