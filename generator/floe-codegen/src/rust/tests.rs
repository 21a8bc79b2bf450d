//! Every form of a contract, and the Rust of that form. The tests of the program ask rustc.

use floe_base::FileSet;
use floe_contract::Model;

use super::emit;
use crate::{Declaration, PluginCrate};

pub(crate) const SCALARS: (&str, &str) = (
    "contracts/scalars/v1.yaml",
    "{kind: scalars, name: core, version: 1.0.0, description: Scalars., scalars: {
        s3-bucket: {type: string, minLength: 3, pattern: '^[a-z]+$', description: A bucket., examples: [abc], counterexamples: ['']},
        port-number: {type: integer, minimum: 1, maximum: 65535, description: A port., examples: [1], counterexamples: [0]}}}",
);

pub(crate) const STORAGE: (&str, &str) = (
    "contracts/interfaces/storage/v1.yaml",
    "{kind: interface, name: storage, version: 1.0.0, description: An object store., group: floe.storage, manifest-key: storage,
        selection: optional, composition: [{needs: protocols, from: storage, unsupported: CONTRACT_BAD}], methods: {
        locate: {phase: compile, for: embedders, why: Others ask., description: Where it lies., takes: {table: {type: string, description: The table.}}, returns: {type: string}, errors: [CONTRACT_BAD]},
        share: {phase: compile, for: embedders, why: Others ask., description: How much is used., returns: {type: integer, minimum: 0, maximum: 100}, default: 7},
        open: {phase: run, description: Opens it., takes: {table: {type: string, description: The table.}}, returns: {type: boolean}},
        tier: {phase: compile, for: embedders, why: Others ask., facet: tiering, description: Its tier., returns: {type: string}, optional: true}}}",
);

pub(crate) const PLUGIN: (&str, &str) = (
    "contracts/plugins/storage/minio/v1.yaml",
    "{kind: plugin, category: storage, name: minio, version: 0.2.0, description: MinIO., api: '1.0', hosting: {external: {}},
        config: {type: object, required: [], properties: {url: {type: string, x-floe-endpoint: minio/api/v1, description: Its address.}}},
        capabilities: {tls: {$: config.url}}, requirements: {}}",
);

pub(crate) const PAINT: (&str, &str) = (
    "contracts/bindings/paint/v1.yaml",
    "{kind: binding, name: paint, version: 1.0.0, description: Paint., root: Paint, $defs: {
        Paint: {type: object, description: A can of it., required: [class], properties: {
            class: {type: string, minLength: 1, description: Its class.},
            share: {type: number, minimum: 0, maximum: 1, default: 0.5, description: How full | empty it is., examples: [0.25]},
            tone: {$ref: '#/$defs/Tone', default: very-dark, description: How dark it is.},
            parts: {type: array, items: {$ref: '#/$defs/Paint'}, description: Other paint.}}},
        Tone: {description: How dark something is., enum: {very-dark: Like night., light: Like day.}}}, examples: [{class: oil}]}",
);

pub(crate) fn model(contracts: &[(&str, &str)]) -> Model {
    let mut files = FileSet::new();
    for (path, text) in contracts {
        files.insert(*path, *text).unwrap();
    }
    floe_contract::load(&files).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// The text of one generated file.
fn text(contracts: &[(&str, &str)], crates: &[PluginCrate], path: &str) -> String {
    let files = emit(&model(contracts), crates, &[]);
    let bytes = files.get(path).unwrap_or_else(|| panic!("{path} is not generated"));
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The text of a file of floe-types.
fn types(contracts: &[(&str, &str)], path: &str) -> String {
    text(contracts, &[], &format!("generated/floe-types/src/{path}"))
}

fn binding(types: &str) -> String {
    let root = types.split_once(':').unwrap().0;
    format!("{{kind: binding, name: one, version: 1.0.0, description: One., root: {root}, $defs: {{{types}}}}}")
}

/// The module of a binding with these types, of which the first is the root.
fn module(of: &str) -> String {
    types(&[SCALARS, ("contracts/bindings/one/v1.yaml", &binding(of))], "bindings/one.rs")
}

pub(crate) const MINIO: (&str, &str, &str) = ("floe.storage", "minio", "Minio");

/// A crate that declares these plugins, each as group, name and type.
pub(crate) fn krate(declarations: &[(&str, &str, &str)]) -> PluginCrate {
    let manifest = declarations.iter().map(|(group, name, ty)| format!("\"{group}\" = {{ {name} = \"{ty}\" }}\n"));
    let declaration = |(group, name, implementation): &(&str, &str, &str)| Declaration {
        group: (*group).into(),
        name: (*name).into(),
        implementation: (*implementation).into(),
    };
    PluginCrate {
        package: "floe-plugin-storage".into(),
        library: "floe_plugin_storage".into(),
        folder: "plugins/storage".into(),
        manifest: manifest.collect(),
        declarations: declarations.iter().map(declaration).collect(),
    }
}

/// `lib.rs` of floe-plugins without blanks and commas, whose places depend on the length of lines.
fn registered(declarations: &[(&str, &str, &str)]) -> String {
    let lib = text(&[STORAGE, PLUGIN], &[krate(declarations)], "generated/floe-plugins/src/lib.rs");
    lib.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

const DIAGNOSTICS: (&str, &str) = (
    "contracts/diagnostics/contract/v1.yaml",
    "{kind: diagnostics, name: contract, version: 1.0.0, description: Codes., diagnostics: {CONTRACT_BAD: {severity: error, \
        title: Bad, takes: {who: text, what: list, many: count}, message: {default: '{who} lacks {what}', empty: '{who} is {empty}'}, \
        help: Add some, explain: It is bad., aliases: [OLD]}}}",
);

/// A test for each sentence: the text has these parts.
macro_rules! has {
    ($($sentence:ident: $text:expr => $($part:expr),+;)*) => {
        $(#[test]
        fn $sentence() {
            let text = $text;
            for part in [$($part),+] {
                assert!(text.contains(part), "{part}\n--- is not in ---\n{text}");
            }
        })*
    };
}

has! {
    an_object_is_a_closed_struct_with_a_constructor: module(
        "A: {type: object, description: An A., required: [name, kind], properties: {
            name: {x-floe-scalar: s3-bucket, description: Its name.},
            dependsOn: {type: array, items: {type: string}, description: Others.},
            port: {x-floe-scalar: port-number, default: 80, description: Its port.},
            kind: {const: a, description: A.}}}",
    ) => r#"use crate::kind;
use crate::scalars::{PortNumber, S3Bucket};

objects! {
    /// An A.
    A(name: S3Bucket) {
        /// Its name.
        name: S3Bucket,
        /// Others.
        depends_on as "dependsOn": Option<Vec<String>> = None,
        /// Its port.
        port: PortNumber = PortNumber(80),
        /// A.
        kind: String [kind::Required(&kind::Constant("a"))] = "a".to_owned(),
    }
}

shapes! {
    A,
}
"#;

    an_enumeration_is_an_enum_with_its_strings:
        module("A: {description: An A., enum: {s3-compatible: Like S3., type: ''}}") => r#"strings! {
    /// An A.
    A {
        /// Like S3.
        S3Compatible = "s3-compatible",
        Type = "type",
    }
}
"#;

    a_union_is_an_enum_of_a_struct_for_each_case: module(
        "A: {description: An A., variants: {tag: op, cases: {
            a-leaf: {description: A leaf., required: [], properties: {}},
            not: {description: A negation., required: [it], properties: {it: {$ref: '#/$defs/A', description: What.}}}}}}",
    ) => r#"unions! {
    /// An A.
    A by "op" {
        /// A leaf.
        ALeaf = "a-leaf": AALeaf() {}
        /// A negation.
        Not = "not": ANot(it: A) {
            /// What.
            it: Box<A>,
        }
    }
}
"#;

    common_fields_of_all_cases_of_a_union_stand_once: module(
        "A: {description: An A., variants: {tag: op,
            common: {required: [n], properties: {n: {type: boolean, description: N.}}},
            cases: {b: {description: A b., required: [], properties: {}},
                c: {description: A c., required: [], properties: {m: {type: boolean, description: M.}}}}}}",
    ) => r#"    A by "op" with {
        /// N.
        n: bool,
    } {
        /// A b.
        B = "b": AB(n: bool) {}
        /// A c.
        C = "c": AC(n: bool) {
            /// M.
            m: Option<bool> = None,
        }
    }
"#;

    only_a_type_that_holds_itself_directly_is_boxed: module(
        "A: {type: object, description: An A., required: [all], properties: {
            all: {type: array, items: {$ref: '#/$defs/A'}, description: Behind a list.},
            b: {$ref: '#/$defs/B', description: Around a corner.}, c: {$ref: '#/$defs/C', description: Not.}}},
        B: {type: object, description: A B., required: [], properties: {a: {$ref: '#/$defs/A', description: Back.}}},
        C: {type: object, description: A C., required: [], properties: {}}",
    ) => "all: Vec<A>,", "b: Option<Box<B>> = None,", "c: Option<C> = None,", "a: Option<Box<A>> = None,";

    a_scalar_is_a_newtype: types(&[SCALARS], "scalars.rs") =>
        "text_scalars! {\n    /// A bucket.\n    S3Bucket as \"s3-bucket\" [kind::Text(",
        "number_scalars! {\n    /// A port.\n    #[derive(Eq, Ord, Hash)]\n    PortNumber(i64) as \"port-number\" [kind::Integer(1, 65535)],\n}\n",
        "shapes! {\n    PortNumber,\n    S3Bucket,\n}\n";

    a_field_says_the_constraints_that_its_type_does_not_say: module(
        r#"A: {type: object, description: An A., required: [b], properties: {
            b: {type: array, items: {x-floe-scalar: s3-bucket}, minItems: 1, description: B.},
            c: {type: string, maxLength: 9, default: '', description: C.},
            d: {$ref: '#/$defs/DRef', x-floe-secret: true, description: D.},
            e: {type: object, maxProperties: 2, additionalProperties: {type: array, items: {type: integer, minimum: 0, maximum: 9}}, description: E.},
            f: {type: number, minimum: -0.5, default: 1, description: F.},
            g: {type: string, pattern: '^\d"$', description: G.}}},
        DRef: {type: object, description: A D., required: [], properties: {}}"#,
    ) =>
        "        b: Vec<S3Bucket> [kind::List(&kind::Named(\"s3-bucket\"), Some(1), None)],\n",
        "        c: String [kind::Text(None, Some(9), None)] = String::new(),\n",
        "        d: Option<DRef> [kind::Optional(&kind::Secret(&kind::Named(\"DRef\")))] = None,\n",
        "        e: Option<BTreeMap<String, Vec<i64>>> [kind::Optional(&kind::Map(&kind::List(&kind::Integer(0, 9), None, None), None, Some(2), None))] = None,\n",
        "        f: f64 [kind::Number(Some(-0.5), None)] = 1.0,\n",
        "        g: Option<String> [kind::Optional(&kind::Text(None, None, Some(\"^\\\\d\\\"$\")))] = None,\n";

    a_default_is_an_expression: module(
        r#"A: {type: object, description: An A., required: [], properties: {
            b: {$ref: '#/$defs/B', default: {}, description: B.}, c: {$ref: '#/$defs/B', default: {n: 2}, description: C.},
            d: {default: {x: [1, null, 5000000000, "q\b"]}, description: D.}}},
        B: {type: object, description: A B., required: [], properties: {
            n: {type: integer, minimum: 0, maximum: 9, default: 1, description: N.}, o: {type: string, description: O.}}}"#,
    ) =>
        " b: B = B::new(),\n",
        " c: B = B { n: 2, ..B::new() },\n",
        concat!(
            " d: Value = Value::Object(serde_json::Map::from_iter([(\"x\".to_owned(), Value::Array(vec![",
            "Value::from(1i64), Value::Null, Value::from(5000000000i64), Value::from(\"q\\u{8}\")]))])),\n",
        );

    a_category_becomes_a_trait_for_each_phase_and_facet_and_an_entry: types(&[STORAGE], "interfaces/storage.rs") =>
        "pub trait Storage: Send + Sync {
    /// Where it lies.
    ///
    /// - `table`: The table.
    ///
    /// # Errors
    ///
    /// `CONTRACT_BAD`
    fn locate(&self, table: &str) -> Result<String, PluginError>;

    /// How much is used.
    fn share(&self) -> i64 {
        7
    }
}
",
        "pub trait StorageRuntime: Send + Sync {\n    /// Opens it.\n",
        "fn open<'a>(&'a self, table: &'a str) -> Future<'a, Result<bool, PluginError>>;\n}\n",
        "pub trait StorageTiering: Send + Sync {\n    /// Its tier.\n    fn tier(&self) -> Option<String>;\n}\n",
        "    pub main: Arc<dyn Storage>,\n",
        "    pub tiering: Option<Arc<dyn StorageTiering>>,\n",
        "    pub runtime: Option<Arc<dyn StorageRuntime>>,\n",
        "        Self {\n            main,\n            runtime: None,\n            tiering: None,\n        }\n";

    a_plugin_is_described_beside_its_config: types(&[STORAGE, PLUGIN], "plugins/storage/minio.rs") =>
        "    version: \"0.2.0\",\n    api: \"1.0\",\n",
        "mode: HostingMode::External,\n            components: &[],\n",
        "            pointer: \"/url\",\n            component: \"minio\",\n            port: \"api\",\n            path: \"/v1\",\n",
        "        Offer {\n            list: \"tls\",\n            values: &[OfferValue::Config(\"/url\")],\n        },\n",
        "objects! {\n    /// ",
        "    MinioConfig(";

    the_registry_holds_a_list_for_each_category_and_its_rules: types(&[STORAGE, PLUGIN], "registry.rs") =>
        "    pub storage: &'static [Entry<StoragePlugin>],\n",
        "        selection: Selection::Optional,\n",
        "needs: \"protocols\",\n                from: \"storage\",\n                unsupported: \
            |consumer, required, provider, provided| crate::diagnostics::contract_bad(),\n                missing: None,\n";

    plugins_come_from_the_crates_that_declare_them: registered(&[MINIO]) =>
        "load:|config|Ok(StoragePlugin::new(Arc::new(floe_plugin_storage::Minio\
            ::from(floe_types::plugins::storage::minio::MinioConfig::parse(config)?))))";

    the_registry_depends_on_the_crates_that_declare_plugins:
        text(&[STORAGE, PLUGIN], &[krate(&[MINIO])], "generated/floe-plugins/Cargo.toml") =>
        "floe-types.workspace = true\nfloe-plugin-storage = { path = \"../../plugins/storage\" }\n";

    a_registry_without_plugins_has_empty_lists:
        text(&[STORAGE, PLUGIN], &[], "generated/floe-plugins/src/lib.rs") => "Registry { storage: &[] }";

    roles_of_different_types_are_made_one_by_one:
        registered(&[MINIO, ("floe.storage.tiering", "minio", "tiers::Minio")]) =>
        "letas_tiering=Arc::new(floe_plugin_storage::tiers::Minio\
            ::from(floe_types::plugins::storage::minio::MinioConfig::parse(config)?));plugin.tiering=Some(as_tiering.clone());";

    a_diagnostic_is_a_function_for_each_message_with_the_arguments_that_it_uses:
        types(&[DIAGNOSTICS], "diagnostics.rs") =>
        "pub fn contract_bad(who: &str, what: &[impl AsRef<str>]) -> Message {\n    let what = crate::diagnostic::list(what);\n",
        "severity: Severity::Error, message: format!(\"{who} lacks {what}\"), help: \"Add some\".to_owned() }\n",
        "pub fn contract_bad_empty(who: &str) -> Message {\n",
        " message: format!(\"{who} is {{empty}}\"), ",
        "        aliases: &[\"OLD\"],\n";

    a_description_keeps_its_lines:
        module(r#"A: {type: object, description: "First;\n- One\n  - Inner\n\nLast.", required: [], properties: {}}"#) =>
        "    /// First;\n    /// - One\n    ///   - Inner\n    ///\n    /// Last.\n    A() {}\n";

    a_module_without_scalars_is_the_only_one_listed: types(&[("contracts/bindings/one/v1.yaml", &binding(EMPTY))], "shapes.rs")
        .replace(char::is_whitespace, "") => "=&[crate::bindings::one::SHAPES,];";

    scalars_without_a_module_are_the_only_ones_listed: types(&[SCALARS], "shapes.rs")
        .replace(char::is_whitespace, "") => "=&[crate::scalars::SHAPES];";
}

const EMPTY: &str = "A: {type: object, description: An A., required: [], properties: {}}";

#[test]
fn a_file_begins_with_its_origin_and_has_no_date_or_digest() {
    let text = module(EMPTY);
    let header = "// @generated by floe-gen from contracts/bindings/one/v1.yaml; do not edit; run: just generate\n//! One.\n\nobjects! {\n    /// An A.\n";
    assert!(text.starts_with(header), "{text}");
}

#[test]
fn types_of_one_form_stand_together_and_all_in_the_order_of_their_contract() {
    let object = |name: &str| format!("{name}: {{type: object, description: One., required: [], properties: {{}}}}");
    let text = module(&[&object("B"), &object("A"), "E: {description: An E., enum: {a: ''}}", &object("C")].join(", "));
    let order = ["objects! {", " B() {", " A() {", "strings! {", " E {", "objects! {", " C() {", "shapes! {"];
    let mut rest = text.as_str();
    for part in order {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("{part} is not where it should be in\n{text}")).1;
    }
}

#[test]
fn a_type_that_has_several_roles_is_made_once() {
    let flat = registered(&[MINIO, ("floe.storage.runtime", "minio", "Minio")]);
    assert_eq!(flat.matches("floe_plugin_storage::Minio::from(").count(), 1, "{flat}");
    let steps = "letmutplugin=StoragePlugin::new(as_main.clone());plugin.runtime=Some(as_main.clone());Ok(plugin)";
    assert!(flat.contains(steps), "{flat}");
}

#[test]
fn the_same_contracts_give_the_same_bytes() {
    let contracts = model(&[SCALARS, STORAGE, PLUGIN]);
    assert_eq!(emit(&contracts, &[], &[]), emit(&contracts, &[], &[]));
}
