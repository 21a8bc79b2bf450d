//! Memory: what the last run that ended well found, in `target/floe-gen`, so that the next does no more than what has changed asks for.
//!
//! It can only save work. It belongs to one build of floe-gen, carries a digest of itself, and any doubt about it is as if it were not there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use floe_base::Digest;
use floe_contract::Outline;
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::stamp::{self, Stamp};
use crate::workspace::{Found, Scan, Workspace};

/// What was there after a run: inputs and outputs by path, and the contracts by theirs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Memory {
    program: Option<(String, Stamp)>,
    pub(crate) inputs: BTreeMap<String, Known>,
    pub(crate) outputs: BTreeMap<String, Known>,
    pub(crate) outlines: BTreeMap<String, Outline>,
}

/// A file: its digest, and its stamp where that can be relied on.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Known(pub(crate) Digest, Option<Stamp>);

impl Known {
    /// The digest of a file that has this stamp, without reading it.
    pub(crate) fn digest(&self, stamp: Option<Stamp>) -> Option<Digest> {
        (stamp.is_some() && stamp == self.1).then_some(self.0)
    }
}

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

    /// Whether a scan found the inputs that this is about.
    pub(crate) fn has_inputs_of(&self, scan: &Scan) -> bool {
        self.program.is_some() && same(&self.inputs, &scan.inputs)
    }

    /// Whether a scan found the outputs that this is about.
    pub(crate) fn has_outputs_of(&self, scan: &Scan) -> bool {
        same(&self.outputs, &scan.outputs)
    }

    /// Keeps what a run has found: its inputs, its outputs by digest, and its contracts. A memory that cannot be written costs time in the
    /// next run, and nothing else.
    pub(crate) fn store(
        workspace: &Workspace,
        scan: &Scan,
        outputs: &BTreeMap<String, Digest>,
        outlines: BTreeMap<String, Outline>,
    ) {
        let settled = |found: &Found| found.stamp.filter(|stamp| stamp.is_settled(scan.begun));
        let input = |(path, found): (&String, &Found)| (path.clone(), Known(found.digest, settled(found)));
        let output = |(path, digest): (&String, &Digest)| {
            let found = scan.outputs.get(path).filter(|found| found.digest == *digest);
            (path.clone(), Known(*digest, found.and_then(settled)))
        };
        let memory = Self {
            program: program(),
            inputs: scan.inputs.iter().map(input).collect(),
            outputs: outputs.iter().map(output).collect(),
            outlines,
        };
        if let Ok(body) = serde_json::to_string(&memory) {
            let text = format!("{}\n{body}", Digest::of(body.as_bytes()));
            drop(disk::write(&file(workspace), text.as_bytes()));
        }
    }
}

fn same(known: &BTreeMap<String, Known>, found: &BTreeMap<String, Found>) -> bool {
    known.len() == found.len()
        && known.iter().zip(found).all(|(known, found)| known.0 == found.0 && known.1.0 == found.1.digest)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/floe-gen/memory")
}

/// Which build of floe-gen this is: templates are part of the program, so that a changed one is another program.
fn program() -> Option<(String, Stamp)> {
    let path = std::env::current_exe().ok()?;
    let stamp = Stamp::of(&path.metadata().ok()?).filter(|stamp| stamp.is_settled(stamp::now()))?;
    Some((path.to_string_lossy().into_owned(), stamp))
}
