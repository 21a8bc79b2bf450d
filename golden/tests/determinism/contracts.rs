//! The order of keys in contracts. The order of keys that the meta-contracts name has no effect. The order of names
//! that authors choose (fields, types, cases, methods, variables) is the order in all outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::path::Path;

use floe_base::yaml::{self, Limits};
use floe_base::{FileSet, Node, Value, drift};
use floe_golden::Chance;

use crate::shuffle::shuffled;

/// The first way of hosting in a plugin's contract is the default, so the order has an effect.
const FIRST_IS_DEFAULT: &str = "hosting";

fn repository() -> FileSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    floe_disk::read(&root, "contracts").expect("the contracts can be read")
}

#[test]
fn the_order_of_keys_that_the_language_names_changes_nothing_that_is_generated() {
    let contracts = repository();
    let named = Named::of(&contracts);
    let emit = |files: &FileSet| {
        let model = floe_contract::load(files).unwrap_or_else(|findings| panic!("{findings:?}"));
        let charts = floe_contract::judge(&model).unwrap_or_else(|findings| panic!("{findings:?}"));
        floe_codegen::emit(&model, &charts, &[]).files
    };
    let expected = emit(&contracts);
    for round in 0..2 {
        let mut chance = Chance::seeded(round);
        let mut other = FileSet::new();
        for (path, bytes) in contracts.iter() {
            let text = shuffled(path, bytes, &mut chance, &|at| named.by_people(at));
            assert_ne!(text, bytes, "{path}");
            other.insert(path, text).expect("paths stay different");
        }
        let drift: Vec<String> = drift(&expected, &emit(&other)).iter().map(ToString::to_string).collect();
        assert!(drift.is_empty(), "round {round}:\n{}", drift.join("\n"));
    }
}

/// The keys below which authors choose names, collected from the meta-contracts.
#[derive(Debug, Default)]
struct Named {
    /// Keys whose value is a map with free keys, with the depth of nested maps.
    maps: BTreeMap<String, usize>,
    /// Keys whose value is arbitrary.
    anything: BTreeSet<String>,
}

impl Named {
    fn of(contracts: &FileSet) -> Self {
        let mut named = Self::default();
        for (path, bytes) in contracts.iter().filter(|(path, _)| path.starts_with("contracts/meta/")) {
            named.collect(&yaml::read(path, bytes, &Limits::default()).expect("a contract parses"));
        }
        named
    }

    fn collect(&mut self, node: &Node) {
        let properties = node.get("properties").and_then(Node::as_map).unwrap_or_default();
        for (key, ty) in properties {
            let values = ty.get("additionalProperties");
            let free = values.is_some_and(|values| values.value == Value::Bool(true));
            if free || is_any(ty) || ty.get("items").is_some_and(is_any) {
                self.anything.insert(key.name.clone());
            } else if values.is_some() {
                let depth = successors(values, |inner| inner.get("additionalProperties")).count();
                self.maps.insert(key.name.clone(), depth);
            }
        }
        for (_, value) in node.as_map().unwrap_or_default() {
            self.collect(value);
        }
    }

    /// Whether authors chose the keys of the map at a path, or the order of the keys has a meaning of its own.
    fn by_people(&self, at: &[&str]) -> bool {
        let in_map = |(above, key): (usize, &&str)| self.maps.get(*key).is_some_and(|depth| above < *depth);
        at.iter().any(|key| self.anything.contains(*key))
            || at.iter().rev().enumerate().any(in_map)
            || at.last().is_some_and(|key| *key == FIRST_IS_DEFAULT)
    }
}

/// Whether a type accepts any value.
fn is_any(ty: &Node) -> bool {
    let says = ["type", "$ref", "const", "x-floe-scalar"];
    ty.as_map().is_some() && says.iter().all(|key| ty.get(key).is_none())
}
