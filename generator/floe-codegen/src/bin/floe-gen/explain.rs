//! `floe-gen explain`: the meaning of a code. The program carries its own codes; others come from the repository's diagnostics contracts,
//! each read alone, so that a finding in another contract does not stand in the way.

use floe_base::explanation::{Example, Explanation, find};
use floe_base::{FileSet, Findings};
use floe_commands::floe::{ExplainArguments, Format};
use floe_contract::model::DiagnosticDef;

/// The number of near codes in the answer to an unknown code.
const NAMED: usize = 5;

/// The codes that floe-gen gives itself.
const OWN: [(&str, &str); 2] = [
    ("contracts/diagnostics/contract/v1.yaml", include_str!("../../../../../contracts/diagnostics/contract/v1.yaml")),
    ("contracts/diagnostics/load/v1.yaml", include_str!("../../../../../contracts/diagnostics/load/v1.yaml")),
];

/// The reason for a missing explanation.
pub(crate) enum Unexplained {
    /// No code has this name; the nearest ones have these.
    Unknown(Vec<String>),
    /// The code may stand in a contract that cannot be read.
    Unreadable(Findings),
}

/// The explanation for printing.
pub(crate) fn explain(contracts: &FileSet, arguments: &ExplainArguments) -> Result<String, Unexplained> {
    let mut findings = Findings::default();
    let mut known = Vec::new();
    let own = OWN.iter().map(|(path, text)| (*path, text.as_bytes()));
    let others = contracts.iter().filter(|(path, _)| path.contains("contracts/diagnostics/"));
    for (path, bytes) in own.chain(others) {
        let mut file = FileSet::new();
        file.insert(path, bytes.to_vec()).expect("it is the only file");
        match floe_contract::load(&file) {
            Ok(model) => known.extend(model.diagnostics),
            Err(found) => findings.extend(found),
        }
    }
    match find(known.iter().map(explanation), &arguments.code) {
        Ok(explanation) => Ok(match arguments.format {
            Format::Text => explanation.to_string(),
            Format::Json => serde_json::to_string_pretty(&explanation).expect("text and lists are JSON") + "\n",
        }),
        Err(_) if findings.has_errors() => Err(Unexplained::Unreadable(findings.sorted())),
        Err(nearest) => Err(Unexplained::Unknown(nearest.into_iter().take(NAMED).map(str::to_owned).collect())),
    }
}

fn explanation(def: &DiagnosticDef) -> Explanation<'_> {
    let example = def.example.as_ref().map(|example| Example {
        command: &example.command,
        files: example.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect(),
    });
    Explanation {
        code: &def.code,
        severity: &def.severity,
        title: &def.title,
        explain: def.explain.trim(),
        messages: def.messages.values().map(String::as_str).collect(),
        help: &def.help,
        aliases: def.aliases.iter().map(String::as_str).collect(),
        example,
    }
}
