//! `floe platform …`: turns a folder of documents into a folder of outputs. Knows no stage in between.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use floe::{Build, Options, build};
use floe_base::Findings;
use floe_compiler::Outcome;
use floe_types::documents::report::Report;
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
        Ok(Discovered { input, notes }) => {
            let outcome = build(&input, Options { render, jobs });
            let outcome = outcome.and_then(|build| upgradable(arguments.against.as_deref(), build));
            let written = outcome.and_then(|build| output::replace(&arguments.out, &build.files).map(|()| build));
            report(&arguments, &written, &notes)
        }
        Err(findings) => report(&arguments, &Outcome::refused(findings), &[]),
    }
}

/// Refuses a platform to which an installed package cannot be upgraded. A part of a platform has no package.
fn upgradable(against: Option<&Path>, build: Build) -> Result<Build, Findings> {
    let Some(path) = against else { return Ok(build) };
    let old = floe_chart::unpack(&disk::bytes(path)?)?;
    for (_, package) in build.files.iter().filter(|(path, _)| path.starts_with("charts/")) {
        floe_chart::check_upgrade(&disk::shown(path), &old, &floe_chart::unpack(package)?)?;
    }
    Ok(build)
}

fn report(arguments: &PlatformArguments, outcome: &Outcome<Build>, found: &[String]) -> u8 {
    let Outcome { value: build, findings, sources } = outcome;
    if let Some(build) = build.as_ref().filter(|_| !arguments.quiet) {
        terminal::say(&summary::summary(build, &disk::shown(&arguments.out), found));
    }
    let text = match arguments.format {
        Format::Text => {
            terminal::show(findings, sources);
            build.as_ref().map_or_else(String::new, |build| format!("{}\n", build.digest))
        }
        Format::Json => format!("{}\n", as_json(build.as_ref(), findings, found)),
    };
    exit::code(findings).max(terminal::answer(Ok(text)))
}

/// The outcome, as the contract `documents/report` describes outcomes. An unknown fact about a finding is null.
fn as_json(build: Option<&Build>, findings: &Findings, found: &[String]) -> Value {
    let files = build.map_or_else(Vec::new, |build| build.index.files.clone());
    let mut report = Report::new(build.is_some(), files, Vec::new());
    report.digest = build.and_then(|build| build.digest.to_string().try_into().ok());
    let platform = build.filter(|build| !summary::is_part(build)).map(|build| &build.compiled.platform);
    report.requires = platform.map(|platform| platform.requires.clone());
    let mut report = report.to_value();
    report["not_evaluated"] = json!(build.map(summary::not_evaluated).unwrap_or_default());
    report["notes"] = json!(build.map(|build| summary::notes(build, found)).unwrap_or_default());
    report["diagnostics"] = json!(findings);
    report
}
