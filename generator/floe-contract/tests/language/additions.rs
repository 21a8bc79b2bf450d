//! Additions of plugins to binding contracts, which name no plugin.

use floe_contract::model::Form;

use crate::support::{BINDING, Found, PLUGIN, edit, findings, with_edits};

const BARE: &str = "capabilities:\n";
const RATIO: &str = "      ratio: {type";
const PROVIDER: &str = "      provider: {x-floe-scalar: label, description: The plugin.}\n      ratio: {type";

/// The clean contracts with this addition of the plugin.
fn with(addition: &str) -> floe_base::FileSet {
    with_edits(&[(BINDING, RATIO, PROVIDER), (PLUGIN, BARE, &format!("adds:\n  - {addition}\ncapabilities:\n"))])
}

#[test]
fn a_plugin_adds_a_property_of_its_own_name_and_values_of_a_vocabulary() {
    let files = with(
        "{to: 'floe:bindings/storage/v1', field: {$ref: '#/$defs/Inside', description: More.}, values: {Mode: {new: New.}}, \
         $defs: {Inside: {type: object, description: More., properties: {on: {type: boolean, default: false, description: On.}}}}}",
    );
    assert_eq!(findings(&files), "");
    let model = floe_contract::load(&files).unwrap();
    let Form::Object(fields) = &model.types["StorageBinding"].form else { unreachable!("the binding is an object") };
    assert!(fields.iter().any(|field| field.name == "minio" && field.is_optional()));
    let Form::Enum(values) = &model.types["Mode"].form else { unreachable!("the mode is an enumeration") };
    assert_eq!(values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(), ["fast-one", "slow", "new"]);
    assert_eq!(model.types["Inside"].contract, model.types["StorageBinding"].contract);
    assert_eq!(model.types["StorageBinding"].rules.len(), 2);
}

#[test]
fn an_addition_without_a_place_is_an_error() {
    for (addition, finding) in [
        ("to: 'floe:bindings/nosuch/v1'", "there is no binding contract `floe:bindings/nosuch/v1`"),
        (
            "to: 'floe:bindings/storage/v1', values: {Mood: {new: New.}}",
            "`Mood` is no vocabulary of capabilities in `floe:bindings/storage/v1`",
        ),
        ("to: 'floe:bindings/storage/v1', values: {Mode: {slow: Slow.}}", "`Mode` has the value `slow` already"),
    ] {
        Found::of(PLUGIN, &with(&format!("{{{addition}}}"))).says([&format!("ADDITION_INVALID: {finding}")]);
    }
}

#[test]
fn a_binding_that_names_no_plugin_takes_no_property() {
    let addition =
        "adds: [{to: 'floe:bindings/storage/v1', field: {type: boolean, description: On.}}]\ncapabilities:\n";
    edit(PLUGIN, BARE, addition)
        .says(["ADDITION_INVALID: `StorageBinding` has no property `provider`, which names the plugin"]);
}
