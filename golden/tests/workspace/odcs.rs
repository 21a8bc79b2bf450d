//! The typed view of data contracts against the schema that the standard publishes: it knows the same keys, asks for no less, and its own
//! examples are contracts to both.

use std::collections::BTreeSet;
use std::fs;

use floe_contract::model::{Field, Form};
use serde_json::Value;

use crate::tree::{judge, model, root};

/// The schema as it is published.
const PUBLISHED: &str = "generated/schemas/foreign/odcs-3.1.0.schema.json";

/// Types of the view, and the definitions whose keys they have; the root has no name.
const SAME_KEYS: &[(&str, &[&str])] = &[
    ("DataContract", &[""]),
    ("ContractObject", &["SchemaObject", "SchemaElement"]),
    ("ContractColumn", &["SchemaBaseProperty", "SchemaElement"]),
    ("ContractSla", &["ServiceLevelAgreementProperty"]),
    ("ContractProperty", &["CustomProperty"]),
];

/// Keys that a column has only where its logical type asks for them.
const CONDITIONAL: &[&str] = &["items", "properties"];

fn published() -> Value {
    let text = fs::read_to_string(root().join(PUBLISHED)).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

#[test]
fn the_view_has_the_keys_of_the_standard_and_no_other() {
    let (model, published) = (model(), published());
    let mut judged = 0;
    let mut findings = Vec::new();
    for (name, definitions) in SAME_KEYS {
        let ours: BTreeSet<&str> = fields(&model, name).iter().map(|field| field.name.as_str()).collect();
        let theirs: BTreeSet<&str> = definitions.iter().flat_map(|it| keys(definition(&published, it))).collect();
        judged += theirs.len();
        let left = |key: &&&str| !CONDITIONAL.contains(*key) || theirs.contains(**key);
        findings.extend(ours.difference(&theirs).filter(left).map(|key| format!("{name}.{key}: not of the standard")));
        findings.extend(theirs.difference(&ours).map(|key| format!("{name}: lacks {key}")));
    }
    judge("keys of data contracts", judged, &findings);
}

#[test]
fn the_view_asks_for_what_the_standard_asks_for() {
    let (model, published) = (model(), published());
    let mut judged = 0;
    let mut findings = Vec::new();
    for (name, definitions) in SAME_KEYS {
        let fields = fields(&model, name);
        let required = definitions.iter().filter_map(|it| definition(&published, it).get("required")?.as_array());
        for key in required.flatten().filter_map(Value::as_str) {
            judged += 1;
            if !fields.iter().any(|field| field.name == key && field.required) {
                findings.push(format!("{name}: does not require {key}"));
            }
        }
    }
    judge("required keys of data contracts", judged, &findings);
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

fn fields<'m>(model: &'m floe_contract::Model, name: &str) -> &'m [Field] {
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => fields,
        _ => panic!("{name} is no object of any contract"),
    }
}

fn definition<'s>(schema: &'s Value, name: &str) -> &'s Value {
    if name.is_empty() { schema } else { &schema["$defs"][name] }
}

fn keys(definition: &Value) -> impl Iterator<Item = &str> {
    definition["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str())
}
