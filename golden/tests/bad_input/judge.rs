//! Compiles the retail platform with one document replaced, and checks the findings or the artifacts. Makes no bad
//! input.

use std::fs;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use floe_base::{Diagnostic, Node, Place, render, render_line, yaml};
use floe_compiler::{Compiled, Document, PlatformInput, ProductInput, compile, files};
use floe_plugins::REGISTRY;

/// The replaced document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `manifest.yaml`
    Manifest,
    /// `floe.yaml`
    Spec,
}

/// Both kinds.
pub(crate) const KINDS: [Kind; 2] = [Kind::Manifest, Kind::Spec];

impl Kind {
    /// The path of the valid document, from the platform's folder.
    const fn path(self) -> &'static str {
        match self {
            Self::Manifest => "manifest.yaml",
            Self::Spec => "daily-orders/floe.yaml",
        }
    }

    /// The text of the valid document.
    pub(crate) fn good(self) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms/retail/input");
        fs::read_to_string(folder.join(self.path())).expect("the golden case has this document")
    }

    /// The parsed valid document.
    pub(crate) fn node(self) -> Node {
        yaml::read(self.path(), self.good().as_bytes(), &yaml::Limits::default()).expect("the good document parses")
    }
}

/// The valid platform with one document replaced by `bytes`.
fn platform(kind: Kind, bytes: &[u8]) -> PlatformInput {
    let document = |of: Kind| {
        let bytes = if of == kind { bytes.to_vec() } else { of.good().into_bytes() };
        Document::new(of.path(), bytes)
    };
    let product = ProductInput { spec: document(Kind::Spec), dbt_project: None };
    PlatformInput { manifest: document(Kind::Manifest), products: vec![product], is_part: false }
}

/// The result for a document.
pub(crate) enum Outcome {
    /// The document is refused, with the codes of the findings.
    Refused(Vec<String>),
    /// The document compiles, with the text of all artifacts.
    Compiled(String),
}

/// Compiles a document and checks the result. Every finding must have a registered code, a place and a remedy. No
/// finding and no artifact may contain one of the secrets.
pub(crate) fn judge(kind: Kind, bytes: &[u8], secrets: &[&str]) -> Outcome {
    let input = platform(kind, bytes);
    let run = || compile(&input, &REGISTRY, "0.1.0", NonZero::<usize>::MIN);
    let given = || String::from_utf8_lossy(bytes).into_owned();
    let outcome = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| panic!("this panics: {}", given()));
    if let Some(compiled) = &outcome.value {
        let files = files(compiled, false).expect("what compiles can be written");
        let text: String = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        let written = secrets.iter().find(|secret| text.contains(**secret));
        assert!(written.is_none(), "{written:?} is written, of {}", given());
        return Outcome::Compiled(text);
    }
    let findings = &outcome.findings;
    assert!(findings.has_errors(), "no error, and no artifacts, of {}", given());
    for finding in findings {
        let fault = fault(finding, &input);
        assert!(fault.is_none(), "{fault:?}: {finding:?}, of {}", given());
    }
    let shown = shown(&outcome);
    let told = secrets.iter().find(|secret| shown.contains(**secret));
    assert!(told.is_none(), "{told:?} is shown, of {}\n{shown}", given());
    Outcome::Refused(findings.iter().map(|finding| finding.code.to_string()).collect())
}

/// The missing part of a finding, if any. Each finding must have a span, not only a file.
fn fault(finding: &Diagnostic, input: &PlatformInput) -> Option<&'static str> {
    let documents = [&input.manifest, &input.products[0].spec];
    let text_of =
        |file: &str| documents.iter().map(|it| it.file()).find(|it| it.path == *file).map(|it| it.bytes.as_slice());
    match finding.place {
        Some(Place { span: None, .. }) => Some("no span"),
        _ => floe_golden::fault(finding, text_of),
    }
}

/// All renderings of the findings: JSON, excerpts and single lines.
fn shown(outcome: &floe_compiler::Outcome<Compiled>) -> String {
    let floe_compiler::Outcome { findings, sources, .. } = outcome;
    let mut text = serde_json::to_string(findings).expect("findings are JSON");
    for finding in findings {
        let source = finding.place.as_ref().and_then(|place| sources.get(&place.file));
        text += &render(finding, source.map(String::as_str), false);
        text += &render_line(finding);
    }
    text
}

#[test]
fn the_good_platform_compiles() {
    for kind in KINDS {
        assert!(matches!(judge(kind, kind.good().as_bytes(), &[]), Outcome::Compiled(_)), "{kind:?}");
    }
}
