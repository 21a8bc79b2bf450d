//! Output: writes a set of files as a folder, all at once. The old folder stays whole until the new folder is complete; then one step
//! exchanges the two.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use floe_base::{FileSet, Findings};
use floe_compiler::{INDEX, PLATFORM, diagnostic};
use floe_types::diagnostics as messages;
use floe_types::documents::index::OutputIndex;
use tempfile::TempDir;

use crate::disk;

/// How often a step is tried when other runs interfere.
const TRIES: usize = 16;

/// Makes `out` hold these files and no others.
///
/// The folder is replaced only if empty or written by an earlier run. After an error the folder is unchanged.
pub(crate) fn replace(out: &Path, files: &FileSet) -> Result<(), Findings> {
    let shown = disk::shown(out);
    let _span = tracing::info_span!("write").entered();
    let unwritable = |error: io::Error| disk::unwritable(&shown, &error);
    let target = target(out).map_err(unwritable)?;
    match earlier(&target).map_err(unwritable)? {
        Earlier::Strange => return Err(diagnostic(messages::command_output_foreign_strange(&shown)).into()),
        Earlier::Run(index) if is_platform(&index) && files.get(PLATFORM).is_none() => {
            return Err(diagnostic(messages::command_output_foreign_platform(&shown)).into());
        }
        Earlier::Nothing | Earlier::Run(_) => {}
    }
    let staging = Staging::beside(&target).map_err(unwritable)?;
    write_all(&staging.new, files, &target).and_then(|()| swap(&staging, &target)).map_err(unwritable)
}

/// The real path of the output folder. A missing parent is created.
fn target(out: &Path) -> io::Result<PathBuf> {
    if let Ok(real) = out.canonicalize() {
        return Ok(real);
    }
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(parent)?;
    Ok(parent.canonicalize()?.join(name))
}

/// The earlier content of an output folder.
enum Earlier {
    Nothing,
    /// The files of an earlier run.
    Run(OutputIndex),
    /// Files that no run wrote.
    Strange,
}

fn earlier(target: &Path) -> io::Result<Earlier> {
    match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Earlier::Nothing),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.is_dir() => return Ok(Earlier::Strange),
        Ok(_) => {}
    }
    if target.read_dir()?.next().is_none() {
        return Ok(Earlier::Nothing);
    }
    let index = disk::read(&target.join(INDEX)).ok().and_then(|index| serde_json::from_slice(&index.bytes).ok());
    let index = index.and_then(|index| OutputIndex::parse(&index).ok());
    Ok(index.map_or(Earlier::Strange, Earlier::Run))
}

fn is_platform(index: &OutputIndex) -> bool {
    index.files.iter().any(|file| file.path.as_str() == PLATFORM)
}

/// A folder beside the output in which the new output is made. The folder is removed with everything that is left inside.
struct Staging {
    /// The path of the new output.
    new: PathBuf,
    /// The path for the old output, on systems that cannot exchange two folders.
    old: PathBuf,
    _folder: TempDir,
    /// Held as long as the process lives, so that a later run can tell that this run is dead.
    _lock: File,
}

impl Staging {
    fn beside(target: &Path) -> io::Result<Self> {
        let parent = target.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let prefix = format!(".{name}.floe-");
        sweep(parent, &prefix);
        // Another run may remove the folder before this run locks the folder.
        tried(&[io::ErrorKind::NotFound], || Self::lock(parent, &prefix))
    }

    fn lock(parent: &Path, prefix: &str) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
        let lock = File::open(folder.path())?;
        lock.lock()?;
        let (new, old) = (folder.path().join("new"), folder.path().join("old"));
        fs::create_dir(&new)?;
        Ok(Self { new, old, _folder: folder, _lock: lock })
    }
}

/// Removes the leftovers of killed runs: folders with this prefix that no process locks.
fn sweep(parent: &Path, prefix: &str) {
    let entries = parent.read_dir().into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
        let dead = File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok());
        if dead {
            // A folder that cannot be removed does no harm, and the next run tries again.
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// Writes all files. A file that an earlier run wrote with the same bytes is linked, which keeps the file's time and costs no space.
fn write_all(folder: &Path, files: &FileSet, earlier: &Path) -> io::Result<()> {
    // Files of one folder follow each other.
    let mut made = folder.to_owned();
    for (path, bytes) in files.iter() {
        let (path, earlier) = (folder.join(path), earlier.join(path));
        if let Some(parent) = path.parent().filter(|parent| *parent != made) {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut made);
        }
        // Not every file system can link.
        let linked = holds(&earlier, bytes) && fs::hard_link(&earlier, &path).is_ok();
        if !linked {
            fs::write(path, bytes)?;
        }
    }
    Ok(())
}

/// Whether the path is a regular file with these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let alike = |metadata: fs::Metadata| metadata.is_file() && metadata.len() == bytes.len() as u64;
    path.symlink_metadata().is_ok_and(alike) && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Puts the new folder in the place of the old one. If another run does the same at the same time, the later folder stays.
fn swap(staging: &Staging, target: &Path) -> io::Result<()> {
    // The folder may appear or disappear at any time.
    tried(&[io::ErrorKind::DirectoryNotEmpty, io::ErrorKind::NotFound], || match exchange(&staging.new, target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(&staging.new, target),
        Err(_) => {
            let moved = fs::rename(target, &staging.old).and_then(|()| fs::rename(&staging.new, target));
            moved.inspect_err(|_| drop(fs::rename(&staging.old, target)))
        }
        Ok(()) => Ok(()),
    })
}

/// The result of a step that is tried again after such errors.
fn tried<T>(passing: &[io::ErrorKind], step: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..TRIES {
        match step() {
            Err(error) if passing.contains(&error.kind()) => {}
            done => return done,
        }
    }
    step()
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(left: &Path, right: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, left, CWD, right, RenameFlags::EXCHANGE)?)
}

/// This system cannot exchange two folders.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_left: &Path, _right: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
