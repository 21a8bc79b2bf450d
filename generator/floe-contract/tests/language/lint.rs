//! Lint: each rule refuses every violation, at the right place, and nothing else.

use crate::support::{
    BASE, BINDING, DIAGNOSTICS, Found, INTERFACE, PLUGIN, SCALARS, SETS, before, edit, edited, findings, insert, with,
    with_edits,
};

const MODE: &str = "mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}\n      size";

/// The findings where `StorageBinding.mode` has this type.
fn mode(ty: &str) -> Found<'static> {
    edit(BINDING, MODE, &format!("mode: {{{ty}}}\n      size"))
}

#[test]
fn the_bounds_of_an_integer_are_exact_in_every_reader_and_in_order() {
    mode("type: integer, minimum: -9007199254740992, maximum: 9007199254740992, description: M.").finds([]);
    mode("type: integer, minimum: 0, maximum: 9007199254740993, description: M.")
        .finds(["31:7 BOUND_INVALID: `StorageBinding.mode`: its bounds must lie within ±2^53"]);
    mode("type: integer, minimum: 2, maximum: 1, description: M.")
        .finds(["31:7 BOUND_INVALID: `StorageBinding.mode`: its minimum is above its maximum"]);
}

#[test]
fn other_bounds_are_in_order() {
    mode("type: number, minimum: 2, maximum: 1.5, description: M.")
        .finds(["31:7 BOUND_INVALID: `StorageBinding.mode`: its minimum is above its maximum"]);
    mode("type: number, minimum: .inf, description: M.")
        .finds(["31:7 BOUND_INVALID: `StorageBinding.mode`: its bounds must be finite"]);
    for ty in [
        "type: string, minLength: 2, maxLength: 1",
        "type: array, items: {type: boolean}, minItems: 2, maxItems: 1",
        "type: object, additionalProperties: true, minProperties: 2, maxProperties: 1",
    ] {
        mode(&format!("{ty}, description: M."))
            .finds(["31:7 BOUND_INVALID: `StorageBinding.mode`: its least count is above its greatest"]);
    }
}

#[test]
fn a_pattern_stays_inside_the_profile_wherever_it_stands() {
    let fault = "its pattern is not one that every reader reads alike: it must begin with ^ and end with $";
    mode("type: string, pattern: a, description: M.")
        .finds([&format!("31:7 PATTERN_INVALID: `StorageBinding.mode`: {fault}")]);
    mode("type: array, items: {type: string, pattern: a}, description: M.")
        .finds([&format!("31:7 PATTERN_INVALID: what `StorageBinding.mode` holds: {fault}")]);
    edit(INTERFACE, "additionalProperties: true", "additionalProperties: {type: string, pattern: a}")
        .finds([&format!("21:3 PATTERN_INVALID: what what `get_extras` returns holds: {fault}")]);
    edit(SCALARS, "'^[a-z]+$'", "'[a-z]+'").finds([&format!("6:3 PATTERN_INVALID: the scalar `label`: {fault}")]);
}

#[test]
fn everything_has_a_description() {
    mode("type: boolean").finds(["31:7 DESCRIPTION_MISSING: `StorageBinding.mode` has no description"]);
    edit(BINDING, "  Mode:\n    description: A mode.\n", "  Mode:\n")
        .finds(["7:3 DESCRIPTION_MISSING: the type `Mode` has no description"]);
    edit(BINDING, "environment: {description: A variable.}", "environment: {}")
        .finds(["24:9 DESCRIPTION_MISSING: the case `environment` of `SecretCredentialRef` has no description"]);
    edit(INTERFACE, "name: {x-floe-scalar: label, description: A name.}", "name: {x-floe-scalar: label}")
        .finds(["11:3 DESCRIPTION_MISSING: `name` of `get_binding` has no description"]);
}

#[test]
fn defaults_and_examples_have_the_type_of_their_field() {
    mode("type: boolean, default: 'yes', description: M.")
        .finds(["31:7 DEFAULT_INVALID: the default of `StorageBinding.mode` must be a boolean, not a string"]);
    mode("type: boolean, default: null, description: M.")
        .finds(["31:7 DEFAULT_INVALID: the default of `StorageBinding.mode` must be a boolean, not null"]);
    mode("type: array, items: {x-floe-scalar: label}, examples: [[a, B]], description: M.").finds([
        "31:7 EXAMPLE_REFUSED: the example of `StorageBinding.mode` at `/1` is no label: it does not match ^[a-z]+$",
    ]);
}

#[test]
fn a_key_of_json_schema_is_answered_with_the_form_of_the_language() {
    for (text, remedy) in [
        ("{enum: [a], description: M.}", "name the enumeration: write a type with `enum` under `$defs`"),
        ("{anyOf: [{type: string}], description: M.}", "name a union: write a type with `variants` under `$defs`"),
        ("{type: object, properties: {a: {type: string}}, description: M.}", "name the object"),
    ] {
        let files = with_edits(&[(BINDING, MODE, &format!("mode: {text}\n      size"))]);
        let found = floe_contract::load(&files).expect_err("the key is unknown");
        let help: Vec<_> = found.iter().filter_map(|finding| finding.help.as_deref()).collect();
        assert!(help.iter().any(|help| help.starts_with(remedy)), "{help:?}");
    }
}

#[test]
fn a_field_for_the_platform_alone_can_be_left_out() {
    let ty = "$ref: '#/$defs/Mode', x-floe-platform-only: true, description: M.";
    mode(ty).finds([""; 0]);
    mode(&format!("{ty}, default: slow")).finds([
        "31:7 TYPE_INVALID: `StorageBinding.mode` is x-floe-platform-only, but a product cannot leave the field out",
    ]);
}

#[test]
fn a_field_that_is_secret_holds_a_reference_only() {
    for ty in [
        "type: string",
        "x-floe-scalar: label",
        "$ref: '#/$defs/Mode'",
        "type: array, items: {$ref: '#/$defs/SecretCredentialRef'}",
    ] {
        mode(&format!("{ty}, x-floe-secret: true, description: M.")).finds([
            "31:7 SECRET_INVALID: `StorageBinding.mode` is x-floe-secret, but its type could hold the secret itself",
        ]);
    }
    mode("$ref: '#/$defs/SecretCredentialRef', description: M.")
        .finds(["31:7 SECRET_INVALID: `StorageBinding.mode` refers to a secret, but is not x-floe-secret"]);
}

#[test]
fn a_text_under_the_name_of_a_secret_is_found_unless_the_contract_says_that_the_text_is_none() {
    let field = |text: &str| {
        let with = format!("{text}, description: M.}}\n      size");
        findings(&with_edits(&[(BINDING, MODE, &with)]))
    };
    let said = "is named like a secret, and its type takes the secret itself";
    for text in [
        "password: {type: string",
        "client_secret: {type: array, items: {type: string}",
        "api_key: {type: object, additionalProperties: {type: string}",
        "tls_secret: {type: string",
    ] {
        assert!(field(text).contains(said), "{text}: {}", field(text));
    }
    for text in [
        "password: {type: string, x-floe-secret: false",
        "tls_secret: {x-floe-scalar: label",
        "password: {type: boolean",
        "secret_path: {type: string",
    ] {
        assert_eq!(field(text), "", "{text}");
    }
    let needless = "could hold no secret, so `x-floe-secret: false` says nothing";
    assert!(field("mode: {type: string, x-floe-secret: false").contains(needless));
}

#[test]
fn an_object_of_nothing_but_references_may_be_secret() {
    let pair = "  Pair:
    type: object
    description: Two.
    properties: {a: {$ref: '#/$defs/SecretCredentialRef', x-floe-secret: true, description: A.}}
  StorageBinding:\n";
    let mode = "mode: {$ref: '#/$defs/Pair', x-floe-secret: true, description: M.}\n      size";
    assert_eq!(findings(&with_edits(&[(BINDING, MODE, mode), (BINDING, "  StorageBinding:\n", pair)])), "");
}

#[test]
fn an_endpoint_names_a_component_and_its_port() {
    mode("x-floe-scalar: label, x-floe-endpoint: minio/api, description: M.")
        .finds(["31:7 ENDPOINT_UNKNOWN: `StorageBinding.mode` names the component `minio`, which does not exist"]);
    mode("type: boolean, x-floe-endpoint: minio/api, description: M.").finds([
        "31:7 ENDPOINT_UNKNOWN: `StorageBinding.mode` is x-floe-endpoint, but holds no text",
        "31:7 ENDPOINT_UNKNOWN: `StorageBinding.mode` names the component `minio`, which does not exist",
    ]);
}

#[test]
fn a_type_has_a_finite_value() {
    edit(BINDING, "default: [], description: Parts.}", "minItems: 1, description: Parts.}").finds([]);
    edit(BINDING, "    required: [name, credentials]\n", "    required: [name, credentials, parts]\n")
        .finds(["35:7 DEFAULT_INVALID: `parts` is required and has a default"]);
    let more = "  Endless:
    type: object
    description: Without end.
    required: [next]
    properties: {next: {type: array, items: {$ref: '#/$defs/Endless'}, minItems: 1, description: The next.}}\n";
    before(BINDING, "examples:\n", more)
        .finds(["37:3 TYPE_ENDLESS: every `Endless` would have to hold another one without end"]);
}

/// What is said of a default with too many values.
const TOO_MANY: &str = "makes more than 1000 values, with the defaults inside of it";

#[test]
fn defaults_that_fill_in_themselves_are_refused() {
    for (ty, default) in [
        ("$ref: '#/$defs/Again'", "{}"),
        ("type: array, items: {$ref: '#/$defs/Again'}", "[{}]"),
        ("type: object, additionalProperties: {$ref: '#/$defs/Again'}", "{key: {}}"),
    ] {
        let again = format!(
            "  Again:
    type: object
    description: With another one in it.
    properties: {{again: {{{ty}, default: {default}, description: The next.}}}}\n"
        );
        before(BINDING, "examples:\n", &again)
            .finds([&format!("40:18 DEFAULT_INVALID: the default of `Again.again` {TOO_MANY}")]);
    }
}

#[test]
fn defaults_that_double_with_every_type_are_refused_where_they_become_many() {
    let one = |at: usize| {
        let (ty, default) = match at.checked_sub(1) {
            None => ("type: string".to_owned(), "a"),
            Some(below) => (format!("$ref: '#/$defs/Twice{below}'"), "{}"),
        };
        format!(
            "  Twice{at}:
    type: object
    description: With two.
    properties:
      one: {{{ty}, default: {default}, description: One.}}
      two: {{{ty}, default: {default}, description: Two.}}\n"
        )
    };
    let doubled = |types: usize| before(BINDING, "examples:\n", &(0..types).map(one).collect::<String>());
    doubled(9).finds([]);
    let too_many =
        |line: usize, field: &str| format!("{line}:7 DEFAULT_INVALID: the default of `Twice9.{field}` {TOO_MANY}");
    doubled(10).finds([&too_many(95, "one"), &too_many(96, "two")]);
}

#[test]
fn contracts_do_not_lead_back_to_themselves() {
    let sets = "      sets: {$ref: 'floe:bindings/composition/v1', description: Sets.}\n";
    before(BINDING, "      size: {type", sets).finds([
        "contracts/bindings/composition/v1.yaml:11:7 REF_CIRCULAR: `bindings/composition/v1` refers to \
         `bindings/storage/v1`, which leads back to it",
        "32:7 REF_CIRCULAR: `bindings/storage/v1` refers to `bindings/composition/v1`, which leads back to it",
    ]);
}

#[test]
fn names_are_written_as_their_kind_is() {
    edit(SETS, "  RequirementSet:\n", "  Requirement_Set:\n").finds([
        "13:3 NAME_INVALID: the type `Requirement_Set` is not named as types are",
        "contracts/interfaces/storage/v1.yaml:9:5 COMPOSITION_INVALID: no contract defines RequirementSet, which \
         composition reads",
    ]);
    edit(INTERFACE, "  get_extras:\n", "  getExtras:\n")
        .finds(["21:3 NAME_INVALID: the method `getExtras` breaks the naming rule"]);
    edit(INTERFACE, "      size: {type", "      Size: {type")
        .finds(["11:3 NAME_INVALID: the parameter `Size` breaks the naming rule"]);
    edit(BINDING, "      size: {type", "      size-of: {type")
        .finds(["32:7 NAME_INVALID: the field `size-of` is not named as fields are"]);
    edit(BINDING, "      size: {type", "      _size: {type").finds([]);
    let label = "  Label_2: {type: string, description: L., examples: [a], counterexamples: [1]}\n";
    before(SCALARS, "  label:\n", label).finds(["6:3 NAME_INVALID: the scalar `Label_2` breaks the naming rule"]);
}

#[test]
fn names_differ_in_every_language() {
    before(BINDING, "      labels: {type", "      Mode: {type: boolean, description: M.}\n").finds([
        "36:7 NAME_INVALID: the field `Mode` is not named as fields are",
        "36:7 NAME_TAKEN: the field `Mode` and `mode` are both `mode` in code",
    ]);
    edit(BINDING, "slow: Slow.", "slow: Slow., fast_one: Again.")
        .finds(["9:42 NAME_TAKEN: the value `fast_one` and `fast-one` are both `FastOne` in code"]);
    let source = "            source: {x-floe-scalar: label, description: A source.}\n";
    before(BINDING, "        environment: {desc", source)
        .finds(["24:13 NAME_TAKEN: the field `source` and `source` are both `source` in code"]);
    before(BINDING, "  Mode:\n    description", "  Label:\n    type: object\n    description: A label.\n")
        .finds(["7:3 NAME_TAKEN: the type `Label` and `label` are both `Label` in code"]);
}

#[test]
fn no_type_of_an_interface_is_called_what_the_interface_becomes() {
    for name in ["Storage", "StorageRuntime", "StoragePlugin", "StorageExtras"] {
        let types =
            format!("$defs:\n  {name}: {{type: object, description: A word., required: [], properties: {{}}}}\n");
        before(INTERFACE, "methods:\n", &types)
            .finds([&format!("11:3 NAME_TAKEN: the type `{name}` is what the interface becomes in code")]);
    }
}

#[test]
fn every_case_has_a_type_with_a_name_of_its_own() {
    let case = "        environment: {description: A variable.}\n";
    let with = |value: &str| edit(BINDING, case, &format!("{case}        {value}: {{description: Another.}}\n"));
    for value in ["2nd", "été"] {
        with(value).finds([]);
    }
    for (value, name) in [("日本", "日本"), ("é", "é"), ("''", "")] {
        with(value).finds([
            &format!("25:9 NAME_INVALID: the case `{name}` of `SecretCredentialRef` has no ASCII letter or digit for a type name"),
            &format!("39:39 EXAMPLE_REFUSED: `/credentials/source` must be `{name}`"),
        ]);
    }
    with("éEnvironment")
        .finds(["25:9 NAME_TAKEN: the case `éEnvironment` and `environment` are both `Environment` in code"]);
    let name = "SecretCredentialRefEnvironment";
    let like_a_case = format!("  {name}:\n    type: object\n    description: Like a case.\n");
    before(BINDING, "  Mode:\n    description", &like_a_case)
        .finds([&format!("7:3 NAME_TAKEN: the type `{name}` and `{name}` are both `{name}` in code")]);
}

#[test]
fn no_type_is_called_like_a_constant_of_python() {
    for name in ["True", "False", "None"] {
        let word = format!("  '{name}':\n    type: object\n    description: A word.\n");
        before(BINDING, "  Mode:\n    description", &word)
            .finds([&format!("7:3 NAME_INVALID: the type `{name}` is `{name}` in code, a word of Python")]);
    }
    let none = "  none: {type: string, description: A word., examples: [a], counterexamples: [1]}\n";
    before(SCALARS, "  label:\n", none)
        .finds(["6:3 NAME_INVALID: the type `none` is `None` in code, a word of Python"]);
    let interface = "kind: interface\nname: 'true'\nversion: 1.0.0\ndescription: A word.\nmethods: {}\n";
    with("contracts/interfaces/true/v1.yaml", interface)
        .finds(["2:1 NAME_INVALID: the interface `true` is `True` in code, a word of Python"]);
}

#[test]
fn no_text_holds_a_character_that_turns_what_stands_around_it() {
    for turning in ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}'] {
        let turns = format!("the character U+{:04X} changes the direction of the text", turning as u32);
        let at = |place: &str| format!("{place} CHARACTER_INVALID: {turns}");
        edit(BINDING, "A mode.\n", &format!("A{turning} mode.\n")).finds([&at("8:18")]);
        edit(BINDING, "slow: Slow.", &format!("slow: Slow., a{turning}b: No.")).finds([&at("9:42")]);
    }
    edit(BINDING, "A mode.\n", "A \u{200F}mode \u{61C}of שלום.\n").finds([]);
}

#[test]
fn a_remedy_names_what_would_do_once_and_else_the_rule() {
    let help = |file: &str, from: &str, to: &str| {
        let model = floe_contract::load(&edited(file, from, to)).unwrap();
        let found: Vec<_> = floe_contract::lint(&model).into_iter().collect();
        found.iter().find(|one| one.code == "CONTRACT_NAME_INVALID").and_then(|one| one.help.clone()).unwrap()
    };
    let fields = "write it in snake or camel case, with a letter from a to z first";
    for (name, expected) in [
        ("Size", "write `size`"),
        ("Size_of", "write `sizeOf` or `size_of`"),
        ("2fa", fields),
        ("日本", fields),
        ("'😀'", fields),
        ("_", fields),
    ] {
        assert_eq!(help(BINDING, "      size: {type", &format!("      {name}: {{type")), expected, "{name}");
    }
    let method = |name: &str| help(INTERFACE, "  get_extras:\n", &format!("  {name}:\n"));
    assert_eq!(method("getExtras"), "write `get_extras`");
    assert_eq!(method("2nd"), "write it in snake case, with a letter from a to z first");
    let named = |name: &str| help(SETS, "  RequirementSet:\n", &format!("  {name}:\n"));
    assert_eq!(named("Requirement_Set"), "write `RequirementSet`");
    assert_eq!(named("日本"), "write it in Pascal case, with a letter from A to Z first");
}

#[test]
fn an_enumeration_has_values() {
    edit(BINDING, "size: {type: integer, minimum: 1, maximum: 9, default: 3,", "size: {$ref: '#/$defs/Empty',")
        .finds(["32:20 REF_UNKNOWN: `bindings/storage/v1` defines no type `Empty`"]);
    before(BINDING, "  Mode:\n    description", "  Empty: {enum: [], description: None.}\n")
        .finds(["7:3 TYPE_INVALID: the enumeration `Empty` has no value"]);
}

#[test]
fn a_scalar_accepts_its_examples_and_refuses_its_counterexamples() {
    edit(SCALARS, "examples: [abc]", "examples: [abc, A]")
        .finds(["6:3 EXAMPLE_REFUSED: example 2 of `label` is no label: it does not match ^[a-z]+$"]);
    edit(SCALARS, "[A, '']", "[A, a]").finds(["6:3 COUNTEREXAMPLE_ACCEPTED: counterexample 2 of `label` is accepted"]);
}

#[test]
fn whole_examples_are_there_and_accepted() {
    edit(BINDING, "source: environment, name: x", "source: environment, nam: X").finds([
        "38:30 EXAMPLE_REFUSED: `/credentials` lacks the key `name`",
        "38:52 EXAMPLE_REFUSED: `/credentials` has no key `nam`",
    ]);
    edit(SETS, "examples: [{modes: [slow]}]\n", "")
        .finds(["1:1 EXAMPLE_MISSING: bindings/composition/v1 has no example"]);
    edit(PLUGIN, "examples: [{bucket: abc}]", "examples: [{bucket: abc, fats: true}]")
        .finds(["26:26 EXAMPLE_REFUSED: it has no key `fats`"]);
}

#[test]
fn a_category_has_a_group_and_a_key_of_its_own_and_the_base_has_none() {
    edit(INTERFACE, "group: floe.storage\n", "").finds([
        "2:1 INTERFACE_INVALID: the category `storage` has no `group`",
        "8:5 CATEGORY_UNKNOWN: there is no category `storage`",
        "contracts/plugins/storage/minio/v1.yaml:2:1 CATEGORY_UNKNOWN: there is no category `storage`",
    ]);
    edit(BASE, "description: The base.\n", "description: The base.\ngroup: floe.plugin\n")
        .finds(["2:1 INTERFACE_INVALID: the base of all categories has no `group`"]);
    store("group: floe.store\nmanifest-key: storage\n")
        .finds(["2:1 NAME_TAKEN: the manifest-key `storage` is there twice"]);
}

/// The findings about the clean contracts and an interface with these keys.
fn store(keys: &str) -> Found<'static> {
    let text = format!("kind: interface\nname: store\nversion: 1.0.0\ndescription: S.\n{keys}methods: {{}}\n");
    with("contracts/interfaces/store/v1.yaml", &text)
}

#[test]
fn a_category_that_no_manifest_selects_from_has_no_key_and_what_is_no_category_has_no_group() {
    store("group: floe.store\n").finds([]);
    store("").finds([]);
    store("group: floe.store\nselection: required\n")
        .finds(["2:1 INTERFACE_INVALID: the category `store` has no `manifest-key`"]);
    store("manifest-key: store\n").finds(["2:1 INTERFACE_INVALID: the category `store` has no `group`"]);
}

#[test]
fn the_default_of_a_category_is_one_of_its_plugins() {
    edit(INTERFACE, "{default: minio}", "{default: mino}")
        .finds(["7:1 PLUGIN_UNKNOWN: there is no storage plugin `mino` to be the default"]);
}

#[test]
fn the_codes_that_interfaces_name_are_defined() {
    edit(INTERFACE, "errors: [LOAD_BROKEN]", "errors: [LOAD_BROKE]")
        .finds(["11:3 CODE_UNKNOWN: there is no diagnostic `LOAD_BROKE`"]);
    edit(INTERFACE, "missing: LOAD_UNFIT", "missing: LOAD_GONE")
        .finds(["9:5 CODE_UNKNOWN: there is no diagnostic `LOAD_GONE`"]);
}

#[test]
fn the_default_of_a_method_is_a_value_that_it_can_return() {
    edit(INTERFACE, "    default: {}\n", "    default: []\n")
        .finds(["21:3 DEFAULT_INVALID: the default of `get_extras` must be an object, not a list"]);
    edit(INTERFACE, "    default: {}\n", "    default: null\n").finds([]);
    edit(INTERFACE, "    returns: {type: object, additionalProperties: true}\n", "")
        .finds(["21:3 DEFAULT_INVALID: `get_extras` returns nothing, so its default is null"]);
    let nothing = "    returns: {type: object, additionalProperties: true}\n    optional: true\n    default: {}\n";
    edit(INTERFACE, nothing, "    default: null\n").finds([]);
}

const SIZE: &str = "{type: integer, minimum: 0, maximum: 9, description: A size., optional: true}";

#[test]
fn the_default_of_a_parameter_is_a_plain_value_of_its_type() {
    let size = "maximum: 9, description: A size., optional: true}";
    edit(INTERFACE, size, "maximum: 9, default: 3, description: A size.}").finds([]);
    for (ty, finding) in [
        ("type: boolean, default: 'no'", "the default of `size` of `get_binding` must be a boolean, not a string"),
        (
            "type: array, items: {type: boolean}, default: []",
            "the default of `size` of `get_binding` is no plain value",
        ),
        ("default: null", "the default of `size` of `get_binding` is no plain value"),
        (
            "type: boolean, optional: true, default: true",
            "`size` of `get_binding` has a default, so it is never absent",
        ),
    ] {
        edit(INTERFACE, SIZE, &format!("{{{ty}, description: A size.}}"))
            .finds([&format!("11:3 DEFAULT_INVALID: {finding}")]);
    }
}

#[test]
fn what_callers_may_leave_out_stands_last() {
    for key in ["optional: true", "default: a"] {
        let name = format!("label, {key}, description: A name.}}\n      size: {{type: boolean, description: A size.}}");
        edit(INTERFACE, &format!("label, description: A name.}}\n      size: {SIZE}"), &name).finds([
            "11:3 INTERFACE_INVALID: `name` of `get_binding` may be left out, and stands before one that may not",
        ]);
    }
}

#[test]
fn a_composition_rule_compares_lists_that_both_sets_have() {
    edit(INTERFACE, "selection: {default: minio}", "selection: several")
        .finds(["9:5 COMPOSITION_INVALID: a platform has several plugins of `storage`, none of which is the provider"]);
    edit(INTERFACE, "from: storage", "from: store").finds(["9:5 CATEGORY_UNKNOWN: there is no category `store`"]);
    edit(INTERFACE, "needs: modes", "needs: fast").finds([
        "9:5 COMPOSITION_INVALID: `fast` is no list of CapabilitySet",
        "9:5 COMPOSITION_INVALID: `fast` is no list of RequirementSet",
    ]);
}

#[test]
fn what_a_plugin_names_is_there() {
    edit(PLUGIN, "dependencies: [storage/minio]", "dependencies: [storage/mino]")
        .finds(["7:1 PLUGIN_UNKNOWN: there is no plugin `storage/mino`"]);
    edit(PLUGIN, "external: {}", "external: {components: [minio]}")
        .finds(["8:1 COMPONENT_UNKNOWN: there is no component `minio`"]);
}

#[test]
fn what_a_plugin_offers_has_the_shape_of_such_and_comes_from_its_config() {
    edit(PLUGIN, "requirements: {}", "requirements: {modus: [slow], modes: [slowly]}").finds([
        "25:16 KEY_UNKNOWN: it has no key `modus`",
        "25:39 VALUE_INVALID: `/modes/0` must be one of `fast-one`, `slow`",
    ]);
    for path in ["config.nested.mod", "config.nest.mode", "config.bucket.x", "nested.mode"] {
        edit(PLUGIN, "{$: config.nested.mode}", &format!("{{$: {path}}}"))
            .finds([&format!("23:21 PATH_UNKNOWN: the config has no `{path}`")]);
    }
}

#[test]
fn a_code_ends_a_command_with_an_exit_that_is_stated() {
    let other = "  LOAD_Y: {severity: error, exit: input, title: T, message: m, help: h, explain: e}\n";
    before(DIAGNOSTICS, "  LOAD_BROKEN:\n", other)
        .finds(["6:3 VALUE_INVALID: `LOAD_Y` ends a command with `input`, which is no exit"]);
}

#[test]
fn a_code_begins_with_its_phase_and_stands_once() {
    for code in ["Load_Broken", "STORE_X"] {
        let other = format!("  {code}: {{severity: info, title: T, message: m, help: h, explain: e}}\n");
        before(DIAGNOSTICS, "  LOAD_BROKEN:\n", &other)
            .finds([&format!("6:3 CODE_INVALID: `{code}` is no code of its phase")]);
    }
    edit(DIAGNOSTICS, "[OLD-1]", "[LOAD_BROKEN]").finds(["6:3 NAME_TAKEN: the code `LOAD_BROKEN` is there twice"]);
}

#[test]
fn every_hole_has_an_argument_and_every_argument_a_hole() {
    edit(DIAGNOSTICS, "'almost {what}'", "'almost {wat}'")
        .finds(["6:3 TEXT_INVALID: `LOAD_BROKEN` has a placeholder {wat} without an argument"]);
    edit(DIAGNOSTICS, "takes: {what: text,", "takes: {what: text, more: count,")
        .finds(["6:3 TEXT_INVALID: `LOAD_BROKEN` takes `more`, but no text uses the argument"]);
    for text in ["almost {what", "almost what}", "almost {{what}}"] {
        edit(DIAGNOSTICS, "'almost {what}'", &format!("'{text}'"))
            .finds(["6:3 TEXT_INVALID: `LOAD_BROKEN` has a text with a brace that does not belong to a placeholder"]);
    }
    edit(DIAGNOSTICS, "near: 'almost {what}'", "nearBy: 'almost {what}'")
        .finds(["6:3 NAME_INVALID: `LOAD_BROKEN`: `nearBy` is not in snake case"]);
}

/// The findings where `StorageBinding` has this rule.
fn rule(rule: &str) -> Found<'static> {
    let labels = "description: Labels.}\n";
    edit(BINDING, labels, &format!("{labels}    rules: [{{rule: {rule}}}]\n"))
}

#[test]
fn a_rule_about_when_a_key_is_there_names_an_optional_key_and_values_of_another() {
    for when in ["only-when", "needed-when"] {
        rule(&format!("{when}, key: ratio, when: mode, is: [slow, fast-one]")).finds([]);
        rule(&format!("{when}, key: size, when: mode, is: [slow]")).finds([
            "25:3 RULE_INVALID: a rule of `StorageBinding` says when `size` is there, but the key is not optional",
        ]);
        rule(&format!("{when}, key: ration, when: mode, is: [slow]"))
            .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` names the key `ration`, which it does not have"]);
        rule(&format!("{when}, key: ratio, when: mood, is: [slow]"))
            .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` names the key `mood`, which it does not have"]);
        rule(&format!("{when}, key: ratio, when: mode, is: [slow, quick]"))
            .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` names the value `quick`, which `mode` cannot have"]);
    }
}

#[test]
fn other_rules_name_keys_and_values_that_there_are() {
    rule("one-form, forms: [[ratio], [name, ratios]]").finds([
        "25:3 RULE_INVALID: a rule of `StorageBinding` names the key `ratios`, which it does not have",
        "25:3 RULE_INVALID: a rule of `StorageBinding` says when `name` is there, but the key is not optional",
    ]);
    rule("unique, key: parts, by: name").finds([]);
    for (key, by) in [("parts", "title"), ("labels", "name"), ("name", "name")] {
        let rest = format!("tells the items of `{key}` apart by `{by}`, which they do not have");
        rule(&format!("unique, key: {key}, by: {by}"))
            .finds([&format!("25:3 RULE_INVALID: a rule of `StorageBinding` {rest}")]);
    }
    rule("reserved, key: name, values: [floe]").finds([]);
    rule("reserved, key: name, values: [FLOE]")
        .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` names the value `FLOE`, which `name` cannot have"]);
    rule("environment, keys: [prod]").finds([]);
    rule("environment, keys: [ratio, Prod]").finds([
        "25:3 RULE_INVALID: `StorageBinding` has the key `ratio` and a rule against it",
        "25:3 RULE_INVALID: the key `Prod` of a rule of `StorageBinding` is not in lower case",
    ]);
}

#[test]
fn what_is_counted_with_is_always_a_number() {
    rule("sum, keys: [size, size], equals: 1").finds([]);
    rule("at-most, key: size, other: size").finds([]);
    for counting in ["sum, keys: [size, name], equals: 1", "at-most, key: size, other: name"] {
        rule(counting)
            .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` counts with `name`, which is not always a number"]);
    }
    rule("at-most, key: size, other: ratio")
        .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` counts with `ratio`, which is not always a number"]);
}

#[test]
fn the_keys_of_a_map_are_a_scalar_that_is_text() {
    let keyed =
        |keys: &str| format!("type: object, propertyNames: {{{keys}}}, additionalProperties: true, description: M.");
    mode(&keyed("x-floe-scalar: label")).finds([]);
    let modes = "mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}";
    edit(BINDING, modes, &format!("mode: {{{}}}", keyed("type: string")))
        .finds(["31:43 TYPE_INVALID: the keys of a map are a named scalar"]);
}

#[test]
fn what_is_read_as_an_expression_is_text() {
    rule("expression, key: name").finds([]);
    rule("expression, key: ratio")
        .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` reads `ratio` as regular expressions, which are text"]);
    rule("expression, key: pattern")
        .finds(["25:3 RULE_INVALID: a rule of `StorageBinding` names the key `pattern`, which it does not have"]);
}

#[test]
fn a_union_reads_expressions_and_has_no_rules_about_its_keys() {
    let cases = "        environment: {description: A variable.}\n";
    let with = |rule: &str| format!("{cases}    rules: [{{rule: {rule}}}]\n");
    edit(BINDING, cases, &with("expression, key: name")).finds([]);
    edit(BINDING, cases, &with("reserved, key: name, values: [abc]")).finds([
        "10:3 RULE_INVALID: `SecretCredentialRef` has a rule about its keys, but its cases say which keys go together",
    ]);
}

#[test]
fn rules_belong_to_objects() {
    let rules = "    rules: [{rule: reserved, key: x, values: [y]}]\n";
    before(BINDING, "  SecretCredentialRef:\n", rules).finds(["10:5 TYPE_INVALID: `rules` belongs to an object"]);
}

#[test]
fn a_contract_refers_to_no_higher_layer_but_a_method_to_a_document_that_floe_writes() {
    let order = |keys: &str, path: &'static str, anchor: &str, field: &str| {
        let document = format!(
            "kind: document
name: order
version: 1.0.0
description: An order.
{keys}root: Order
$defs: {{Order: {{type: object, description: An order.}}}}
examples: [{{}}]
"
        );
        let field = format!("      {field}: {{$ref: 'floe:documents/order/v1', description: An order.}}\n");
        let mut files = edited(path, anchor, &format!("{field}{anchor}"));
        insert(&mut files, "contracts/documents/order/v1.yaml", document);
        Found::of(path, &files)
    };
    let higher = "refers to `documents/order/v1`, which is of a higher layer";
    let name = "      name: {x-floe-scalar: label";
    order("", INTERFACE, name, "order").finds([]);
    order("file: order.yaml\n", INTERFACE, name, "order")
        .finds([&format!("11:3 LAYER_INVALID: `interfaces/storage/v1` {higher}")]);
    order("", BINDING, "      size: {type", "sets")
        .finds([&format!("32:7 LAYER_INVALID: `bindings/storage/v1` {higher}")]);
}

#[test]
fn no_two_contracts_are_written_to_one_place() {
    let contract = |head: &str, name: &str| {
        format!(
            "{{{head}, root: {name}, description: D., examples: [{{}}], $defs: {{{name}: {{type: object, description: D., \
             properties: {{}}}}}}}}\n"
        )
    };
    with("contracts/bindings/storage/v2.yaml", &contract("kind: binding, name: storage, version: 2.0.0", "NewStorage"))
        .says(["NAME_TAKEN: the contract `bindings/storage`, in any major version, is there twice"]);
    let mut files = with_edits(&[]);
    for (name, ty) in [("plan", "Plan"), ("design", "Design")] {
        let head = format!("kind: document, name: {name}, version: 1.0.0, file: plan.yaml");
        insert(&mut files, &format!("contracts/documents/{name}/v1.yaml"), contract(&head, ty));
    }
    Found::of("contracts/documents/plan/v1.yaml", &files)
        .says(["NAME_TAKEN: the file name `plan.yaml` is there twice"]);
}
