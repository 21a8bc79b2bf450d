//! Cache: remembers, in `target/floe-gen`, which inputs gave which outputs, so that a run with nothing to do does nothing.
//!
//! It can only save work: what is on disk is always read and hashed, and without a matching entry everything is emitted and compared.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use floe_base::{Digest, FileSet};

use crate::disk;
use crate::workspace::{Inputs, Workspace};

/// The memory of the last run that ended well.
pub(crate) struct Cache {
    file: PathBuf,
    /// `None`: floe-gen cannot tell which program it is, and must not rely on what another one found.
    inputs: Option<Digest>,
}

impl Cache {
    /// The memory as far as it concerns these inputs and this very program.
    pub(crate) fn new(workspace: &Workspace, inputs: &Inputs) -> Self {
        let digest = |program: String| {
            Digest::of_json(&[program, of(&inputs.contracts).to_string(), of(&inputs.manifests).to_string()])
        };
        Self { file: workspace.root().join("target/floe-gen/last"), inputs: program().map(digest) }
    }

    /// Whether these outputs are known to be those of the inputs.
    pub(crate) fn knows(&self, outputs: &FileSet) -> bool {
        self.inputs.is_some_and(|inputs| disk::text(&self.file) == Some(entry(&inputs, outputs)))
    }

    /// Remembers the outputs of the inputs. A memory that cannot be written costs time in the next run, and nothing else.
    pub(crate) fn remember(&self, outputs: &FileSet) {
        if let Some(inputs) = &self.inputs {
            drop(disk::write(&self.file, entry(inputs, outputs).as_bytes()));
        }
    }
}

fn entry(inputs: &Digest, outputs: &FileSet) -> String {
    format!("{inputs}\n{}\n", of(outputs))
}

/// The digest of a file set, in which every path and every length is told apart from the bytes beside it.
fn of(files: &FileSet) -> Digest {
    let size = |(path, bytes): (&str, &[u8])| path.len() + bytes.len() + 16;
    let mut framed = Vec::with_capacity(files.iter().map(size).sum());
    for (path, bytes) in files.iter() {
        for part in [path.as_bytes(), bytes] {
            framed.extend_from_slice(&part.len().to_le_bytes());
            framed.extend_from_slice(part);
        }
    }
    Digest::of(&framed)
}

/// Which build of floe-gen this is: templates are part of the program, so that a changed one is another program.
fn program() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    let about = path.metadata().ok()?;
    let built = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", shown(&path), about.len(), built.as_nanos()))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
