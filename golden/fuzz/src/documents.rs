//! Target `documents`: a manifest and products are compiled into artifacts, a chart package and rendered manifests.

use std::num::NonZero;

use floe::{Build, Options, build};
use floe_base::{FileSet, render};
use floe_compiler::Outcome;
use floe_golden::{fault, platform_input};

use crate::{SHOWN, bundle};

/// A secret of a known format. No output and no finding may show the secret, wherever the input holds one.
pub(crate) const SECRET: &str = "AKIAQ3EGRVIZ4KZ7Q5XQ";

/// Compiles the input. Every finding must be complete, no output may hold the secret, and neither the order of products
/// nor the number of threads may change the output.
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
        // `fault` demands a place in a document. A finding about a faulty chart package has none, but no document can
        // cause one.
        assert!(fault.is_none(), "{fault:?}: {finding:?}");
        let source = finding.place.as_ref().and_then(|place| sources.get(&place.file));
        text += &render(finding, source.map(String::as_str), false);
    }
    text
}

/// Whether the secret occurs only in file content and as a whole word. Paths are shown on purpose.
fn hides(files: &FileSet) -> bool {
    let alone = |text: &str| {
        text.match_indices(SECRET).all(|(at, _)| {
            let around = [text[..at].chars().next_back(), text[at + SECRET.len()..].chars().next()];
            !around.into_iter().flatten().any(char::is_alphanumeric)
        })
    };
    files.iter().all(|(path, bytes)| !path.contains(SECRET) && std::str::from_utf8(bytes).is_ok_and(alone))
}
