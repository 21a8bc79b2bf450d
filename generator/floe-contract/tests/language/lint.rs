//! Lint: each rule refuses every violation, at the right place, and nothing else.

use crate::support::{
    BASE, BINDING, DIAGNOSTICS, INTERFACE, PLUGIN, SCALARS, SETS, assert_edit, clean, edited, findings, insert,
};

const MODE: &str = "mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}\n      size";

/// Replaces the type of `StorageBinding.mode`.
#[track_caller]
fn assert_mode(ty: &str, expected: &[&str]) {
    let expected: Vec<String> =
        expected.iter().map(|one| format!("contracts/bindings/storage/v1.yaml:31:7: {one}")).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    assert_edit(BINDING, MODE, &format!("mode: {{{ty}}}\n      size"), &expected);
}

#[test]
fn the_bounds_of_an_integer_are_exact_in_every_reader_and_in_order() {
    assert_mode("type: integer, minimum: -9007199254740992, maximum: 9007199254740992, description: M.", &[]);
    assert_mode(
        "type: integer, minimum: 0, maximum: 9007199254740993, description: M.",
        &["error[CONTRACT_BOUND_INVALID]: `StorageBinding.mode`: its bounds must lie within ±2^53"],
    );
    assert_mode(
        "type: integer, minimum: 2, maximum: 1, description: M.",
        &["error[CONTRACT_BOUND_INVALID]: `StorageBinding.mode`: its minimum is above its maximum"],
    );
}

#[test]
fn other_bounds_are_in_order() {
    for ty in ["type: number, minimum: 2, maximum: 1.5", "type: number, minimum: .inf"] {
        assert_mode(
            &format!("{ty}, description: M."),
            &[match ty {
                "type: number, minimum: .inf" => {
                    "error[CONTRACT_BOUND_INVALID]: `StorageBinding.mode`: its bounds must be finite"
                }
                _ => "error[CONTRACT_BOUND_INVALID]: `StorageBinding.mode`: its minimum is above its maximum",
            }],
        );
    }
    for ty in [
        "type: string, minLength: 2, maxLength: 1",
        "type: array, items: {type: boolean}, minItems: 2, maxItems: 1",
        "type: object, additionalProperties: true, minProperties: 2, maxProperties: 1",
    ] {
        assert_mode(
            &format!("{ty}, description: M."),
            &["error[CONTRACT_BOUND_INVALID]: `StorageBinding.mode`: its least count is above its greatest"],
        );
    }
}

#[test]
fn a_pattern_stays_inside_the_profile_wherever_it_stands() {
    let fault = "its pattern is not one that every reader reads alike: it must begin with ^ and end with $";
    assert_mode(
        "type: string, pattern: a, description: M.",
        &[&format!("error[CONTRACT_PATTERN_INVALID]: `StorageBinding.mode`: {fault}")],
    );
    assert_mode(
        "type: array, items: {type: string, pattern: a}, description: M.",
        &[&format!("error[CONTRACT_PATTERN_INVALID]: what `StorageBinding.mode` holds: {fault}")],
    );
    assert_edit(
        INTERFACE,
        "returns: {type: object, additionalProperties: true}",
        "returns: {type: object, additionalProperties: {type: string, pattern: a}}",
        &[&format!(
            "contracts/interfaces/storage/v1.yaml:21:3: error[CONTRACT_PATTERN_INVALID]: what what `get_extras` returns holds: {fault}"
        )],
    );
    assert_edit(
        SCALARS,
        "'^[a-z]+$'",
        "'[a-z]+'",
        &[&format!("contracts/scalars/v1.yaml:6:3: error[CONTRACT_PATTERN_INVALID]: the scalar `label`: {fault}")],
    );
}

#[test]
fn everything_has_a_description() {
    assert_mode("type: boolean", &["error[CONTRACT_DESCRIPTION_MISSING]: `StorageBinding.mode` has no description"]);
    assert_edit(
        BINDING,
        "  Mode:\n    description: A mode.\n",
        "  Mode:\n",
        &[
            "contracts/bindings/storage/v1.yaml:7:3: error[CONTRACT_DESCRIPTION_MISSING]: the type `Mode` has no description",
        ],
    );
    assert_edit(
        BINDING,
        "environment: {description: A variable.}",
        "environment: {}",
        &[
            "contracts/bindings/storage/v1.yaml:24:9: error[CONTRACT_DESCRIPTION_MISSING]: the case `environment` of `SecretCredentialRef` has no description",
        ],
    );
    assert_edit(
        INTERFACE,
        "name: {x-floe-scalar: label, description: A name.}",
        "name: {x-floe-scalar: label}",
        &[
            "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_DESCRIPTION_MISSING]: `name` of `get_binding` has no description",
        ],
    );
}

#[test]
fn defaults_and_examples_have_the_type_of_their_field() {
    assert_mode(
        "type: boolean, default: 'yes', description: M.",
        &["error[CONTRACT_DEFAULT_INVALID]: the default of `StorageBinding.mode` must be a boolean, not a string"],
    );
    assert_mode(
        "type: boolean, default: null, description: M.",
        &["error[CONTRACT_DEFAULT_INVALID]: the default of `StorageBinding.mode` must be a boolean, not null"],
    );
    assert_mode(
        "type: array, items: {x-floe-scalar: label}, examples: [[a, B]], description: M.",
        &[
            "error[CONTRACT_EXAMPLE_REFUSED]: the example of `StorageBinding.mode` at `/1` is no label: it does not match ^[a-z]+$",
        ],
    );
}

#[test]
fn a_field_that_is_secret_holds_a_reference_only() {
    for ty in [
        "type: string",
        "x-floe-scalar: label",
        "$ref: '#/$defs/Mode'",
        "type: array, items: {$ref: '#/$defs/SecretCredentialRef'}",
    ] {
        assert_mode(
            &format!("{ty}, x-floe-secret: true, description: M."),
            &[
                "error[CONTRACT_SECRET_INVALID]: `StorageBinding.mode` is x-floe-secret, but its type could hold the secret itself",
            ],
        );
    }
    assert_mode(
        "$ref: '#/$defs/SecretCredentialRef', description: M.",
        &["error[CONTRACT_SECRET_INVALID]: `StorageBinding.mode` refers to a secret, but is not x-floe-secret"],
    );
}

#[test]
fn an_object_of_nothing_but_references_may_be_secret() {
    let pair = "  Pair:
    type: object
    description: Two.
    properties: {a: {$ref: '#/$defs/SecretCredentialRef', x-floe-secret: true, description: A.}}
  StorageBinding:\n";
    let text = "mode: {$ref: '#/$defs/Pair', x-floe-secret: true, description: M.}\n      size";
    let mut files = edited(BINDING, MODE, text);
    let whole = files.get(BINDING).map(|bytes| String::from_utf8_lossy(bytes).replace("  StorageBinding:\n", pair));
    files = clean_without(BINDING);
    insert(&mut files, BINDING, whole.unwrap_or_default());
    assert_eq!(findings(&files), "");
}

fn clean_without(file: &str) -> floe_base::FileSet {
    let mut files = floe_base::FileSet::new();
    for (path, bytes) in clean().iter().filter(|(path, _)| *path != file) {
        insert(&mut files, path, bytes);
    }
    files
}

#[test]
fn an_endpoint_names_a_component_and_its_port() {
    assert_mode(
        "x-floe-scalar: label, x-floe-endpoint: minio/api, description: M.",
        &["error[CONTRACT_ENDPOINT_UNKNOWN]: `StorageBinding.mode` names the component `minio`, which does not exist"],
    );
    assert_mode(
        "type: boolean, x-floe-endpoint: minio/api, description: M.",
        &[
            "error[CONTRACT_ENDPOINT_UNKNOWN]: `StorageBinding.mode` is x-floe-endpoint, but holds no text",
            "error[CONTRACT_ENDPOINT_UNKNOWN]: `StorageBinding.mode` names the component `minio`, which does not exist",
        ],
    );
}

#[test]
fn a_type_has_a_finite_value() {
    assert_edit(BINDING, "default: [], description: Parts.}", "minItems: 1, description: Parts.}", &[]);
    assert_edit(
        BINDING,
        "    required: [name, credentials]\n",
        "    required: [name, credentials, parts]\n",
        &[
            "contracts/bindings/storage/v1.yaml:35:7: error[CONTRACT_DEFAULT_INVALID]: `parts` is required and has a default",
        ],
    );
    let more = "  Endless:
    type: object
    description: Without end.
    required: [next]
    properties: {next: {type: array, items: {$ref: '#/$defs/Endless'}, minItems: 1, description: The next.}}
examples:";
    assert_edit(
        BINDING,
        "examples:\n",
        &format!("{more}\n"),
        &[
            "contracts/bindings/storage/v1.yaml:37:3: error[CONTRACT_TYPE_ENDLESS]: every `Endless` would have to hold another one without end",
        ],
    );
}

#[test]
fn defaults_that_fill_in_themselves_are_refused() {
    for (ty, default) in [
        ("$ref: '#/$defs/Again'", "{}"),
        ("type: array, items: {$ref: '#/$defs/Again'}", "[{}]"),
        ("type: object, additionalProperties: {$ref: '#/$defs/Again'}", "{key: {}}"),
    ] {
        let more = format!(
            "  Again:
    type: object
    description: With another one in it.
    properties: {{again: {{{ty}, default: {default}, description: The next.}}}}
examples:\n"
        );
        assert_edit(
            BINDING,
            "examples:\n",
            &more,
            &[
                "contracts/bindings/storage/v1.yaml:40:18: error[CONTRACT_DEFAULT_INVALID]: the default of `Again.again` makes more than 1000 values, with the defaults inside of it",
            ],
        );
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
    let doubled = |types: usize| (0..types).map(one).collect::<String>() + "examples:\n";
    assert_edit(BINDING, "examples:\n", &doubled(9), &[]);
    let too_many = |line: usize, field: &str| {
        format!(
            "contracts/bindings/storage/v1.yaml:{line}:7: error[CONTRACT_DEFAULT_INVALID]: the default of `Twice9.{field}` makes more than 1000 values, with the defaults inside of it"
        )
    };
    assert_edit(BINDING, "examples:\n", &doubled(10), &[&too_many(95, "one"), &too_many(96, "two")]);
}

#[test]
fn contracts_do_not_lead_back_to_themselves() {
    assert_edit(
        BINDING,
        "      size: {type",
        "      sets: {$ref: 'floe:bindings/composition/v1', description: Sets.}\n      size: {type",
        &[
            "contracts/bindings/composition/v1.yaml:11:7: error[CONTRACT_REF_CIRCULAR]: `bindings/composition/v1` refers to `bindings/storage/v1`, which leads back to it",
            "contracts/bindings/storage/v1.yaml:32:7: error[CONTRACT_REF_CIRCULAR]: `bindings/storage/v1` refers to `bindings/composition/v1`, which leads back to it",
        ],
    );
}

#[test]
fn names_are_written_as_their_kind_is() {
    assert_edit(
        SETS,
        "  RequirementSet:\n",
        "  Requirement_Set:\n",
        &[
            "contracts/bindings/composition/v1.yaml:13:3: error[CONTRACT_NAME_INVALID]: the type `Requirement_Set` is not named as types are",
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: no contract defines RequirementSet, which composition reads",
        ],
    );
    assert_edit(
        INTERFACE,
        "  get_extras:\n",
        "  getExtras:\n",
        &[
            "contracts/interfaces/storage/v1.yaml:21:3: error[CONTRACT_NAME_INVALID]: the method `getExtras` breaks the naming rule",
        ],
    );
    assert_edit(
        INTERFACE,
        "      size: {type",
        "      Size: {type",
        &[
            "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_NAME_INVALID]: the parameter `Size` breaks the naming rule",
        ],
    );
    assert_edit(
        BINDING,
        "      size: {type",
        "      size-of: {type",
        &[
            "contracts/bindings/storage/v1.yaml:32:7: error[CONTRACT_NAME_INVALID]: the field `size-of` is not named as fields are",
        ],
    );
    assert_edit(BINDING, "      size: {type", "      _size: {type", &[]);
    let more = "  Label_2: {type: string, description: L., examples: [a], counterexamples: [1]}\n  label:\n";
    assert_edit(
        SCALARS,
        "  label:\n",
        more,
        &["contracts/scalars/v1.yaml:6:3: error[CONTRACT_NAME_INVALID]: the scalar `Label_2` breaks the naming rule"],
    );
}

#[test]
fn names_differ_in_every_language() {
    assert_edit(
        BINDING,
        "      labels: {type",
        "      Mode: {type: boolean, description: M.}\n      labels: {type",
        &[
            "contracts/bindings/storage/v1.yaml:36:7: error[CONTRACT_NAME_INVALID]: the field `Mode` is not named as fields are",
            "contracts/bindings/storage/v1.yaml:36:7: error[CONTRACT_NAME_TAKEN]: the field `Mode` and `mode` are both `mode` in code",
        ],
    );
    assert_edit(
        BINDING,
        "slow: Slow.",
        "slow: Slow., fast_one: Again.",
        &[
            "contracts/bindings/storage/v1.yaml:9:42: error[CONTRACT_NAME_TAKEN]: the value `fast_one` and `fast-one` are both `FastOne` in code",
        ],
    );
    assert_edit(
        BINDING,
        "            key: {x-floe-scalar: label, description: A key.}",
        "            key: {x-floe-scalar: label, description: A key.}\n            source: {x-floe-scalar: label, description: A source.}",
        &[
            "contracts/bindings/storage/v1.yaml:24:13: error[CONTRACT_NAME_TAKEN]: the field `source` and `source` are both `source` in code",
        ],
    );
    assert_edit(
        BINDING,
        "  Mode:\n    description",
        "  Label:\n    type: object\n    description: A label.\n  Mode:\n    description",
        &[
            "contracts/bindings/storage/v1.yaml:7:3: error[CONTRACT_NAME_TAKEN]: the type `Label` and `label` are both `Label` in code",
        ],
    );
}

#[test]
fn no_type_of_an_interface_is_called_what_the_interface_becomes() {
    for name in ["Storage", "StorageRuntime", "StoragePlugin", "StorageExtras"] {
        assert_edit(
            INTERFACE,
            "methods:\n",
            &format!(
                "$defs:\n  {name}: {{type: object, description: A word., required: [], properties: {{}}}}\nmethods:\n"
            ),
            &[&format!(
                "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_NAME_TAKEN]: the type `{name}` is what the interface becomes in code"
            )],
        );
    }
}

#[test]
fn every_case_has_a_type_with_a_name_of_its_own() {
    let case = "        environment: {description: A variable.}\n";
    let with = |value: &str| format!("{case}        {value}: {{description: Another.}}\n");
    for (value, expected) in [
        ("2nd", None),
        ("été", None),
        (
            "日本",
            Some("INVALID]: the case `日本` of `SecretCredentialRef` has no ASCII letter or digit for a type name"),
        ),
        ("é", Some("INVALID]: the case `é` of `SecretCredentialRef` has no ASCII letter or digit for a type name")),
        ("''", Some("INVALID]: the case `` of `SecretCredentialRef` has no ASCII letter or digit for a type name")),
        ("éEnvironment", Some("TAKEN]: the case `éEnvironment` and `environment` are both `Environment` in code")),
    ] {
        let found = findings(&edited(BINDING, case, &with(value)));
        let expected = expected.map(|it| format!("contracts/bindings/storage/v1.yaml:25:9: error[CONTRACT_NAME_{it}"));
        assert_eq!(found.lines().next(), expected.as_deref(), "{value}: {found}");
    }
    assert_edit(
        BINDING,
        "  Mode:\n    description",
        "  SecretCredentialRefEnvironment:\n    type: object\n    description: Like a case.\n  Mode:\n    description",
        &[
            "contracts/bindings/storage/v1.yaml:7:3: error[CONTRACT_NAME_TAKEN]: the type `SecretCredentialRefEnvironment` and `SecretCredentialRefEnvironment` are both `SecretCredentialRefEnvironment` in code",
        ],
    );
}

#[test]
fn no_type_is_called_like_a_constant_of_python() {
    for name in ["True", "False", "None"] {
        assert_edit(
            BINDING,
            "  Mode:\n    description",
            &format!("  '{name}':\n    type: object\n    description: A word.\n  Mode:\n    description"),
            &[&format!(
                "contracts/bindings/storage/v1.yaml:7:3: error[CONTRACT_NAME_INVALID]: the type `{name}` is `{name}` in code, a word of Python"
            )],
        );
    }
    assert_edit(
        SCALARS,
        "  label:\n",
        "  none: {type: string, description: A word., examples: [a], counterexamples: [1]}\n  label:\n",
        &[
            "contracts/scalars/v1.yaml:6:3: error[CONTRACT_NAME_INVALID]: the type `none` is `None` in code, a word of Python",
        ],
    );
    let mut files = clean();
    let interface = "kind: interface\nname: 'true'\nversion: 1.0.0\ndescription: A word.\nmethods: {}\n";
    insert(&mut files, "contracts/interfaces/true/v1.yaml", interface);
    let expected = "contracts/interfaces/true/v1.yaml:2:1: error[CONTRACT_NAME_INVALID]: the interface `true` is `True` in code, a word of Python\n";
    assert_eq!(findings(&files), expected);
}

#[test]
fn no_text_holds_a_character_that_turns_what_stands_around_it() {
    for turning in ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}'] {
        let message = format!("the character U+{:04X} changes the direction of the text", turning as u32);
        let at = |place: &str| {
            format!("contracts/bindings/storage/v1.yaml:{place}: error[CONTRACT_CHARACTER_INVALID]: {message}")
        };
        assert_edit(BINDING, "A mode.\n", &format!("A{turning} mode.\n"), &[&at("8:18")]);
        assert_edit(BINDING, "slow: Slow.", &format!("slow: Slow., a{turning}b: No."), &[&at("9:42")]);
    }
    assert_edit(BINDING, "A mode.\n", "A \u{200F}mode \u{61C}of שלום.\n", &[]);
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
    assert_edit(
        BINDING,
        "size: {type: integer, minimum: 1, maximum: 9, default: 3,",
        "size: {$ref: '#/$defs/Empty',",
        &[
            "contracts/bindings/storage/v1.yaml:32:20: error[CONTRACT_REF_UNKNOWN]: `bindings/storage/v1` defines no type `Empty`",
        ],
    );
    assert_edit(
        BINDING,
        "  Mode:\n    description",
        "  Empty: {enum: [], description: None.}\n  Mode:\n    description",
        &["contracts/bindings/storage/v1.yaml:7:3: error[CONTRACT_TYPE_INVALID]: the enumeration `Empty` has no value"],
    );
}

#[test]
fn a_scalar_accepts_its_examples_and_refuses_its_counterexamples() {
    assert_edit(
        SCALARS,
        "examples: [abc]",
        "examples: [abc, A]",
        &[
            "contracts/scalars/v1.yaml:6:3: error[CONTRACT_EXAMPLE_REFUSED]: example 2 of `label` is no label: it does not match ^[a-z]+$",
        ],
    );
    assert_edit(
        SCALARS,
        "[A, '']",
        "[A, a]",
        &[
            "contracts/scalars/v1.yaml:6:3: error[CONTRACT_COUNTEREXAMPLE_ACCEPTED]: counterexample 2 of `label` is accepted",
        ],
    );
}

#[test]
fn whole_examples_are_there_and_accepted() {
    assert_edit(
        BINDING,
        "source: environment, name: x",
        "source: environment, nam: X",
        &[
            "contracts/bindings/storage/v1.yaml:38:30: error[CONTRACT_EXAMPLE_REFUSED]: `/credentials` lacks the key `name`",
            "contracts/bindings/storage/v1.yaml:38:52: error[CONTRACT_EXAMPLE_REFUSED]: `/credentials` has no key `nam`",
        ],
    );
    assert_edit(
        SETS,
        "examples: [{modes: [slow]}]\n",
        "",
        &[
            "contracts/bindings/composition/v1.yaml:1:1: error[CONTRACT_EXAMPLE_MISSING]: bindings/composition/v1 has no example",
        ],
    );
    assert_edit(
        PLUGIN,
        "examples: [{bucket: abc}]",
        "examples: [{bucket: abc, fats: true}]",
        &["contracts/plugins/storage/minio/v1.yaml:26:26: error[CONTRACT_EXAMPLE_REFUSED]: it has no key `fats`"],
    );
}

#[test]
fn a_category_has_a_group_and_a_key_of_its_own_and_the_base_has_none() {
    assert_edit(
        INTERFACE,
        "group: floe.storage\n",
        "",
        &[
            "contracts/interfaces/storage/v1.yaml:2:1: error[CONTRACT_INTERFACE_INVALID]: the category `storage` has no `group`",
            "contracts/interfaces/storage/v1.yaml:8:5: error[CONTRACT_CATEGORY_UNKNOWN]: there is no category `storage`",
            "contracts/plugins/storage/minio/v1.yaml:2:1: error[CONTRACT_CATEGORY_UNKNOWN]: there is no category `storage`",
        ],
    );
    assert_edit(
        BASE,
        "description: The base.\n",
        "description: The base.\ngroup: floe.plugin\n",
        &[
            "contracts/interfaces/plugin/v1.yaml:2:1: error[CONTRACT_INTERFACE_INVALID]: the base of all categories has no `group`",
        ],
    );
    let mut files = clean();
    let other = "kind: interface\nname: store\nversion: 1.0.0\ndescription: S.\ngroup: floe.store\nmanifest-key: storage\nmethods: {}\n";
    insert(&mut files, "contracts/interfaces/store/v1.yaml", other);
    let expected = "contracts/interfaces/store/v1.yaml:2:1: error[CONTRACT_NAME_TAKEN]: the manifest-key `storage` is there twice\n";
    assert_eq!(findings(&files), expected);
}

#[test]
fn a_category_that_no_manifest_selects_from_has_no_key_and_what_is_no_category_has_no_group() {
    let interface = |rest: &str| {
        let mut files = clean();
        let text = format!("kind: interface\nname: store\nversion: 1.0.0\ndescription: S.\n{rest}methods: {{}}\n");
        insert(&mut files, "contracts/interfaces/store/v1.yaml", text.as_str());
        findings(&files)
    };
    assert_eq!(interface("group: floe.store\n"), "");
    assert_eq!(interface(""), "");
    assert_eq!(
        interface("group: floe.store\nselection: required\n"),
        "contracts/interfaces/store/v1.yaml:2:1: error[CONTRACT_INTERFACE_INVALID]: the category `store` has no `manifest-key`\n"
    );
    assert_eq!(
        interface("manifest-key: store\n"),
        "contracts/interfaces/store/v1.yaml:2:1: error[CONTRACT_INTERFACE_INVALID]: the category `store` has no `group`\n"
    );
}

#[test]
fn the_default_of_a_category_is_one_of_its_plugins() {
    assert_edit(
        INTERFACE,
        "{default: minio}",
        "{default: mino}",
        &[
            "contracts/interfaces/storage/v1.yaml:7:1: error[CONTRACT_PLUGIN_UNKNOWN]: there is no storage plugin `mino` to be the default",
        ],
    );
}

#[test]
fn the_codes_that_interfaces_name_are_defined() {
    assert_edit(
        INTERFACE,
        "errors: [LOAD_BROKEN]",
        "errors: [LOAD_BROKE]",
        &[
            "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_CODE_UNKNOWN]: there is no diagnostic `LOAD_BROKE`",
        ],
    );
    assert_edit(
        INTERFACE,
        "missing: LOAD_UNFIT",
        "missing: LOAD_GONE",
        &["contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_CODE_UNKNOWN]: there is no diagnostic `LOAD_GONE`"],
    );
}

#[test]
fn the_default_of_a_method_is_a_value_that_it_can_return() {
    assert_edit(
        INTERFACE,
        "    default: {}\n",
        "    default: []\n",
        &[
            "contracts/interfaces/storage/v1.yaml:21:3: error[CONTRACT_DEFAULT_INVALID]: the default of `get_extras` must be an object, not a list",
        ],
    );
    assert_edit(INTERFACE, "    default: {}\n", "    default: null\n", &[]);
    assert_edit(
        INTERFACE,
        "    returns: {type: object, additionalProperties: true}\n",
        "",
        &[
            "contracts/interfaces/storage/v1.yaml:21:3: error[CONTRACT_DEFAULT_INVALID]: `get_extras` returns nothing, so its default is null",
        ],
    );
    let nothing = "    returns: {type: object, additionalProperties: true}\n    optional: true\n    default: {}\n";
    assert_edit(INTERFACE, nothing, "    default: null\n", &[]);
}

#[test]
fn the_default_of_a_parameter_is_a_plain_value_of_its_type() {
    let size = "maximum: 9, description: A size., optional: true}";
    assert_edit(INTERFACE, size, "maximum: 9, default: 3, description: A size.}", &[]);
    let refused = |ty: &str, finding: &str| {
        let finding = format!("contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_DEFAULT_INVALID]: {finding}");
        let whole = "{type: integer, minimum: 0, maximum: 9, description: A size., optional: true}";
        assert_edit(INTERFACE, whole, &format!("{{{ty}, description: A size.}}"), &[&finding]);
    };
    refused("type: boolean, default: 'no'", "the default of `size` of `get_binding` must be a boolean, not a string");
    refused(
        "type: array, items: {type: boolean}, default: []",
        "the default of `size` of `get_binding` is no plain value",
    );
    refused("default: null", "the default of `size` of `get_binding` is no plain value");
    refused(
        "type: boolean, optional: true, default: true",
        "`size` of `get_binding` has a default, so it is never absent",
    );
}

#[test]
fn what_callers_may_leave_out_stands_last() {
    let misplaced = &[
        "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_INTERFACE_INVALID]: `name` of `get_binding` may be left out, and stands before one that may not",
    ];
    let name = "name: {x-floe-scalar: label, description: A name.}\n      size: {type: integer, minimum: 0, maximum: 9, description: A size., optional: true}";
    let first = |key: &str| {
        format!(
            "name: {{x-floe-scalar: label, {key}, description: A name.}}\n      size: {{type: boolean, description: A size.}}"
        )
    };
    assert_edit(INTERFACE, name, &first("optional: true"), misplaced);
    assert_edit(INTERFACE, name, &first("default: a"), misplaced);
}

#[test]
fn a_composition_rule_compares_lists_that_both_sets_have() {
    assert_edit(
        INTERFACE,
        "selection: {default: minio}",
        "selection: several",
        &[
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: a platform has several plugins of `storage`, none of which is the provider",
        ],
    );
    assert_edit(
        INTERFACE,
        "from: storage",
        "from: store",
        &["contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_CATEGORY_UNKNOWN]: there is no category `store`"],
    );
    assert_edit(
        INTERFACE,
        "needs: modes",
        "needs: fast",
        &[
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: `fast` is no list of CapabilitySet",
            "contracts/interfaces/storage/v1.yaml:9:5: error[CONTRACT_COMPOSITION_INVALID]: `fast` is no list of RequirementSet",
        ],
    );
}

#[test]
fn what_a_plugin_names_is_there() {
    assert_edit(
        PLUGIN,
        "dependencies: [storage/minio]",
        "dependencies: [storage/mino]",
        &[
            "contracts/plugins/storage/minio/v1.yaml:7:1: error[CONTRACT_PLUGIN_UNKNOWN]: there is no plugin `storage/mino`",
        ],
    );
    assert_edit(
        PLUGIN,
        "external: {}",
        "external: {components: [minio]}",
        &[
            "contracts/plugins/storage/minio/v1.yaml:8:1: error[CONTRACT_COMPONENT_UNKNOWN]: there is no component `minio`",
        ],
    );
}

#[test]
fn what_a_plugin_offers_has_the_shape_of_such_and_comes_from_its_config() {
    assert_edit(
        PLUGIN,
        "requirements: {}",
        "requirements: {modus: [slow], modes: [slowly]}",
        &[
            "contracts/plugins/storage/minio/v1.yaml:25:16: error[CONTRACT_KEY_UNKNOWN]: it has no key `modus`",
            "contracts/plugins/storage/minio/v1.yaml:25:39: error[CONTRACT_VALUE_INVALID]: `/modes/0` must be one of `fast-one`, `slow`",
        ],
    );
    for path in ["config.nested.mod", "config.nest.mode", "config.bucket.x", "nested.mode"] {
        assert_edit(
            PLUGIN,
            "{$: config.nested.mode}",
            &format!("{{$: {path}}}"),
            &[&format!(
                "contracts/plugins/storage/minio/v1.yaml:23:21: error[CONTRACT_PATH_UNKNOWN]: the config has no `{path}`"
            )],
        );
    }
}

#[test]
fn a_code_ends_a_command_with_an_exit_that_is_stated() {
    let with = |exit: &str| {
        format!(
            "  LOAD_Y: {{severity: error, exit: {exit}, title: T, message: m, help: h, explain: e}}\n  LOAD_BROKEN:\n"
        )
    };
    assert_edit(
        DIAGNOSTICS,
        "  LOAD_BROKEN:\n",
        &with("input"),
        &[
            "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_VALUE_INVALID]: `LOAD_Y` ends a command with `input`, which is no exit",
        ],
    );
}

#[test]
fn a_code_begins_with_its_phase_and_stands_once() {
    assert_edit(
        DIAGNOSTICS,
        "  LOAD_BROKEN:\n",
        "  Load_Broken: {severity: info, title: T, message: m, help: h, explain: e}\n  LOAD_BROKEN:\n",
        &[
            "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_CODE_INVALID]: `Load_Broken` is no code of its phase",
        ],
    );
    assert_edit(
        DIAGNOSTICS,
        "  LOAD_BROKEN:\n",
        "  STORE_X: {severity: info, title: T, message: m, help: h, explain: e}\n  LOAD_BROKEN:\n",
        &["contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_CODE_INVALID]: `STORE_X` is no code of its phase"],
    );
    assert_edit(
        DIAGNOSTICS,
        "[OLD-1]",
        "[LOAD_BROKEN]",
        &["contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_NAME_TAKEN]: the code `LOAD_BROKEN` is there twice"],
    );
}

#[test]
fn every_hole_has_an_argument_and_every_argument_a_hole() {
    assert_edit(
        DIAGNOSTICS,
        "'almost {what}'",
        "'almost {wat}'",
        &[
            "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_TEXT_INVALID]: `LOAD_BROKEN` has a placeholder {wat} without an argument",
        ],
    );
    assert_edit(
        DIAGNOSTICS,
        "takes: {what: text,",
        "takes: {what: text, more: count,",
        &[
            "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_TEXT_INVALID]: `LOAD_BROKEN` takes `more`, but no text uses the argument",
        ],
    );
    for text in ["almost {what", "almost what}", "almost {{what}}"] {
        assert_edit(
            DIAGNOSTICS,
            "'almost {what}'",
            &format!("'{text}'"),
            &[
                "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_TEXT_INVALID]: `LOAD_BROKEN` has a text with a brace that does not belong to a placeholder",
            ],
        );
    }
    assert_edit(
        DIAGNOSTICS,
        "near: 'almost {what}'",
        "nearBy: 'almost {what}'",
        &[
            "contracts/diagnostics/load/v1.yaml:6:3: error[CONTRACT_NAME_INVALID]: `LOAD_BROKEN`: `nearBy` is not in snake case",
        ],
    );
}

/// Gives `StorageBinding` one rule.
#[track_caller]
fn assert_rule(rule: &str, expected: &[&str]) {
    let expected: Vec<String> = expected
        .iter()
        .map(|one| format!("contracts/bindings/storage/v1.yaml:25:3: error[CONTRACT_RULE_INVALID]: {one}"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let labels = "description: Labels.}\n";
    assert_edit(BINDING, labels, &format!("{labels}    rules: [{{rule: {rule}}}]\n"), &expected);
}

#[test]
fn a_rule_about_when_a_key_is_there_names_an_optional_key_and_values_of_another() {
    for rule in ["only-when", "needed-when"] {
        assert_rule(&format!("{rule}, key: ratio, when: mode, is: [slow, fast-one]"), &[]);
        assert_rule(
            &format!("{rule}, key: size, when: mode, is: [slow]"),
            &["a rule of `StorageBinding` says when `size` is there, but the key is not optional"],
        );
        assert_rule(
            &format!("{rule}, key: ration, when: mode, is: [slow]"),
            &["a rule of `StorageBinding` names the key `ration`, which it does not have"],
        );
        assert_rule(
            &format!("{rule}, key: ratio, when: mood, is: [slow]"),
            &["a rule of `StorageBinding` names the key `mood`, which it does not have"],
        );
        assert_rule(
            &format!("{rule}, key: ratio, when: mode, is: [slow, quick]"),
            &["a rule of `StorageBinding` names the value `quick`, which `mode` cannot have"],
        );
    }
}

#[test]
fn other_rules_name_keys_and_values_that_there_are() {
    assert_rule(
        "one-form, forms: [[ratio], [name, ratios]]",
        &[
            "a rule of `StorageBinding` names the key `ratios`, which it does not have",
            "a rule of `StorageBinding` says when `name` is there, but the key is not optional",
        ],
    );
    assert_rule("unique, key: parts, by: name", &[]);
    for (key, by) in [("parts", "title"), ("labels", "name"), ("name", "name")] {
        assert_rule(
            &format!("unique, key: {key}, by: {by}"),
            &[&format!(
                "a rule of `StorageBinding` tells the items of `{key}` apart by `{by}`, which they do not have"
            )],
        );
    }
    assert_rule("reserved, key: name, values: [floe]", &[]);
    assert_rule(
        "reserved, key: name, values: [FLOE]",
        &["a rule of `StorageBinding` names the value `FLOE`, which `name` cannot have"],
    );
    assert_rule("environment, keys: [prod]", &[]);
    assert_rule(
        "environment, keys: [ratio, Prod]",
        &[
            "`StorageBinding` has the key `ratio` and a rule against it",
            "the key `Prod` of a rule of `StorageBinding` is not in lower case",
        ],
    );
}

#[test]
fn what_is_counted_with_is_always_a_number() {
    assert_rule("sum, keys: [size, size], equals: 1", &[]);
    assert_rule("at-most, key: size, other: size", &[]);
    for rule in ["sum, keys: [size, name], equals: 1", "at-most, key: size, other: name"] {
        assert_rule(rule, &["a rule of `StorageBinding` counts with `name`, which is not always a number"]);
    }
    assert_rule(
        "at-most, key: size, other: ratio",
        &["a rule of `StorageBinding` counts with `ratio`, which is not always a number"],
    );
}

#[test]
fn the_keys_of_a_map_are_a_scalar_that_is_text() {
    let keyed =
        |keys: &str| format!("type: object, propertyNames: {{{keys}}}, additionalProperties: true, description: M.");
    assert_mode(&keyed("x-floe-scalar: label"), &[]);
    let modes = "mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}";
    let help = "the keys of a map are a named scalar";
    assert_edit(
        BINDING,
        modes,
        &format!("mode: {{{}}}", keyed("type: string")),
        &[&format!("contracts/bindings/storage/v1.yaml:31:43: error[CONTRACT_TYPE_INVALID]: {help}")],
    );
}

#[test]
fn what_is_read_as_an_expression_is_text() {
    assert_rule("expression, key: name", &[]);
    assert_rule(
        "expression, key: ratio",
        &["a rule of `StorageBinding` reads `ratio` as regular expressions, which are text"],
    );
    assert_rule(
        "expression, key: pattern",
        &["a rule of `StorageBinding` names the key `pattern`, which it does not have"],
    );
}

#[test]
fn a_union_reads_expressions_and_has_no_rules_about_its_keys() {
    let cases = "        environment: {description: A variable.}\n";
    let with = |rule: &str| format!("{cases}    rules: [{{rule: {rule}}}]\n");
    assert_edit(BINDING, cases, &with("expression, key: name"), &[]);
    assert_edit(
        BINDING,
        cases,
        &with("reserved, key: name, values: [abc]"),
        &[
            "contracts/bindings/storage/v1.yaml:10:3: error[CONTRACT_RULE_INVALID]: `SecretCredentialRef` has a rule about its keys, but its cases say which keys go together",
        ],
    );
}

#[test]
fn rules_belong_to_objects() {
    assert_edit(
        BINDING,
        "enum: {fast-one: Fast., slow: Slow.}\n",
        "enum: {fast-one: Fast., slow: Slow.}\n    rules: [{rule: reserved, key: x, values: [y]}]\n",
        &["contracts/bindings/storage/v1.yaml:10:5: error[CONTRACT_TYPE_INVALID]: `rules` belongs to an object"],
    );
}

#[test]
fn a_contract_refers_to_no_higher_layer_but_a_method_to_a_document_that_floe_writes() {
    let document = |file: &str| {
        format!(
            "kind: document\nname: order\nversion: 1.0.0\ndescription: An order.\n{file}root: Order\n$defs:\n  Order:\n    type: object\n    description: An order.\n    properties:\n      paid: {{type: boolean, description: Whether it is paid.}}\nexamples: [{{}}]\n"
        )
    };
    let with = |document: &str, path: &str, from: &str, to: &str| {
        let mut files = edited(path, from, to);
        insert(&mut files, "contracts/documents/order/v1.yaml", document);
        findings(&files)
    };
    let take = (
        "name: {x-floe-scalar: label",
        "order: {$ref: 'floe:documents/order/v1', description: An order.}\n      name: {x-floe-scalar: label",
    );
    assert!(with(&document(""), INTERFACE, take.0, take.1).is_empty());
    assert_eq!(
        with(&document("file: order.yaml\n"), INTERFACE, take.0, take.1),
        "contracts/interfaces/storage/v1.yaml:11:3: error[CONTRACT_LAYER_INVALID]: `interfaces/storage/v1` refers to `documents/order/v1`, which is of a higher layer\n"
    );
    let field = "      sets: {$ref: 'floe:documents/order/v1', description: An order.}\n      size: {type";
    assert_eq!(
        with(&document(""), BINDING, "      size: {type", field),
        "contracts/bindings/storage/v1.yaml:32:7: error[CONTRACT_LAYER_INVALID]: `bindings/storage/v1` refers to `documents/order/v1`, which is of a higher layer\n"
    );
}
