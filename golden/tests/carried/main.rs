//! No silent loss: each value of a full document occurs in the compiled output at the place that a table of routes
//! names, or the table states why the value is not carried.

mod fill;
mod route;

use std::num::NonZero;
use std::path::Path;

use fill::Filler;
use floe_compiler::{Compiled, Document, PlatformInput, ProductInput};
use floe_contract::Model;
use route::{MANIFEST, REFUSED, SPEC, leaves, lost};
use serde_json::{Value, json};

/// Enough instances to show every case of every union and every word of every enumeration.
const INSTANCES: usize = 12;

#[test]
fn every_value_of_a_manifest_is_carried_or_said_not_to_be() {
    let model = contracts();
    for number in 0..INSTANCES {
        let manifest = manifest(&model, number);
        let compiled = compile(&manifest, &[spec(&model, number)]);
        let lost = lost(&manifest, &MANIFEST, &compiled.platform.to_value());
        assert_eq!(lost, [] as [String; 0], "of manifest {number}");
    }
}

#[test]
fn every_policy_reaches_every_product_and_is_named_where_nothing_judges_it() {
    let model = contracts();
    for number in 0..INSTANCES {
        let manifest = manifest(&model, number);
        let artifacts = &compile(&manifest, &[spec(&model, number)]).products[0].artifacts.to_value();
        assert_eq!(artifacts["governance"], compile(&manifest, &[]).platform.to_value()["governance"]);
        let named: Vec<&str> =
            artifacts["not_evaluated"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (pointer, _) in leaves(&manifest["governance"]) {
            let path = format!("governance{}", pointer.replace('/', "."));
            assert!(named.iter().any(|name| path.starts_with(name)), "{path} in {named:?}");
        }
    }
}

#[test]
fn every_value_of_a_product_is_carried_or_said_not_to_be() {
    let model = contracts();
    for number in 0..INSTANCES {
        let spec = spec(&model, number);
        let compiled = compile(&manifest(&model, number), std::slice::from_ref(&spec));
        let lost = lost(&spec, &SPEC, &compiled.products[0].artifacts.to_value());
        assert_eq!(lost, [] as [String; 0], "of product {number}");
    }
}

#[test]
fn a_value_that_is_not_carried_is_found() {
    let model = contracts();
    let (manifest, spec) = (manifest(&model, 0), spec(&model, 0));
    let compiled = compile(&manifest, std::slice::from_ref(&spec));
    let mut platform = compiled.platform.to_value();
    platform["metadata"]["description"] = json!("another");
    assert_eq!(lost(&manifest, &MANIFEST, &platform), ["/metadata/description is not at /metadata/description"]);
    let mut artifacts = compiled.products[0].artifacts.to_value();
    artifacts["transforms"]["models"][0]["quality_checks"] = json!([]);
    assert!(!lost(&spec, &SPEC, &artifacts).is_empty());
    assert_eq!(lost(&json!({"novel": 1}), &SPEC, &artifacts), ["/novel is in no row of the table"]);
}

/// A manifest with every field of a whole platform. `plugins` names existing plugins. The fields of a manifest with a
/// scope are removed, because floe refuses such a manifest.
fn manifest(model: &Model, number: usize) -> Value {
    let mut manifest = Filler { model, number }.named("Manifest");
    let fields = manifest.as_object_mut().expect("it is an object");
    for key in REFUSED {
        assert!(fields.remove(key).is_some(), "{key}");
    }
    manifest["plugins"] = json!({
        "compute": {"type": "duckdb", "version": "0.1.0", "config": {"path": "/data/{product_slug}.duckdb", "threads": 3}},
        "orchestrator": {"type": "dagster", "hosting": "self", "config": {"default_schedule": "1 2 * * *"}},
        "storage": {"type": "minio", "config": {"bucket": "lakehouse", "credential_secret_name": "minio"}},
        "dbt": {"type": "core"},
    });
    manifest["defaults"] = json!({"compute": "duckdb"});
    let naming = &mut manifest["governance"]["naming"];
    if naming["pattern"] != json!("custom") {
        naming.as_object_mut().expect("it is an object").remove("custom_patterns");
    }
    let amounts = json!({"cpu": "250m", "memory": "1Gi", "ephemeral_storage": "2Gi"});
    manifest["resource_presets"] = json!({
        "nested": {"requests": amounts, "limits": amounts},
        "flat": {"cpu_request": "1", "cpu_limit": "2", "memory_request": "3Gi", "memory_limit": "4Gi"},
    });
    manifest
}

/// A product with every field, whose references resolve.
fn spec(model: &Model, number: usize) -> Value {
    let mut spec = Filler { model, number }.named("FloeSpec");
    for port in spec["inputPorts"].as_array_mut().into_iter().flatten() {
        port["domain"] = json!("elsewhere");
    }
    let mut first = spec["transforms"][0].clone();
    first["compute"] = json!("duckdb");
    first["dependsOn"] = json!([]);
    let mut second = first.clone();
    second["name"] = json!("second");
    second["dependsOn"] = json!([first["name"]]);
    for port in spec["outputPorts"].as_array_mut().into_iter().flatten() {
        port["name"] = first["name"].clone();
    }
    spec["transforms"] = json!([first, second]);
    spec
}

fn compile(manifest: &Value, specs: &[Value]) -> Compiled {
    let products =
        specs.iter().map(|spec| ProductInput { spec: Document::new("floe.yaml", spec.to_string()), dbt_project: None });
    let input = PlatformInput {
        manifest: Document::new("manifest.yaml", manifest.to_string()),
        products: products.collect(),
        is_part: false,
    };
    floe_compiler::compile(&input, &floe_plugins::REGISTRY, "0.1.0", NonZero::<usize>::MIN)
        .into_result()
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn contracts() -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = floe_disk::read(&root, "contracts").expect("the contracts can be read");
    floe_contract::load(&files).unwrap_or_else(|findings| panic!("{findings:#?}"))
}
