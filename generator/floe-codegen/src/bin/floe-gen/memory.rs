//! Memory: the files that the last successful run found, in `target/floe-gen`, so that the next run repeats only the work that a change
//! asks for.
//!
//! A memory can only save work: a memory belongs to one build of floe-gen and carries a digest of itself, and a doubtful memory counts as none.

use std::collections::BTreeMap;
use std::path::PathBuf;

use floe_base::Digest;
use floe_contract::Outline;
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::stamp::{self, Stamp};
use crate::workspace::{Scan, Workspace};

pub(crate) type Files = BTreeMap<String, Known>;

/// The files after a run, and the contracts by path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Memory {
    program: Option<(String, Stamp)>,
    pub(crate) inputs: Files,
    pub(crate) outputs: Files,
    pub(crate) outlines: BTreeMap<String, Outline>,
}

/// A file: its digest, and its stamp where the stamp is reliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known(pub(crate) Digest, pub(crate) Option<Stamp>);

impl Memory {
    /// The memory of a repository; empty where there is none for this program.
    pub(crate) fn load(workspace: &Workspace) -> Self {
        let _span = tracing::info_span!("remember").entered();
        // A first run, and one of another program, have an empty memory.
        let text = disk::text(&file(workspace)).unwrap_or_default();
        let whole = text.split_once('\n').filter(|(digest, body)| Digest::of(body.as_bytes()).to_string() == *digest);
        let memory: Option<Self> = whole.and_then(|(_, body)| serde_json::from_str(body).ok());
        memory.filter(|memory| memory.program.is_some() && memory.program == program()).unwrap_or_default()
    }

    /// The memory of a run with these outputs; the stamps of outputs that the run has written are not known yet.
    pub(crate) fn of(scan: Scan, outputs: &BTreeMap<String, Digest>, outlines: BTreeMap<String, Outline>) -> Self {
        let output = |(path, digest): (&String, &Digest)| {
            let found = scan.outputs.get(path).filter(|found| found.0 == *digest);
            (path.clone(), found.copied().unwrap_or(Known(*digest, None)))
        };
        Self { program: program(), outputs: outputs.iter().map(output).collect(), inputs: scan.inputs, outlines }
    }

    /// Whether a scan found the same inputs and outputs.
    pub(crate) fn is_of(&self, scan: &Scan) -> bool {
        self.program.is_some() && same(&self.inputs, &scan.inputs) && same(&self.outputs, &scan.outputs)
    }

    /// Writes the memory for the next run. Without the file, the next run takes longer.
    pub(crate) fn store(&self, workspace: &Workspace) {
        if let Ok(body) = serde_json::to_string(self) {
            let text = format!("{}\n{body}", Digest::of(body.as_bytes()));
            drop(disk::write(&file(workspace), text.as_bytes()));
        }
    }
}

fn same(known: &Files, found: &Files) -> bool {
    known.iter().map(|(path, known)| (path, known.0)).eq(found.iter().map(|(path, found)| (path, found.0)))
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/floe-gen/memory")
}

/// The running build of floe-gen: templates are part of the program, so that a changed template makes another program.
fn program() -> Option<(String, Stamp)> {
    let path = std::env::current_exe().ok()?;
    let stamp = Stamp::of(&path.metadata().ok()?).filter(|stamp| stamp.is_settled(stamp::now()))?;
    Some((path.to_string_lossy().into_owned(), stamp))
}
