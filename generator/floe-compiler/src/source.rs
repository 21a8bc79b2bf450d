//! Source: the content of a document, and places and paths in the document for people. Judges nothing.

use floe_base::{Node, Place};

/// The content of a document. Each node knows the document, so every place names the right document.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The whole document.
    pub node: Node,
}

impl Source {
    /// The text at a pointer.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.node.pointer(pointer)?.as_str()
    }

    /// The place of the value at a pointer. If no value is written there, the place of the nearest value around the pointer.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        self.node.place(pointer)
    }

    /// The place of the key at a pointer. Without such a key, the place of the nearest key around the pointer.
    pub(crate) fn key_place(&self, pointer: &str) -> Place {
        self.node.key_place(pointer)
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
