//! What a component needs of the platform's facts, said by its templates where it is missing.

use super::context::Context;
use super::go;
use super::naming;

/// A named template that fails with a sentence where a fact is missing; `None` if the component needs none.
///
/// Helm renders files in an order of its own, so each file of the component includes it first.
pub(super) fn checks(context: &Context<'_>) -> Option<String> {
    let component = context.component;
    let mut conditions: Vec<(String, String)> = Vec::new();
    for path in component.requires.iter().chain(&component.provides) {
        let mut go = naming::bindings();
        for (at, step) in path.steps.iter().enumerate().skip(1) {
            let reached = format!("bindings.{}", path.steps[1..=at].join("."));
            if !conditions.iter().any(|(known, _)| *known == reached) {
                conditions.push((reached, go.has(step)));
            }
            go = go.member(step);
        }
    }
    if conditions.is_empty() {
        return None;
    }
    conditions.sort_by(|(a, _), (b, _)| a.cmp(b));
    let check = |(path, condition): &(String, String)| {
        let message = go::quoted(&format!("{} is deployed, but {path} is missing", component.name()));
        format!("{{{{- if not ({condition}) }}}}\n{{{{- fail {message} }}}}\n{{{{- end }}}}\n")
    };
    let checks: String = conditions.iter().map(check).collect();
    Some(format!("{{{{- define {} -}}}}\n{checks}{{{{- end }}}}\n", name(context)))
}

/// The quoted name of the named template.
pub(super) fn name(context: &Context<'_>) -> String {
    go::quoted(&format!("floe.{}.requires", context.component.name()))
}
