//! The parser's events to a tree of [`Node`]s. Grammar is the parser's, words are `scalar`'s, wording of syntax errors is `syntax`'s.

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span as Extent, Tag};

use super::{Limits, codes, encoding, scalar, span_of, syntax};
use crate::{Diagnostic, Key, Node, Place, Span, Value};

/// The remedy for too much nesting.
pub(super) const FLATTEN: &str = "nest fewer lists and maps into each other";

/// Reads one YAML or JSON document. All findings are handed back together, up to the first syntax error or exceeded limit.
///
/// `file` is the path that diagnostics show.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Node, Vec<Diagnostic>> {
    let start = Place::new(file, Span::new(1, 1, 0));
    if bytes.len() > limits.bytes {
        let message = format!(
            "the file has {} bytes, more than the {} that are read",
            bytes.len(),
            limits.bytes
        );
        return Err(vec![
            Diagnostic::error(codes::LIMIT, message)
                .at(start)
                .help("divide the document into smaller files"),
        ]);
    }
    let text = encoding::decode(file, bytes).map_err(|error| vec![*error])?;
    let mut reader = Reader::new(file, text, limits);
    if let Err(fatal) = reader.run() {
        reader.errors.push(*fatal);
    }
    match reader.root {
        _ if !reader.errors.is_empty() => Err(reader.errors),
        Some(root) => Ok(root),
        None => Err(vec![
            Diagnostic::error(codes::EMPTY, "the document is empty")
                .at(start)
                .help("write the document's first key"),
        ]),
    }
}

/// A finished value, with what an alias to it would cost.
#[derive(Clone)]
struct Built {
    node: Node,
    end: Marker,
    /// Memory in bytes.
    weight: usize,
    /// Levels of lists and maps.
    height: usize,
}

/// A list or map whose end has not been read.
struct Open {
    start: Marker,
    end: Marker,
    anchor: usize,
    weight: usize,
    height: usize,
    items: Items,
}

enum Items {
    Seq(Vec<Node>),
    Map {
        entries: Vec<(Key, Node)>,
        key: Option<Key>,
    },
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    limits: &'a Limits,
    open: Vec<Open>,
    root: Option<Node>,
    errors: Vec<Diagnostic>,
    anchors: BTreeMap<usize, Built>,
    aliases: usize,
    /// Bytes that anchored values and their copies may still take.
    budget: usize,
}

/// What ends the reading at once.
type Fatal = Box<Diagnostic>;

impl<'a> Reader<'a> {
    const fn new(file: &'a str, text: &'a str, limits: &'a Limits) -> Self {
        Self {
            file,
            text,
            limits,
            open: Vec::new(),
            root: None,
            errors: Vec::new(),
            anchors: BTreeMap::new(),
            aliases: 0,
            budget: limits.bytes,
        }
    }

    fn run(&mut self) -> Result<(), Fatal> {
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: self.limits.depth,
            block_nesting_limit: self.limits.depth,
        };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, extent) =
                event.map_err(|error| syntax::diagnostic(self.file, self.text, &error))?;
            if let Event::DocumentStart(..) = event {
                documents += 1;
            }
            if documents > 1 {
                let error = self.error(
                    codes::UNSUPPORTED,
                    "the file holds a second document",
                    self.span(&extent),
                );
                return Err(error.help("keep one document in a file").into());
            }
            self.event(event, &extent)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, extent: &Extent) -> Result<(), Fatal> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.as_deref(), extent);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.begin(Items::Seq(Vec::new()), anchor, tag.as_deref(), extent)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.begin(
                    Items::Map {
                        entries: Vec::new(),
                        key: None,
                    },
                    anchor,
                    tag.as_deref(),
                    extent,
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(extent),
            Event::Alias(anchor) => self.alias(anchor, extent)?,
            _ => {}
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        extent: &Extent,
    ) {
        let span = self.span(extent);
        let left_out = extent.is_empty();
        let plain = style == ScalarStyle::Plain;
        if left_out && self.open.is_empty() && tag.is_none() {
            return;
        }
        let value = match tag {
            Some(tag) => self.tagged(tag, if left_out { "" } else { &text }, span),
            None if plain => scalar::resolve(&text),
            None => Value::Str(text.into_owned()),
        };
        let merges = plain && matches!(&value, Value::Str(text) if text == "<<") && self.at_key();
        if merges {
            let error = self.error(codes::UNSUPPORTED, "merge keys are not supported", span);
            self.errors
                .push(error.help("write the keys out, or use an alias for the whole value"));
        }
        let weight = size_of::<Node>()
            + if let Value::Str(text) = &value {
                text.len()
            } else {
                0
            };
        self.place(
            Built {
                node: Node { span, value },
                end: extent.end,
                weight,
                height: 0,
            },
            anchor,
        );
    }

    fn tagged(&mut self, tag: &Tag, text: &str, span: Span) -> Value {
        let Some(name) = tag.core_suffix() else {
            self.refuse_tag(span);
            return Value::Null;
        };
        scalar::resolve_as(name, text).unwrap_or_else(|| {
            let error = self.error(
                codes::SYNTAX,
                format!("the value is not what its tag `!!{name}` says"),
                span,
            );
            self.errors
                .push(error.help("remove the tag, or write a value of that type"));
            Value::Null
        })
    }

    fn refuse_tag(&mut self, span: Span) {
        let error = self.error(
            codes::UNSUPPORTED,
            "the value has a tag that is not supported",
            span,
        );
        self.errors.push(error.help("remove the tag"));
    }

    fn begin(
        &mut self,
        items: Items,
        anchor: usize,
        tag: Option<&Tag>,
        extent: &Extent,
    ) -> Result<(), Fatal> {
        let own = if let Items::Seq(_) = items {
            "seq"
        } else {
            "map"
        };
        if tag.is_some_and(|tag| tag.core_suffix() != Some(own)) {
            self.refuse_tag(self.span(extent));
        }
        self.check_depth(1, extent)?;
        self.open.push(Open {
            start: extent.start,
            end: extent.end,
            anchor,
            weight: size_of::<Node>(),
            height: 1,
            items,
        });
        Ok(())
    }

    fn end(&mut self, extent: &Extent) {
        let Some(open) = self.open.pop() else { return };
        // The end of a block is told where the next line begins; what counts is the last thing in it.
        let end = if extent.is_empty() {
            open.end
        } else {
            extent.end
        };
        let span = span_of(&open.start, &end, self.text);
        let value = match open.items {
            Items::Seq(items) => Value::Seq(items),
            Items::Map { entries, .. } => {
                self.refuse_duplicates(&entries);
                Value::Map(entries)
            }
        };
        self.place(
            Built {
                node: Node { span, value },
                end,
                weight: open.weight,
                height: open.height,
            },
            open.anchor,
        );
    }

    fn alias(&mut self, anchor: usize, extent: &Extent) -> Result<(), Fatal> {
        let span = self.span(extent);
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let message = format!(
                "the document follows more than {} aliases",
                self.limits.aliases
            );
            return Err(self
                .error(codes::LIMIT, message, span)
                .help("write the values out")
                .into());
        }
        if self.open.iter().any(|open| open.anchor == anchor) {
            let error = self.error(
                codes::UNSUPPORTED,
                "the alias stands inside the value that it names",
                span,
            );
            return Err(error.help("write the value out").into());
        }
        let affordable = self
            .anchors
            .get(&anchor)
            .filter(|built| built.weight <= self.budget)
            .cloned();
        let Some(mut built) = affordable else {
            let message = format!(
                "the values that aliases copy take more than {} bytes",
                self.limits.bytes
            );
            return Err(self
                .error(codes::LIMIT, message, span)
                .help("write the values out")
                .into());
        };
        self.check_depth(built.height, extent)?;
        self.budget -= built.weight;
        built.node.span = span;
        built.end = extent.end;
        self.place(built, 0);
        Ok(())
    }

    fn check_depth(&self, more: usize, extent: &Extent) -> Result<(), Fatal> {
        if self.open.len() + more <= self.limits.depth {
            return Ok(());
        }
        let message = format!(
            "the document is nested more than {} levels deep",
            self.limits.depth
        );
        Err(self
            .error(codes::LIMIT, message, self.span(extent))
            .help(FLATTEN)
            .into())
    }

    /// Puts a finished value where it belongs: the innermost open list or map, as key or value, or the root.
    fn place(&mut self, built: Built, anchor: usize) {
        if anchor != 0 && built.weight <= self.budget {
            self.budget -= built.weight;
            self.anchors.insert(anchor, built.clone());
        }
        let at_key = self.at_key();
        let Some(open) = self.open.last_mut() else {
            self.root = Some(built.node);
            return;
        };
        open.end = built.end;
        open.weight += built.weight;
        open.height = open.height.max(built.height + 1);
        match &mut open.items {
            Items::Seq(items) => items.push(built.node),
            Items::Map { key, .. } if at_key => {
                let span = built.node.span;
                let (name, refused) = match built.node.value {
                    Value::Str(name) => (name, None),
                    other => (String::new(), Some(other.kind())),
                };
                *key = Some(Key { span, name });
                if let Some(kind) = refused {
                    let error = self.error(
                        codes::UNSUPPORTED,
                        format!("a key is a string, and this one is {kind}"),
                        span,
                    );
                    self.errors.push(error.help("put the key into quotes"));
                }
            }
            Items::Map { entries, key } => entries.extend(key.take().map(|key| (key, built.node))),
        }
    }

    fn at_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                items: Items::Map { key: None, .. },
                ..
            })
        )
    }

    fn refuse_duplicates(&mut self, entries: &[(Key, Node)]) {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for (key, _) in entries {
            let Some(earlier) = first.get(key.name.as_str()) else {
                first.insert(&key.name, key.span);
                continue;
            };
            let error = self.error(
                codes::DUPLICATE_KEY,
                format!("the key `{}` stands twice in one map", key.name),
                key.span,
            );
            let error = error
                .related(Place::new(self.file, *earlier), "first here")
                .help("remove or rename one of the two");
            self.errors.push(error);
        }
    }

    fn error(&self, code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::error(code, message).at(Place::new(self.file, span))
    }

    fn span(&self, extent: &Extent) -> Span {
        span_of(&extent.start, &extent.end, self.text)
    }
}
