//! Chart packages: reproducible bytes, no trace of components that are not deployed, and no object shared by two
//! platforms.

use std::collections::BTreeSet;

use floe_base::{FileSet, yaml};
use floe_chart::{package, package_platform, unpack};
use serde_json::Value;

use crate::platforms::{all, retail, retail_beside, smallest};

#[test]
fn the_package_is_the_same_whenever_and_in_whatever_order_it_is_made() {
    let platform = retail();
    let again = package_platform(&platform.compiled).expect("what compiles can be packaged");
    assert_eq!(again[0].package, platform.chart.package);
    let mut reversed = FileSet::new();
    let files: Vec<(&str, &[u8])> = platform.chart.files.iter().collect();
    for (path, bytes) in files.into_iter().rev() {
        reversed.insert(path, bytes).expect("the path is clean");
    }
    assert_eq!(package(&reversed).expect("the files fit"), platform.chart.package);
}

#[test]
fn the_package_holds_the_chart_under_the_platforms_name_and_version() {
    let platform = retail();
    let chart = &platform.chart;
    assert_eq!(chart.package.file_name, "retail-platform-1.4.0.tgz");
    assert_eq!(unpack(&chart.package.tgz).expect("it is a package"), chart.files);
    let metadata = read(platform.text("Chart.yaml"));
    for (key, value) in
        [("name", "retail-platform"), ("version", "1.4.0"), ("appVersion", "0.1.0"), ("kubeVersion", ">=1.28.0-0")]
    {
        assert_eq!(metadata[key], value, "{key}");
    }
    assert_eq!(metadata["description"], "Orders, stock and customers of the shops and the web store.");
    let requires: Value = serde_json::from_str(platform.text("requires.json")).expect("it is JSON");
    assert_eq!(requires, platform.compiled.requires.to_value());
}

#[test]
fn values_schema_and_templates_hold_the_deployed_components_and_no_others() {
    for platform in all() {
        let deployed: BTreeSet<String> = platform
            .compiled
            .bindings
            .components
            .iter()
            .map(|component| floe_base::names::camel_case(component.as_str()))
            .collect();
        let shared = ["bindings", "common"].map(str::to_owned);
        let expected: BTreeSet<String> = deployed.iter().cloned().chain(shared.clone()).collect();
        let schema: Value = serde_json::from_str(platform.text("values.schema.json")).expect("it is JSON");
        let mut admitted = keys(&schema["properties"]);
        assert!(admitted.remove("global"), "a chart around this one could not say anything to all of its charts");
        assert!(admitted.remove("enabled"), "a chart around this one could not leave this one out");
        assert_eq!(admitted, expected);
        assert_eq!(keys(&read(platform.text("values.yaml"))), expected);
        let required: BTreeSet<String> = serde_json::from_value(schema["required"].clone()).expect("it is a list");
        assert_eq!(required, expected);

        let templates =
            platform.chart.files.paths().filter_map(|path| path.strip_prefix("templates/")?.split_once('/'));
        let folders: BTreeSet<&str> = templates.map(|(folder, _)| folder).collect();
        let components = platform.compiled.bindings.components.iter().map(AsRef::as_ref);
        assert_eq!(folders, components.collect());
    }
}

#[test]
fn templates_read_nothing_that_was_taken_away() {
    for platform in all() {
        let values = keys(&read(platform.text("values.yaml")));
        for path in platform.chart.files.paths().filter(|path| path.starts_with("templates/")) {
            for (at, mark) in platform.text(path).match_indices(".Values.") {
                let rest = &platform.text(path)[at + mark.len()..];
                let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                assert!(values.contains(&key), "{path} reads .Values.{key}");
            }
        }
    }
}

#[test]
fn the_schema_keeps_no_definition_that_nothing_refers_to() {
    let schema = smallest().text("values.schema.json").to_owned();
    let value: Value = serde_json::from_str(&schema).expect("it is JSON");
    for name in keys(&value["definitions"]) {
        assert!(schema.contains(&format!("\"#/definitions/{name}\"")), "{name}");
    }
    assert!(!schema.contains("CatalogBinding"), "the types of bindings give way to their values");
}

#[test]
fn two_platforms_in_one_namespace_share_no_object() {
    let (first, second) = (retail(), retail_beside());
    assert_eq!(first.chart.namespace, second.chart.namespace);
    let names = |objects: Vec<Value>| -> BTreeSet<(String, String)> {
        objects
            .iter()
            .map(|object| (crate::objects::kind(object).to_owned(), crate::objects::name(object).to_owned()))
            .collect()
    };
    let (first, second) = (names(first.objects()), names(second.objects()));
    assert_eq!(first.len(), second.len());
    assert_eq!(first.intersection(&second).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
}

fn read(text: &str) -> Value {
    yaml::read("a file of the chart", text.as_bytes(), &yaml::Limits::default()).expect("it is YAML").to_json()
}

fn keys(map: &Value) -> BTreeSet<String> {
    map.as_object().expect("it is a map").keys().cloned().collect()
}
