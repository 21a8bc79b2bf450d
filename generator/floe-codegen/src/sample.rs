//! One plain value of a type, for examples: the contracts' own examples, and the least possible rest.

use floe_contract::model::{Field, Form, Model, Type};
use serde_json::{Map, Value, json};

const TEXT: &str = "text";

pub(crate) fn value(model: &Model, ty: &Type) -> Value {
    match ty {
        Type::Any => json!({}),
        Type::Boolean => json!(true),
        Type::Integer { min, max } => json!((*min).max(1).min(*max)),
        Type::Number { min, max } => json!(min.or(*max).unwrap_or(1.0)),
        Type::String { min_length, max_length, .. } => {
            let size =
                |length: Option<u64>, otherwise| length.and_then(|it| usize::try_from(it).ok()).unwrap_or(otherwise);
            let length = TEXT.len().max(size(*min_length, 0)).min(size(*max_length, usize::MAX));
            json!(TEXT.chars().cycle().take(length).collect::<String>())
        }
        Type::Const(text) => json!(text),
        Type::Scalar(name) => {
            model.scalars.get(name).and_then(|scalar| scalar.examples.first()).cloned().unwrap_or_default()
        }
        Type::Array { items, min_items, .. } => (0..min_items.unwrap_or(0)).map(|_| value(model, items)).collect(),
        Type::Map { values, keys, min_properties, .. } => {
            let examples = keys.as_ref().and_then(|scalar| model.scalars.get(scalar)).map(|scalar| &scalar.examples);
            let key = |at: usize| {
                examples.and_then(|all| all.get(at)?.as_str()).map_or_else(|| format!("key{at}"), str::to_owned)
            };
            let least = min_properties.and_then(|least| usize::try_from(least).ok()).unwrap_or(0);
            (0..least).map(|at| (key(at), value(model, values))).collect()
        }
        Type::Ref(name) => named(model, name),
    }
}

/// A whole example where the type is a contract's root.
fn named(model: &Model, name: &str) -> Value {
    let contracts = model.documents.iter().chain(&model.bindings);
    let example = contracts.filter(|contract| contract.root == name).find_map(|contract| contract.examples.first());
    if let Some(example) = example {
        return example.clone();
    }
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => object(model, fields).into(),
        Some(Form::Enum(values)) => values.first().map(|value| json!(value.value)).unwrap_or_default(),
        Some(Form::Union(union)) => {
            let Some(case) = union.cases.first() else { return Value::Null };
            let mut map = object(model, &case.fields);
            map.insert(union.tag.clone(), json!(case.value));
            map.into()
        }
        None => Value::Null,
    }
}

fn object(model: &Model, fields: &[Field]) -> Map<String, Value> {
    let required = fields.iter().filter(|field| field.required);
    let value = |field: &Field| field.examples.first().cloned().unwrap_or_else(|| value(model, &field.ty));
    required.map(|field| (field.name.clone(), value(field))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::tests::model;

    const CONTRACT: &str = "{kind: binding, name: paint, version: 1.0.0, description: Paint., root: Can, $defs: {
        Can: {type: object, description: A can., required: [paints], properties: {
            paints: {type: array, items: {$ref: '#/$defs/Paint'}, minItems: 1, description: The paints inside.},
            lid: {type: boolean, description: Whether the can is closed.}}},
        Paint: {description: Paint., variants: {tag: kind, cases: {
            oil: {description: Oil., required: [tone], properties: {tone: {type: integer, minimum: 3, maximum: 9, description: A tone.}}},
            water: {description: Water.}}}},
        Shelf: {type: object, description: A shelf., required: [can, label], properties: {
            can: {$ref: '#/$defs/Can', description: A can.},
            label: {type: string, pattern: '^[A-Z]$', description: A label., examples: [A]}}}},
        examples: [{paints: [{kind: water}], lid: false}]}";

    #[test]
    fn a_value_is_what_the_contract_gives_as_an_example_and_otherwise_as_little_as_may_be() {
        let model = model(&[("contracts/bindings/paint/v1.yaml", CONTRACT)]);
        let of = |name: &str| value(&model, &Type::Ref(name.to_owned()));
        assert_eq!(of("Paint"), json!({"kind": "oil", "tone": 3}));
        assert_eq!(of("Shelf"), json!({"label": "A", "can": {"paints": [{"kind": "water"}], "lid": false}}));
    }
}
