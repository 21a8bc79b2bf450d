//! `floe explain`: explains a code.

use floe_base::Findings;
use floe_base::explanation::{Example, Explanation, find};
use floe_commands::floe::{ExplainArguments, Format};
use floe_compiler::{diagnostic, pretty};
use floe_types::diagnostics::{self as messages, ALL, DiagnosticExample, DiagnosticInfo};

/// This many codes are named if the requested code does not exist.
const NAMED: usize = 5;

/// The explanation of a code, as text or as JSON.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<String, Findings> {
    let explanation = find(ALL.iter().map(explanation), &arguments.code).map_err(|mut known| {
        known.truncate(NAMED);
        diagnostic(messages::command_code_unknown(&arguments.code, &known))
    })?;
    Ok(match arguments.format {
        Format::Text => explanation.to_string(),
        Format::Json => pretty(&serde_json::to_value(&explanation).expect("text and lists are JSON")),
    })
}

fn explanation(info: &'static DiagnosticInfo) -> Explanation<'static> {
    let example = |example: &DiagnosticExample| Example { command: example.command, files: example.files.to_vec() };
    Explanation {
        code: info.code,
        severity: info.severity,
        title: info.title,
        explain: info.explain,
        messages: info.messages.to_vec(),
        help: info.help,
        aliases: info.aliases.to_vec(),
        example: info.example.as_ref().map(example),
    }
}
