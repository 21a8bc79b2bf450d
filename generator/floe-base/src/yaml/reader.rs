//! Turns the parser's events into a [`Node`]. The parser knows the grammar, `scalar` the plain words, and `tree` the structure.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as Extent, Tag};

use super::limits::Limits;
use super::source::{Finding, Source};
use super::tree::{Awaited, Items, MOST_ERRORS, Tree};
use super::{codes, encoding, scalar, syntax};
use crate::{Findings, Node, Span, Value};

/// YAML ends a key after 1024 characters, JSON does not. Looking on without end would hold a whole one-line document back.
const LONGEST_KEY: usize = 64 * 1024;

const START: Span = Span::new(1, 1, 0);

/// Reads one YAML or JSON document; `file` is the path that diagnostics show.
///
/// All findings up to the first syntax error or exceeded limit come together, by line.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Node, Findings> {
    read_document(file, bytes, limits)
        .map_err(|findings| findings.into_iter().map(|finding| *finding).collect::<Findings>().sorted())
}

fn read_document(file: &str, bytes: &[u8], limits: &Limits) -> Result<Node, Vec<Finding>> {
    let whole = Source { file, text: "" };
    if bytes.len() > limits.bytes {
        let message = format!("the file has {} bytes, more than {}", bytes.len(), limits.bytes);
        return Err(vec![whole.error(codes::LIMIT, message, "divide the document", START)]);
    }
    let text = encoding::decode(file, bytes).map_err(|error| vec![error])?;
    let mut tree = Tree::new(Source { file, text }, limits);
    let ended = tree.read();
    let Tree { root, mut errors, .. } = tree;
    errors.extend(ended.err());
    match root {
        _ if !errors.is_empty() => Err(errors),
        Some(root) => Ok(root),
        None => Err(vec![whole.error(codes::EMPTY, "the document is empty", "write the document's first key", START)]),
    }
}

impl Tree<'_> {
    /// Reads to the end of the text, or to an error that makes reading on pointless.
    fn read(&mut self) -> Result<(), Finding> {
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: self.limits.depth,
            block_nesting_limit: self.limits.depth,
            simple_key_max_lookahead: LONGEST_KEY,
        };
        let (mut values, mut begun, mut second) = (0, false, None);
        for event in Parser::new_from_str_with_options(self.source.text, options) {
            let (event, extent) = event.map_err(|error| match error.kind() {
                ErrorKind::RecursionLimitExceeded => self.too_deep(&Extent::empty(*error.marker())),
                _ => syntax::finding(self.source, &error),
            })?;
            match event {
                Event::DocumentStart(..) if begun => second = second.or(Some(extent)),
                Event::DocumentStart(..) => begun = true,
                Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => values += 1,
                _ => {}
            }
            if let Some(start) = &second {
                // A mark at the end of the file begins a document of nothing.
                let is_nothing = match &event {
                    Event::Scalar(_, ScalarStyle::Plain, 0, None) => extent.is_empty(),
                    Event::DocumentStart(..) | Event::DocumentEnd | Event::StreamEnd => true,
                    _ => false,
                };
                if is_nothing {
                    continue;
                }
                let message = "the file holds a second document";
                return Err(self.fault(codes::UNSUPPORTED, message, "keep one document in a file", start));
            }
            if values > self.limits.values {
                let message = format!("the document has more than {} keys and values", self.limits.values);
                return Err(self.fault(codes::LIMIT, message, "divide the document", &extent));
            }
            self.event(event, extent)?;
            if self.errors.len() >= MOST_ERRORS {
                break;
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, extent: Extent) -> Result<(), Finding> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.as_deref(), &extent);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag("seq", tag.as_deref(), &extent);
                self.begin(Items::Seq(Vec::new()), anchor, extent)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag("map", tag.as_deref(), &extent);
                self.begin(Items::Map(Vec::new(), Awaited::Key), anchor, extent)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&extent),
            Event::Alias(anchor) => self.alias(anchor, &extent)?,
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, extent: &Extent) {
        let plain = style == ScalarStyle::Plain;
        // The parser gives a value that is left out as `~` of no length.
        let left_out = plain && extent.is_empty();
        if left_out && tag.is_none() && self.at_root() {
            return;
        }
        if plain && text == "<<" && self.at_key() {
            let help = "write the keys out, or use an alias for the whole value";
            return self.refuse_key("merge keys are not supported".into(), help, self.source.span(extent));
        }
        let value = match tag {
            Some(tag) => self.tagged(tag, if left_out { "" } else { &text }, extent),
            None if plain => scalar::resolve(&text),
            None => Value::Str(text.into_owned()),
        };
        self.leaf(value, anchor, extent);
    }

    fn tagged(&mut self, tag: &Tag, text: &str, extent: &Extent) -> Value {
        let Some(name) = tag.core_suffix() else {
            self.refuse_tag(extent);
            return Value::Null;
        };
        scalar::resolve_as(name, text).unwrap_or_else(|| {
            let message = format!("the value is not what its tag `!!{name}` says");
            let help = "remove the tag, or write a value of that type";
            self.errors.push(self.fault(codes::SYNTAX, message, help, extent));
            Value::Null
        })
    }

    fn check_tag(&mut self, own: &str, tag: Option<&Tag>, extent: &Extent) {
        if tag.is_some_and(|tag| tag.core_suffix() != Some(own)) {
            self.refuse_tag(extent);
        }
    }

    fn refuse_tag(&mut self, extent: &Extent) {
        let extent = extent.tag_span().unwrap_or(*extent);
        self.errors.push(self.fault(codes::UNSUPPORTED, "this tag is not supported", "remove the tag", &extent));
    }
}
