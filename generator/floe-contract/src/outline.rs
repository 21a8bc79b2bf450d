//! Outline: the parts of a contract on which others depend, and the contracts that it refers to. Needs no resolving. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Digest, Node};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contracts::additions;
use crate::lint::SETS;
use crate::model::Kind;
use crate::reader::entries;
use crate::source::{Source, identify};

/// How references to other contracts begin.
const REFERENCE: &str = "floe:";
/// The key of a use of a named scalar.
const SCALAR: &str = "x-floe-scalar";

/// A contract as others see it. Names of contracts are written as in references: `bindings/storage/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The contract's own name.
    pub name: String,
    /// The contracts to which this contract refers.
    pub refers_to: BTreeSet<String>,
    /// The contracts to which this contract adds something: those are made of this contract, too.
    #[serde(default)]
    pub adds_to: BTreeSet<String>,
    /// The digest of the surface: all parts that may enter outputs made of several contracts, or clash with a name there. Examples
    /// and the content of objects, enumerations and the cases of unions are not surface. A change outside of the surface can alter only the
    /// contract's own outputs, and can break only contracts that refer to the contract.
    ///
    /// `None`: the contract has no surface of this kind. Documents that people write no file of and bindings have one, unless one of their
    /// types is known by name alone.
    pub surface: Option<Digest>,
}

/// The outline of a contract file that has been read; `None`: the file is no contract.
pub fn outline(file: &str, contract: &Node) -> Option<Outline> {
    let Source::Contract(id) = identify(file) else { return None };
    let mut refers_to = BTreeSet::new();
    references(contract, &mut refers_to);
    let is_shape = matches!(id.kind, Kind::Document | Kind::Binding);
    let mut adds_to = BTreeSet::new();
    additions(contract).filter_map(|addition| addition.get("to")).for_each(|to| references(to, &mut adds_to));
    let carries = |def: &Node| def.get("x-floe-carries").is_some();
    let is_known =
        entries(contract, "$defs").iter().any(|(key, def)| SETS.contains(&key.name.as_str()) || carries(def));
    let is_alone = is_shape && contract.get("file").is_none() && !is_known;
    let surface = is_alone.then(|| Digest::of(surface(contract).to_string().as_bytes()));
    Some(Outline { name: id.to_string(), refers_to, adds_to, surface })
}

/// The surface of a shape; the other parts count only as present.
fn surface(contract: &Node) -> Value {
    members(contract, |key, member| match key {
        "examples" => Value::Null,
        "$defs" => members(member, |_, def| members(def, of_def)),
        _ => member.to_json(),
    })
}

fn of_def(key: &str, member: &Node) -> Value {
    match key {
        "description" | "required" | "properties" | "enum" => Value::Null,
        "variants" => members(member, |key, part| match key {
            "tag" | "tag-description" | "common" => Value::Null,
            // Each case has a type, whose name no other may have.
            "cases" => members(part, |_, _| Value::Null),
            _ => part.to_json(),
        }),
        _ => member.to_json(),
    }
}

/// Keeps the surface of each member of a map; keeps all of a node that is no map.
fn members(node: &Node, taken: impl Fn(&str, &Node) -> Value) -> Value {
    let Some(entries) = node.as_map() else { return node.to_json() };
    Value::Object(entries.iter().map(|(key, member)| (key.name.clone(), taken(&key.name, member))).collect())
}

fn references(node: &Node, found: &mut BTreeSet<String>) {
    if let Some(target) = node.as_str().and_then(|text| text.strip_prefix(REFERENCE)) {
        found.insert(target.split_once('#').map_or(target, |(contract, _)| contract).to_owned());
    }
    for (key, value) in node.entries() {
        if key.name == SCALAR {
            found.insert("scalars/core/v1".to_owned());
        }
        references(value, found);
    }
    for item in node.items() {
        references(item, found);
    }
}

/// The contracts that a change of some contracts concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closure {
    /// The changed contracts and all that refer to them, directly or through others.
    pub concerned: BTreeSet<String>,
    /// These and all that they refer to: the contracts that must be read to make the outputs anew.
    pub needed: BTreeSet<String>,
}

/// The closure of changed contracts, all given by name.
pub fn closure<'a>(outlines: impl IntoIterator<Item = &'a Outline>, changed: &BTreeSet<String>) -> Closure {
    let mut forth: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Outline { name, refers_to, adds_to, .. } in outlines {
        let refers = refers_to.iter().map(|target| (name, target));
        for (from, to) in refers.chain(adds_to.iter().map(|target| (target, name))) {
            forth.entry(from).or_default().push(to);
            back.entry(to).or_default().push(from);
        }
    }
    let concerned = reached(&back, changed);
    Closure { needed: reached(&forth, &concerned), concerned }
}

fn reached(edges: &BTreeMap<&str, Vec<&str>>, from: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = from.clone();
    let mut open: Vec<&str> = from.iter().map(String::as_str).collect();
    while let Some(one) = open.pop() {
        for next in edges.get(one).into_iter().flatten() {
            if all.insert((*next).to_owned()) {
                open.push(next);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use floe_base::yaml;

    use super::*;

    fn binding(name: &str, rest: &str) -> Outline {
        let text = format!(
            "{{kind: binding, name: {name}, version: 1.0.0, description: One., root: A, $defs: {{A: {rest}}}}}"
        );
        of(&format!("contracts/bindings/{name}/v1.yaml"), &text)
    }

    fn of(file: &str, text: &str) -> Outline {
        outline(file, &yaml::read(file, text.as_bytes(), &yaml::Limits::default()).unwrap()).unwrap()
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_closure_is_what_refers_to_a_contract_and_what_that_needs() {
        let refers = |to: &str| format!("{{a: [{{$ref: 'floe:bindings/{to}/v1#/$defs/B'}}]}}");
        let all = [
            binding("base", "{x-floe-scalar: word}"),
            binding("middle", &refers("base")),
            binding("top", &refers("middle")),
            binding("beside", &refers("base")),
            binding("needed", "{}"),
            binding("both", "{a: {$ref: 'floe:bindings/top/v1'}, b: {$ref: 'floe:bindings/needed/v1'}}"),
        ];
        let found = closure(&all, &names(&["bindings/middle/v1"]));
        assert_eq!(found.concerned, names(&["bindings/middle/v1", "bindings/top/v1", "bindings/both/v1"]));
        let more = names(&["bindings/base/v1", "bindings/needed/v1", "scalars/core/v1"]);
        assert_eq!(found.needed, &found.concerned | &more);
    }

    #[test]
    fn a_field_is_below_the_surface_and_a_type_is_not() {
        let surface = |rest: &str| binding("a", rest).surface;
        assert_eq!(surface("{properties: {a: {}}}"), surface("{properties: {b: {type: string}}}"));
        assert_ne!(surface("{properties: {a: {}}}"), surface("{enum: {a: ''}}"));
        assert_ne!(surface("{}"), surface("{}, B: {}"));
        assert_ne!(surface("{}"), surface("{}, C: {}"));
        let union = |cases: &str| surface(&format!("{{variants: {{tag: a, cases: {{{cases}}}}}}}"));
        assert_eq!(union("a: {}"), union("a: {properties: {b: {}}}"));
        assert_ne!(union("a: {}"), union("b: {}"));
    }

    #[test]
    fn only_a_shape_has_more_than_its_surface() {
        assert!(binding("a", "{}").surface.is_some());
        assert_eq!(of("contracts/scalars/v1.yaml", "{}").surface, None);
        assert_eq!(of("contracts/documents/a/v1.yaml", "{file: a.yaml}").surface, None);
    }
}
