//! Composition in contracts: which methods floe asks, where arguments come from, where answers are carried.

use crate::support::{BINDING, Found, INTERFACE, PLUGIN, SETS, before, edit, with_edits};

const ASKED: &str = "    for: embedders\n    why: Others ask.\n";
const TAKES: &str = "    takes:
      name: {x-floe-scalar: label, description: A name.}
      size: {type: integer, minimum: 0, maximum: 9, description: A size., optional: true}
";
const STORAGE: &str = "storage: {$ref: 'floe:bindings/storage/v1', description: The binding.}";

#[test]
fn a_compile_phase_method_that_nothing_asks_is_an_error() {
    edit(INTERFACE, ASKED, "").finds(["11:3 METHOD_UNASKED: nothing asks `get_binding`"]);
}

#[test]
fn a_method_says_why_only_others_ask() {
    edit(INTERFACE, ASKED, "    for: embedders\n")
        .finds(["11:3 QUESTION_INVALID: `get_binding` says one of `for: embedders` and `why` alone"]);
}

#[test]
fn an_argument_that_nothing_answers_is_an_error() {
    edit(INTERFACE, ASKED, "    for: platform\n").finds([
        "11:3 QUESTION_INVALID: floe asks `get_binding`, but has no value for `name`",
        "11:3 QUESTION_INVALID: floe asks `get_binding`, but has no value for `size`",
    ]);
}

/// The findings where floe asks the binding for the platform, and the sets begin with these definitions.
fn asked(takes: &str, defs: &str) -> Found<'static> {
    let edits = [(INTERFACE, ASKED, "    for: platform\n"), (INTERFACE, TAKES, takes), (SETS, "$defs:\n", defs)];
    Found::of(INTERFACE, &with_edits(&edits))
}

/// The findings where a type with this field carries the binding.
fn carried(takes: &str, field: &str) -> Found<'static> {
    let platform = "{type: object, description: All., x-floe-carries: platform, properties: {";
    asked(takes, &format!("$defs:\n  Platform: {platform}{field}}}}}\n"))
}

#[test]
fn a_binding_is_carried_by_the_field_of_its_type() {
    carried("", STORAGE).finds([]);
}

#[test]
fn a_binding_that_no_field_carries_is_an_error() {
    asked("", "$defs:\n")
        .finds(["11:3 BINDING_UNCARRIED: no type carries the bindings of the platform, but `get_binding` makes one"]);
    carried("", "size: {type: boolean, default: false, description: Whether it is large.}")
        .finds(["11:3 BINDING_UNCARRIED: `get_binding` returns StorageBinding, which no field of Platform carries"]);
}

#[test]
fn a_binding_that_needs_itself_is_an_error() {
    let takes = "    takes: {other: {$ref: 'floe:bindings/storage/v1', description: The same.}}\n";
    carried(takes, STORAGE).finds([
        "11:3 COMPOSITION_CIRCULAR: the binding of `storage` needs bindings that need the binding of `storage`",
    ]);
}

#[test]
fn a_rule_gives_its_message_the_arguments_that_it_has() {
    edit(INTERFACE, "unsupported: LOAD_UNFIT", "unsupported: LOAD_BROKEN").finds([
        "9:5 COMPOSITION_INVALID: `LOAD_BROKEN` takes `known`, which the rule does not have",
        "9:5 COMPOSITION_INVALID: `LOAD_BROKEN` takes `what`, which the rule does not have",
    ]);
}

#[test]
fn needs_of_runs_are_an_error_where_no_workload_runs_products() {
    let unread = |place: &str| format!("{place} PART_UNUSED: no workload runs products, so that nothing reads `runs`");
    before(BINDING, "root: S", "runs: {}\n").finds([&*unread("5:1")]);
    let addition = "adds:\n  - {to: 'floe:bindings/storage/v1', runs: {}}\n";
    before(PLUGIN, "capabilities:\n", addition).finds([&*unread("23:38")]);
}
