//! Package: a chart as the one file that registries hold, the same bytes for the same files. Looks into no file but `Chart.yaml`.

use std::io::Read as _;

use floe_base::{Diagnostic, Digest, FileSet, Findings, Place};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;

use crate::{chart, gzip};

/// A packaged chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `<name>-<version>.tgz`.
    pub file_name: String,
    /// The SHA-256 of the tar: the package's identity. The compressed bytes follow from the tar and from the pinned encoder.
    pub tar_digest: Digest,
    /// The file: the tar, compressed.
    pub tgz: Vec<u8>,
}

/// Helm's size limits: one file, and all files together.
const MOST_FILE_BYTES: usize = 5 * 1024 * 1024;
const MOST_BYTES: usize = 100 * 1024 * 1024;
/// A compressed package must be readable again: tar adds up to two blocks a file.
const MOST_TAR_BYTES: usize = MOST_BYTES + 32 * 1024 * 1024;

/// Packages a chart. Order, owner, mode and time of the entries are fixed, so equal files are equal bytes.
///
/// # Errors
/// A fault of `Chart.yaml`, or files that Helm would refuse to load.
pub fn package(files: &FileSet) -> Result<Package, Findings> {
    let (name, version) = chart::identity(files)?;
    let mut entries: Vec<(&str, &[u8])> = files.iter().collect();
    entries.sort_by_key(|(path, _)| (entry_rank(path), *path));
    let mut faults = Findings::new();
    let mut archive = tar::Builder::new(Vec::new());
    for (path, bytes) in entries {
        let refused = |message: String| fault(&message).at(Place::of_file(path));
        if bytes.len() > MOST_FILE_BYTES {
            let fault = refused(format!("the file has {} bytes, Helm loads at most {MOST_FILE_BYTES}", bytes.len()));
            faults.push(fault.help("leave it out of the chart"));
        } else if let Err(problem) = append(&mut archive, &format!("{name}/{path}"), bytes) {
            faults.push(refused(format!("the path does not fit into a package: {problem}")).help("shorten it"));
        }
    }
    let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    if total > MOST_BYTES {
        let message = format!("the chart has {total} bytes, Helm loads at most {MOST_BYTES}");
        faults.push(fault(&message).help("leave large files out of the chart"));
    }
    faults.barrier()?;
    let unwritable =
        |problem| fault(&format!("the package cannot be written: {problem}")).help("report this as a bug of floe");
    let tar = archive.into_inner().map_err(unwritable)?;
    Ok(Package { file_name: format!("{name}-{version}.tgz"), tar_digest: Digest::of(&tar), tgz: gzip::compress(&tar) })
}

/// Helm's order: metadata, values, their schema, templates, all else.
fn entry_rank(path: &str) -> u8 {
    match path {
        "Chart.yaml" => 0,
        "values.yaml" => 1,
        "values.schema.json" => 2,
        _ if path.starts_with("templates/") => 3,
        _ => 4,
    }
}

fn append(archive: &mut tar::Builder<Vec<u8>>, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    archive.append(&header, bytes)
}

fn fault(message: &str) -> Diagnostic {
    diagnostic(messages::chart_package_invalid(message))
}

/// Reads a package back, from floe or from Helm, within Helm's limits: the files below the one top folder.
///
/// # Errors
/// `CHART_PACKAGE_INVALID` for a file that is no such package.
pub fn unpack(tgz: &[u8]) -> Result<FileSet, Findings> {
    let refused = |message: &str| Findings::from(fault(message).help("package the chart again"));
    let failed = |problem: std::io::Error| refused(&problem.to_string());
    let tar = gzip::decompress(tgz, MOST_TAR_BYTES)
        .ok_or_else(|| refused("the package is not gzip, is damaged, or is too large"))?;
    let mut files = FileSet::new();
    let mut archive = tar::Archive::new(tar.as_slice());
    let mut top: Option<String> = None;
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        if !kind.is_file() {
            return Err(refused("the package holds something else than files"));
        }
        let path = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| refused("a path in the package is not UTF-8"))?;
        let (folder, rest) =
            path.split_once('/').ok_or_else(|| refused("the package has a file outside its folder"))?;
        if top.get_or_insert_with(|| folder.to_owned()) != folder {
            return Err(refused("the package has more than one folder"));
        }
        let mut bytes = Vec::new();
        if entry.by_ref().take(MOST_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)? > MOST_FILE_BYTES {
            return Err(refused("the package holds a file that is too large"));
        }
        files.insert(rest, bytes).map_err(|problem| refused(&problem.to_string()))?;
    }
    if files.is_empty() { Err(refused("the package is empty")) } else { Ok(files) }
}
