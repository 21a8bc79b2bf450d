//! Registry: asks image registries for images, by the program crane, which knows the logins of the machine. Holds no credential.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use floe_base::{Diagnostic, Findings};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;

const CRANE: &str = "crane";
const INSTALL: &str = "go install github.com/google/go-containerregistry/cmd/crane@v0.22.1";

/// Signs of an answer in the text of crane: the registry knows no such image, or shows none.
const REFUSALS: [&str; 5] = ["MANIFEST_UNKNOWN", "NAME_UNKNOWN", "404 Not Found", "UNAUTHORIZED", "DENIED"];

/// The answer of a registry.
enum Answer {
    There,
    Absent,
    /// The registry gave no answer, for this reason.
    None(String),
}

/// A finding for each image that is not there, and for each registry that gives no answer, which is asked once.
pub(crate) fn check<'i>(images: impl Iterator<Item = &'i str>) -> Findings {
    let (mut findings, mut silent) = (Findings::new(), BTreeSet::new());
    for image in images {
        let registry = image.split('/').next().unwrap_or(image);
        if silent.contains(registry) {
            continue;
        }
        match ask(image) {
            Ok(Answer::There) => {}
            Ok(Answer::Absent) => findings.push(diagnostic(messages::command_image_absent(image))),
            Ok(Answer::None(reason)) => {
                findings.push(diagnostic(messages::command_image_unasked(registry, &reason)));
                silent.insert(registry);
            }
            Err(missing) => return missing.into(),
        }
    }
    findings
}

fn ask(image: &str) -> Result<Answer, Diagnostic> {
    let asked = Command::new(CRANE).args(["digest", image]).stdin(Stdio::null()).output();
    let answer = asked.map_err(|_| diagnostic(messages::command_tool_missing(CRANE, INSTALL)))?;
    let text = String::from_utf8_lossy(&answer.stderr);
    Ok(match text.lines().last() {
        _ if answer.status.success() => Answer::There,
        _ if REFUSALS.iter().any(|sign| text.contains(sign)) => Answer::Absent,
        last => Answer::None(last.map_or_else(|| answer.status.to_string(), |line| line.replace("Error: ", ""))),
    })
}
