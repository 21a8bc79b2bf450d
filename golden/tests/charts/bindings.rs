//! Bindings are pinned: Helm refuses a changed, added, removed or nulled binding and names its path. Tunables can be
//! set, but a misspelt tunable is refused.

use std::collections::BTreeSet;

use floe_base::yaml;
use serde_json::{Value, json};

use crate::platforms::{Platform, all, retail};
use crate::tools::Helm;

fn values(platform: &Platform) -> Value {
    let text = platform.text("values.yaml").as_bytes();
    yaml::read("values.yaml", text, &yaml::Limits::default()).expect("the values are YAML").to_json()
}

fn schema(platform: &Platform) -> jsonschema::Validator {
    let schema = serde_json::from_str(platform.text("values.schema.json")).expect("the schema is JSON");
    jsonschema::draft7::new(&schema).expect("it is a schema of draft 7")
}

/// Collects the pointers to everything inside a value.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    let mut inner = |key: &str, value: &Value| {
        let pointer = format!("{here}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(value, &pointer, found);
        found.push(pointer);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| inner(&index.to_string(), value)),
        _ => {}
    }
}

/// Removes the value at a pointer.
fn remove(values: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a last step");
    match values.pointer_mut(parent).expect("it leads somewhere") {
        Value::Object(entries) => drop(entries.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().expect("it is an index"))),
        _ => {}
    }
}

#[test]
fn no_fact_anywhere_can_be_changed_added_to_nulled_or_removed() {
    for platform in all() {
        let (values, schema) = (values(&platform), schema(&platform));
        assert!(schema.is_valid(&values), "{:?}", schema.validate(&values));
        let mut facts = vec!["/bindings".to_owned()];
        pointers(&values["bindings"], "/bindings", &mut facts);
        assert!(facts.len() > 40, "there are only {} facts", facts.len());
        for fact in facts {
            let mut others =
                vec![json!("something else"), json!(""), json!(1.5), json!(true), json!(null), json!([]), json!({})];
            if let Some(number) = values.pointer(&fact).and_then(Value::as_f64) {
                others.push(json!(number + 1.0));
            }
            for other in others.into_iter().filter(|other| values.pointer(&fact) != Some(other)) {
                let mut changed = values.clone();
                *changed.pointer_mut(&fact).expect("it leads somewhere") = other.clone();
                assert!(!schema.is_valid(&changed), "{fact} can be {other}");
            }
            let mut without = values.clone();
            remove(&mut without, &fact);
            assert!(!schema.is_valid(&without), "{fact} can be removed");
            let mut with = values.clone();
            match with.pointer_mut(&fact) {
                Some(Value::Object(entries)) => drop(entries.insert("new".to_owned(), json!("x"))),
                Some(Value::Array(items)) => items.push(json!("x")),
                _ => continue,
            }
            assert!(!schema.is_valid(&with), "{fact} can be added to");
        }
    }
}

#[test]
fn helm_refuses_other_bindings_and_says_which() {
    let platform = retail();
    let helm = Helm::with(&platform.chart.package);
    let cases: [(&[&str], &str); 9] = [
        (&["--set", "bindings.storage.region=eu-west-1"], "at '/bindings/storage/region': value must be 'us-east-1'"),
        (&["--set", "bindings.prefix=other"], "at '/bindings/prefix'"),
        (&["--set-string", "bindings.storage.endpoint.port=9000"], "at '/bindings/storage/endpoint/port'"),
        (&["--set", "bindings.components[0]=minio"], "at '/bindings/components'"),
        (&["--set", "bindings.storage.new=1"], "at '/bindings/storage': additional properties 'new' not allowed"),
        (&["--set", "bindings.storage.region=null"], "at '/bindings/storage': missing property 'region'"),
        (&["--set", "bindings.presets=null"], "at '/bindings': missing property 'presets'"),
        (&["--set", "bindings=null"], "missing property 'bindings'"),
        (
            &["--set-json", "bindings={\"prefix\":\"retail\"}", "--set", "bindings.catalog=null"],
            "missing property 'catalog'",
        ),
    ];
    for (options, said) in cases {
        let error = helm.refuses(options);
        assert!(error.contains(said), "{options:?}: {error}");
    }
}

#[test]
fn helm_refuses_tunables_that_are_misspelt_or_belong_to_nothing_deployed() {
    for platform in all() {
        let helm = Helm::with(&platform.chart.package);
        let values = values(&platform);
        let sections = values.as_object().expect("values are a map").keys().filter(|key| *key != "bindings");
        let misspelt: Vec<String> = sections.map(|section| format!("{section}.misspelt=1")).collect();
        let options: Vec<&str> =
            misspelt.iter().flat_map(|option| ["--set", option]).chain(["--set", "trino.replicas=1"]).collect();
        let error = helm.refuses(&options);
        for section in values.as_object().expect("values are a map").keys().filter(|key| *key != "bindings") {
            let said = format!("at '/{section}': additional properties 'misspelt' not allowed");
            assert!(error.contains(&said), "{said}: {error}");
        }
        assert!(error.contains("additional properties 'trino' not allowed"), "{error}");
    }
}

#[test]
fn a_size_of_the_manifest_cannot_be_tuned_without_effect() {
    let helm = Helm::with(&retail().chart.package);
    let said = "common.presets.medium has no effect, because the manifest sets the size under resource_presets";
    let error = helm.refuses(&["--set", "common.presets.medium.limits.memory=9Gi"]);
    assert!(error.contains(said), "{error}");
    // The manifest does not set this size.
    let tuned = ["common.presets.large.limits.memory=9Gi", "marquez.resources.main.size=large"];
    let rendered = helm.ok(&["template", "release"], &["--set", tuned[0], "--set", tuned[1]]);
    assert!(rendered.contains("\"memory\":\"9Gi\""), "{rendered}");
}

#[test]
fn an_amount_may_be_a_number_as_in_kubernetes() {
    let helm = Helm::with(&retail().chart.package);
    let options = [
        "polaris.resources.main.limits.cpu=2",
        "polaris.resources.main.limits.memory=1Gi",
        "minio.storage_size=21474836480",
    ];
    let options: Vec<&str> = options.into_iter().flat_map(|option| ["--set", option]).collect();
    let rendered = helm.ok(&["template", "release"], &options);
    for expected in ["{\"cpu\":2,\"memory\":\"1Gi\"}", "data-size: \"21474836480\"", "storage: 21474836480"] {
        assert!(rendered.contains(expected), "{expected}");
    }
    let error = helm.refuses(&["--set", "polaris.resources.main.limits.cpu=-1"]);
    assert!(error.contains("at '/polaris/resources/main/limits"), "{error}");
}

#[test]
fn tunables_reach_the_objects() {
    let platform = retail();
    let options = [
        "--set",
        "dagster.webserver_replicas=3",
        "--set",
        "common.image_registry=registry.example.com",
        "--set",
        "global.x=1",
    ];
    let rendering = Helm::with(&platform.chart.package).ok(&["template", "release"], &options);
    assert!(rendering.contains("\n  replicas: 3\n"), "{rendering}");
    let image =
        |line: &str| Some(line.trim_start_matches(['-', ' ']).strip_prefix("image: ")?.trim_matches('"').to_owned());
    let images: BTreeSet<String> =
        rendering.lines().filter_map(|line| image(&line.replace("job_image", "image"))).collect();
    assert!(images.iter().all(|image| image.starts_with("registry.example.com/")), "{images:?}");
    assert!(images.len() == 8 && images.contains("registry.example.com/data/dagster:2026.11.1"), "{images:?}");
}

#[test]
fn values_that_kubernetes_would_refuse_or_that_mean_nothing_are_refused() {
    let helm = Helm::with(&retail().chart.package);
    let refused: [(&[&str], &str); 3] = [
        (&["common.image_registry=https://registry.example.com"], "/common/image_registry"),
        (&["common.image_registry=registry.example.com/mirror/"], "/common/image_registry"),
        (
            &["dagster.webserver_autoscaling=true", "dagster.webserver_replicas=6"],
            "dagster.webserver_replicas is above dagster.webserver_max_replicas",
        ),
    ];
    for (values, said) in refused {
        let options: Vec<&str> = values.iter().flat_map(|value| ["--set", value]).collect();
        let error = helm.refuses(&options);
        assert!(error.contains(said), "{said}: {error}");
    }
}

#[test]
fn several_servers_of_polaris_need_the_key_that_signs_tokens() {
    let helm = Helm::with(&retail().chart.package);
    for several in ["polaris.replicas=2", "polaris.autoscaling=true"] {
        let error = helm.refuses(&["--set", several]);
        assert!(error.contains("more than one replica, but bindings.catalog.polaris.token_key"), "{error}");
    }
}
