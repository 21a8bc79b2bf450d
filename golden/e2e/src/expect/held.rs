//! The server holds every rendered field of every object, and no further field of policies and roles.

use serde_json::Value;

use crate::moment::Moment;
use crate::object::Object;
use crate::quantity;

/// Parts of objects that only the chart writes. The held part must equal the server's answer in the dry run.
const EXACT: &[(&str, &[&str])] = &[
    ("ClusterRole", &["/rules"]),
    ("ClusterRoleBinding", &["/roleRef", "/subjects"]),
    ("NetworkPolicy", &["/spec"]),
    ("PodDisruptionBudget", &["/spec"]),
    ("ResourceQuota", &["/spec"]),
    ("Role", &["/rules"]),
    ("RoleBinding", &["/roleRef", "/subjects"]),
];

pub(super) fn as_rendered(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut differing = Vec::new();
    for (document, object) in moment.held() {
        // The server stores the text of a Secret under another field.
        if object.id.kind != "Secret"
            && let Some(place) = missing(&document.object.value, &object.value, "")
        {
            let cause = format!("{place} is not held as it was rendered");
            differing.push((object.id.to_string(), cause));
        }
    }
    differing.extend(exact(moment));
    differing
}

fn exact(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut differing = Vec::new();
    for (document, answer) in moment.rendering.documents.iter().zip(&moment.rendering.answers) {
        let id = &document.object.id;
        let (Some(held), Some(Ok(taken))) =
            (moment.after.objects.get(id), answer.as_ref().map(|answer| &answer.verdict))
        else {
            continue;
        };
        let taken = Object { id: id.clone(), value: taken.clone() };
        let parts = EXACT.iter().find(|(kind, _)| *kind == id.kind).map_or(&[][..], |(_, parts)| parts);
        for part in parts.iter().filter(|part| taken.at(part) != held.at(part)) {
            let cause = format!("{part} reads back as {}, and was rendered as {}", held.at(part), taken.at(part));
            differing.push((id.to_string(), cause));
        }
    }
    differing
}

/// The first place where the held object lacks a part of the rendered one.
fn missing(rendered: &Value, held: &Value, place: &str) -> Option<String> {
    match (rendered, held) {
        (Value::Object(rendered), Value::Object(held)) => rendered.iter().find_map(|(name, value)| {
            let place = format!("{place}/{name}");
            match held.get(name) {
                Some(held) => missing(value, held, &place),
                // The server drops empty values.
                None => (!is_empty(value)).then_some(place),
            }
        }),
        (Value::Array(rendered), Value::Array(held)) if rendered.len() == held.len() => {
            let mut pairs = rendered.iter().zip(held).enumerate();
            pairs.find_map(|(number, (rendered, held))| missing(rendered, held, &format!("{place}/{number}")))
        }
        (Value::Array(_), Value::Array(_)) => Some(place.to_owned()),
        (rendered, held) => (rendered != held && !quantity::equal(rendered, held)).then(|| place.to_owned()),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_of_the_server_are_no_difference() {
        let rendered = json!({"a": 1, "empty": [], "cpu": "1000m", "list": [{"b": "c"}]});
        let held = json!({"a": 1, "cpu": "1", "list": [{"b": "c", "default": true}], "more": 2});
        assert_eq!(missing(&rendered, &held, ""), None);
    }

    #[test]
    fn what_is_held_otherwise_is_named_by_its_place() {
        let place = |rendered: Value, held: Value| missing(&rendered, &held, "");
        assert_eq!(place(json!({"a": {"b": 1}}), json!({"a": {"b": 2}})).unwrap(), "/a/b");
        assert_eq!(place(json!({"a": [1]}), json!({"a": [1, 2]})).unwrap(), "/a");
        assert_eq!(place(json!({"a": "x"}), json!({})).unwrap(), "/a");
        assert_eq!(place(json!({"cpu": "1"}), json!({"cpu": "1m"})).unwrap(), "/cpu");
    }
}
