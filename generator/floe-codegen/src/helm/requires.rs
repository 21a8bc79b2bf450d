//! The facts of the platform that a component needs. Where a fact is missing, the component's templates fail with a sentence.

use std::collections::BTreeMap;

use super::context::Context;
use super::{go, naming, print};

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
    let check = |(path, condition): (&String, &String)| {
        let message = go::quoted(&format!("{} is deployed, but {path} is missing", component.name()));
        print::only_if(&format!("not ({condition})"), &format!("{{{{- fail {message} }}}}\n"))
    };
    let checks: String = conditions.iter().map(check).collect();
    (!checks.is_empty()).then(|| print::define(&name(context), &checks))
}

/// The quoted name of the named template.
pub(super) fn name(context: &Context<'_>) -> String {
    go::quoted(&format!("floe.{}.requires", context.component.name()))
}
