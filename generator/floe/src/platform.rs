//! `floe platform …`: from a folder of documents to a folder of outputs. Knows no stage between.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;

use floe::{Build, Options, build};
use floe_base::Findings;
use floe_compiler::excerpts;
use floe_plugins::REGISTRY;
use serde_json::{Value, json};

use crate::discovery::{Discovered, discover};
use crate::{disk, exit, output, summary, terminal};
use floe_commands::floe::{Format, PlatformArguments, PlatformCommand};

/// Runs the command; gives its exit code.
pub(crate) fn run(command: PlatformCommand) -> u8 {
    let (arguments, render) = match command {
        PlatformCommand::Compile(arguments) => (arguments, false),
        PlatformCommand::Render(arguments) => (arguments, true),
    };
    let mut sources = BTreeMap::new();
    let outcome = make(&arguments, render, &mut sources);
    report(&arguments, &outcome, &sources)
}

/// Reads, builds and writes. What findings may be shown of the documents goes to `sources`.
fn make(
    arguments: &PlatformArguments,
    render: bool,
    sources: &mut BTreeMap<String, String>,
) -> Result<(Build, Vec<String>), Findings> {
    let Discovered { input, others } = discover(&arguments.dir, arguments.manifest.as_deref(), &arguments.out)?;
    let jobs = arguments.jobs.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    let build = build(&input, Options { render, jobs }).inspect_err(|_| *sources = excerpts(&input, &REGISTRY))?;
    output::replace(&arguments.out, &build.files).map_err(|finding| Findings::from(vec![finding]))?;
    Ok((build, others))
}

fn report(
    arguments: &PlatformArguments,
    outcome: &Result<(Build, Vec<String>), Findings>,
    sources: &BTreeMap<String, String>,
) -> u8 {
    let (code, stdout, findings) = match outcome {
        Ok((build, others)) => {
            if !arguments.quiet {
                terminal::say(&summary::summary(build, &disk::shown(&arguments.out), others));
            }
            (exit::FINE, format!("{}\n", build.digest), Findings::new())
        }
        Err(findings) => (exit::code(findings), String::new(), findings.clone()),
    };
    let printed = match arguments.format {
        Format::Text => {
            terminal::show(&findings, sources);
            terminal::print(&stdout)
        }
        Format::Json => {
            terminal::print(&format!("{}\n", as_json(outcome.as_ref().ok().map(|(build, _)| build), &findings)))
        }
    };
    match printed {
        Ok(()) => code,
        Err(finding) => {
            terminal::show(&Findings::from(vec![finding]), sources);
            code.max(exit::FINDINGS)
        }
    }
}

/// The outcome as the contract `documents/report` describes it.
fn as_json(build: Option<&Build>, findings: &Findings) -> Value {
    let outputs = build.map_or_else(|| json!([]), |build| build.index.to_value()["files"].take());
    let mut report = json!({ "ok": build.is_some(), "outputs": outputs, "diagnostics": findings });
    if let Some(build) = build {
        report["digest"] = json!(build.digest);
    }
    report
}
