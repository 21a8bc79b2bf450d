//! Disk: reads folders, and makes a folder equal to a file set. Does not decide the content.
#![expect(clippy::disallowed_methods, reason = "an edge: floe-gen reads and writes files here")]

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use floe_base::{Drift, FileSet, jobs};
use walkdir::{DirEntry, WalkDir};

/// The folder into which pip copies the package when pip installs the package.
const PIP_BUILD: &str = "generated/python/build";

/// Whether other tools made the file or folder: not ours to judge or to delete.
fn is_left_behind(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    name == "__pycache__" || matches!(extension, Some("pyc" | "egg-info"))
}

/// The file, or all files in the folder, at a path below the root; an absent path has no files.
pub(crate) fn walk(root: &Path, path: &str) -> Result<Vec<(String, Metadata)>, String> {
    let full = root.join(path);
    let mut found = Vec::new();
    if fs::symlink_metadata(&full).is_err() {
        return Ok(found);
    }
    let walk = WalkDir::new(&full).follow_root_links(false).sort_by_file_name();
    let build = root.join(PIP_BUILD);
    let left = |entry: &DirEntry| is_left_behind(&entry.file_name().to_string_lossy()) || entry.path() == build;
    let ours = |entry: &DirEntry| entry.depth() == 0 || !left(entry);
    let unreadable = |error: walkdir::Error| format!("failed to read {path}: {error}");
    for entry in walk.into_iter().filter_entry(ours) {
        let entry = entry.map_err(unreadable)?;
        if !entry.file_type().is_dir() {
            let inside = entry.path().strip_prefix(root).map_err(|error| format!("failed to read {path}: {error}"))?;
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            found.push((parts.join("/"), entry.metadata().map_err(unreadable)?));
        }
    }
    Ok(found)
}

pub(crate) fn bytes(root: &Path, path: &str) -> Result<Vec<u8>, String> {
    fs::read(root.join(path)).map_err(|error| format!("failed to read {path}: {error}"))
}

/// The names of the folders in a folder, without hidden ones.
pub(crate) fn folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if !name.starts_with('.') && (kind.is_dir() || kind.is_symlink() && entry.path().is_dir()) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The text of a file; `None` where the file is absent or no text.
pub(crate) fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Removes every difference: orphans first, so that a folder may take the place of a file.
pub(crate) fn apply(root: &Path, expected: &FileSet, drift: &[Drift]) -> Result<(), String> {
    let _span = tracing::info_span!("write").entered();
    for one in drift {
        if let Drift::Orphan(path) = one {
            delete(root, path).map_err(|error| format!("failed to delete {path}: {error}"))?;
        }
    }
    let written = jobs::map(drift, jobs::TWO, |one| match (one, expected.get(one.path())) {
        (Drift::Missing(path) | Drift::Stale(path), Some(bytes)) => {
            write(&root.join(path), bytes).map_err(|error| format!("failed to write {path}: {error}"))
        }
        _ => Ok(()),
    });
    written.into_iter().collect()
}

/// Deletes a file, and the folders that are empty then.
fn delete(root: &Path, path: &str) -> io::Result<()> {
    let full = root.join(path);
    fs::remove_file(&full)?;
    for folder in full.ancestors().skip(1).take_while(|folder| *folder != root) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Writes a file so that a reader, or a run that is killed, sees the old bytes or the new ones.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let unfinished = folder.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    if fs::write(&unfinished, bytes).is_err() {
        // Most files have a folder already.
        fs::create_dir_all(folder)?;
        fs::write(&unfinished, bytes)?;
    }
    fs::rename(&unfinished, path).inspect_err(|_| drop(fs::remove_file(&unfinished)))
}
