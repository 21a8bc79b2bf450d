//! Bundle: several files as one text, each below a line `#@ path`, so that a fuzzer can change the files together. Does
//! not read the files' content.

use floe_base::FileSet;

const MARK: &[u8] = b"#@ ";

/// The files in a text. Text before the first mark is skipped, and so is a file with an invalid path or a path that is
/// taken.
pub(crate) fn read(bytes: &[u8]) -> FileSet {
    let mut files = FileSet::new();
    let mut add = |path: Option<&[u8]>, content: &[u8]| {
        if let Some(path) = path.and_then(|path| std::str::from_utf8(path).ok()) {
            drop(files.insert(path, content));
        }
    };
    let (mut path, mut start, mut at) = (None, 0, 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(next) = line.strip_prefix(MARK) {
            add(path, &bytes[start..at]);
            path = Some(next.trim_ascii());
            start = at + line.len();
        }
        at += line.len();
    }
    add(path, &bytes[start..]);
    files
}

/// The bundle of some files.
pub(crate) fn write<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut text = Vec::new();
    for (path, bytes) in files {
        text.extend_from_slice(MARK);
        text.extend_from_slice(path.as_bytes());
        text.push(b'\n');
        text.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            text.push(b'\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_bundle_reads_as_it_was_written() {
        let files = [("a/b.yaml", b"x: 1\n".as_slice()), ("c", b"".as_slice()), ("d", b"#@x\ny\n".as_slice())];
        let text = write(files);
        let read = read(&text);
        let expected: Vec<(&str, &[u8])> = vec![files[0], ("c", b"\n"), files[2]];
        assert_eq!(read.iter().collect::<Vec<_>>(), expected);
    }
}
