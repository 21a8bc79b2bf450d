//! The committed products of the retail platform, judged by dbt and Dagster against the teams' documents.

use std::fs;
use std::path::{Path, PathBuf};

use floe_base::yaml;
use floe_types::documents::compiled_artifacts::CompiledArtifacts;
use floe_types::documents::compiled_platform::CompiledPlatform;
use floe_types::documents::floe_spec::FloeSpec;
use serde_json::{Value, json};

use crate::dagster::{expected, found};
use crate::python::{answer, command, script, succeeds};

/// A product: the name, the folder of the team's documents, and the folder of floe's output.
struct Product {
    name: String,
    input: PathBuf,
    output: PathBuf,
}

fn retail() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms/retail")
}

fn products() -> Vec<Product> {
    let output = retail().join("expected/products");
    let folders = fs::read_dir(&output).expect("the platform has products");
    let names =
        folders.map(|folder| folder.expect("the folder can be read").file_name().to_string_lossy().into_owned());
    let products =
        names.map(|name| Product { input: retail().join("input").join(&name), output: output.join(&name), name });
    products.collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn platform() -> CompiledPlatform {
    let text = read(&retail().join("expected/platform.json"));
    CompiledPlatform::parse(&serde_json::from_str(&text).expect("it is JSON")).expect("it is a platform")
}

impl Product {
    fn artifacts(&self) -> CompiledArtifacts {
        let text = read(&self.output.join("compiled_artifacts.json"));
        CompiledArtifacts::parse(&serde_json::from_str(&text).expect("it is JSON")).expect("they are artifacts")
    }

    fn spec(&self) -> FloeSpec {
        let text = read(&self.input.join("floe.yaml"));
        let node = yaml::read("floe.yaml", text.as_bytes(), &yaml::Limits::default()).expect("it is YAML");
        FloeSpec::parse(&node.to_json()).expect("it is a product")
    }
}

#[test]
fn dagster_finds_in_each_product_what_its_floe_yaml_says() {
    let products = products();
    assert!(products.len() >= 3, "a platform of several products shows more");
    let orchestrator = platform().bindings.orchestrator;
    for product in &products {
        let (spec, artifacts) = (product.spec(), product.artifacts());
        let names = |names: Vec<&str>| json!(names);
        let written = names(spec.transforms.iter().map(|transform| transform.name.as_str()).collect());
        let compiled = names(artifacts.transforms.models.iter().map(|model| model.name.as_str()).collect());
        assert_eq!(written, compiled, "{}", product.name);

        let folder = tempfile::tempdir().expect("there is room for a folder");
        let definitions = folder.path().join("definitions.py");
        fs::copy(product.output.join("definitions.py"), &definitions).expect("there are definitions");
        let answer = answer(script("dagster_definitions.py").arg(&definitions));
        assert_eq!(found(&answer), expected(&artifacts), "{}", product.name);
        let default =
            json!({"cron": orchestrator.default_schedule, "timezone": orchestrator.timezone, "enabled": true});
        let mut schedule = spec.schedule.map_or(default, |schedule| schedule.to_value());
        schedule["job"] = answer["jobs"][0].clone();
        assert_eq!(answer["schedules"], json!([schedule]), "{}", product.name);
        succeeds(command("python").args(["-W", "error", "-m", "py_compile"]).arg(&definitions));
    }
}

#[test]
fn dbt_reads_each_profile_for_its_own_project() {
    let bindings = platform().bindings;
    let (storage, catalog) = (bindings.storage.expect("there is one"), bindings.catalog.expect("there is one"));
    for product in products() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::copy(product.output.join("profiles.yml"), folder.path().join("profiles.yml")).expect("there is a profile");
        let project = read(&product.input.join("dbt_project.yml"));
        fs::write(folder.path().join("dbt_project.yml"), &project).expect("there is room");
        let mut read = script("dbt_profile.py");
        read.arg(folder.path());
        if !project.contains("\nprofile:") {
            read.arg(product.artifacts().deployment.orchestrator.code_location.name.as_str());
        }
        let variables =
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "FLOE_CATALOG_CLIENT_ID", "FLOE_CATALOG_CLIENT_SECRET"];
        let facts = answer(read.envs(variables.map(|name| (name, "set"))));
        let statements = [&facts["secrets"], &facts["attach"]].map(Value::to_string).concat();
        let uri = &catalog.iceberg_rest.as_ref().expect("it speaks Iceberg REST").uri;
        for part in [uri.as_str(), catalog.warehouse.as_str(), storage.endpoint.host.as_str()] {
            assert!(statements.contains(part), "{}: {part} is not in {statements}", product.name);
        }
        assert_eq!(facts["database"], json!(catalog.name), "{}", product.name);
    }
}
