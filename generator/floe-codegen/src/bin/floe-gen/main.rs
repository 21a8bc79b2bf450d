//! The `floe-gen` command: arguments, phases and exit codes. What is generated is decided in the library.

mod cache;
mod disk;
mod explain;
mod terminal;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use floe_base::{Diagnostics, Drift, FileSet, drift};
use floe_codegen::{check_plugins, emit};
use floe_commands::floe::ExplainArguments;
use floe_commands::floe_gen::{Arguments, Command};
use floe_contract::{Model, lint};

use crate::cache::Cache;
use crate::explain::Unexplained;
use crate::terminal::Terminal;
use crate::workspace::{Inputs, Workspace};

/// How a run ends, unless well.
enum Failure {
    /// Something is wrong with the contracts or the plugin crates.
    Findings(Diagnostics),
    /// A file or folder cannot be found, read or written.
    Unreadable(String),
    /// The generated files are not those of the contracts.
    OutOfDate(Vec<Drift>),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new();
    let root = arguments.root.as_deref();
    let run = match arguments.command {
        Command::Explain(asked) => return explain(root, &asked, &terminal),
        Command::Generate => generate,
        Command::Check => check,
        Command::Lint => lint_all,
    };
    let workspace = match Workspace::find(root) {
        Ok(workspace) => workspace,
        Err(message) => return terminal.unreadable(&message),
    };
    match run(&workspace) {
        Ok(summary) => terminal.summary(&summary),
        Err(Failure::Findings(findings)) => terminal.findings(&findings, |file| workspace.text(file)),
        Err(Failure::Unreadable(message)) => terminal.unreadable(&message),
        Err(Failure::OutOfDate(drift)) => terminal.out_of_date(&drift),
    }
}

fn generate(workspace: &Workspace) -> Result<String, Failure> {
    let inputs = workspace.inputs().map_err(Failure::Unreadable)?;
    let on_disk = workspace.outputs().map_err(Failure::Unreadable)?;
    let cache = Cache::new(workspace, &inputs);
    if cache.knows(&on_disk) {
        return Ok(format!("{} files are up to date", on_disk.len()));
    }
    let (expected, findings) = emitted(workspace, &inputs)?;
    let drift = drift(&expected, &on_disk);
    disk::apply(workspace.root(), &expected, &drift).map_err(Failure::Unreadable)?;
    if !findings.is_empty() {
        return Err(Failure::Findings(findings));
    }
    cache.remember(&expected);
    Ok(summary(&drift, expected.len()))
}

fn check(workspace: &Workspace) -> Result<String, Failure> {
    let inputs = workspace.inputs().map_err(Failure::Unreadable)?;
    let on_disk = workspace.outputs().map_err(Failure::Unreadable)?;
    let cache = Cache::new(workspace, &inputs);
    if !cache.knows(&on_disk) {
        let (expected, findings) = emitted(workspace, &inputs)?;
        let drift = drift(&expected, &on_disk);
        if !drift.is_empty() {
            return Err(Failure::OutOfDate(drift));
        }
        if !findings.is_empty() {
            return Err(Failure::Findings(findings));
        }
        cache.remember(&expected);
    }
    Ok(format!("{} files are up to date", on_disk.len()))
}

fn lint_all(workspace: &Workspace) -> Result<String, Failure> {
    let inputs = workspace.inputs().map_err(Failure::Unreadable)?;
    let model = model(&inputs)?;
    let crates = workspace.plugin_crates().map_err(Failure::Unreadable)?.map_err(Failure::Findings)?;
    let mut findings = lint(&model);
    findings.extend(check_plugins(&model, &crates));
    let findings = findings.sorted();
    if findings.is_empty() {
        Ok(format!("{} contracts are fine", inputs.contracts.len()))
    } else {
        Err(Failure::Findings(findings))
    }
}

/// Outside of a repository the program's own codes alone are explained.
fn explain(root: Option<&Path>, asked: &ExplainArguments, terminal: &Terminal) -> ExitCode {
    let contracts = match Workspace::find(root).map(|workspace| workspace.inputs()) {
        Ok(Ok(inputs)) => inputs.contracts,
        Err(_) if root.is_none() => FileSet::new(),
        Ok(Err(message)) | Err(message) => return terminal.unreadable(&message),
    };
    match explain::explain(&contracts, asked) {
        Ok(text) => terminal.print(&text),
        Err(Unexplained::Unknown(known)) => terminal.unknown(&format!("there is no code `{}`", asked.code), &known),
        Err(Unexplained::Unreadable(findings)) => terminal
            .findings(&findings, |file| contracts.get(file).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok())),
    }
}

/// All files that should be there, and what is wrong between contracts and plugin crates: that leaves a plugin out of the registry, no more,
/// so that whoever writes a plugin gets its types before the plugin is there.
fn emitted(workspace: &Workspace, inputs: &Inputs) -> Result<(FileSet, Diagnostics), Failure> {
    let model = model(inputs)?;
    let crates = workspace.plugin_crates().map_err(Failure::Unreadable)?.map_err(Failure::Findings)?;
    Ok((emit(&model, &crates), check_plugins(&model, &crates)))
}

fn model(inputs: &Inputs) -> Result<Model, Failure> {
    floe_contract::load(&inputs.contracts).map_err(Failure::Findings)
}

fn summary(drift: &[Drift], all: usize) -> String {
    let deleted = drift.iter().filter(|one| matches!(one, Drift::Orphan(_))).count();
    let written = drift.len() - deleted;
    format!("{written} files written, {deleted} deleted, {} unchanged", all - written)
}
