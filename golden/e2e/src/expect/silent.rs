//! Neither the API server nor helm warns of anything.

use crate::moment::Moment;

pub(super) fn silent(moment: &Moment<'_>) -> Vec<(String, String)> {
    let answered = moment.rendering.documents.iter().zip(&moment.rendering.answers).flat_map(|(document, answer)| {
        let warnings = answer.iter().flat_map(|answer| &answer.warnings);
        warnings.map(|warning| (document.object.id.to_string(), format!("the API server warns: {warning}")))
    });
    let said =
        moment.said.warnings().map(|line| (format!("Release/{}", moment.release.name), format!("helm warns: {line}")));
    answered.chain(said).collect()
}
