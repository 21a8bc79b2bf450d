//! Drift: how the files on disk differ from the expected files. Reports differences, repairs nothing.

use std::collections::BTreeMap;
use std::fmt;

use crate::FileSet;

/// One file that is not as expected, by path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drift {
    /// Expected and not there.
    Missing(String),
    /// There, with other bytes.
    Stale(String),
    /// There and not expected.
    Orphan(String),
}

impl Drift {
    /// The path of the file.
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Stale(path) | Self::Orphan(path) => path,
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Missing(_) => "missing",
            Self::Stale(_) => "stale",
            Self::Orphan(_) => "orphan",
        };
        write!(f, "{word}: {}", self.path())
    }
}

/// Every difference between the two sets, by path; none means that they are equal.
pub fn drift(expected: &FileSet, on_disk: &FileSet) -> Vec<Drift> {
    let is_right = |(path, bytes)| (path, expected.get(path) == Some(bytes));
    drift_of(expected.paths(), on_disk.iter().map(is_right))
}

/// Every difference between paths: those of the expected files, and those on disk, each with whether the bytes are the right ones.
pub fn drift_of<'a>(
    expected: impl IntoIterator<Item = &'a str>,
    on_disk: impl IntoIterator<Item = (&'a str, bool)>,
) -> Vec<Drift> {
    let mut all: BTreeMap<&str, Drift> =
        expected.into_iter().map(|path| (path, Drift::Missing(path.to_owned()))).collect();
    for (path, is_right) in on_disk {
        match all.remove(path) {
            Some(_) if is_right => None,
            Some(_) => all.insert(path, Drift::Stale(path.to_owned())),
            None => all.insert(path, Drift::Orphan(path.to_owned())),
        };
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[(&str, &str)]) -> FileSet {
        let mut set = FileSet::new();
        for (path, text) in files {
            set.insert(*path, *text).unwrap();
        }
        set
    }

    #[test]
    fn missing_stale_and_orphan_files_are_all_told_by_path() {
        let expected = set(&[("a", "1"), ("c", "1"), ("d", "1")]);
        let on_disk = set(&[("b", "1"), ("c", "2"), ("d", "1")]);
        let found = drift(&expected, &on_disk);
        assert_eq!(found, [Drift::Missing("a".into()), Drift::Orphan("b".into()), Drift::Stale("c".into())]);
        assert_eq!(found[2].to_string(), "stale: c");
    }

    #[test]
    fn equal_sets_have_no_drift() {
        let files = set(&[("a", "1")]);
        assert_eq!(drift(&files, &files), []);
    }
}
