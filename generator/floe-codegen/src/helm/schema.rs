//! The chart's values.schema.json: closed, in the subset of JSON Schema that draft 7 and Helm read.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::model::{Chart, Component, Field, Form, Image, Model, Type};
use serde_json::{Map, Value, json};

use super::ChartParts;

/// The type of the resources that a workload's values can set.
const AMOUNTS: &str = "ResourceAmounts";

/// A schema with the definitions to which the schema refers, directly or not.
#[derive(Debug)]
pub(crate) struct Schema {
    /// The schema.
    pub value: Value,
    /// The definitions, by name.
    pub definitions: BTreeMap<String, Value>,
}

/// The schema of the facts.
pub(super) fn bindings(model: &Model, chart: &Chart) -> Schema {
    schema(model, "What composition decided about the platform. A chart package pins it.", |types| {
        types.of(&Type::Ref(chart.bindings.clone()))
    })
}

/// The schema of the values that all components share.
pub(super) fn common(model: &Model, chart: &Chart) -> Schema {
    schema(model, "Settings of the chart as a whole.", |types| types.object(&chart.tunables, images(&chart.images)))
}

/// The schema of the values that a chart around this one hands to all charts.
pub(super) fn global() -> Schema {
    let description = "What a chart around this one says to all of its charts; not read here.";
    Schema { value: described(json!({"type": "object"}), description), definitions: BTreeMap::new() }
}

/// The schema of the switch with which a chart around this one leaves this one out (`condition` of a dependency).
pub(super) fn enabled() -> Schema {
    let description = "Whether a chart around this one installs this one; not read here.";
    Schema { value: described(json!({"type": "boolean"}), description), definitions: BTreeMap::new() }
}

/// The schema of a component's values.
pub(super) fn component(model: &Model, chart: &Chart, component: &Component) -> Schema {
    schema(model, &component.head.description, |types| {
        let resources = ("resources", types.resources(component));
        let fields = component.tunables.iter().chain(&chart.each.tunables);
        types.object(fields, images(&component.images).into_iter().chain([resources]))
    })
}

/// The schema of the values of a chart with all parts.
pub(super) fn whole(parts: &ChartParts) -> String {
    let all = parts.all().map(|part| (part.key.as_str(), &part.schema, part.values.is_some()));
    let all: Vec<_> = [("bindings", &parts.bindings, true)].into_iter().chain(all).collect();
    let definitions: Map<String, Value> = all.iter().flat_map(|(_, schema, _)| schema.definitions.clone()).collect();
    let mut whole = closed(all.into_iter().map(|(key, schema, required)| (key, schema.value.clone(), required)));
    whole["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    whole["title"] = parts.chart.package.as_str().into();
    whole["definitions"] = definitions.into();
    text(&whole)
}

/// The text of a schema.
pub(super) fn text(schema: &Value) -> String {
    format!("{:#}\n", sorted(schema.clone()))
}

fn schema(model: &Model, description: &str, of: impl FnOnce(&mut Types<'_>) -> Value) -> Schema {
    let mut types = Types { model, used: BTreeSet::new() };
    let value = described(of(&mut types), description);
    Schema { value, definitions: types.definitions() }
}

/// The types in use, each of which becomes a definition.
struct Types<'m> {
    model: &'m Model,
    used: BTreeSet<String>,
}

impl Types<'_> {
    fn resources(&mut self, component: &Component) -> Value {
        let amounts = self.of(&Type::Ref(AMOUNTS.to_owned()));
        let own = closed([
            ("size", text_of("A size, for which the platform's presets have the resources."), true),
            ("requests", described(amounts.clone(), "What it is sure to get, in place of its size's."), false),
            ("limits", described(amounts, "What it cannot exceed, in place of its size's."), false),
        ]);
        let workloads = component.workloads.iter().map(|workload| (&*workload.name, own.clone(), true));
        described(closed(workloads), "Processor and memory of its workloads.")
    }

    /// A closed object of fields and of further members that must be there. Values of a chart are complete: a field with a default must
    /// be there, and nothing is null.
    fn object<'a>(
        &mut self,
        fields: impl IntoIterator<Item = &'a Field>,
        more: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Value {
        let fields = fields.into_iter().map(|field| {
            (field.name.as_str(), described(self.of(&field.ty), &field.description), !field.is_optional())
        });
        closed(fields.chain(more.into_iter().map(|(name, schema)| (name, schema, true))))
    }

    /// The schema of a type in use.
    fn of(&mut self, ty: &Type) -> Value {
        let mut schema = match ty {
            Type::Any => json!({}),
            Type::Boolean => json!({"type": "boolean"}),
            Type::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
            Type::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
            Type::String { min_length: min, max_length: max, pattern } => {
                json!({"type": "string", "minLength": min, "maxLength": max, "pattern": pattern})
            }
            Type::Const(text) => json!({"const": text}),
            Type::Scalar(name) => {
                let model = self.model;
                let Some(scalar) = model.scalars.get(name) else { return json!({}) };
                let mut schema = self.of(&scalar.base);
                if scalar.numbers {
                    // The constraints of text say nothing about numbers.
                    schema["type"] = json!(["string", "number"]);
                    schema["minimum"] = 0.into();
                }
                schema
            }
            Type::Array { items, min_items: min, max_items: max } => {
                json!({"type": "array", "items": self.of(items), "minItems": min, "maxItems": max})
            }
            Type::Map { values, keys, min_properties: min, max_properties: max } => json!({
                "type": "object",
                "additionalProperties": self.of(values),
                "propertyNames": keys.as_ref().map(|keys| self.of(&Type::Scalar(keys.clone()))),
                "minProperties": min,
                "maxProperties": max,
            }),
            Type::Ref(name) => {
                self.used.insert(name.clone());
                json!({"$ref": format!("#/definitions/{name}")})
            }
        };
        // A constraint that the type lacks is null.
        schema.as_object_mut().into_iter().for_each(|members| members.retain(|_, member| !member.is_null()));
        schema
    }

    /// The definitions of all types in use, and of those that they use.
    fn definitions(mut self) -> BTreeMap<String, Value> {
        let mut done: BTreeMap<String, Value> = BTreeMap::new();
        while let Some(name) = self.used.iter().find(|name| !done.contains_key(*name)).cloned() {
            let definition = self.model.types.get(&name).map_or(json!({}), |def| {
                let schema = match &def.form {
                    Form::Object(fields) => self.object(fields, []),
                    Form::Enum(values) => {
                        let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                        json!({"type": "string", "enum": values})
                    }
                    Form::Union(union) => {
                        let cases = union.cases.iter().map(|case| {
                            let tag = (union.tag.as_str(), json!({"const": case.value}));
                            described(self.object(&case.fields, [tag]), &case.description)
                        });
                        json!({"oneOf": cases.collect::<Vec<_>>()})
                    }
                };
                described(schema, &def.description)
            });
            done.insert(name, definition);
        }
        done
    }
}

/// The member with the images that are tunables; `None` if there are none.
fn images(images: &[Image]) -> Option<(&'static str, Value)> {
    let digest = json!({"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"});
    let image = closed([
        ("registry", text_of("Its registry."), true),
        ("repository", text_of("Its repository in the registry."), true),
        ("tag", text_of("Its exact tag."), true),
        ("digest", described(digest, "Its digest, in place of the tag."), false),
    ]);
    let mut tunable = images.iter().filter(|image| image.fact.is_none()).peekable();
    tunable.peek()?;
    let schema = closed(tunable.map(|one| (&*one.name, image.clone(), true)));
    Some(("images", described(schema, "The container images.")))
}

fn text_of(description: &str) -> Value {
    json!({"type": "string", "minLength": 1, "description": description})
}

/// The value with the keys of every object sorted, however the JSON library was built.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(members) => {
            let members: BTreeMap<String, Value> = members.into_iter().collect();
            Value::Object(members.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        scalar => scalar,
    }
}

/// A closed object of members, each with whether the member must be there.
fn closed<'a>(members: impl IntoIterator<Item = (&'a str, Value, bool)>) -> Value {
    let (mut properties, mut required) = (Map::new(), BTreeSet::new());
    for (name, schema, is_required) in members {
        properties.insert(name.to_owned(), schema);
        required.extend(is_required.then_some(name));
    }
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn described(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}
