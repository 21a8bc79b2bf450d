//! Redact: removes secrets from findings. Finds no secret in a document.

use floe_base::{Diagnostic, Findings};

use super::mask::DISTINCT;
use super::value;

/// The replacement for a secret.
const HIDDEN: &str = "***";

/// The findings, with `***` for each of these values and for every text that has a secret's form.
///
/// A message quotes names, versions and paths of a document, and each of them may be a secret in the wrong place.
pub(crate) fn redact(findings: Findings, values: &[String]) -> Findings {
    let hide = |text: &str| hide(text, values);
    let redacted = findings.into_iter().map(|finding| Diagnostic {
        message: hide(&finding.message),
        help: finding.help.as_deref().map(hide),
        related: finding.related.iter().map(|(place, what)| (place.clone(), hide(what))).collect(),
        ..finding
    });
    redacted.collect()
}

fn hide(text: &str, values: &[String]) -> String {
    let mut text = text.to_owned();
    for value in values.iter().filter(|value| value.chars().count() >= DISTINCT) {
        text = text.replace(value, HIDDEN);
    }
    value::without_forms(&text, HIDDEN)
}

#[cfg(test)]
mod tests {
    use floe_base::{Place, Span};

    use super::*;

    #[test]
    fn values_and_forms_of_secrets_are_hidden_wherever_a_finding_quotes_them() {
        let key = format!("AKIA{}", "IOSFODNN7EXAMPLE");
        let place = Place::new("x", Span::new(1, 1, 1));
        let finding = Diagnostic::error("X", format!("no transform `{key}`; `hunter2` is one"))
            .help(format!("use one of ['a', '{key}']"))
            .related(place, format!("here is {key}"));
        let told = redact(Findings::from(vec![finding]), &["hunter2".to_owned()]);
        let told = told.iter().next().unwrap();
        assert_eq!(told.message, "no transform `***`; `***` is one");
        assert_eq!(told.help.as_deref(), Some("use one of ['a', '***']"));
        assert_eq!(told.related[0].1, "here is ***");
    }

    #[test]
    fn only_secrets_are_hidden() {
        let text = "`http://floe-platform-polaris:8181/api` is not `https://x`; use catalog/polaris or sha256:00aa";
        let words = format!("`postgresql://floe:{}@db/x` is wrong", "hunter2");
        let key = format!("`-----BEGIN RSA {} KEY-----\\nMIIE` is wrong", "PRIVATE");
        for (text, expected) in [(text, text), (&words, "`***` is wrong"), (&key, "`***")] {
            assert_eq!(hide(text, &["floe".to_owned()]), expected);
        }
    }
}
