//! Tree: a value in a component, YAML with `$` operators. Not evaluated, and not read here.

use serde::{Deserialize, Serialize};

use super::Path;

/// A value tree: plain YAML in which a map with a key that begins with `$` is an operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Tree {
    /// A literal scalar: null, boolean, number or string.
    Literal(serde_json::Value),
    /// A list. An item that is an [`Each`] without a key gives all values of the [`Each`].
    List(Vec<Tree>),
    /// A map, in document order.
    Map(Vec<(String, Tree)>),
    /// `{$: path}`: the fact at the path, a scalar or a whole subtree.
    Path(Path),
    /// `{$text: "…{path}…"}`: facts in the middle of text.
    Text(Text),
    /// `{$each: path, as: name, value: tree}`: a list; with `key`, a map.
    Each(Box<Each>),
    /// `{$match: path, of: {value: tree}}`: the tree of the value at the path; exhaustive.
    Match(Box<Match>),
    /// `{$if: path, then: tree}`: the tree where the path is there, and, if a boolean, true.
    If(Box<If>),
    /// `{$: workloads.run.pod}`: a part of the pods of the workload at this position. Lint makes this variant of the path.
    #[serde(skip)]
    Pods(usize, PodPart),
}

/// A part of a workload's pods, for the service that starts such pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PodPart {
    /// Their labels.
    Labels,
    /// Their main container without name, image and command.
    Container,
    /// Their specification without containers.
    Pod,
}

/// Text with holes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The parts in order.
    pub parts: Vec<Part>,
}

/// A part of a [`Text`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// Literal text.
    Literal(String),
    /// The scalar at a path.
    Hole(Path),
}

/// One value for each item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Each {
    /// The list, or a map, whose values are then the items.
    pub over: Path,
    /// The name of the item inside `key` and `value`.
    pub name: String,
    /// With a key the whole is a map.
    pub key: Option<Text>,
    /// The value.
    pub value: Tree,
}

/// A tree for each value that a path can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// An enumeration, a boolean, or a union (then the tag decides).
    pub on: Path,
    /// The trees by value.
    pub cases: Vec<(String, Tree)>,
}

/// A tree that stands only where a path is there (and, if a boolean, true).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct If {
    /// The path that decides.
    pub on: Path,
    /// The tree.
    pub then: Tree,
}
