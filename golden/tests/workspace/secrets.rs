//! No contract has a place for a literal secret: a field whose name indicates a secret accepts only a reference.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::yaml;
use floe_compiler::secret;
use floe_contract::Model;
use floe_contract::model::{Field, Form, Kind, Type};

use crate::tree::{judge, model};

/// Exceptions: text fields whose names indicate a secret, but whose values are none. Type, field, and kind of value.
const NO_SECRET: &[(&str, &str, &str)] = &[
    ("ApprovedPlugins", "secrets", "names of plugins"),
    ("AuditActionSecretAccess", "secret_path", "where a secret is kept"),
    ("OidcConfig", "token_endpoint", "an address without a query"),
    ("WorkloadImage", "pull_secrets", "names of Secrets"),
];

/// Maps with free keys in bindings: type, field, and kind of value. The name of a field says nothing about free keys.
/// Values that floe writes are searched for secrets; add a new map only if nobody would write a secret into the map.
const FREE_MAPS: &[(&str, &str, &str)] = &[
    ("Bucket", "features", "settings of an object store"),
    ("Bucket", "tags", "labels that everybody with access to the account reads"),
    ("BucketRequirement", "features", "settings of an object store"),
    ("BucketRequirement", "tags", "labels that everybody with access to the account reads"),
    ("DeploymentTarget", "annotations", "what is said of objects of the cluster"),
    (
        "QualityCheck",
        "parameters",
        "values that data is compared with; a product's document, searched when it is loaded",
    ),
    ("QualityCheckResult", "details", "figures"),
    ("QualitySuiteResult", "summary", "figures"),
];

#[test]
fn no_field_whose_name_says_secret_can_hold_one() {
    let model = model();
    let mut judged = 0;
    let mut findings = Vec::new();
    for (owner, field) in fields(&model, &[Kind::Binding, Kind::Document, Kind::Interface, Kind::Plugin]) {
        if !names_secret(&field.name) || excused(NO_SECRET, &owner, field) {
            continue;
        }
        judged += 1;
        if holds_text(&field.ty) {
            findings.push(format!("{owner}.{}: a secret could be written down here", field.name));
        }
    }
    judge("literal secrets", judged, &findings);
}

#[test]
fn every_free_map_of_a_binding_is_known() {
    let model = model();
    let free: BTreeSet<(String, String)> = fields(&model, &[Kind::Binding])
        .into_iter()
        .filter(|(_, field)| is_free(&field.ty))
        .map(|(owner, field)| (owner, field.name.clone()))
        .collect();
    let known: BTreeSet<(String, String)> =
        FREE_MAPS.iter().map(|(owner, field, _)| ((*owner).to_owned(), (*field).to_owned())).collect();
    let say = |what: &str, (owner, field): &(String, String)| format!("{owner}.{field}: {what}");
    let new = free.difference(&known).map(|it| say("is not in the list", it));
    let gone = known.difference(&free).map(|it| say("is in the list, and no free map", it));
    judge("free maps", free.len(), &new.chain(gone).collect::<Vec<_>>());
}

#[test]
fn a_text_under_the_name_of_a_secret_is_found() {
    assert!(names_secret("password") && names_secret("client_secret") && names_secret("api_key"));
    assert!(!names_secret("credential_secret_name") && !names_secret("bucket"));
    let text = Type::String { min_length: None, max_length: None, pattern: None };
    assert!(holds_text(&text) && holds_text(&Type::Array { items: Box::new(text), min_items: None, max_items: None }));
    assert!(!holds_text(&Type::Boolean) && !holds_text(&Type::Ref("Credential".to_owned())));
}

/// Whether loading a document treats a key with this name as secret.
fn names_secret(key: &str) -> bool {
    let document = yaml::read("instance", format!("{key}: kept elsewhere\n").as_bytes(), &yaml::Limits::default());
    !secret::scan(&document.expect("one key and a word"), &BTreeMap::new()).is_empty()
}

fn excused(list: &[(&str, &str, &str)], owner: &str, field: &Field) -> bool {
    list.iter().any(|(type_name, name, _)| *type_name == owner && *name == field.name)
}

/// Whether a type accepts arbitrary text. References to named types return false, because named types are checked on
/// their own.
fn holds_text(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::String { .. } | Type::Scalar(_) => true,
        Type::Array { items, .. } => holds_text(items),
        Type::Map { values, .. } => holds_text(values),
        Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::Const(_) | Type::Ref(_) => false,
    }
}

/// Whether a type contains a map of arbitrary texts or arbitrary values.
fn is_free(ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::Array { items, .. } => is_free(items),
        Type::Map { values, .. } => {
            matches!(**values, Type::Any | Type::String { pattern: None, .. }) || is_free(values)
        }
        _ => false,
    }
}

/// Every field of every type in contracts of these kinds, with the type's name.
fn fields<'m>(model: &'m Model, kinds: &[Kind]) -> Vec<(String, &'m Field)> {
    let types = model.types.values().filter(|def| kinds.contains(&def.contract.kind));
    let fields = types.flat_map(|def| match &def.form {
        Form::Object(fields) => fields.iter().map(|field| (def.name.clone(), field)).collect(),
        Form::Union(union) => {
            let cases = union.cases.iter();
            cases.flat_map(|case| case.fields.iter().map(|field| (case.type_name.clone(), field))).collect()
        }
        Form::Enum(_) => Vec::new(),
    });
    fields.collect::<Vec<_>>()
}
