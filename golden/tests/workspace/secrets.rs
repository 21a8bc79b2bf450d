//! No binding has an unknown place for a literal secret: every map with free keys is listed. Lint judges the fields with names.

use std::collections::BTreeSet;

use floe_contract::Model;
use floe_contract::model::{Field, Form, Kind, Type};

use crate::tree::{judge, model};

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
