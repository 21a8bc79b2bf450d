//! Rules of objects as editors read them. No editor can check distinct items, sums of numbers, regular expressions, or keys that belong to
//! one environment.

use floe_contract::model::{Field, Rule, typed};
use serde_json::{Value, json};

/// The requirements beside the shape.
pub(super) fn rules(rules: &[Rule], fields: &[Field]) -> Vec<Value> {
    rules.iter().filter_map(|one| rule(one, fields)).collect()
}

fn rule(rule: &Rule, fields: &[Field]) -> Option<Value> {
    Some(match rule {
        Rule::OnlyWhen { key, when, is } => json!({ "if": there([key]), "then": one_of(when, is, fields) }),
        Rule::NeededWhen { key, when, is } => json!({ "if": one_of(when, is, fields), "then": there([key]) }),
        Rule::OneForm { forms } => {
            let form = |form: &Vec<String>| {
                let others = forms.iter().flatten().filter(|key| !form.contains(key));
                let without = others.map(|key| json!({ "not": there([key]) }));
                let all: Vec<Value> = [there(form)].into_iter().chain(without).collect();
                json!({ "allOf": all })
            };
            json!({ "oneOf": forms.iter().map(form).collect::<Vec<_>>() })
        }
        Rule::Reserved { key, values } => json!({ "properties": { key: { "not": { "enum": values } } } }),
        Rule::Unique { .. }
        | Rule::Sum { .. }
        | Rule::AtMost { .. }
        | Rule::Expression { .. }
        | Rule::Names { .. }
        | Rule::NotEvaluated { .. }
        | Rule::Environment { .. } => return None,
    })
}

/// The keys are there; `null` is not.
fn there<'k>(keys: impl IntoIterator<Item = &'k String>) -> Value {
    let keys: Vec<&String> = keys.into_iter().collect();
    let properties = keys.iter().map(|key| ((*key).clone(), json!({ "not": { "type": "null" } })));
    json!({ "required": keys, "properties": properties.collect::<serde_json::Map<_, _>>() })
}

/// The key has one of these values, perhaps by default.
fn one_of(key: &String, values: &[String], fields: &[Field]) -> Value {
    let field = fields.iter().find(|field| field.name == *key);
    let values: Vec<Value> =
        values.iter().map(|value| field.map_or_else(|| json!(value), |field| typed(&field.ty, value))).collect();
    let default = field.and_then(|field| field.default.as_ref());
    let mut schema = json!({ "properties": { key: { "enum": values } } });
    if !default.is_some_and(|default| values.contains(default)) {
        schema["required"] = json!([key]);
    }
    schema
}
