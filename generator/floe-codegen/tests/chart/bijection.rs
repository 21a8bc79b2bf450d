//! Values, schema and templates agree: every declared value is read, every value that is read is declared.
#![expect(clippy::unwrap_used, reason = "in a test")]

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{chart, list, parse, read};

/// The texts of the templates.
fn templates() -> Vec<String> {
    let files = floe_disk::read(&chart(), "templates").unwrap();
    files.into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect()
}

/// Every path below `.Values` that a template reads: `polaris.images.main`.
fn reads() -> BTreeSet<String> {
    let chain = regex_lite::Regex::new(r"\.Values((?:\.[A-Za-z0-9_]+)+)").unwrap();
    let has = regex_lite::Regex::new(r#"hasKey \$\.Values((?:\.[A-Za-z0-9_]+)+) "([A-Za-z0-9_]+)""#).unwrap();
    let mut found = BTreeSet::new();
    for text in &templates() {
        // A value that is only asked for is not read, but the whole around the value is not either.
        let rest = has.replace_all(text, "");
        found.extend(chain.captures_iter(&rest).map(|path| path[1].trim_start_matches('.').to_owned()));
        found.extend(has.captures_iter(text).map(|path| format!("{}.{}", path[1].trim_start_matches('.'), &path[2])));
    }
    found
}

fn schema() -> Value {
    parse(&read(&chart().join("values.schema.json")))
}

/// The schema that a path leads to; `None` if a closed object on the way has no such property.
fn declared<'s>(schema: &'s Value, at: &'s Value, path: &[&str]) -> Option<&'s Value> {
    if let Some(name) = at.get("$ref").and_then(Value::as_str) {
        return declared(schema, schema.pointer(name.trim_start_matches('#'))?, path);
    }
    let [first, rest @ ..] = path else { return Some(at) };
    if let Some(cases) = at.get("oneOf").and_then(Value::as_array) {
        return cases.iter().find_map(|case| declared(schema, case, path));
    }
    match (at.pointer(&format!("/properties/{first}")), at.get("additionalProperties")) {
        (Some(inner), _) => declared(schema, inner, rest),
        (None, Some(free)) if *free != false => Some(free),
        (None, _) => None,
    }
}

/// The paths of all tunables, of each image and of each size; the schema's leaves, facts excepted.
fn tunables(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (name, section) in schema["properties"].as_object().unwrap() {
        let leaves = section.get("properties").filter(|_| name != "bindings").and_then(Value::as_object);
        for (leaf, declared) in leaves.into_iter().flatten() {
            match leaf.as_str() {
                "images" | "resources" => {
                    found.extend(keys(&declared["properties"]).iter().map(|member| format!("{name}.{leaf}.{member}")));
                }
                _ => found.push(format!("{name}.{leaf}")),
            }
        }
    }
    found
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn required(schema: &Value) -> BTreeSet<&str> {
    list(schema, "/required").iter().filter_map(Value::as_str).collect()
}

#[test]
fn every_value_that_a_template_reads_is_in_the_schema() {
    let schema = schema();
    let reads = reads();
    assert!(reads.len() > 60, "{reads:?}");
    for path in reads {
        let steps: Vec<&str> = path.split('.').collect();
        assert!(declared(&schema, &schema, &steps).is_some(), "no schema for {path}");
    }
}

#[test]
fn every_tunable_image_and_size_in_the_schema_is_read_by_a_template() {
    let reads = reads();
    let is_read = |path: &str| reads.iter().any(|read| read == path || read.starts_with(&format!("{path}.")));
    let tunables = tunables(&schema());
    assert!(tunables.len() > 40, "{tunables:?}");
    let unread: Vec<&String> = tunables.iter().filter(|path| !is_read(path)).collect();
    assert_eq!(unread, [] as [&String; 0]);
}

#[test]
fn the_defaults_are_exactly_what_the_schema_requires() {
    let (schema, values) = (schema(), parse(&read(&chart().join("values.yaml"))));
    for (name, section) in values.as_object().unwrap() {
        assert_eq!(keys(section), required(&schema["properties"][name]), "{name}");
    }
    assert_eq!(required(&schema).difference(&keys(&values)).copied().collect::<Vec<_>>(), ["bindings"]);
}

#[test]
fn every_object_in_the_schema_is_closed_or_a_map_and_no_reference_is_remote() {
    fn walk(at: &Value, path: &str) {
        if let Some(object) = at.as_object() {
            let is_object = object.get("type").is_some_and(|ty| ty == "object");
            let open = !object.contains_key("additionalProperties") && path != "/properties/global";
            assert!(!(is_object && open), "{path} is open");
            let remote =
                object.get("$ref").and_then(Value::as_str).is_some_and(|target| !target.starts_with("#/definitions/"));
            assert!(!remote, "{path} refers elsewhere");
            object.iter().for_each(|(key, inner)| walk(inner, &format!("{path}/{key}")));
        }
        at.as_array().into_iter().flatten().for_each(|inner| walk(inner, path));
    }
    walk(&schema(), "");
}

/// The words of the template language, and the functions whose result follows from their arguments alone. `lookup` asks the cluster, and only
/// to refuse an upgrade; a rendering without a cluster finds nothing.
const WORDS: &str = "and contains default define else end eq fail first get gt hasKey if include index int list lookup ne nindent \
    not or printf quote range replace sha256sum splitList ternary toJson trimAll trimPrefix trimSuffix true trunc with";

#[test]
fn templates_use_no_function_whose_result_is_not_given_by_the_values() {
    let regex = |pattern: &str| regex_lite::Regex::new(pattern).unwrap();
    let (action, literal) = (regex(r"\{\{[^}]*\}\}"), regex(r#""[^"]*"|/\*.*\*/|[$.][A-Za-z0-9_.$]*"#));
    let word = regex("[A-Za-z][A-Za-z0-9]*");
    let mut used = BTreeSet::new();
    for text in &templates() {
        for action in action.find_iter(text) {
            let plain = literal.replace_all(action.as_str(), "");
            used.extend(word.find_iter(&plain).map(|word| word.as_str().to_owned()));
        }
    }
    let unknown: Vec<&String> = used.iter().filter(|word| !WORDS.split(' ').any(|known| known == *word)).collect();
    assert_eq!(unknown, [] as [&String; 0]);
    assert!(used.len() > 20, "{used:?}");
}
