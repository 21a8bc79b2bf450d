//! `floe platform …`: turns a folder of documents into a folder of outputs. Knows no stage in between.

use std::num::NonZero;
use std::thread;

use floe::{Build, Options, build};
use floe_base::Findings;
use floe_compiler::Outcome;
use serde_json::{Value, json};

use crate::discovery::{Discovered, discover};
use crate::{disk, exit, output, summary, terminal};
use floe_commands::floe::{Format, PlatformArguments, PlatformCommand};

/// Runs the command and returns the exit code.
pub(crate) fn run(command: PlatformCommand) -> u8 {
    let (arguments, render) = match command {
        PlatformCommand::Compile(arguments) => (arguments, false),
        PlatformCommand::Render(arguments) => (arguments, true),
    };
    let jobs = arguments.jobs.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    match discover(&arguments.dir, arguments.manifest.as_deref(), &arguments.out, jobs) {
        Ok(Discovered { input, others }) => {
            let outcome = build(&input, Options { render, jobs });
            report(&arguments, &outcome.and_then(|build| write(&arguments, build)), &others)
        }
        Err(findings) => report(&arguments, &Outcome::refused(findings), &[]),
    }
}

fn write(arguments: &PlatformArguments, build: Build) -> Result<Build, Findings> {
    output::replace(&arguments.out, &build.files)?;
    Ok(build)
}

fn report(arguments: &PlatformArguments, outcome: &Outcome<Build>, others: &[String]) -> u8 {
    let Outcome { value: build, findings, sources } = outcome;
    if let Some(build) = build.as_ref().filter(|_| !arguments.quiet) {
        terminal::say(&summary::summary(build, &disk::shown(&arguments.out), others));
    }
    let printed = match arguments.format {
        Format::Text => {
            terminal::show(findings, sources);
            terminal::print(&build.as_ref().map_or_else(String::new, |build| format!("{}\n", build.digest)))
        }
        Format::Json => terminal::print(&format!("{}\n", as_json(build.as_ref(), findings))),
    };
    let code = exit::code(findings);
    match printed {
        Ok(()) => code,
        Err(finding) => {
            terminal::show(&finding.into(), sources);
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
