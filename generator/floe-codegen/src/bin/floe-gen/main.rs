//! The `floe-gen` command: arguments, phases and exit codes. The library decides the outputs.

mod disk;
mod expected;
mod explain;
mod memory;
mod stamp;
mod terminal;
mod timings;
mod workspace;

use std::panic::{self, UnwindSafe};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use floe_base::{Drift, FileSet, Findings, drift_of};
use floe_codegen::check_plugins;
use floe_commands::exit;
use floe_commands::floe::ExplainArguments;
use floe_commands::floe_gen::{Arguments, Command};
use floe_contract::lint;

use crate::expected::Expected;
use crate::explain::Unexplained;
use crate::memory::Memory;
use crate::terminal::Terminal;
use crate::workspace::{Scan, Workspace};

/// The reason why a run fails.
enum Failure {
    /// The contracts or the plugin crates have findings.
    Findings(Findings),
    /// A file or folder cannot be found, read or written.
    Unreadable(String),
    /// The generated files are not those of the contracts.
    OutOfDate(Vec<Drift>),
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Unreadable(message)
    }
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| terminal::bug(panic.location())));
    let whole = || {
        let arguments = Arguments::parse();
        let terminal = Terminal::new(arguments.observation.verbose > 0);
        timings::observed(&arguments.observation, || run(&arguments, &terminal))
    };
    ended(whole, ExitCode::from(exit::BUG))
}

/// The result of a run, or `bug` where the run panics.
fn ended<T>(run: impl FnOnce() -> T + UnwindSafe, bug: T) -> T {
    panic::catch_unwind(run).unwrap_or(bug)
}

fn run(arguments: &Arguments, terminal: &Terminal) -> ExitCode {
    let root = arguments.root.as_deref();
    if let Command::Explain(asked) = &arguments.command {
        return explain(root, asked, terminal);
    }
    let workspace = match Workspace::find(root) {
        Ok(workspace) => workspace,
        Err(message) => return terminal::unreadable(&message),
    };
    let ended = match &arguments.command {
        Command::Lint => lint_all(&workspace),
        command => generate(&workspace, terminal, matches!(command, Command::Generate)),
    };
    match ended {
        Ok(summary) => terminal::summary(&summary),
        Err(Failure::Findings(findings)) => terminal.findings(&findings, |file| workspace.text(file)),
        Err(Failure::Unreadable(message)) => terminal::unreadable(&message),
        Err(Failure::OutOfDate(drift)) => terminal::out_of_date(&drift),
    }
}

/// Compares the generated files with the contracts, and repairs or reports the differences.
fn generate(workspace: &Workspace, terminal: &Terminal, repairs: bool) -> Result<String, Failure> {
    let mut memory = Memory::load(workspace);
    let scan = workspace.scan(&memory)?;
    let up_to_date = format!("{} files are up to date", scan.outputs.len());
    if memory.is_of(&scan) {
        let found = (scan.inputs, scan.outputs);
        if found != (memory.inputs, memory.outputs) {
            // A stamp has become reliable.
            (memory.inputs, memory.outputs) = found;
            memory.store(workspace);
        }
        return Ok(up_to_date);
    }
    let mut expected = Expected::new(workspace, &scan, &memory)?;
    let mut drift = difference(workspace, &expected, &scan)?;
    let lacks = |one: &Drift| !matches!(one, Drift::Orphan(_)) && expected.files.get(one.path()).is_none();
    if repairs && drift.iter().any(lacks) {
        expected = Expected::whole(workspace, &scan)?;
        drift = difference(workspace, &expected, &scan)?;
    }
    terminal.tell(&rebuilt(&expected));
    if repairs {
        disk::apply(workspace.root(), &expected.files, &drift)?;
        for one in &drift {
            if let Drift::Orphan(path) = one {
                terminal::say(&format!("deleted: {path}"));
            }
        }
    } else if !drift.is_empty() {
        return Err(Failure::OutOfDate(drift));
    }
    if !expected.findings.is_empty() {
        return Err(expected.findings.into());
    }
    Memory::of(scan, &expected.digests, expected.outlines).store(workspace);
    Ok(if repairs { summary(&drift, expected.digests.len()) } else { up_to_date })
}

/// What separates the disk from the expected files. A file that floe-gen never wrote counts only where the place is needed for a folder.
fn difference(workspace: &Workspace, expected: &Expected, scan: &Scan) -> Result<Vec<Drift>, String> {
    let found = scan.outputs.iter().map(|(path, found)| (path.as_str(), expected.digests.get(path) == Some(&found.0)));
    let drift = drift_of(expected.digests.keys().map(String::as_str), found);
    let mut listed = None;
    let mut own = Vec::new();
    for one in drift {
        if let Drift::Orphan(path) = &one {
            let listed = listed.get_or_insert_with(|| workspace.listed());
            let in_the_way = || expected.digests.keys().any(|output| output.starts_with(&format!("{path}/")));
            if !listed.contains(path) && !in_the_way() && !workspace.is_generated(path)? {
                continue; // A file of people or of another tool.
            }
        }
        own.push(one);
    }
    Ok(own)
}

/// A line for each contract that was read again.
fn rebuilt(expected: &Expected) -> String {
    expected.rebuilt.as_ref().map_or_else(
        || "rebuilt: everything".to_owned(),
        |names| names.iter().map(|name| format!("rebuilt: {name}")).collect::<Vec<_>>().join("\n"),
    )
}

fn lint_all(workspace: &Workspace) -> Result<String, Failure> {
    let contracts = workspace.contracts()?;
    let model = floe_contract::load(&contracts)?;
    let crates = workspace.plugin_crates()?;
    let mut findings = lint(&model);
    findings.extend(check_plugins(&model, &crates));
    let findings = findings.sorted();
    if findings.is_empty() { Ok(format!("{} contracts are fine", contracts.len())) } else { Err(findings.into()) }
}

/// Outside of a repository the program's own codes alone are explained.
fn explain(root: Option<&Path>, asked: &ExplainArguments, terminal: &Terminal) -> ExitCode {
    let contracts = match Workspace::find(root).map(|workspace| workspace.contracts()) {
        Ok(Ok(contracts)) => contracts,
        Err(_) if root.is_none() => FileSet::new(),
        Ok(Err(message)) | Err(message) => return terminal::unreadable(&message),
    };
    match explain::explain(&contracts, asked) {
        Ok(text) => terminal::print(&text),
        Err(Unexplained::Unknown(known)) => {
            let known = format!("use one of {}", known.join(", "));
            let help = if contracts.is_empty() {
                format!("run `floe explain {}`, which knows the codes of floe, or {known}", asked.code)
            } else {
                known
            };
            terminal::unknown(&format!("there is no code `{}` here", asked.code), &help)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_panics_ends_as_a_bug() {
        assert_eq!(exit::BUG, 70);
        assert_eq!(ended(|| 3, exit::BUG), 3);
        assert_eq!(ended(|| unreachable!("the run is broken"), exit::BUG), 70);
    }
}
