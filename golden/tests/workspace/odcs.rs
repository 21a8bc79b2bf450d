//! The types of the data-contract view against the published schema of the Open Data Contract Standard: same keys, same
//! required keys, same words, and examples that the schema accepts. Verdicts on whole contracts are compared in the
//! parity tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use floe_contract::Model;
use floe_contract::model::{Field, Form, Type};
use serde_json::Value;

use crate::tree::{judge, model, root};

/// The published schema.
const PUBLISHED: &str = "generated/schemas/foreign/odcs-3.1.0.schema.json";

/// The types of the view, each with the pointer to the corresponding schema.
const SAME: &[(&str, &str)] = &[
    ("DataContract", ""),
    ("ContractText", "/properties/description"),
    ("ContractObject", "/$defs/SchemaObject"),
    ("ContractColumn", "/$defs/SchemaProperty"),
    ("ContractItem", "/$defs/SchemaItemProperty"),
    ("ContractQuality", "/$defs/DataQuality"),
    ("ContractTableRelationship", "/$defs/RelationshipSchemaLevel"),
    ("ContractRelationship", "/$defs/RelationshipPropertyLevel"),
    ("ContractSla", "/$defs/ServiceLevelAgreementProperty"),
    ("ContractDefinition", "/$defs/AuthoritativeDefinitions/items"),
    ("ContractProperty", "/$defs/CustomProperty"),
    ("ContractSupport", "/$defs/SupportItem"),
    ("ContractPrice", "/$defs/Pricing"),
    ("ContractRole", "/$defs/Role"),
];

/// Definitions without a type in the view. A team may also be a list, so the view accepts any value under the key.
const UNTYPED: &[&str] = &["Team", "TeamMember"];

/// A type of the view with the corresponding part of the schema.
struct Pair<'a> {
    name: String,
    fields: &'a [Field],
    /// The schema's keys with the schemas of their values; a key can have several.
    keys: BTreeMap<&'a str, Vec<&'a Value>>,
    required: BTreeSet<&'a str>,
}

fn published() -> Value {
    let text = fs::read_to_string(root().join(PUBLISHED)).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// Every type of the view with its part of the schema, and the names of the definitions that were read.
fn pairs<'a>(model: &'a Model, published: &'a Value) -> (Vec<Pair<'a>>, BTreeSet<&'a str>) {
    let mut reader = Reader { published, read: BTreeSet::new() };
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for (name, pointer) in SAME {
        reader.read.extend(pointer.strip_prefix("/$defs/").and_then(|it| it.split('/').next()));
        let schema = published.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the schema"));
        pairs.push(reader.pair((*name).to_owned(), fields(model, name), &[schema]));
    }
    let of_types = published["$defs"]["SchemaBaseProperty"]["allOf"].as_array().expect("conditions");
    let of_types: Vec<&Value> = of_types.iter().filter_map(|it| it.pointer(OPTIONS)).collect();
    pairs.push(reader.pair("ContractTypeOptions".to_owned(), fields(model, "ContractTypeOptions"), &of_types));
    let server = &published["$defs"]["Server"];
    let Some(Form::Union(servers)) = model.types.get("ContractServer").map(|def| &def.form) else {
        panic!("servers are a union");
    };
    for case in &servers.cases {
        let condition = server["allOf"].as_array().expect("conditions").iter();
        let mut condition = condition.filter(|it| it["if"]["properties"]["type"]["const"] == case.value.as_str());
        let source = condition.next().map_or(&Value::Null, |it| &it["then"]);
        let mut pair = reader.pair(case.type_name.clone(), &case.fields, &[source]);
        for (key, schema) in server["properties"].as_object().into_iter().flatten().filter(|(key, _)| *key != "type") {
            pair.keys.entry(key).or_default().push(schema);
        }
        pair.required.insert("server");
        pairs.push(pair);
    }
    reader.read.insert("Server");
    (pairs, reader.read)
}

/// The pointer to the options of one logical type inside a condition.
const OPTIONS: &str = "/then/properties/logicalTypeOptions";

struct Reader<'a> {
    published: &'a Value,
    read: BTreeSet<&'a str>,
}

impl<'a> Reader<'a> {
    fn pair(&mut self, name: String, fields: &'a [Field], schemas: &[&'a Value]) -> Pair<'a> {
        let mut pair = Pair { name, fields, keys: BTreeMap::new(), required: BTreeSet::new() };
        for schema in schemas {
            self.gather(schema, true, &mut pair);
        }
        pair
    }

    /// Collects the keys and required keys of a schema and of referenced schemas. Keys are required only outside
    /// conditions.
    fn gather(&mut self, schema: &'a Value, always: bool, pair: &mut Pair<'a>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
            self.read.insert(name);
            let target = self.published.pointer(&format!("/$defs/{name}")).expect("what is referred to is there");
            self.gather(target, always, pair);
        }
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            pair.keys.entry(key).or_default().push(value);
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        pair.required.extend(required.filter(|_| always));
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.gather(part, always, pair);
        }
        for part in schema["oneOf"].as_array().into_iter().flatten().chain(schema.get("then")) {
            self.gather(part, false, pair);
        }
        for key in schema["not"]["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            pair.keys.remove(key);
        }
    }
}

#[test]
fn the_view_has_the_keys_of_the_standard_and_no_other() {
    let (model, published) = (model(), published());
    let mut findings = Vec::new();
    let (pairs, read) = pairs(&model, &published);
    for Pair { name, fields, keys, .. } in &pairs {
        let ours: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let theirs: BTreeSet<&str> = keys.keys().copied().collect();
        findings.extend(ours.difference(&theirs).map(|key| format!("{name}.{key}: not of the standard")));
        findings.extend(theirs.difference(&ours).map(|key| format!("{name}: lacks {key}")));
    }
    let defined = published["$defs"].as_object().expect("definitions").iter();
    let objects = defined.filter(|(_, schema)| {
        schema["properties"].as_object().is_some_and(|it| !it.contains_key("type")) || schema["required"].is_array()
    });
    let left = objects.filter(|(name, _)| UNTYPED.contains(&name.as_str()) == read.contains(name.as_str()));
    findings.extend(left.map(|(name, _)| format!("{name}: compared with no type, or with one although it has none")));
    judge("keys of data contracts", pairs.iter().map(|pair| pair.keys.len()).sum(), &findings);
}

#[test]
fn the_view_asks_for_what_the_standard_asks_for() {
    let (model, published) = (model(), published());
    let mut findings = Vec::new();
    let (pairs, _) = pairs(&model, &published);
    for Pair { name, fields, required: theirs, .. } in &pairs {
        let ours: BTreeSet<&str> =
            fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        let both = ours.symmetric_difference(theirs);
        findings.extend(both.map(|key| format!("{name}: only one of both requires {key}")));
    }
    judge("required keys of data contracts", pairs.iter().map(|pair| pair.required.len()).sum(), &findings);
}

#[test]
fn the_view_knows_the_words_of_the_standard() {
    let (model, published) = (model(), published());
    let (mut judged, mut findings) = (0, Vec::new());
    for Pair { name, fields, keys, .. } in &pairs(&model, &published).0 {
        for (key, schema) in keys.iter().flat_map(|(key, all)| all.iter().map(move |one| (key, one))) {
            let field = fields.iter().find(|field| field.name == *key);
            // Numbers and texts share the key `format`, with different words.
            if let (Some(words), Some(field)) = (schema["enum"].as_array(), field.filter(|_| *key != "format")) {
                judged += 1;
                let theirs: BTreeSet<&str> = words.iter().filter_map(Value::as_str).collect();
                if words_of(&model, &field.ty) != theirs {
                    findings.push(format!("{name}.{key}: other words than {theirs:?}"));
                }
            }
        }
    }
    judge("words of data contracts", judged, &findings);
}

fn words_of<'m>(model: &'m Model, ty: &'m Type) -> BTreeSet<&'m str> {
    match ty {
        Type::Const(word) => BTreeSet::from([word.as_str()]),
        Type::Ref(name) => match model.types.get(name).map(|def| &def.form) {
            Some(Form::Enum(values)) => values.iter().map(|value| value.value.as_str()).collect(),
            _ => BTreeSet::new(),
        },
        _ => BTreeSet::new(),
    }
}

#[test]
fn examples_of_data_contracts_are_contracts_to_the_published_schema_too() {
    let (model, published) = (model(), published());
    let validator = jsonschema::validator_for(&published).expect("the published schema is one");
    let contract = model.documents.iter().find(|it| it.head.id.name == "data-contract").expect("there is one");
    let mut findings = Vec::new();
    for (number, example) in contract.examples.iter().enumerate() {
        let errors = validator.iter_errors(example);
        findings.extend(errors.map(|error| format!("example {number}: {}: {error}", error.instance_path())));
    }
    judge("examples of data contracts", contract.examples.len(), &findings);
    let mut broken = contract.examples[0].clone();
    broken["status"] = Value::Null;
    assert!(!validator.is_valid(&broken), "the published schema refuses what it should");
}

fn fields<'m>(model: &'m Model, name: &str) -> &'m [Field] {
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => fields,
        _ => panic!("{name} is no object of any contract"),
    }
}
