//! The editor schemas: tested in the YAML language server, and compared with floe's own verdicts.
#![expect(clippy::disallowed_methods, reason = "a test reads files and starts processes")]

mod server;
mod verdict;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use floe_base::yaml::Limits;
use serde_json::Value;
use server::{Finding, Server, root};

const MANIFEST: &str = "\
apiVersion: floe.dev/v1
kind: Manifest
metadata: {name: shop, version: 1.0.0, owner: data@example.com}
plugins:
  compute:
    type: duckdb
  orchestrator:
    type: dagster
  storage:
    type: minio
    config:
      bucket: lakehouse
observability:
  logging:
    level: WARNING
";

/// The editor schemas by the file name to which they apply.
fn schemas() -> BTreeMap<String, PathBuf> {
    let all = fs::read_dir(root().join("generated/schemas/editor")).expect("there are schemas");
    let all = all.map(|entry| entry.expect("the folder can be read").path());
    let name = |schema: &PathBuf| schema_of(schema)["title"].as_str().expect("a schema names its file").to_owned();
    all.map(|schema| (name(&schema), schema)).collect()
}

fn schema_of(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).expect("it is there")).expect("schemas are JSON")
}

/// The server's findings in a manifest.
fn findings(text: &str) -> Vec<Finding> {
    Server::start(&schemas()).open(&root().join("manifest.yaml"), text)
}

#[test]
fn the_documents_of_every_golden_platform_are_fine() {
    let mut server = Server::start(&schemas());
    let mut opened = 0;
    for file in verdict::documents(&root().join("golden/platforms"), schemas().keys()) {
        let text = fs::read_to_string(&file).expect("documents are text");
        assert_eq!(server.open(&file, &text), [], "{}", file.display());
        opened += 1;
    }
    assert!(opened >= 4, "{opened} documents");
}

#[test]
fn a_misspelt_key_is_reported_at_its_line() {
    let found = findings(&MANIFEST.replace("bucket:", "bukket:"));
    let unknown = found.iter().find(|finding| finding.message.contains("bukket"));
    assert_eq!(unknown.map(|finding| finding.line), Some(12), "{found:?}");
}

#[test]
fn a_word_that_is_not_allowed_is_reported_at_its_line_with_those_that_are() {
    let found = findings(&MANIFEST.replace("WARNING", "LOUD"));
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [15], "{found:?}");
    assert!(found[0].message.contains("\"WARNING\""), "{found:?}");
}

#[test]
fn a_plugin_that_does_not_exist_is_reported_at_its_line() {
    let found = findings(&MANIFEST.replace("minio", "s3"));
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [10], "{found:?}");
    assert!(found[0].message.contains("\"aws-s3\", \"minio\""), "{found:?}");
}

#[test]
fn a_text_of_the_wrong_form_is_answered_with_what_the_form_is() {
    let found = findings(&MANIFEST.replace("bucket: lakehouse", "bucket: Lake House"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.starts_with("This is no s3-bucket: "), "{found:?}");
}

#[test]
fn the_config_that_a_plugin_cannot_do_without_is_asked_for() {
    let found = findings(&MANIFEST.replace("    config:\n      bucket: lakehouse\n", ""));
    assert!(found.iter().any(|finding| finding.message.contains("\"config\"")), "{found:?}");
}

#[test]
fn keys_that_do_not_go_together_are_reported() {
    let found = findings(&format!("{MANIFEST}approved_sinks: [rest_api]\n"));
    assert!(found.iter().any(|finding| finding.message.contains("\"scope\"")), "{found:?}");
    let found = findings(&format!("{MANIFEST}resource_presets: {{small: {{cpu_request: 100m, cpu_limit: 500m}}}}\n"));
    assert!(found.iter().all(|finding| finding.line == 16 && finding.message.contains("memory_")), "{found:?}");
    assert!(!found.is_empty());
}

#[test]
fn plugin_names_words_and_keys_of_the_chosen_plugins_config_are_offered() {
    let mut server = Server::start(&schemas());
    let file = root().join("manifest.yaml");
    server.open(&file, &format!("{MANIFEST}  tracing:\n    exporter: \n"));
    let offered = server.completions(&file, 10, 11);
    for plugin in ["aws-s3", "minio"] {
        assert!(offered.iter().any(|one| one == plugin), "no {plugin} in {offered:?}");
    }
    let offered = server.completions(&file, 17, 15);
    for word in ["otlp", "console", "none"] {
        assert!(offered.iter().any(|one| one == word), "no {word} in {offered:?}");
    }
    let other = root().join("other/manifest.yaml");
    server.open(&other, &MANIFEST.replace("      bucket: lakehouse\n", "      bucket: lakehouse\n      \n"));
    let offered = server.completions(&other, 13, 7);
    for key in ["artifact_bucket", "region", "path_style_access"] {
        assert!(offered.iter().any(|one| one == key), "no {key} in {offered:?}");
    }
    assert!(!offered.iter().any(|one| one == "extensions"), "a key of another plugin is in {offered:?}");
}

#[test]
fn descriptions_are_shown_over_keys_and_words() {
    let mut server = Server::start(&schemas());
    let file = root().join("manifest.yaml");
    server.open(&file, MANIFEST);
    for (line, column, description) in [
        (5, 4, "The engine that runs transforms"),
        (9, 4, "The object store that keeps the data"),
        (10, 12, "MinIO, an object store that speaks the S3 protocol"),
        (12, 8, "The bucket of the tables"),
        (15, 6, "The lowest severity of logged messages"),
    ] {
        let shown = server.hover(&file, line, column);
        assert!(shown.replace('\\', "").contains(description), "{line}:{column}: {shown}");
    }
}

#[test]
fn a_modeline_names_the_schema_of_a_file_with_another_name() {
    let schema = &schemas()["manifest.yaml"];
    let text = format!("# yaml-language-server: $schema={}\n{}", schema.display(), MANIFEST.replace("owner", "onwer"));
    let found = Server::start(&BTreeMap::new()).open(&root().join("our-platform.yaml"), &text);
    assert!(found.iter().any(|finding| finding.line == 4 && finding.message.contains("onwer")), "{found:?}");
}

#[test]
fn the_schemas_accept_what_floe_accepts_and_refuse_what_its_shapes_refuse() {
    let mut judged = 0;
    for (file, schema) in schemas() {
        let schema = schema_of(&schema);
        let root_type =
            schema["allOf"][0]["$ref"].as_str().and_then(|path| path.rsplit('/').next()).expect("it has a root");
        let validator = jsonschema::draft7::new(&schema).expect("it is a schema of draft 7");
        let folders = ["golden/platforms", "golden/errors"];
        let documents = folders.map(|folder| verdict::documents(&root().join(folder), [&file]));
        for path in documents.concat() {
            let bytes = fs::read(&path).expect("it can be read");
            let Ok(document) = floe_base::yaml::read(&file, &bytes, &Limits::default()) else { continue };
            let document = document.to_json();
            for instance in verdict::changed(&document).into_iter().chain([document]) {
                let accepted = verdict::accepted(root_type, &instance);
                // The schemas also hold rules that shapes cannot express, and may then refuse more.
                let agreed =
                    validator.is_valid(&instance) == accepted || accepted && verdict::refused(&file, &instance);
                assert!(agreed, "accepted by floe: {accepted}; {}: {instance:#}", path.display());
                judged += 1;
            }
        }
    }
    assert!(judged > 5000, "{judged} documents");
}
