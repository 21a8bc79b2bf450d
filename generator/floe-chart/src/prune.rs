//! Prune: the generic chart without the components that a platform does not deploy. Adds nothing to it.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Findings, Place, names, yaml};
use floe_compiler::diagnostic;
use floe_types::components::COMPONENTS;
use floe_types::diagnostics as messages;
use serde_json::{Map, Value};

/// The chart to which the components belong, as their contracts call it.
const CHART: &str = "platform";
/// Where a schema keeps what its parts share.
const DEFINITIONS: &str = "definitions";

/// The components of the chart that a platform does not deploy.
#[derive(Debug)]
pub(crate) struct Absent {
    names: BTreeSet<&'static str>,
    /// Their keys in the values.
    keys: BTreeSet<String>,
}

impl Absent {
    /// All but those that are present; a present one that the chart does not have is an error.
    pub(crate) fn without<'a>(present: impl Iterator<Item = &'a str>) -> Result<Self, Findings> {
        let mut names: BTreeSet<&str> =
            COMPONENTS.iter().filter(|component| component.chart == CHART).map(|component| component.name).collect();
        let unknown = |name: &&str| !names.remove(*name);
        let unknown: Vec<&str> = present.filter(unknown).collect();
        if unknown.is_empty() {
            let keys = names.iter().map(|name| names::camel_case(name)).collect();
            return Ok(Self { names, keys });
        }
        let fault = |name| {
            let message =
                format!("the platform deploys {name:?}, which is no component of its chart, or does so twice");
            let fault = diagnostic(messages::chart_values_invalid(&message)).at(Place::of_file("platform.json"));
            fault.help("compile the platform anew")
        };
        Err(unknown.into_iter().map(fault).collect())
    }

    /// Whether a file of the chart belongs to one of them.
    pub(crate) fn owns(&self, path: &str) -> bool {
        let folder = path.strip_prefix("templates/").and_then(|inside| inside.split_once('/'));
        folder.is_some_and(|(folder, _)| self.names.contains(folder))
    }

    /// `values.yaml` without their sections and without what stands before the first section. A section is a key at the top, with the
    /// comments right before it.
    pub(crate) fn values(&self, text: &str) -> Result<String, Findings> {
        let document = yaml::read("values.yaml", text.as_bytes(), &yaml::Limits::default())?;
        let lines: Vec<&str> = text.lines().collect();
        let begin_of = |line: u32| {
            let key = line as usize - 1;
            key - lines[..key].iter().rev().take_while(|line| line.starts_with('#')).count()
        };
        // A chart without values has no sections.
        let keys = document.as_map().unwrap_or_default();
        let begins: Vec<usize> = keys.iter().map(|(key, _)| begin_of(key.span.line)).collect();
        let ends = begins.iter().skip(1).copied().chain([lines.len()]);
        let sections = keys.iter().zip(begins.iter().zip(ends));
        let kept = sections.filter(|((key, _), _)| !self.keys.contains(&key.name));
        let texts: Vec<String> =
            kept.map(|(_, (begin, end))| lines[*begin..end].join("\n").trim_end().to_owned()).collect();
        Ok(texts.join("\n\n"))
    }

    /// The properties of a schema without theirs.
    pub(crate) fn schema(&self, schema: &mut Map<String, Value>) {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|key, _| !self.keys.contains(key));
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|key| !key.as_str().is_some_and(|key| self.keys.contains(key)));
        }
    }
}

/// Takes the definitions out of a schema that nothing refers to any more.
pub(crate) fn drop_unused_definitions(schema: &mut Map<String, Value>) {
    let Some(Value::Object(definitions)) = schema.remove(DEFINITIONS) else { return };
    let mut kept = BTreeMap::new();
    let mut open: Vec<String> = schema.values().flat_map(references).collect();
    while let Some(name) = open.pop() {
        if let (false, Some(definition)) = (kept.contains_key(&name), definitions.get(&name)) {
            open.extend(references(definition));
            kept.insert(name, definition.clone());
        }
    }
    schema.insert(DEFINITIONS.to_owned(), kept.into_iter().collect());
}

/// The definitions to which a part of a schema refers.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(entries) => {
            let reference = entries.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.strip_prefix("#/definitions/")).map(str::to_owned);
            name.into_iter().chain(entries.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn only(present: &[&str]) -> Absent {
        Absent::without(present.iter().copied()).unwrap()
    }

    #[test]
    fn files_belong_to_the_component_whose_folder_they_are_in() {
        let absent = only(&["minio"]);
        assert!(absent.owns("templates/polaris/main.yaml"));
        for kept in
            ["templates/minio/main.yaml", "templates/polaris", "templates/_floe.tpl", "polaris/x", "values.yaml"]
        {
            assert!(!absent.owns(kept), "{kept}");
        }
    }

    #[test]
    fn a_component_that_the_chart_does_not_have_is_an_error_and_so_is_one_said_twice() {
        let faults = Absent::without(["minio", "mini", "minio", "trino"].into_iter()).unwrap_err();
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages.len(), 3);
        assert!(
            messages[0].contains("\"mini\"") && messages[1].contains("\"minio\"") && messages[2].contains("\"trino\"")
        );
    }

    #[test]
    fn sections_of_values_go_with_their_comments() {
        let text = "# generated\n\n# Shared.\ncommon:\n  # inner\n  a: 1\n\n# Of two\n# lines.\nminio:\n  x: y\n  # trailing\n\npolaris: {}\n\n";
        let absent = only(&["minio"]);
        assert_eq!(
            absent.values(text).unwrap(),
            "# Shared.\ncommon:\n  # inner\n  a: 1\n\n# Of two\n# lines.\nminio:\n  x: y\n  # trailing"
        );
        assert_eq!(only(&["polaris"]).values(text).unwrap(), "# Shared.\ncommon:\n  # inner\n  a: 1\n\npolaris: {}");
    }

    #[test]
    fn a_schema_loses_the_properties_and_then_the_definitions_that_nobody_needs() {
        let mut schema = json!({
            "required": ["common", "minio", "polaris"],
            "properties": {
                "common": {"items": [{"$ref": "#/definitions/A"}]},
                "minio": {},
                "polaris": {"$ref": "#/definitions/P"},
            },
            "definitions": {
                "A": {"properties": {"a": {"$ref": "#/definitions/A"}, "b": {"$ref": "#/definitions/B"}}},
                "B": {},
                "P": {"$ref": "#/definitions/Q"},
                "Q": {},
            },
        });
        let schema = schema.as_object_mut().unwrap();
        only(&["minio"]).schema(schema);
        drop_unused_definitions(schema);
        assert_eq!(schema["required"], json!(["common", "minio"]));
        assert_eq!(schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["common", "minio"]);
        assert_eq!(schema["definitions"].as_object().unwrap().keys().collect::<Vec<_>>(), ["A", "B"]);
    }
}
