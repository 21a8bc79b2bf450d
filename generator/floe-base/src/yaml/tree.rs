//! A tree of [`Node`]s under construction. Refuses equal keys, keys that are no strings, too much depth, and
//! aliases that would copy too much. Knows no events and no words.

use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{Marker, Span as Extent};

use super::codes;
use super::limits::Limits;
use super::source::{Finding, Source};
use crate::{Key, Node, Span, Value};

/// Reading stops after this many mistakes: more of them help nobody.
pub(super) const MOST_ERRORS: usize = 1000;

/// The memory of a node, without the name of the document, which all nodes share.
const NODE: usize = size_of::<Node>() - size_of::<Arc<str>>();

pub(super) struct Tree<'a> {
    file: Arc<str>,
    pub(super) source: Source<'a>,
    pub(super) limits: &'a Limits,
    open: Vec<Open>,
    pub(super) root: Option<Node>,
    /// The findings that did not end the reading.
    pub(super) errors: Vec<Finding>,
    anchors: BTreeMap<usize, Built>,
    aliases: usize,
    /// Bytes that anchored values and their copies may still take.
    budget: usize,
}

/// A finished value, with the cost of an alias to the value.
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
    extent: Extent,
    anchor: usize,
    weight: usize,
    height: usize,
    items: Items,
}

/// The content so far of an open list or map.
pub(super) enum Items {
    Seq(Vec<Node>),
    Map(Vec<(Key, Node)>, Awaited),
}

/// The part that a map expects next. The value of a refused key is dropped.
pub(super) enum Awaited {
    Key,
    Value(Key),
    DroppedValue,
}

impl<'a> Tree<'a> {
    pub(super) fn new(source: Source<'a>, limits: &'a Limits) -> Self {
        Self {
            file: source.file.into(),
            source,
            limits,
            open: Vec::new(),
            root: None,
            errors: Vec::new(),
            anchors: BTreeMap::new(),
            aliases: 0,
            budget: limits.bytes,
        }
    }

    /// Whether no list or map is open.
    pub(super) const fn at_root(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether the next value is a map's key.
    pub(super) fn at_key(&self) -> bool {
        let innermost = self.open.last().map(|open| &open.items);
        matches!(innermost, Some(Items::Map(_, Awaited::Key)))
    }

    pub(super) fn begin(&mut self, items: Items, anchor: usize, extent: Extent) -> Result<(), Finding> {
        self.check_depth(1, &extent)?;
        self.open.push(Open { extent, anchor, weight: NODE, height: 1, items });
        Ok(())
    }

    pub(super) fn end(&mut self, extent: &Extent) {
        let Some(open) = self.open.pop() else { return };
        // A block ends where the next line begins; people see the end at the last thing in the block.
        let end = if extent.is_empty() { open.extent.end } else { extent.end };
        let span = self.source.between(&open.extent.start, &end);
        let value = match open.items {
            Items::Seq(items) => Value::Seq(items),
            Items::Map(entries, _) => {
                self.refuse_duplicates(&entries);
                Value::Map(entries)
            }
        };
        let node = Node { file: Arc::clone(&self.file), span, value };
        self.put(Built { node, end, weight: open.weight, height: open.height }, open.anchor);
    }

    pub(super) fn leaf(&mut self, value: Value, anchor: usize, extent: &Extent) {
        let text = if let Value::Str(text) = &value { text.len() } else { 0 };
        let node = Node { file: Arc::clone(&self.file), span: self.source.span(extent), value };
        self.put(Built { node, end: extent.end, weight: NODE + text, height: 0 }, anchor);
    }

    /// Puts a copy of an anchored value. The copy stands at the alias; the parts of the copy stand where they were written.
    pub(super) fn alias(&mut self, anchor: usize, extent: &Extent) -> Result<(), Finding> {
        const HELP: &str = "write the value out instead of an alias";
        let refuse = |code, message: String| Err(self.fault(code, message, HELP, extent));
        let Limits { aliases, bytes, .. } = self.limits;
        if self.aliases == *aliases {
            return refuse(codes::LIMIT, format!("the document follows more than {aliases} aliases"));
        }
        if self.open.iter().any(|open| open.anchor == anchor) {
            return refuse(codes::UNSUPPORTED, "the alias stands inside the value it names".into());
        }
        let affordable = self.anchors.get(&anchor).filter(|built| built.weight <= self.budget);
        let Some(mut built) = affordable.cloned() else {
            let message = format!("what the document's aliases copy takes more than {bytes} bytes");
            return refuse(codes::LIMIT, message);
        };
        self.check_depth(built.height, extent)?;
        self.aliases += 1;
        self.budget -= built.weight;
        built.node.span = self.source.span(extent);
        built.end = extent.end;
        self.put(built, 0);
        Ok(())
    }

    /// Refuses the key that is read now; the value will be dropped.
    pub(super) fn refuse_key(&mut self, message: String, help: &'static str, at: Span) {
        if let Some(Open { items: Items::Map(_, awaited), .. }) = self.open.last_mut() {
            *awaited = Awaited::DroppedValue;
        }
        self.errors.push(self.source.error(codes::UNSUPPORTED, message, help, at));
    }

    /// A finding at an extent.
    pub(super) fn fault(
        &self,
        code: &'static str,
        message: impl Into<String>,
        help: &'static str,
        extent: &Extent,
    ) -> Finding {
        self.source.error(code, message, help, self.source.span(extent))
    }

    pub(super) fn too_deep(&self, extent: &Extent) -> Finding {
        let message = format!("the document is nested more than {} levels deep", self.limits.depth);
        self.fault(codes::LIMIT, message, "nest fewer lists and maps into each other", extent)
    }

    fn check_depth(&self, more: usize, extent: &Extent) -> Result<(), Finding> {
        let fits = self.open.len() + more <= self.limits.depth;
        if fits { Ok(()) } else { Err(self.too_deep(extent)) }
    }

    /// Puts a finished value into the innermost open list or map, or at the root.
    fn put(&mut self, built: Built, anchor: usize) {
        if anchor != 0 && built.weight <= self.budget {
            self.budget -= built.weight;
            self.anchors.insert(anchor, built.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(built.node);
            return;
        };
        open.extent.end = built.end;
        open.weight += built.weight;
        open.height = open.height.max(built.height + 1);
        let (entries, awaited) = match &mut open.items {
            Items::Seq(items) => return items.push(built.node),
            Items::Map(entries, awaited) => (entries, awaited),
        };
        match std::mem::replace(awaited, Awaited::Key) {
            Awaited::Value(key) => entries.push((key, built.node)),
            Awaited::DroppedValue => {}
            Awaited::Key => match built.node {
                Node { span, value: Value::Str(name), .. } => *awaited = Awaited::Value(Key { span, name }),
                Node { span, value, .. } => {
                    let message = format!("a key is a string, and this one is {}", value.kind());
                    self.refuse_key(message, "put the key into quotes", span);
                }
            },
        }
    }

    fn refuse_duplicates(&mut self, entries: &[(Key, Node)]) {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for (Key { name, span }, _) in entries {
            if self.errors.len() >= MOST_ERRORS {
                return;
            }
            let earlier = *first.entry(name).or_insert(*span);
            if earlier != *span {
                let message = format!("the key `{}` stands twice in one map", shortened(name));
                let help = "remove or rename one of the two";
                let error = self.source.error(codes::DUPLICATE_KEY, message, help, *span);
                let earlier = self.source.place(earlier);
                self.errors.push(error.related(earlier, "first written here").into());
            }
        }
    }
}

/// A key as shown in a message.
fn shortened(key: &str) -> String {
    match key.char_indices().nth(64) {
        Some((end, _)) => format!("{}...", &key[..end]),
        None => key.to_owned(),
    }
}
