//! Case: one golden folder, with `input/` and either `expected/` or `error.txt`. Runs no compiler.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use floe_base::FileSet;
use floe_compiler::{Document, File, PlatformInput, ProductInput};

/// One golden case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The folder's name, which describes the behaviour under test.
    pub name: String,
    /// The folder's path.
    pub folder: PathBuf,
}

/// Every case in a folder, sorted by name.
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
    /// Reads the files of `input/`.
    pub fn input(&self) -> io::Result<FileSet> {
        floe_disk::read(&self.folder.join("input"), "")
    }

    /// Reads the expected files: all files outside `input/`, by path from the case's folder.
    pub fn expected(&self) -> io::Result<FileSet> {
        let files = floe_disk::read(&self.folder, "")?;
        let beside = files.into_iter().filter(|(path, _)| !path.starts_with("input/"));
        let mut expected = FileSet::new();
        for (path, bytes) in beside {
            expected.insert(path, bytes).map_err(io::Error::other)?;
        }
        Ok(expected)
    }

    /// Replaces the expected files.
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

/// The files of a case as a platform: `manifest.yaml`, and a product for each `floe.yaml` with the neighbouring dbt
/// project.
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
    PlatformInput { manifest: Document::read(manifest), products: products.collect(), is_part: false }
}
