//! Shuffle: a document with the keys of its maps in random order. The order of lists has a meaning and stays.

use floe_base::yaml::{self, Limits};
use floe_base::{Key, Node, Value};
use floe_golden::Chance;
use serde_json::json;

/// The shuffled document as JSON, which is also YAML. Where `keeps` returns true for the path to a map, the map keeps
/// its order.
pub(crate) fn shuffled(path: &str, bytes: &[u8], chance: &mut Chance, keeps: &dyn Fn(&[&str]) -> bool) -> Vec<u8> {
    let node = yaml::read(path, bytes, &Limits::default()).unwrap_or_else(|findings| panic!("{findings:?}"));
    text(&node, &mut Vec::new(), chance, keeps).into_bytes()
}

fn text<'a>(node: &'a Node, at: &mut Vec<&'a str>, chance: &mut Chance, keeps: &dyn Fn(&[&str]) -> bool) -> String {
    match &node.value {
        Value::Seq(items) => {
            at.push("*");
            let items: Vec<String> = items.iter().map(|item| text(item, at, chance, keeps)).collect();
            at.pop();
            format!("[{}]", items.join(","))
        }
        Value::Map(entries) => {
            let mut entries: Vec<&(Key, Node)> = entries.iter().collect();
            if !keeps(at) {
                shuffle(&mut entries, chance);
            }
            let mut members = Vec::new();
            for (key, value) in entries {
                at.push(&key.name);
                members.push(format!("{}: {}", json!(key.name), text(value, at, chance, keeps)));
                at.pop();
            }
            format!("{{{}}}", members.join(","))
        }
        _ => node.to_json().to_string(),
    }
}

/// Puts a slice into random order.
pub(crate) fn shuffle<T>(things: &mut [T], chance: &mut Chance) {
    for end in (1..things.len()).rev() {
        let picked = chance.below(u64::try_from(end + 1).expect("a length fits"));
        things.swap(end, usize::try_from(picked).expect("it is below a length"));
    }
}
