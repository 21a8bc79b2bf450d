//! Values: a chart's defaults under a user's overrides, by Helm's rules, and JSON as template data. Validates nothing.

use std::sync::Arc;

use gotmpl::Value;
use serde_json::{Map, Value as Json};

/// The overrides over the chart's defaults. Tables merge; any other value of an override wins; null in an override removes
/// the chart's value; nulls among the defaults count as absent.
pub(crate) fn coalesced(defaults: &Map<String, Json>, overrides: &Map<String, Json>) -> Map<String, Json> {
    let mut merged = merged(defaults, overrides);
    // At the top a null removes even a null of the chart; below, such a null stays.
    merged.retain(|key, value| !(value.is_null() && defaults.contains_key(key)));
    merged
}

fn merged(defaults: &Map<String, Json>, overrides: &Map<String, Json>) -> Map<String, Json> {
    let mut out = Map::new();
    for (key, value) in overrides {
        match (value, defaults.get(key)) {
            (Json::Null, Some(default)) if !default.is_null() => {}
            (Json::Object(over), Some(Json::Object(default))) => {
                out.insert(key.clone(), Json::Object(merged(default, over)));
            }
            (value, _) => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    for (key, default) in defaults {
        if !default.is_null() && !overrides.contains_key(key) {
            out.insert(key.clone(), without_nulls(default));
        }
    }
    out
}

/// A value whose maps have no nulls.
pub(crate) fn without_nulls(value: &Json) -> Json {
    match value {
        Json::Object(entries) => {
            let kept = entries.iter().filter(|(_, value)| !value.is_null());
            Json::Object(kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

/// JSON as template data. All numbers are floating-point, as Helm reads them.
pub(crate) fn to_template(value: &Json) -> Value {
    match value {
        Json::Null => Value::Nil,
        Json::Bool(yes) => Value::Bool(*yes),
        // Each JSON number is a double.
        Json::Number(number) => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(to_template).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (Arc::from(key.as_str()), to_template(value)));
            Value::Map(Arc::new(entries.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn coalesce(defaults: &Json, overrides: &Json) -> Json {
        Json::Object(coalesced(defaults.as_object().unwrap(), overrides.as_object().unwrap()))
    }

    #[test]
    fn tables_merge_and_other_values_are_replaced() {
        let defaults = json!({"a": {"x": 1, "y": [1, 2]}, "b": 1, "c": {"k": 1}});
        let overrides = json!({"a": {"y": [3], "z": true}, "b": {"now": "a table"}, "c": "now a text"});
        let expected = json!({"a": {"x": 1, "y": [3], "z": true}, "b": {"now": "a table"}, "c": "now a text"});
        assert_eq!(coalesce(&defaults, &overrides), expected);
    }

    #[test]
    fn null_removes_a_default_at_any_depth() {
        let defaults = json!({"a": {"x": 1, "y": {"z": 2}}, "b": 1, "c": {"d": 1}});
        let overrides = json!({"a": {"x": null, "y": {"z": null}}, "b": null, "c": null});
        assert_eq!(coalesce(&defaults, &overrides), json!({"a": {"y": {}}}));
    }

    #[test]
    fn nulls_among_the_defaults_count_as_absent() {
        let defaults = json!({"a": null, "b": {"c": null, "d": {"e": null}}});
        assert_eq!(coalesce(&defaults, &json!({})), json!({"b": {"d": {}}}));
        assert_eq!(coalesce(&defaults, &json!({"b": {"x": 1}})), json!({"b": {"d": {}, "x": 1}}));
    }

    #[test]
    fn null_for_what_the_chart_does_not_have_stays_null() {
        let defaults = json!({"a": {"x": 1}, "n": null});
        let overrides = json!({"a": {"new": null}, "b": null, "n": null});
        assert_eq!(coalesce(&defaults, &overrides), json!({"a": {"new": null, "x": 1}, "b": null}));
    }
}
