//! Tree: a value as a component writes it, YAML with `$` operators. Not yet evaluated, and not checked against its slot.

/// A value tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// A literal JSON value.
    Literal(serde_json::Value),
}
