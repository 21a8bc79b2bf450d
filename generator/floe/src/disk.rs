//! Disk: reads files into memory. Knows nothing of their content.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use floe_base::{Diagnostic, Findings, yaml};
use floe_compiler::{File, diagnostic};
use floe_types::diagnostics as messages;

/// Reads a file, up to one byte more than a document may have. A pipe or a device could keep the reader waiting for ever.
pub(crate) fn read(path: &Path) -> Result<File, Findings> {
    let limit = yaml::Limits::default().bytes as u64 + 1;
    let bytes = || {
        let kind = path.metadata()?;
        if kind.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !kind.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    bytes().map(|bytes| File::new(shown(path), bytes)).map_err(|error| unreadable(path, &error).into())
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Findings> {
    fs::read(path).map_err(|error| unreadable(path, &error).into())
}

/// Reads a file if there is one.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<File>, Findings> {
    // A broken link exists, and cannot be read.
    if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    read(path).map(Some)
}

/// The finding that a file cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    diagnostic(match error.kind() {
        io::ErrorKind::NotFound => messages::command_input_missing(&shown(path)),
        _ => messages::command_input_unreadable(&shown(path), &reason(error)),
    })
}

/// The finding that an output cannot be written.
pub(crate) fn unwritable(output: &str, error: &io::Error) -> Findings {
    diagnostic(messages::command_output_unwritable(output, &reason(error))).into()
}

/// An error of the system in one clause, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let mut chars = text.split_once(" (os error").map_or(text.as_str(), |(reason, _)| reason).chars();
    let first = chars.next();
    first.into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

/// A path as people see the path: as given, with `/`, without a leading `./`, and without characters that control a terminal.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/").replace(char::is_control, "\u{fffd}");
    match text.strip_prefix("./") {
        Some("") | None => text,
        Some(rest) => rest.to_owned(),
    }
}
