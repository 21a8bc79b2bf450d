//! Difference: compares two file sets and prints the differences for a person. Changes no file.

use floe_base::{Drift, FileSet, drift};
use similar::TextDiff;

/// The most lines of a diff that are shown for one file; a longer diff is cut.
const MOST_LINES: usize = 60;

/// The missing, stale and orphaned files, with a diff of each stale one. `None` where the sets are equal.
pub fn difference(expected: &FileSet, actual: &FileSet) -> Option<String> {
    // `drift` takes the wanted set first: the files made now are the wanted set, and the case's folder is compared with
    // them.
    let drifts = drift(actual, expected);
    let parts: Vec<String> = drifts.iter().map(|drift| format!("{drift}{}", lines(drift, expected, actual))).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn lines(drift: &Drift, expected: &FileSet, actual: &FileSet) -> String {
    let Drift::Stale(path) = drift else { return String::new() };
    let text =
        |files: &FileSet| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let (old, new) = (text(expected), text(actual));
    let diff = TextDiff::from_lines(&old, &new);
    let unified = diff.unified_diff().context_radius(2).to_string();
    let shown: Vec<&str> = unified.lines().take(MOST_LINES).collect();
    format!("\n{}", shown.join("\n"))
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
    fn missing_stale_and_orphan_files_are_told_with_their_lines() {
        let expected = set(&[("a", "1\n2\n"), ("b", "")]);
        let actual = set(&[("a", "1\n3\n"), ("c", "")]);
        let text = difference(&expected, &actual).unwrap();
        assert!(text.contains("stale: a\n") && text.contains("-2\n+3"), "{text}");
        assert!(text.contains("orphan: b") && text.contains("missing: c"), "{text}");
    }

    #[test]
    fn equal_sets_have_no_difference() {
        let files = set(&[("a", "1")]);
        assert_eq!(difference(&files, &files), None);
    }
}
