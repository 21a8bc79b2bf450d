//! Loading: the model of good contracts, and the finding of each fault with its place, together with all others of its phase.

use crate::support::{BINDING, DIAGNOSTICS, INTERFACE, PLUGIN, SCALARS, clean, edit, edited, findings, insert, with};
use floe_base::FileSet;
use floe_contract::Model;
use floe_contract::model::{EndpointRef, Form, HostingMode, Phase, Selection, Type};
use serde_json::json;

#[expect(clippy::panic, reason = "in a test")]
fn model(files: &FileSet) -> Model {
    floe_contract::load(files).unwrap_or_else(|found| panic!("{found:?}"))
}

#[test]
fn clean_contracts_load_without_findings() {
    assert_eq!(findings(&clean()), "");
}

#[test]
fn fields_keep_their_order_and_say_whether_they_may_be_absent() {
    let model = model(&clean());
    let Form::Object(fields) = &model.types["StorageBinding"].form else { unreachable!() };
    let names: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.required, field.is_optional())).collect();
    let expected = [
        ("name", true, false),
        ("mode", false, false),
        ("size", false, false),
        ("ratio", false, true),
        ("credentials", true, false),
        ("parts", false, false),
        ("labels", false, false),
    ];
    assert_eq!(names, expected);
    assert_eq!(fields[0].ty, Type::Scalar("label".to_owned()));
    assert_eq!(fields[1].ty, Type::Ref("Mode".to_owned()));
    assert_eq!(fields[2].ty, Type::Integer { min: 1, max: 9 });
    assert_eq!(fields[2].default, Some(json!(3)));
    assert!(fields[4].is_secret() && !fields[0].is_secret());
    assert_eq!(fields[0].place.to_string(), format!("{BINDING}:30:7"));
}

#[test]
fn the_common_fields_of_a_union_stand_first_in_each_case() {
    let model = model(&clean());
    let Form::Union(union) = &model.types["SecretCredentialRef"].form else { unreachable!() };
    let cases = union.cases.iter().map(|case| {
        (
            case.value.as_str(),
            case.type_name.as_str(),
            case.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        )
    });
    let expected = [
        ("kubernetes-secret", "SecretCredentialRefKubernetesSecret", vec!["name", "key"]),
        ("environment", "SecretCredentialRefEnvironment", vec!["name"]),
    ];
    assert_eq!(cases.collect::<Vec<_>>(), expected);
}

#[test]
fn an_interface_and_its_plugin_are_read_whole() {
    let model = model(&clean());
    let interface = &model.interfaces[1];
    assert_eq!(
        (interface.group.as_deref(), &interface.selection),
        (Some("floe.storage"), &Selection::Default("minio".to_owned()))
    );
    let [binding, extras] = interface.methods.as_slice() else { unreachable!() };
    assert_eq!((binding.phase, &binding.returns), (Phase::Compile, &Some(Type::Ref("StorageBinding".to_owned()))));
    assert_eq!(binding.takes.iter().map(|parameter| parameter.optional).collect::<Vec<_>>(), [false, true]);
    assert_eq!((extras.facet.as_deref(), extras.optional, &extras.default), (Some("extras"), true, &Some(json!({}))));
    let plugin = &model.plugins[0];
    assert_eq!((plugin.head.version.to_string().as_str(), plugin.config.as_str()), ("0.3.0", "MinioConfig"));
    assert_eq!(
        plugin.hosting.iter().map(|way| way.mode).collect::<Vec<_>>(),
        [HostingMode::External, HostingMode::Library]
    );
    assert_eq!(plugin.types, ["MinioConfig", "Nested"]);
    assert_eq!(model.types["MinioConfig"].description, "The config of the storage plugin minio.");
    assert_eq!(plugin.capabilities["fast"], json!({"$": "config.fast"}));
}

#[test]
fn an_endpoint_is_a_component_a_port_and_a_path() {
    let files = edited(
        PLUGIN,
        "{x-floe-scalar: label, description: A b",
        "{x-floe-scalar: label, x-floe-endpoint: a/b/c/d, description: A b",
    );
    let model = model(&files);
    let Form::Object(fields) = &model.types["MinioConfig"].form else { unreachable!() };
    let expected = EndpointRef { component: "a".to_owned(), port: "b".to_owned(), path: "/c/d".to_owned() };
    assert_eq!(fields[0].endpoint, Some(expected));
}

#[test]
fn a_plugin_crate_brings_contracts_of_its_own() {
    let plugin = "{kind: plugin, category: storage, name: tape, version: 1.2.3, description: A plugin., api: '1.0', \
                  hosting: {external: {}}, config: {type: object}, examples: [{}]}";
    let scalars = "{kind: scalars, name: acme, version: 1.0.0, description: Scalars., scalars: {tape-id: \
                   {type: string, minLength: 1, description: A tape., examples: [a], counterexamples: ['']}}}";
    let mut files = clean();
    insert(&mut files, "plugins/acme/contracts/plugins/storage/tape/v1.yaml", plugin);
    insert(&mut files, "plugins/acme/src/lib.rs", "");
    insert(&mut files, "plugins/acme/contracts/scalars/acme/v1.yaml", scalars);
    assert_eq!(findings(&files), "");
    let model = model(&files);
    assert_eq!(model.plugins.iter().map(|plugin| plugin.name.as_str()).collect::<Vec<_>>(), ["minio", "tape"]);
    assert!(model.scalars.contains_key("tape-id"));
}

#[test]
fn every_finding_of_a_phase_comes_in_one_run() {
    let mut files = edited(BINDING, "root: StorageBinding\n", "root: 1\ntitle: x\n");
    insert(&mut files, "contracts/storage/v1.yaml", "");
    insert(&mut files, "contracts/bindings/broken/v1.yaml", "a: [");
    let found = findings(&files);
    let codes: Vec<_> = found.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(
        codes,
        ["LOAD_YAML_SYNTAX", "CONTRACT_VALUE_INVALID", "CONTRACT_KEY_UNKNOWN", "CONTRACT_PATH_INVALID"],
        "{found}"
    );
}

#[test]
fn a_key_that_means_nothing_is_refused_with_the_one_that_was_meant() {
    edit(INTERFACE, "manifest-key: storage", "manifest_key: storage")
        .finds(["6:1 KEY_UNKNOWN: it has no key `manifest_key`"]);
    let found = floe_contract::load(&edited(INTERFACE, "manifest-key: storage", "manifest_key: storage")).unwrap_err();
    assert_eq!(found.iter().next().and_then(|finding| finding.help.as_deref()), Some("write `manifest-key`"));
}

#[test]
fn a_required_key_that_is_missing_is_named() {
    edit(SCALARS, "    counterexamples: [A, '']\n", "")
        .finds(["7:5 KEY_MISSING: `/scalars/label` lacks the key `counterexamples`"]);
}

#[test]
fn a_head_agrees_with_its_path() {
    edit(BINDING, "name: storage\n", "name: store\n")
        .finds(["2:7 HEAD_INVALID: the path says name `storage`, but here stands another"]);
    edit(BINDING, "version: 1.0.0", "version: 2.0.0")
        .finds(["3:10 HEAD_INVALID: the path says version 1, but here stands 2.0.0"]);
    edit(BINDING, "kind: binding", "kind: document").finds(["1:7 VALUE_INVALID: `/kind` must be `binding`"]);
    edit(PLUGIN, "category: storage", "category: catalog")
        .finds(["2:11 HEAD_INVALID: the path says category `storage`, but here stands another"]);
}

#[test]
fn a_contract_stands_once() {
    let twice = "kind: interface\nname: plugin\nversion: 1.0.0\ndescription: The base.\nmethods: {}\n";
    let file = "plugins/acme/contracts/interfaces/plugin/v1.yaml";
    with(file, twice).finds([&format!("{file} NAME_TAKEN: the contract interfaces/plugin/v1 is there twice")]);
}

#[test]
fn a_type_and_a_scalar_stand_once_over_all_contracts() {
    edit(PLUGIN, "  Nested:\n    type", "  Mode:\n    type").finds([
        "15:20 REF_UNKNOWN: `plugins/storage/minio/v1` defines no type `Nested`",
        "17:3 NAME_TAKEN: the type `Mode` is there twice",
    ]);
    let twice = "kind: scalars\nname: acme\nversion: 1.0.0\ndescription: S.
scalars: {label: {type: string, description: L., examples: [a], counterexamples: [1]}}\n";
    with("plugins/acme/contracts/scalars/acme/v1.yaml", twice)
        .finds(["5:11 NAME_TAKEN: the scalar `label` is there twice"]);
}

#[test]
fn a_reference_leads_to_a_type_that_is_there() {
    for (reference, expected) in [
        ("'#/$defs/Mod'", "31:20 REF_UNKNOWN: `bindings/storage/v1` defines no type `Mod`"),
        ("floe:bindings/stor/v1", "31:20 REF_UNKNOWN: there is no contract `bindings/stor/v1`"),
        ("floe:interfaces/storage/v1", "31:20 REF_UNKNOWN: `interfaces/storage/v1` has no root type"),
        ("Mode", "31:20 REF_INVALID: `Mode` is no reference"),
        ("'https://example.com/schema.json'", "31:20 REF_INVALID: `https://example.com/schema.json` is no reference"),
    ] {
        edit(BINDING, "'#/$defs/Mode', default", &format!("{reference}, default")).finds([expected]);
    }
}

#[test]
fn a_reference_to_a_plugin_is_to_its_config() {
    let files =
        edited(BINDING, "mode: {$ref: '#/$defs/Mode', default: slow", "mode: {$ref: 'floe:plugins/storage/minio/v1'");
    let Form::Object(fields) = &model(&files).types["StorageBinding"].form else { unreachable!() };
    assert_eq!(fields[1].ty, Type::Ref("MinioConfig".to_owned()));
}

#[test]
fn a_root_and_a_required_property_are_defined() {
    edit(BINDING, "root: StorageBinding", "root: Binding")
        .finds(["5:7 REF_UNKNOWN: the root `Binding` is not defined here"]);
    edit(BINDING, "required: [name, credentials]", "required: [nam, credentials]")
        .finds(["28:16 REQUIRED_UNKNOWN: there is no property `nam`"]);
}

#[test]
fn a_scalar_that_is_used_is_defined() {
    edit(BINDING, "label, description: A name., ex", "lable, description: A name., ex")
        .finds(["30:29 SCALAR_UNKNOWN: there is no scalar `lable`"]);
}

#[test]
fn a_type_outside_of_the_language_is_refused() {
    for (ty, expected) in [
        (
            "type: date",
            "31:20 VALUE_INVALID: `/$defs/StorageBinding/properties/mode/type` must be one of `boolean`, `integer`, \
             `number`, `string`, `array`, `object`",
        ),
        ("type: integer, minimum: 0", "31:13 BOUND_INVALID: an integer has a whole `maximum`"),
        ("type: integer, minimum: 0.5, maximum: 1", "31:38 BOUND_INVALID: an integer has a whole `minimum`"),
        ("type: array", "31:13 TYPE_INVALID: an array needs `items`"),
        ("type: object", "31:13 TYPE_INVALID: an object here is a map with free keys"),
        ("type: string, minimum: 0", "31:28 TYPE_INVALID: `minimum` has no meaning here"),
        ("const: a, type: string", "31:13 TYPE_INVALID: a type is stated once, but here stand `const` and `type`"),
        ("type: array, items: {type: boolean, default: true}", "31:50 TYPE_INVALID: `default` has no meaning here"),
        ("type: array, items: {const: a, optional: true}", "31:45 TYPE_INVALID: `optional` has no meaning here"),
    ] {
        edit(BINDING, "$ref: '#/$defs/Mode', default: slow", ty).finds([expected]);
    }
}

#[test]
fn an_object_without_a_name_is_refused() {
    let map = "type: object, additionalProperties: {type: object, properties: {}}";
    edit(BINDING, "$ref: '#/$defs/Mode', default: slow", map)
        .finds(["31:65 TYPE_INVALID: `properties` has no meaning here"]);
}

#[test]
fn a_definition_has_one_form() {
    edit(BINDING, "    enum: {fast-one: Fast., slow: Slow.}", "    enum: [fast-one, slow]\n    type: object")
        .finds(["7:3 TYPE_INVALID: `Mode` is no object, enumeration or union, or more than one of them"]);
    edit(BINDING, "    enum: {fast-one: Fast., slow: Slow.}", "    enum: [fast-one, slow]\n    properties: {}")
        .finds(["10:5 TYPE_INVALID: `properties` belongs to an object"]);
    edit(BINDING, "    enum: {fast-one: Fast., slow: Slow.}", "    enum: {fast-one: Fast., slow: 1}")
        .finds(["9:11 VALUE_INVALID: `Mode` is a list of strings, or a map from strings to descriptions"]);
}

#[test]
fn a_required_field_has_no_default() {
    edit(BINDING, "description: A name., ex", "default: abc, description: A name., ex")
        .finds(["30:7 DEFAULT_INVALID: `name` is required and has a default"]);
}

#[test]
fn a_selection_a_message_and_a_hosting_are_of_their_forms() {
    edit(INTERFACE, "selection: {default: minio}", "selection: many")
        .finds(["7:12 VALUE_INVALID: `selection` says how many plugins are selected"]);
    edit(DIAGNOSTICS, "near: 'almost {what}'", "near: 1")
        .finds(["10:14 VALUE_INVALID: `message` is a text, or texts by variant"]);
    edit(PLUGIN, "hosting: {external: {}, library: {}}", "hosting: {}")
        .finds(["8:10 VALUE_INVALID: a plugin needs at least one kind of hosting"]);
}

#[test]
fn no_text_in_place_of_a_contract_makes_it_panic() {
    let texts = ["", "~", "1", "[]", "a: b", "kind: binding", "kind: binding\n$defs: 1", "\u{0}", "{{{{"];
    let (component, chart) = ("contracts/components/x/v1.yaml", "contracts/charts/x/v1.yaml");
    for text in texts.into_iter().chain(["$defs: {A: {variants: 1}}"]) {
        for path in [SCALARS, BINDING, INTERFACE, PLUGIN, DIAGNOSTICS, component, chart] {
            let mut files = FileSet::new();
            insert(&mut files, path, text);
            assert_ne!(findings(&files), "", "{path} {text:?}");
        }
    }
}

#[test]
fn the_name_of_a_contract_is_one_that_files_can_have() {
    let named = |length: usize| {
        let name = "a".repeat(length);
        let text = format!(
            "{{kind: binding, name: {name}, version: 1.0.0, description: A., root: Long, \
             $defs: {{Long: {{type: object, description: A.}}}}, examples: [{{}}]}}"
        );
        let mut files = clean();
        insert(&mut files, &format!("contracts/bindings/{name}/v1.yaml"), text);
        findings(&files)
    };
    assert_eq!(named(100), "");
    assert!(named(101).ends_with("error[CONTRACT_VALUE_INVALID]: `/name` must have 100 characters or fewer\n"));
}

#[test]
fn no_broken_line_makes_it_panic() {
    let clean = clean();
    for (path, bytes) in clean.iter() {
        let text = String::from_utf8_lossy(bytes);
        for line in 0..text.lines().count() {
            for put in [None, Some("1"), Some("[]"), Some("{a: }")] {
                let mut files = FileSet::new();
                for (other, bytes) in clean.iter().filter(|(other, _)| *other != path) {
                    insert(&mut files, other, bytes);
                }
                insert(&mut files, path, broken(&text, line, put));
                findings(&files);
            }
        }
    }
}

/// The text without a line, or with another value behind the line's first colon.
fn broken(text: &str, line: usize, put: Option<&str>) -> String {
    let broken = |(at, text): (usize, &str)| match put {
        _ if at != line => Some(text.to_owned()),
        Some(value) => Some(format!("{}: {value}", text.split(':').next().unwrap_or_default())),
        None => None,
    };
    text.lines().enumerate().filter_map(broken).map(|line| line + "\n").collect()
}
