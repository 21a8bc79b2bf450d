//! The chart's values.schema.json: closed, in the subset of JSON Schema that draft 7 and Helm read.

use std::collections::{BTreeMap, BTreeSet};

use floe_contract::component::{Chart, Component, Image, Resolved};
use floe_contract::model::{Case, Field, Form, Model, Type, Union};
use serde_json::{Map, Value, json};

use super::ChartParts;

/// The type of the resources that a workload's values can set.
const AMOUNTS: &str = "ResourceAmounts";

/// A schema with the definitions that it refers to, directly or not.
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

/// The schema of what all components share.
pub(super) fn common(model: &Model, chart: &Chart) -> Schema {
    schema(model, "Settings of the chart as a whole.", |types| types.common(chart))
}

/// The schema of what a chart around this one hands to all of its charts.
pub(super) fn global() -> Schema {
    let description = "What a chart around this one says to all of its charts; not read here.";
    Schema { value: described(json!({"type": "object"}), description), definitions: BTreeMap::new() }
}

/// The schema of a component's values.
pub(super) fn component(model: &Model, chart: &Chart, component: &Component<Resolved>) -> Schema {
    schema(model, &component.head.description, |types| types.component(chart, component))
}

/// The schema of the values of a chart with all its parts.
pub(super) fn whole(parts: &ChartParts) -> String {
    let own = [("bindings", &parts.bindings, true)];
    let all = parts.all().map(|part| (part.key.as_str(), &part.schema, part.values.is_some()));
    let (mut properties, mut definitions, mut required) = (Map::new(), Map::new(), BTreeSet::new());
    for (key, schema, is_required) in own.into_iter().chain(all) {
        properties.insert(key.to_owned(), schema.value.clone());
        definitions.extend(schema.definitions.clone());
        required.extend(is_required.then_some(key));
    }
    text(&json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": parts.chart.package,
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        "definitions": definitions,
    }))
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
    fn common(&mut self, chart: &Chart) -> Value {
        let mut properties = self.fields(&chart.tunables);
        properties.insert("images".into(), images(&chart.images.iter().collect::<Vec<_>>()));
        closed(
            properties,
            chart
                .tunables
                .iter()
                .filter(|field| !field.is_optional())
                .map(|field| field.name.clone())
                .chain(["images".into()]),
        )
    }

    fn component(&mut self, chart: &Chart, component: &Component<Resolved>) -> Value {
        let fields: Vec<&Field> = component.tunables.iter().chain(&chart.each_tunables).collect();
        let mut required: Vec<String> =
            fields.iter().filter(|field| !field.is_optional()).map(|field| field.name.clone()).collect();
        let mut properties = Map::new();
        for field in fields {
            properties.insert(field.name.clone(), self.field(field));
        }
        let images: Vec<_> = component.images.iter().filter(|image| image.fact().is_none()).collect();
        if !images.is_empty() {
            properties.insert("images".into(), self::images(&images));
            required.push("images".into());
        }
        properties.insert("resources".into(), self.resources(component));
        required.push("resources".into());
        closed(properties, required)
    }

    fn resources(&mut self, component: &Component<Resolved>) -> Value {
        let amounts = self.of(&Type::Ref(AMOUNTS.to_owned()));
        let own = || {
            let mut properties = Map::new();
            let size = json!({"type": "string", "minLength": 1, "description": "A size, for which the platform's presets have the resources."});
            properties.insert("size".into(), size);
            properties.insert(
                "requests".into(),
                described(amounts.clone(), "What it is sure to get, in place of its size's."),
            );
            properties
                .insert("limits".into(), described(amounts.clone(), "What it cannot exceed, in place of its size's."));
            closed(properties, ["size".to_owned()])
        };
        let properties: Map<String, Value> =
            component.workloads.iter().map(|workload| (workload.name.clone(), own())).collect();
        let names: Vec<String> = properties.keys().cloned().collect();
        described(closed(properties, names), "Processor and memory of its workloads.")
    }

    fn fields(&mut self, fields: &[Field]) -> Map<String, Value> {
        fields.iter().map(|field| (field.name.clone(), self.field(field))).collect()
    }

    fn field(&mut self, field: &Field) -> Value {
        let schema = self.of(&field.ty);
        described(schema, &field.description)
    }

    /// The schema of a type where it is used.
    fn of(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({}),
            Type::Boolean => json!({"type": "boolean"}),
            Type::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
            Type::Number { min, max } => present(
                json!({"type": "number"}),
                [("minimum", min.map(Value::from)), ("maximum", max.map(Value::from))],
            ),
            Type::String { min_length, max_length, pattern } => present(
                json!({"type": "string"}),
                [
                    ("minLength", min_length.map(Value::from)),
                    ("maxLength", max_length.map(Value::from)),
                    ("pattern", pattern.clone().map(Value::from)),
                ],
            ),
            Type::Const(text) => json!({"const": text}),
            Type::Scalar(name) => {
                self.model.scalars.get(name).map_or(json!({}), |scalar| self.of(&scalar.base.clone()))
            }
            Type::Array { items, min_items, max_items } => {
                let items = self.of(items);
                present(
                    json!({"type": "array", "items": items}),
                    [("minItems", min_items.map(Value::from)), ("maxItems", max_items.map(Value::from))],
                )
            }
            Type::Map { values, keys, min_properties, max_properties } => {
                let values = self.of(values);
                let keys = keys.as_ref().map(|keys| self.of(&Type::Scalar(keys.clone())));
                present(
                    json!({"type": "object", "additionalProperties": values}),
                    [
                        ("propertyNames", keys),
                        ("minProperties", min_properties.map(Value::from)),
                        ("maxProperties", max_properties.map(Value::from)),
                    ],
                )
            }
            Type::Ref(name) => {
                self.used.insert(name.clone());
                json!({"$ref": format!("#/definitions/{name}")})
            }
        }
    }

    /// The definitions of all types in use, and of those that they use.
    fn definitions(mut self) -> BTreeMap<String, Value> {
        let mut done: BTreeMap<String, Value> = BTreeMap::new();
        while let Some(name) = self.used.iter().find(|name| !done.contains_key(*name)).cloned() {
            let definition = self.model.types.get(&name).map_or(json!({}), |def| {
                let schema = match &def.form {
                    Form::Object(fields) => self.object(fields, None),
                    Form::Enum(values) => {
                        let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                        json!({"type": "string", "enum": values})
                    }
                    Form::Union(union) => self.union(union),
                };
                described(schema, &def.description)
            });
            done.insert(name, definition);
        }
        done
    }

    fn union(&mut self, union: &Union) -> Value {
        let case =
            |case: &Case| described(self.object(&case.fields, Some((&union.tag, &case.value))), &case.description);
        let cases: Vec<Value> = union.cases.iter().map(case).collect();
        json!({"oneOf": cases})
    }

    /// A closed object. Values of a chart are complete: what has a default must be there, and nothing is null.
    fn object(&mut self, fields: &[Field], tag: Option<(&str, &str)>) -> Value {
        let mut properties = self.fields(fields);
        let mut required: Vec<String> =
            fields.iter().filter(|field| !field.is_optional()).map(|field| field.name.clone()).collect();
        if let Some((tag, value)) = tag {
            properties.insert(tag.to_owned(), json!({"const": value}));
            required.push(tag.to_owned());
        }
        closed(properties, required)
    }
}

fn images<P>(images: &[&Image<P>]) -> Value {
    let text = |description: &str| json!({"type": "string", "minLength": 1, "description": description});
    let image = || {
        let mut properties = Map::new();
        properties.insert("registry".into(), text("Its registry."));
        properties.insert("repository".into(), text("Its repository in the registry."));
        properties.insert("tag".into(), text("Its exact tag."));
        properties.insert(
            "digest".into(),
            json!({"type": "string", "pattern": "^sha256:[0-9a-f]{64}$", "description": "Its digest, in place of the tag."}),
        );
        closed(properties, ["registry", "repository", "tag"].map(str::to_owned))
    };
    let properties: Map<String, Value> = images.iter().map(|one| (one.name.clone(), image())).collect();
    let names: Vec<String> = properties.keys().cloned().collect();
    described(closed(properties, names), "The container images.")
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

fn closed(properties: impl Into<Value>, required: impl IntoIterator<Item = String>) -> Value {
    let required: BTreeSet<String> = required.into_iter().collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties.into()})
}

fn described(mut schema: Value, description: &str) -> Value {
    if let Value::Object(members) = &mut schema {
        members.insert("description".into(), description.into());
    }
    schema
}

fn present<const N: usize>(mut schema: Value, members: [(&str, Option<Value>); N]) -> Value {
    if let Value::Object(object) = &mut schema {
        object.extend(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    schema
}
