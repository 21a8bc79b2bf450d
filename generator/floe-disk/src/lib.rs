//! Folders as file sets, for programs and tests. Knows no file by name, and writes none.
#![expect(clippy::disallowed_methods, reason = "an edge: programs and tests read the disk by this function")]

use std::io;
use std::path::Path;

use floe_base::FileSet;
use walkdir::WalkDir;

/// Every file below a folder of `root`, with the path from `root`; `""` is `root` as a whole. A link to a file is read as a file. A link to
/// a folder is an error, because such a walk might not end.
pub fn read(root: &Path, folder: &str) -> io::Result<FileSet> {
    let mut files = FileSet::new();
    for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let inside = entry.path().strip_prefix(root).map_err(io::Error::other)?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        files.insert(parts.join("/"), std::fs::read(entry.path())?).map_err(io::Error::other)?;
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_is_read_with_everything_below_it_by_path() {
        let root = tempfile::tempdir().unwrap();
        for path in ["b/deep/x", "b/.hidden", "a"] {
            fs::create_dir_all(root.path().join(path).parent().unwrap()).unwrap();
            fs::write(root.path().join(path), path).unwrap();
        }
        let all = read(root.path(), "").unwrap();
        assert_eq!(all.paths().collect::<Vec<_>>(), ["a", "b/.hidden", "b/deep/x"]);
        assert_eq!(all.get("b/deep/x"), Some(b"b/deep/x".as_slice()));
        let part = read(root.path(), "b").unwrap();
        assert_eq!(part.paths().collect::<Vec<_>>(), ["b/.hidden", "b/deep/x"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(read(root.path(), "nowhere").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
