//! The programs that a run starts, and their paths.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The programs that a run starts.
#[derive(Debug, Clone)]
pub struct Tools {
    /// This crate's own program, through which the others are started.
    pub holder: PathBuf,
    /// The folder of helm, etcd, kwok and the programs of Kubernetes.
    pub bin: PathBuf,
}

/// The required programs beside `floe`.
const PROGRAMS: &[&str] = &["helm", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"];

impl Tools {
    /// The project's own tools.
    ///
    /// # Errors
    /// Programs are missing.
    pub fn of_project(holder: &Path) -> Outcome<Self> {
        let bin = project().join(".floe-tools/bin");
        let missing: Vec<&str> = PROGRAMS.iter().copied().filter(|name| !bin.join(name).is_file()).collect();
        if !missing.is_empty() {
            let message = format!("not built yet: {}", missing.join(", "));
            return Err(Failure::new(message).help("run: ./just tools-kubernetes"));
        }
        Ok(Self { holder: holder.to_owned(), bin })
    }

    /// The path of a program.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// The folder of the project.
pub fn project() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here)
}
