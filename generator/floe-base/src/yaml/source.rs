//! A document's text and name: turns the parser's marks into spans, and gives findings their place. Parses nothing.

use granit_parser::{Marker, Span as Extent};

use crate::{Diagnostic, Place, Span};

/// A finding, boxed because results carry the finding on the error side.
pub(super) type Finding = Box<Diagnostic>;

#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    pub(super) fn error(
        &self,
        code: &'static str,
        message: impl Into<String>,
        help: &'static str,
        at: Span,
    ) -> Finding {
        Diagnostic::error(code, message).at(self.place(at)).help(help).into()
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    pub(super) fn span(&self, extent: &Extent) -> Span {
        self.between(&extent.start, &extent.end)
    }

    /// The parser counts lines from 1 and columns from 0; a span ends with its first line.
    pub(super) fn between(&self, start: &Marker, end: &Marker) -> Span {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let len = if start.line() == end.line() {
            end.col().saturating_sub(start.col())
        } else {
            let rest = start.byte_offset().and_then(|at| self.text.get(at..));
            let line = rest.and_then(|rest| rest.lines().next());
            line.map_or(0, |line| line.trim_end().chars().count())
        };
        Span::new(number(start.line()), number(start.col() + 1), number(len))
    }
}
