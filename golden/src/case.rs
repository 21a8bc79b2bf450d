//! Case: one folder with `input/` and `expected/`, or with `input/` and `error.txt`. Knows nothing of what comes between.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use floe_base::FileSet;
use floe_compiler::{Document, File, PlatformInput, ProductInput};

/// One golden case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it shows; the name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// Every case in a folder, by name.
pub fn cases(folder: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        cases.push(Case { name: entry.file_name().to_string_lossy().into_owned(), folder: entry.path() });
    }
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(cases)
}

impl Case {
    /// The files of its input.
    pub fn input(&self) -> io::Result<FileSet> {
        floe_disk::read(&self.folder.join("input"), "")
    }

    /// What is expected: the files beside the input, by their path from the case's folder.
    pub fn expected(&self) -> io::Result<FileSet> {
        let files = floe_disk::read(&self.folder, "")?;
        let beside = files.into_iter().filter(|(path, _)| !path.starts_with("input/"));
        let mut expected = FileSet::new();
        for (path, bytes) in beside {
            expected.insert(path, bytes).map_err(io::Error::other)?;
        }
        Ok(expected)
    }

    /// Replaces what is expected.
    pub fn bless(&self, actual: &FileSet) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("input") {
                fs::remove_dir_all(path)?;
            } else if path.is_file() {
                fs::remove_file(path)?;
            }
        }
        for (path, bytes) in actual.iter() {
            let path = self.folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            fs::write(path, bytes)?;
        }
        Ok(())
    }
}

/// The files of a case as a platform: `manifest.yaml`, and each `floe.yaml` with the dbt project beside it.
pub fn platform_input(files: &FileSet) -> PlatformInput {
    let file = |path: &str| files.get(path).map(|bytes| File::new(path, bytes));
    let specs = files.paths().filter(|path| *path == "floe.yaml" || path.ends_with("/floe.yaml"));
    let products = specs.filter_map(|path| {
        let project = path.strip_suffix("floe.yaml").map(|folder| format!("{folder}dbt_project.yml"));
        Some(ProductInput {
            spec: Document::read(file(path)?),
            dbt_project: project.and_then(|project| file(&project)),
        })
    });
    let manifest = file("manifest.yaml").unwrap_or_else(|| File::new("manifest.yaml", ""));
    PlatformInput { manifest: Document::read(manifest), products: products.collect() }
}
