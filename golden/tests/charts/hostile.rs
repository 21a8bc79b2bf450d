//! Hostile text: words of template languages in every text of the documents that takes them, read back from what Helm makes of the chart.

use std::num::NonZero;

use floe_base::{FileSet, Node, yaml};
use floe_golden::platform_input;
use floe_plugins::REGISTRY;
use serde_json::{Value, json};

use crate::platforms::{Platform, retail_files};
use crate::tools::Helm;

/// What Go, Jinja, a shell, Java and YAML read as something else than text.
const HOSTILE: &str = "{{ .Values.x }} {% x %} {# y #} ${E} $(id) `id` ' \" \\ : #";

/// Each text of a value, by pointer.
fn texts(value: &Value, pointer: &str, out: &mut Vec<String>) {
    match value {
        Value::String(_) => out.push(pointer.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| texts(item, &format!("{pointer}/{at}"), out));
        }
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            texts(member, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), out);
        }),
        _ => {}
    }
}

/// The documents with one changed.
fn with(files: &FileSet, path: &str, document: &Value) -> FileSet {
    let mut changed = FileSet::new();
    for (other, bytes) in files.iter() {
        let bytes = if other == path { document.to_string().into_bytes() } else { bytes.to_vec() };
        changed.insert(other, bytes).expect("the path is clean");
    }
    changed
}

fn compiles(files: &FileSet) -> bool {
    floe_compiler::compile(&platform_input(files), &REGISTRY, "0.1.0", NonZero::<usize>::MIN).value.is_some()
}

/// The document with hostile text in each place that takes the text, and the places.
fn hostile(files: &FileSet, path: &str) -> (FileSet, Vec<String>) {
    let node: Node = yaml::read(path, files.get(path).expect("the document is there"), &yaml::Limits::default())
        .expect("it is YAML");
    let (mut document, mut pointers, mut taken) = (node.to_json(), Vec::new(), Vec::new());
    if let Some(config) = document.pointer_mut("/plugins/compute/config") {
        config["settings"] = json!({"s": "a"});
    }
    texts(&document, "", &mut pointers);
    for pointer in pointers {
        let mut changed = document.clone();
        *changed.pointer_mut(&pointer).expect("the pointer leads to a text") = json!(format!("{pointer} {HOSTILE}"));
        if compiles(&with(files, path, &changed)) {
            document = changed;
            taken.push(pointer);
        }
    }
    (with(files, path, &document), taken)
}

#[test]
fn text_of_other_languages_arrives_as_the_text_is_in_artifacts_packages_and_objects() {
    let files = retail_files();
    let (files, of_manifest) = hostile(&files, "manifest.yaml");
    let (files, of_product) = hostile(&files, "daily-orders/floe.yaml");
    let expected = ["/metadata/description", "/metadata/owner", "/plugins/compute/config/settings/s"];
    assert_eq!(of_manifest, expected);
    assert!(of_product.len() > 10, "{of_product:?}");

    let platform = Platform::of(&files);
    let helm = Helm::with(&platform.chart.package);
    let lint = helm.ok(&["lint", "--strict"], &[]);
    assert!(!lint.contains("[WARNING]"), "{lint}");
    let chart = helm.ok(&["show", "chart"], &[]);
    let chart =
        yaml::read("Chart.yaml", chart.as_bytes(), &yaml::Limits::default()).expect("Helm prints YAML").to_json();
    assert_eq!(chart["description"], format!("/metadata/description {HOSTILE}"));
    let rendered = helm.ok(&["template", &platform.chart.prefix], &["--namespace", &platform.chart.namespace]);
    for manifest in &platform.rendered.manifests {
        assert!(rendered.contains(manifest.text.trim()), "Helm renders {} in another way", manifest.template);
    }
    let notes = helm.ok(&["install", "release", "--dry-run=client"], &[]);
    assert!(notes.contains("is installed in the namespace"), "{notes}");
}
