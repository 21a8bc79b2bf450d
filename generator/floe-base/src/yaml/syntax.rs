//! The parser's errors in words for people, placed where the mistake is. Finds no errors itself.

use granit_parser::{ErrorKind, ScanError};

use super::codes;
use super::source::{Finding, Source};
use crate::Span;

const TAB: &str = "indent with spaces";
const CLOSE: &str = "close the bracket";
const QUOTE: &str = "close the quote, and indent every further line of the quoted text";
const ESCAPE: &str = "write `\\\\` for a backslash, or use single quotes, where nothing is escaped";
const ALIGN: &str = "begin the entries of one list or map in the same column";
const COLON: &str = "quote text that holds `: `, and begin every key on a line of its own";
const LOOK: &str = "check indentation, quotes and brackets here and on the lines before";

/// The parser's error, placed and explained.
pub(super) fn finding(source: Source<'_>, error: &ScanError) -> Finding {
    let mark = error.marker();
    let at = source.between(mark, mark);
    let at = match error.kind() {
        ErrorKind::TabInPlainScalar | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            tab_from(source.text, at.line).unwrap_or(at)
        }
        _ => at,
    };
    let (message, help) = explain(error.kind());
    source.error(codes::SYNTAX, message, help, at)
}

/// The first tab in the indentation of this line or a later one; the parser names the value that the tab cuts off.
fn tab_from(text: &str, line: u32) -> Option<Span> {
    let lines = (line..).zip(text.lines().skip(line as usize - 1));
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut tabs = lines.filter_map(|(number, text)| Some((number, text[..indent(text)].find('\t')?)));
    tabs.next().map(|(number, at)| Span::new(number, u32::try_from(at + 1).unwrap_or(u32::MAX), 1))
}

fn explain(kind: &ErrorKind) -> (String, &'static str) {
    use ErrorKind as K;
    let (message, help) = match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabInPlainScalar
        | K::TabAtBlockScalarStart => ("a tab stands where only spaces may", TAB),
        K::UnclosedFlowCollection { open } => {
            return (format!("the bracket `{open}` is never closed"), CLOSE);
        }
        K::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("the bracket `{open}` is closed by `{close}`"), "close it with its own counterpart");
        }
        K::MisplacedFlowCollectionEnd => ("this bracket closes nothing", "remove it, or quote the text that holds it"),
        K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator => ("a comma or a closing bracket is missing", CLOSE),
        K::UnclosedQuotedScalar => ("the quoted text is never closed", QUOTE),
        K::InvalidQuotedScalarIndent => ("the quoted text is not closed on its line, nor indented on this one", QUOTE),
        K::DocumentIndicatorInQuotedScalar => ("a document mark stands inside quoted text", QUOTE),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            ("more text follows the closing quote", "put the whole text into one pair of quotes")
        }
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => ("the quoted text has an escape that YAML does not know", ESCAPE),
        K::MappingValueNotAllowed | K::InvalidColonPlacement | K::MappingKeyNotAllowed => {
            ("a `:` stands where no key may be", COLON)
        }
        K::SimpleKeyExpected | K::InvalidSimpleKey => ("a key without its `:`", COLON),
        K::ExpectedBlockMappingKey => ("a key of the map above is expected here", ALIGN),
        K::ExpectedBlockSequenceEntry => ("a `- ` of the list above is expected here", ALIGN),
        K::InvalidIndentation | K::InvalidFlowScalarIndent | K::InvalidBlockScalarIndent => {
            ("the indentation fits nothing above", ALIGN)
        }
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection => ("a list may not begin here", ALIGN),
        K::UnexpectedCharacter { character } => {
            return (format!("text may not begin with `{}`", character.escape_default()), "put the text into quotes");
        }
        K::UnknownAnchor => {
            ("the alias names no anchor above it", "define the anchor first, or quote text that begins with `*`")
        }
        K::MissingAnchorOrAliasName => (
            "`*` and `&` begin an alias and an anchor, and a name is missing here",
            "quote the text, as in '* * * * *'",
        ),
        other => return (format!("not YAML: {other}"), LOOK),
    };
    (message.to_owned(), help)
}
