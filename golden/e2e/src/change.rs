//! Change: overriding values that most charts understand, one more replica and another image tag. Knows no particular
//! chart.

use serde_json::{Map, Value, json};

/// Numbers of replicas, by the names that charts give them.
const REPLICAS: &[&str] = &["replicaCount", "replicas"];
/// The tag of an image.
const TAG: &str = "tag";
/// The tag of a changed image; nobody pulls the image.
const OTHER_TAG: &str = "changed";

/// Values that override a chart's own: one more replica and another tag, each at the first place with a known name.
pub(crate) fn overrides(values: &Value) -> Value {
    let replicas = change(values, &|name, value| {
        REPLICAS.contains(&name).then(|| value.as_u64().map(|count| json!(count + 1))).flatten()
    });
    let tag = change(values, &|name, value| (name == TAG && value.is_string()).then(|| json!(OTHER_TAG)));
    let mut all = Value::Object(Map::new());
    for one in [replicas, tag].into_iter().flatten() {
        merge(&mut all, one);
    }
    all
}

/// Applies `to` to the first value that matches, and returns the new value inside the maps around it.
fn change(value: &Value, to: &dyn Fn(&str, &Value) -> Option<Value>) -> Option<Value> {
    let map = value.as_object()?;
    let here = map.iter().find_map(|(name, value)| Some((name, to(name, value)?)));
    let (name, changed) = here.or_else(|| map.iter().find_map(|(name, value)| Some((name, change(value, to)?))))?;
    Some(Value::Object(Map::from_iter([(name.clone(), changed)])))
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_of_replicas_and_one_tag_are_changed() {
        let values = json!({"replicaCount": 1, "image": {"repository": "nginx", "tag": ""}, "other": {"tag": "1"}});
        assert_eq!(overrides(&values), json!({"replicaCount": 2, "image": {"tag": "changed"}}));
    }

    #[test]
    fn both_may_stand_below_the_same_name() {
        let values = json!({"web": {"replicas": 3, "image": {"tag": "a"}}});
        assert_eq!(overrides(&values), json!({"web": {"replicas": 4, "image": {"tag": "changed"}}}));
    }

    #[test]
    fn nothing_known_is_nothing_changed() {
        assert_eq!(overrides(&json!({"a": 1})), json!({}));
        assert_eq!(overrides(&Value::Null), json!({}));
    }
}
