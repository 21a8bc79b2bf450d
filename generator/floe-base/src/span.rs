//! Span and Place: the position of a thing in a file. Not the text itself.

use serde::{Deserialize, Serialize};

/// A stretch of text on one line. Lines and columns count from 1, columns and `len` in characters.
///
/// A thing of several lines is spanned to the end of the first line; `len` is 0 where nothing is written (an empty value).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters.
    pub len: u32,
}

impl Span {
    /// A span from its three numbers.
    pub const fn new(line: u32, column: u32, len: u32) -> Self {
        Self { line, column, len }
    }
}

/// A file, and where known the span in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Relative path with `/`, as shown to people.
    pub file: String,
    /// Where in the file; `None` speaks of the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// A place inside a file.
    pub fn new(file: impl Into<String>, span: Span) -> Self {
        Self { file: file.into(), span: Some(span) }
    }

    /// A file as a whole.
    pub fn of_file(file: impl Into<String>) -> Self {
        Self { file: file.into(), span: None }
    }
}

impl std::fmt::Display for Place {
    /// `file:line:column`, or the file alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.span {
            Some(span) => write!(f, "{}:{}:{}", self.file, span.line, span.column),
            None => f.write_str(&self.file),
        }
    }
}
