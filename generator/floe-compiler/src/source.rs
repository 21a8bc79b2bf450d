//! Source: a document that has been read, and the places of what it says. Judges nothing.

use floe_base::{Findings, Node, Place, Span, yaml};

use crate::input::Document;

/// A document that has been read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its path, as shown to people.
    pub path: String,
    /// What it holds.
    pub node: Node,
}

impl Source {
    /// Reads a document; what is wrong with its text goes to `out`.
    pub(crate) fn read(document: &Document, out: &mut Findings) -> Option<Self> {
        match yaml::read(&document.path, &document.bytes, &yaml::Limits::default()) {
            Ok(node) => Some(Self { path: document.path.clone(), node }),
            Err(findings) => {
                out.extend(findings);
                None
            }
        }
    }

    /// The text at a pointer.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.node.pointer(pointer)?.as_str()
    }

    /// Where the value at a pointer stands; of what is not written, the nearest thing around it that is.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |pointer| self.node.locate(pointer))
    }

    /// Where the key of the member at a pointer stands; of what has none or is not written, the nearest thing around it.
    pub(crate) fn key_place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |pointer| self.node.locate_key(pointer))
    }

    fn nearest(&self, pointer: &str, locate: impl Fn(&str) -> Option<Span>) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(span) = locate(pointer) {
                return Place::new(self.path.clone(), span);
            }
            match pointer.rsplit_once('/') {
                Some((outer, _)) => pointer = outer,
                None => return Place::new(self.path.clone(), self.node.span),
            }
        }
    }
}

/// A pointer as people write it: `/transforms/0/name` is `transforms[0].name`.
pub(crate) fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")) {
        if !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
            path.extend(["[", &step, "]"]);
        } else {
            path += if path.is_empty() { "" } else { "." };
            path += &step;
        }
    }
    path
}

/// A pointer with one more step.
pub(crate) fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
