//! `FileSet`: files in memory, as an emitter makes them. Knows no disk; applying a set is the work of the mains.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::fmt;

/// Files by relative path, sorted. Every set with a file can be written on every file system that people use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, Vec<u8>>,
    /// The same paths in lower case: file systems that ignore case must not merge two of them.
    folded: BTreeSet<String>,
}

/// Why a path may not stand in a [`FileSet`]: a bug of the emitter, or a name that people chose badly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileSetError {
    /// Not a clean relative path: absolute, empty, with `.`, `..`, `\`, `:` or control characters.
    BadPath(String),
    /// Another file has this path, up to upper and lower case; or one path would be a folder and a file.
    Clash(String),
}

impl fmt::Display for FileSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPath(path) => write!(f, "{path:?} is not a clean relative path"),
            Self::Clash(path) => write!(f, "{path:?} clashes with another file of the set"),
        }
    }
}

impl std::error::Error for FileSetError {}

impl FileSet {
    /// A set without files.
    pub const fn new() -> Self {
        Self { files: BTreeMap::new(), folded: BTreeSet::new() }
    }

    /// Adds a file. The set is unchanged on error.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<(), FileSetError> {
        let path = path.into();
        if !is_clean(&path) {
            return Err(FileSetError::BadPath(path));
        }
        let folded = path.to_lowercase();
        if self.clashes(&folded) {
            return Err(FileSetError::Clash(path));
        }
        self.folded.insert(folded);
        self.files.insert(path, bytes.into());
        Ok(())
    }

    /// Adds all files of another set; stops at the first clash.
    pub fn merge(&mut self, other: Self) -> Result<(), FileSetError> {
        other.into_iter().try_for_each(|(path, bytes)| self.insert(path, bytes))
    }

    /// The same files inside the folder `prefix`.
    pub fn nest(self, prefix: &str) -> Result<Self, FileSetError> {
        let mut nested = Self::new();
        for (path, bytes) in self {
            nested.insert(format!("{prefix}/{path}"), bytes)?;
        }
        Ok(nested)
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files, by path in byte order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// All paths, in byte order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn clashes(&self, folded: &str) -> bool {
        let inside = format!("{folded}/");
        let is_folder = self.folded.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside));
        let mut ancestors = folded.match_indices('/').map(|(at, _)| &folded[..at]);
        is_folder || self.folded.contains(folded) || ancestors.any(|ancestor| self.folded.contains(ancestor))
    }
}

fn is_clean(path: &str) -> bool {
    let clean_char = |c: char| !c.is_control() && c != '\\' && c != ':';
    path.chars().all(clean_char) && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}

impl IntoIterator for FileSet {
    type Item = (String, Vec<u8>);
    type IntoIter = btree_map::IntoIter<String, Vec<u8>>;
    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(paths: &[&str]) -> FileSet {
        let mut set = FileSet::new();
        for path in paths {
            set.insert(*path, path.as_bytes()).unwrap();
        }
        set
    }

    #[test]
    fn files_come_out_by_path() {
        let set = set(&["b", "a/x", "a.md"]);
        assert_eq!(set.paths().collect::<Vec<_>>(), ["a.md", "a/x", "b"]);
        assert_eq!(set.get("a/x"), Some(b"a/x".as_slice()));
        assert_eq!((set.len(), set.is_empty(), set.get("nowhere")), (3, false, None));
    }

    #[test]
    fn a_path_that_is_not_clean_and_relative_is_refused() {
        for bad in ["", "/etc", "a//b", "a/", "./a", "a/./b", "../a", "a/../b", "..", "a\\b", "C:a", "a\0b", "a\nb"] {
            assert_eq!(FileSet::new().insert(bad, "x"), Err(FileSetError::BadPath(bad.to_owned())), "{bad:?}");
        }
        for good in ["..a", "a..b/c", ".gitignore", "a b/ü.md"] {
            assert_eq!(FileSet::new().insert(good, "x"), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn a_second_file_of_the_same_path_is_refused_and_the_first_stays() {
        let mut set = set(&["a"]);
        assert_eq!(set.insert("a", "other"), Err(FileSetError::Clash("a".to_owned())));
        assert_eq!(set.get("a"), Some(b"a".as_slice()));
    }

    #[test]
    fn paths_that_differ_only_by_case_clash() {
        assert_eq!(set(&["docs/a.md"]).insert("docs/A.md", ""), Err(FileSetError::Clash("docs/A.md".to_owned())));
        assert!(set(&["docs/É"]).insert("docs/é", "").is_err());
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_clash() {
        assert!(set(&["a"]).insert("A/b/c", "").is_err());
        assert!(set(&["a/b/c"]).insert("A", "").is_err());
        assert!(set(&["a/b"]).insert("a.md", "").is_ok());
        assert!(set(&["a.md"]).insert("a", "").is_ok());
    }

    #[test]
    fn nesting_puts_every_file_into_a_folder() {
        let nested = set(&["a", "b/c"]).nest("x/y").unwrap();
        assert_eq!(nested.paths().collect::<Vec<_>>(), ["x/y/a", "x/y/b/c"]);
        assert_eq!(nested.get("x/y/a"), Some(b"a".as_slice()));
        assert!(set(&["a"]).nest("..").is_err());
    }

    #[test]
    fn merging_takes_all_files_and_refuses_clashes() {
        let mut merged = set(&["a"]);
        merged.merge(set(&["b"])).unwrap();
        assert_eq!(merged, set(&["a", "b"]));
        assert!(merged.merge(set(&["A"])).is_err());
    }
}
