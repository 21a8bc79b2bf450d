//! Manifests and products to everything that floe makes of them: artifacts, a chart package, rendered manifests.

use std::num::NonZero;

use floe::{Build, Options, build};
use floe_base::{FileSet, render};
use floe_compiler::Outcome;
use floe_golden::{fault, platform_input};

use crate::{SHOWN, bundle};

/// A secret of a known format. Wherever it stands in an input, nothing may show it.
pub(crate) const SECRET: &str = "AKIAQ3EGRVIZ4KZ7Q5XQ";

/// Findings that can be shown, or files; the same whatever the order of products and the number of threads, and without secrets.
pub(crate) fn judge(bytes: &[u8]) -> bool {
    let files = bundle::read(bytes);
    let input = platform_input(&files);
    let outcome = build(&input, Options { render: true, jobs: NonZero::<usize>::MIN });
    let told = match &outcome.value {
        Some(Build { files, .. }) => files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect(),
        None => shown(&outcome, &input.manifest.file().path, &files),
    };
    assert!(!hides(&files) || !told.contains(SECRET), "a secret is shown:\n{told}");
    let accepted = outcome.value.is_some();
    if input.products.len() > 1 {
        let mut other = input.clone();
        other.products.reverse();
        let again = build(&other, Options { render: true, jobs: NonZero::new(3).expect("three is not zero") });
        let told = |outcome: Outcome<Build>| outcome.into_result().map(|build| build.digest);
        assert_eq!(told(outcome), told(again), "order and threads tell");
    }
    accepted
}

fn shown(outcome: &Outcome<Build>, manifest: &str, files: &FileSet) -> String {
    let Outcome { findings, sources, .. } = outcome;
    assert!(findings.has_errors(), "neither files nor an error");
    let mut text = serde_json::to_string(findings).expect("findings are JSON");
    for finding in findings.iter().take(SHOWN) {
        let fault = fault(finding, |file| files.get(file).or((file == manifest).then_some(b"")));
        // A package that is made wrong has no place in a document; a document cannot make one wrong.
        assert!(fault.is_none(), "{fault:?}: {finding:?}");
        let source = finding.place.as_ref().and_then(|place| sources.get(&place.file));
        text += &render(finding, source.map(String::as_str), false);
    }
    text
}

/// Whether the secret stands in content only (paths are shown to people) and as a word of its own.
fn hides(files: &FileSet) -> bool {
    let alone = |text: &str| {
        text.match_indices(SECRET).all(|(at, _)| {
            let around = [text[..at].chars().next_back(), text[at + SECRET.len()..].chars().next()];
            !around.into_iter().flatten().any(char::is_alphanumeric)
        })
    };
    files.iter().all(|(path, bytes)| !path.contains(SECRET) && std::str::from_utf8(bytes).is_ok_and(alone))
}
