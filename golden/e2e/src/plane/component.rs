//! One process of a control plane, with the process's log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Child;

use crate::failure::{Context as _, Failure, Outcome};
use crate::process::held;
use crate::tools::Tools;

/// How much of a log is shown when the process has ended.
const LAST_LINES: usize = 5;

/// One process of a control plane.
#[derive(Debug)]
pub(super) struct Component {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Component {
    pub(super) fn start(tools: &Tools, name: &'static str, arguments: &[String], logs: &Path) -> Outcome<Self> {
        let log = logs.join(format!("{name}.log"));
        let unwritable = || format!("{} cannot be written", log.display());
        let output = File::create(&log).context(unwritable)?;
        let errors = output.try_clone().context(unwritable)?;
        let mut command = held(&tools.holder, tools.program(name));
        command.args(arguments).stdin(Stdio::null()).stdout(output).stderr(errors);
        let child = command.spawn().context(|| format!("{name} cannot be started"))?;
        Ok(Self { name, child, log })
    }

    /// Fails with the last words of a process that has ended.
    pub(super) fn is_alive(&mut self) -> Outcome<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => {
                let said = self.said();
                let lines: Vec<&str> = said.lines().collect();
                let last = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n    ");
                Err(Failure::new(format!("{} ended by itself ({status}):\n    {last}", self.name)))
            }
            Err(error) => Err(Failure::new(format!("{} cannot be looked at: {error}", self.name))),
        }
    }

    /// Whether the process ended because another process had taken the port.
    pub(super) fn met_a_taken_port(&self) -> bool {
        self.said().contains("address already in use")
    }

    fn said(&self) -> String {
        std::fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Kills the process, and waits for the end. Nothing needs saving, and an orderly end of an API server takes a
    /// minute.
    pub(super) async fn end(&mut self) {
        // The process may have ended already, which is fine.
        drop(self.child.kill().await);
    }
}
