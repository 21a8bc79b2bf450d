//! Oracle: the verdict of JSON Schema by the `jsonschema` crate. Reads schemas only, no model.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The refusing keywords by place.
pub(crate) type Refusals = BTreeMap<String, BTreeSet<String>>;

/// A validator for one schema.
pub(crate) struct Oracle {
    verdict: Validator,
    places: Validator,
}

impl Oracle {
    /// Compiles the text of a schema.
    pub(crate) fn new(schema: &str) -> Self {
        let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
        let validator = |schema: &Value| jsonschema::draft202012::new(schema).expect("a schema is one");
        Self { verdict: validator(&schema), places: validator(&decided(&schema)) }
    }

    /// Every refused place with the refusing keywords; an empty map means that the instance is accepted.
    ///
    /// The result is reduced to the keywords that Rust and Pydantic report: `type` hides all other keywords of a place,
    /// and `maxLength` hides `pattern`, because an overlong text is not matched.
    pub(crate) fn refusals(&self, instance: &Value) -> Refusals {
        let mut refusals = Refusals::new();
        for error in self.places.iter_errors(instance) {
            let keyword = match error.kind().keyword() {
                "minProperties" => "minItems",
                "maxProperties" => "maxItems",
                other => other,
            };
            refusals.entry(error.instance_path().to_string()).or_default().insert(keyword.to_owned());
        }
        for keywords in refusals.values_mut() {
            if keywords.contains("type") {
                keywords.retain(|keyword| keyword == "type");
            }
            if keywords.contains("maxLength") {
                keywords.remove("pattern");
            }
        }
        assert_eq!(self.verdict.is_valid(instance), refusals.is_empty(), "a decided schema says the same: {instance}");
        refusals
    }
}

/// The schema with each choice rewritten as `if`: by the tag where the union has one, otherwise by `null`.
///
/// A failed choice reports either no inner errors or the errors of every alternative. The rewritten schema reports the
/// errors of the right alternative alone, and the verdict stays the same.
fn decided(schema: &Value) -> Value {
    let Value::Object(map) = schema else {
        return schema.clone();
    };
    if let Some(tag) = map.get("discriminator") {
        let mut decision = by_tag(tag);
        decision["$defs"] = map.get("$defs").map_or_else(|| json!({}), decided_each);
        return decision;
    }
    if let Some([present, _]) = map.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
        return json!({"if": {"type": "null"}, "else": decided(present)});
    }
    let entries = map.iter().filter(|(key, _)| !matches!(key.as_str(), "default" | "examples"));
    let entries = entries.map(|(key, value)| {
        let value = match key.as_str() {
            "properties" | "$defs" => decided_each(value),
            "items" | "additionalProperties" => decided(value),
            _ => value.clone(),
        };
        (key.clone(), value)
    });
    entries.collect::<Map<_, _>>().into()
}

/// `decided` for each schema of a map.
fn decided_each(named: &Value) -> Value {
    let named = named.as_object().into_iter().flatten();
    named.map(|(name, schema)| (name.clone(), decided(schema))).collect::<Map<_, _>>().into()
}

fn by_tag(discriminator: &Value) -> Value {
    let tag = discriminator["propertyName"].as_str().expect("a tag has a name");
    let cases = discriminator["mapping"].as_object().expect("a tag has values");
    let decisions = cases.iter().map(|(value, case)| {
        json!({"if": {"required": [tag], "properties": {tag: {"const": value}}}, "then": {"$ref": case}})
    });
    let (values, decisions): (Vec<&String>, Vec<Value>) = (cases.keys().collect(), decisions.collect());
    json!({"type": "object", "required": [tag], "properties": {tag: {"type": "string", "enum": values}}, "allOf": decisions})
}
