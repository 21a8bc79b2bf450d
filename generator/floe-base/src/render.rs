//! Render: a diagnostic as text for a person, with the lines of the source. Prints nothing and reads no files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::{Diagnostic, Place, Severity, Span};

/// An excerpt longer than this (two places far apart, or a line without end) helps nobody: only the place is named.
const LONGEST_EXCERPT: usize = 64 * 1024;

/// `file:line:column: severity[CODE]: message`, on one line.
pub fn render_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, severity, message, place, .. } = diagnostic;
    let place = place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
    normalize_untrusted_str(&format!("{place}{}[{code}]: {message}", severity.as_str())).replace('\n', " ")
}

/// The diagnostic with an excerpt of `source` (the text of the file), related places as notes and the remedy as `help:`.
///
/// Spans that lie outside the source are moved to the nearest end. Without `color`, floe's own part of the text is plain ASCII.
pub fn render(diagnostic: &Diagnostic, source: Option<&str>, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_ref());
    let mut group = Group::with_title(title);
    let excerpt = diagnostic.place.as_ref().and_then(|place| excerpt(diagnostic, place, source?));
    let shown_in = excerpt.as_ref().and(diagnostic.place.as_ref()).map(|place| place.file.as_str());
    if let Some(excerpt) = excerpt {
        group = group.element(excerpt);
    } else if let Some(place) = &diagnostic.place {
        group = group.element(origin(place));
    }
    for (place, what) in &diagnostic.related {
        if place.span.is_none() || shown_in != Some(place.file.as_str()) {
            group = group.element(Level::NOTE.message(normalize_untrusted_str(&format!("{place}: {what}"))));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(place.file.as_str());
    match place.span {
        Some(span) => origin.line(span.line as usize).char_column(span.column as usize),
        None => origin,
    }
}

/// The lines of a source from the first to the last place that a diagnostic names.
fn excerpt<'a>(diagnostic: &'a Diagnostic, place: &'a Place, source: &'a str) -> Option<Snippet<'a, Annotation<'a>>> {
    let main = place.span?;
    let beside = diagnostic.related.iter().filter(|(other, _)| other.file == place.file);
    let beside: Vec<(Span, &str)> = beside.filter_map(|(other, what)| Some((other.span?, what.as_str()))).collect();
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let lines = Lines::of(source);
    let named = || beside.iter().map(|(span, _)| *span).chain([main]).map(|span| lines.nearest(span.line));
    let (first, last) = (named().min()?, named().max()?);
    let start = lines.range(first).start;
    let text = &source[start..lines.range(last).end];
    if text.len() > LONGEST_EXCERPT {
        return None;
    }
    let shown = |at: usize| visible(&source[start..at]).len();
    let within = |span: Span| {
        let range = lines.locate(span);
        shown(range.start)..shown(range.end)
    };
    let primary = AnnotationKind::Primary.span(within(main));
    let context =
        |(span, what): &(Span, &str)| AnnotationKind::Context.span(within(*span)).label(normalize_untrusted_str(what));
    let snippet = Snippet::source(visible(text)).path(&place.file).line_start(first + 1);
    Some(snippet.annotation(primary).annotations(beside.iter().map(context)))
}

/// The text with the code of each character that nobody can see, or tell from a blank, in place of the character.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_invisible(c) { format!("<U+{:04X}>", u32::from(c)) } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Whether nobody can see a character, or tell the character from a blank.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}'
    )
}

/// The source with every character of these values replaced by `*`, so that an excerpt shows their place and not their text.
///
/// A span covers the first line of a value; the deeper indented lines below may belong to the value and are covered too.
pub fn mask(source: &str, values: impl IntoIterator<Item = Span>) -> String {
    let lines = Lines::of(source);
    let mut masked: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let mut cover = |range: Range<usize>| {
        let widest = masked.entry(range.start).or_insert(range.clone());
        widest.end = widest.end.max(range.end);
    };
    for span in values {
        cover(lines.locate(span));
        let first = lines.nearest(span.line);
        let below = (first + 1..lines.starts.len()).map(|line| lines.range(line));
        let indent = |range: &Range<usize>| source[range.clone()].find(|c| c != ' ');
        // A line of blanks alone holds no value, so the indentation hides every line below.
        let own = indent(&lines.range(first)).unwrap_or(0);
        below.take_while(|range| indent(range).is_none_or(|indent| indent > own)).for_each(&mut cover);
    }
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for range in masked.into_values() {
        let start = range.start.max(done);
        text.push_str(&source[done..start]);
        done = range.end.max(start);
        text.extend(source[start..done].chars().map(|c| if c == ' ' { ' ' } else { '*' }));
    }
    text + &source[done..]
}

/// Where each line of a text begins.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// A line ends as in YAML: with a line feed, a carriage return, or both.
    fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = [0].into_iter().chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The index of the line with this number, or of the last line.
    fn nearest(&self, number: u32) -> usize {
        (number as usize).saturating_sub(1).min(self.starts.len() - 1)
    }

    /// The bytes of a line, without the line break.
    fn range(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        start..start + self.text[start..end].trim_end_matches('\r').len()
    }

    /// The bytes of a span, inside the line.
    fn locate(&self, span: Span) -> Range<usize> {
        let line = self.range(self.nearest(span.line));
        let text = &self.text[line.clone()];
        let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
        let column = (span.column as usize).saturating_sub(1);
        line.start + byte(column)..line.start + byte(column.saturating_add(span.len as usize))
    }
}
