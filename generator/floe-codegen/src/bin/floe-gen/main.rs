//! The `floe-gen` command: arguments, phases and exit codes. What is generated is decided in the library.

mod disk;
mod expected;
mod explain;
mod memory;
mod stamp;
mod terminal;
mod timings;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use floe_base::{Drift, FileSet, Findings, drift_of};
use floe_codegen::check_plugins;
use floe_commands::floe::ExplainArguments;
use floe_commands::floe_gen::{Arguments, Command};
use floe_contract::lint;

use crate::expected::Expected;
use crate::explain::Unexplained;
use crate::memory::Memory;
use crate::terminal::Terminal;
use crate::workspace::{Found, Scan, Workspace};

/// How a run ends, unless well.
enum Failure {
    /// Something is wrong with the contracts or the plugin crates.
    Findings(Findings),
    /// A file or folder cannot be found, read or written.
    Unreadable(String),
    /// The generated files are not those of the contracts.
    OutOfDate(Vec<Drift>),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.observation.verbose > 0);
    timings::observed(&arguments.observation, &terminal, || run(&arguments, &terminal))
}

fn run(arguments: &Arguments, terminal: &Terminal) -> ExitCode {
    let root = arguments.root.as_deref();
    let run = match &arguments.command {
        Command::Explain(asked) => return explain(root, asked, terminal),
        Command::Generate => generate,
        Command::Check => check,
        Command::Lint => lint_all,
    };
    let workspace = match Workspace::find(root) {
        Ok(workspace) => workspace,
        Err(message) => return terminal.unreadable(&message),
    };
    match run(&workspace, terminal) {
        Ok(summary) => terminal.summary(&summary),
        Err(Failure::Findings(findings)) => terminal.findings(&findings, |file| workspace.text(file)),
        Err(Failure::Unreadable(message)) => terminal.unreadable(&message),
        Err(Failure::OutOfDate(drift)) => terminal.out_of_date(&drift),
    }
}

fn generate(workspace: &Workspace, terminal: &Terminal) -> Result<String, Failure> {
    let memory = Memory::load(workspace);
    let scan = workspace.scan(&memory).map_err(Failure::Unreadable)?;
    if memory.has_inputs_of(&scan) && memory.has_outputs_of(&scan) {
        return Ok(up_to_date(workspace, &scan, memory));
    }
    let mut expected = Expected::new(workspace, &scan, &memory)?;
    let mut drift = difference(&expected, &scan);
    if drift.iter().any(|one| !matches!(one, Drift::Orphan(_)) && expected.files.get(one.path()).is_none()) {
        expected = Expected::whole(workspace, &scan)?;
        drift = difference(&expected, &scan);
    }
    terminal.tell(&rebuilt(&expected));
    disk::apply(workspace.root(), &expected.files, &drift).map_err(Failure::Unreadable)?;
    if !expected.findings.is_empty() {
        return Err(Failure::Findings(expected.findings));
    }
    Memory::store(workspace, &scan, &expected.digests, expected.outlines);
    Ok(summary(&drift, expected.digests.len()))
}

fn check(workspace: &Workspace, terminal: &Terminal) -> Result<String, Failure> {
    let memory = Memory::load(workspace);
    let scan = workspace.scan(&memory).map_err(Failure::Unreadable)?;
    if memory.has_inputs_of(&scan) && memory.has_outputs_of(&scan) {
        return Ok(up_to_date(workspace, &scan, memory));
    }
    let expected = Expected::new(workspace, &scan, &memory)?;
    terminal.tell(&rebuilt(&expected));
    let drift = difference(&expected, &scan);
    if !drift.is_empty() {
        return Err(Failure::OutOfDate(drift));
    }
    if !expected.findings.is_empty() {
        return Err(Failure::Findings(expected.findings));
    }
    Memory::store(workspace, &scan, &expected.digests, expected.outlines);
    Ok(format!("{} files are up to date", expected.digests.len()))
}

fn up_to_date(workspace: &Workspace, scan: &Scan, memory: Memory) -> String {
    let count = scan.outputs.len();
    if scan.has_read {
        let outputs = memory.outputs.iter().map(|(path, known)| (path.clone(), known.0)).collect();
        Memory::store(workspace, scan, &outputs, memory.outlines);
    }
    format!("{count} files are up to date")
}

fn difference(expected: &Expected, scan: &Scan) -> Vec<Drift> {
    let is = |path: &str, Found { digest, .. }: &Found| expected.digests.get(path) == Some(digest);
    let expected_paths = expected.digests.keys().map(String::as_str);
    drift_of(expected_paths, scan.outputs.iter().map(|(path, found)| (path.as_str(), is(path, found))))
}

/// A line for each contract that was read again.
fn rebuilt(expected: &Expected) -> String {
    expected.rebuilt.as_ref().map_or_else(
        || "rebuilt: everything".to_owned(),
        |names| names.iter().map(|name| format!("rebuilt: {name}")).collect::<Vec<_>>().join("\n"),
    )
}

fn lint_all(workspace: &Workspace, _: &Terminal) -> Result<String, Failure> {
    let contracts = workspace.contracts().map_err(Failure::Unreadable)?;
    let model = floe_contract::load(&contracts).map_err(Failure::Findings)?;
    let crates = workspace.plugin_crates().map_err(Failure::Unreadable)?.map_err(Failure::Findings)?;
    let mut findings = lint(&model);
    findings.extend(check_plugins(&model, &crates));
    let findings = findings.sorted();
    if findings.is_empty() {
        Ok(format!("{} contracts are fine", contracts.len()))
    } else {
        Err(Failure::Findings(findings))
    }
}

/// Outside of a repository the program's own codes alone are explained.
fn explain(root: Option<&Path>, asked: &ExplainArguments, terminal: &Terminal) -> ExitCode {
    let contracts = match Workspace::find(root).map(|workspace| workspace.contracts()) {
        Ok(Ok(contracts)) => contracts,
        Err(_) if root.is_none() => FileSet::new(),
        Ok(Err(message)) | Err(message) => return terminal.unreadable(&message),
    };
    match explain::explain(&contracts, asked) {
        Ok(text) => terminal.print(&text),
        Err(Unexplained::Unknown(known)) => {
            let known = format!("use one of {}", known.join(", "));
            let help = if contracts.is_empty() {
                format!("run `floe explain {}`, which knows the codes of floe, or {known}", asked.code)
            } else {
                known
            };
            terminal.unknown(&format!("there is no code `{}` here", asked.code), &help)
        }
        Err(Unexplained::Unreadable(findings)) => terminal
            .findings(&findings, |file| contracts.get(file).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok())),
    }
}

fn summary(drift: &[Drift], all: usize) -> String {
    let deleted = drift.iter().filter(|one| matches!(one, Drift::Orphan(_))).count();
    let written = drift.len() - deleted;
    format!("{written} files written, {deleted} deleted, {} unchanged", all - written)
}
