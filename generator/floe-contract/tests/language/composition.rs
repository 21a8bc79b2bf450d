//! Composition in contracts: which methods floe asks, where arguments come from, where answers are carried.

use crate::support::{BINDING, INTERFACE, PLUGIN, SETS, assert_edit, edited, findings, with_edits};

const ASKED: &str = "    for: embedders\n    why: Others ask.\n";
const TAKES: &str = "    takes:
      name: {x-floe-scalar: label, description: A name.}
      size: {type: integer, minimum: 0, maximum: 9, description: A size., optional: true}
";
const METHOD: &str = "contracts/interfaces/storage/v1.yaml:11:3: error";

#[test]
fn a_compile_phase_method_that_nothing_asks_is_an_error() {
    let finding = format!("{METHOD}[CONTRACT_METHOD_UNASKED]: nothing asks `get_binding`");
    assert_edit(INTERFACE, ASKED, "", &[&finding]);
}

#[test]
fn a_method_says_why_only_others_ask() {
    let finding =
        format!("{METHOD}[CONTRACT_QUESTION_INVALID]: `get_binding` says one of `for: embedders` and `why` alone");
    assert_edit(INTERFACE, ASKED, "    for: embedders\n", &[&finding]);
}

#[test]
fn an_argument_that_nothing_answers_is_an_error() {
    let invalid = |name: &str| {
        format!("{METHOD}[CONTRACT_QUESTION_INVALID]: floe asks `get_binding`, but has no value for `{name}`\n")
    };
    let found = findings(&edited(INTERFACE, ASKED, "    for: platform\n"));
    assert_eq!(found, invalid("name") + &invalid("size"));
}

/// The clean contracts, whose binding floe asks for the platform, with a type that carries this field.
fn carried(takes: &str, field: &str) -> String {
    let carrier = format!(
        "$defs:\n  Platform:\n    type: object\n    description: All.\n    x-floe-carries: platform\n    properties:\n      {field}\n"
    );
    let edits = [(INTERFACE, ASKED, "    for: platform\n"), (INTERFACE, TAKES, takes), (SETS, "$defs:\n", &carrier)];
    findings(&with_edits(&edits))
}

#[test]
fn a_binding_is_carried_by_the_field_of_its_type() {
    assert_eq!(carried("", "storage: {$ref: 'floe:bindings/storage/v1', description: The binding.}"), "");
}

#[test]
fn a_binding_that_no_field_carries_is_an_error() {
    let nobody = format!(
        "{METHOD}[CONTRACT_BINDING_UNCARRIED]: no type carries the bindings of the platform, but `get_binding` makes one\n"
    );
    let edits = [(INTERFACE, ASKED, "    for: platform\n"), (INTERFACE, TAKES, "")];
    assert_eq!(findings(&with_edits(&edits)), nobody);
    let no_field = format!(
        "{METHOD}[CONTRACT_BINDING_UNCARRIED]: `get_binding` returns StorageBinding, which no field of Platform carries\n"
    );
    assert_eq!(carried("", "size: {type: boolean, default: false, description: Whether it is large.}"), no_field);
}

#[test]
fn a_binding_that_needs_itself_is_an_error() {
    let takes = "    takes: {other: {$ref: 'floe:bindings/storage/v1', description: The same.}}\n";
    let circular = format!(
        "{METHOD}[CONTRACT_COMPOSITION_CIRCULAR]: the binding of `storage` needs bindings that need the binding of `storage`\n"
    );
    assert_eq!(carried(takes, "storage: {$ref: 'floe:bindings/storage/v1', description: The binding.}"), circular);
}

#[test]
fn a_rule_gives_its_message_the_arguments_that_it_has() {
    assert_edit(
        INTERFACE,
        "unsupported: LOAD_UNFIT",
        "unsupported: LOAD_BROKEN",
        &[
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: `LOAD_BROKEN` takes `known`, which the rule does not have",
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: `LOAD_BROKEN` takes `what`, which the rule does not have",
        ],
    );
}

#[test]
fn needs_of_runs_are_an_error_where_no_workload_runs_products() {
    let unread = |place: &str| {
        format!("{place}: error[CONTRACT_PART_UNUSED]: no workload runs products, so that nothing reads `runs`")
    };
    assert_edit(BINDING, "root: S", "runs: {}\nroot: S", &[&unread("contracts/bindings/storage/v1.yaml:5:1")]);
    let addition = "adds:\n  - {to: 'floe:bindings/storage/v1', runs: {}}\ncapabilities:\n";
    let place = format!("{PLUGIN}:23:38");
    assert_edit(PLUGIN, "capabilities:\n", addition, &[&unread(&place)]);
}
