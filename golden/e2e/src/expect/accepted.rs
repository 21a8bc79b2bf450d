//! Every rendered object has a kind that the server knows, is there once, and would be accepted unchanged.

use std::collections::BTreeMap;

use crate::moment::Moment;
use crate::object::Id;

pub(super) fn known(moment: &Moment<'_>) -> Vec<(String, String)> {
    let unknown =
        moment.rendering.documents.iter().zip(&moment.rendering.answers).filter(|(_, answer)| answer.is_none());
    unknown
        .map(|(document, _)| {
            let id = &document.object.id;
            let versions = moment.versions.get(&id.kind).map(|versions| versions.join(", ")).unwrap_or_default();
            let known =
                if versions.is_empty() { "no kind of this name".to_owned() } else { format!("it in {versions}") };
            (
                id.to_string(),
                format!("the API server knows no {} in {}; it knows {known}", id.kind, document.api_version()),
            )
        })
        .collect()
}

pub(super) fn unique(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for document in &moment.rendering.documents {
        *counts.entry(&document.object.id).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(id, count)| {
            (id.to_string(), format!("it is rendered {count} times; the last would take the place of the others"))
        })
        .collect()
}

pub(super) fn accepted(moment: &Moment<'_>) -> Vec<(String, String)> {
    moment
        .rendering
        .documents
        .iter()
        .zip(&moment.rendering.answers)
        .filter_map(|(document, answer)| {
            let refusal = answer.as_ref()?.verdict.as_ref().err()?;
            Some((document.object.id.to_string(), format!("the API server refuses it: {refusal}")))
        })
        .collect()
}
