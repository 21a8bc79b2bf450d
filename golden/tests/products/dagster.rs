//! `definitions.py`: loaded and run by Dagster over a small dbt project on a DuckDB file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use floe_types::documents::compiled_artifacts::{CompiledArtifacts, ResolvedTransform};
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::interfaces::compute::{Compute, ProductNames};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::platform::{dagster, duckdb, product, profiles, target};
use crate::python::{answer, command, script, succeeds};

/// A product with three transforms: two read a seed, and one depends on the others through a dbt model that is no
/// transform.
fn spec() -> Value {
    json!({
        "apiVersion": "floe.dev/v1",
        "kind": "FloeSpec",
        "metadata": {"name": "daily-orders", "version": "1.0.0"},
        "transforms": [
            {"name": "orders_by_day", "tags": ["marts", "team:sales"], "tier": "gold", "dependsOn": ["stg_orders", "days"]},
            {"name": "stg_orders", "tags": ["staging"], "tier": "bronze"},
            {"name": "days"},
        ],
        "schedule": {"cron": "*/10 6-18 * * MON-FRI", "timezone": "Europe/Berlin", "enabled": false},
    })
}

const MODELS: [(&str, &str); 4] = [
    ("models/stg_orders.sql", "select * from {{ ref('raw_orders') }}"),
    ("models/days.sql", "select distinct day from {{ ref('raw_orders') }}"),
    ("models/joined.sql", "select o.day from {{ ref('stg_orders') }} o join {{ ref('days') }} d on o.day = d.day"),
    ("models/orders_by_day.sql", "select day, count(*) as orders from {{ ref('joined') }} group by day"),
];
const SEED: (&str, &str) = ("seeds/raw_orders.csv", "day,order_id\n2024-01-01,1\n2024-01-01,2\n2024-01-02,3\n");
const PROJECT: (&str, &str) = ("dbt_project.yml", "name: orders\nversion: 1.0.0\n");

/// DuckDB on a file of the dbt project, in a folder that does not exist yet.
fn engine() -> Arc<dyn Compute> {
    duckdb(&json!({"path": "data/{product_slug}.duckdb", "memory_limit": "256MB"})).main
}

fn artifacts(spec: &Value) -> CompiledArtifacts {
    artifacts_of(spec, &product())
}

/// The artifacts of a product with other names.
fn artifacts_of(spec: &Value, product: &ProductNames) -> CompiledArtifacts {
    let spec = FloeSpec::parse(spec).expect("the product is well-formed");
    let models = spec.transforms.iter().map(|transform| {
        json!({
            "name": transform.name,
            "compute": "duckdb",
            "tags": transform.tags,
            "depends_on": transform.depends_on,
            "quality_tier": transform.tier,
        })
    });
    let reference = dagster(&json!({})).get_product_binding(product).expect("the product has names");
    let compute = engine().get_deployment_binding(&target()).expect("the config makes a binding");
    CompiledArtifacts::parse(&json!({
        "version": "1.0.0",
        "metadata": {"floe_version": "0.1.0", "product_name": spec.metadata.name, "product_version": "1.0.0"},
        "identity": {"product_id": "default.daily_orders", "domain": "default"},
        "observability": {"tracing": {}, "lineage": {}, "logging": {}},
        "plugins": {},
        "deployment": {
            "prefix": "retail",
            "namespace": "data",
            "compute": compute,
            "orchestrator": reference,
        },
        "transforms": {"default_compute": "duckdb", "models": models.collect::<Vec<_>>()},
        "schedule": spec.schedule,
        "dbt_profiles": {"daily_orders": {}},
    }))
    .expect("the artifacts are well-formed")
}

/// A folder with `definitions.py` and `profiles.yml`, and the folder of the dbt project, which may be another.
struct Product {
    folder: TempDir,
    project: PathBuf,
}

impl Product {
    /// The emitted files without a dbt project.
    fn emitted(spec: &Value) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let entry = dagster(&json!({})).generate_entry_point_code(&artifacts(spec)).expect("there is code");
        write(folder.path(), entry.file_name.as_str(), &entry.content);
        let profile = engine().generate_dbt_profile(&product()).expect("the config makes a profile");
        write(folder.path(), "profiles.yml", &profiles(&profile).to_string());
        let project = folder.path().to_path_buf();
        Self { folder, project }
    }

    /// The emitted files with a dbt project in a subfolder; an empty name means the same folder.
    fn with_project(spec: &Value, folder: &str) -> Self {
        let mut product = Self::emitted(spec);
        product.project.push(folder);
        for (path, text) in MODELS.into_iter().chain([SEED, PROJECT]) {
            write(&product.project, path, text);
        }
        product
    }

    fn definitions(&self) -> PathBuf {
        self.folder.path().join("definitions.py")
    }

    /// The command that loads `definitions.py` from another working directory.
    fn load(&self) -> Command {
        let mut command = script("dagster_definitions.py");
        command.arg(self.definitions()).current_dir(std::env::temp_dir()).env_remove("FLOE_PROJECT_DIR");
        command
    }

    /// Runs the product's job for some assets, or for all if the list is empty.
    fn run(&self, assets: &[&str]) -> Value {
        let mut command = self.load();
        if self.project != self.folder.path() {
            command.env("FLOE_PROJECT_DIR", &self.project);
        }
        answer(command.arg(self.project.join("data/daily_orders.duckdb")).args(assets))
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("there is room for a folder");
    fs::write(path, text).expect("there is room for a file");
}

/// The assets that Dagster must find, sorted by name.
pub(crate) fn expected(artifacts: &CompiledArtifacts) -> Value {
    let product = artifacts.deployment.orchestrator.code_location.name.as_str();
    let mut assets: Vec<Value> = artifacts.transforms.models.iter().map(|model| asset(model, product)).collect();
    assets.sort_by_key(|asset| asset["name"].to_string());
    Value::Array(assets)
}

fn asset(model: &ResolvedTransform, product: &str) -> Value {
    let tag = |tag: &str| (tag.replace(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)), "_"), json!(""));
    let tags: serde_json::Map<String, Value> = model.tags.iter().map(|text| tag(text.as_str())).collect();
    let group = model.quality_tier.map_or(product, |tier| tier.as_str());
    let key = |name: &str| format!("{product}/{name}");
    let needed: Vec<String> = model.depends_on.iter().map(|name| key(name.as_str())).collect();
    json!({"name": key(model.name.as_str()), "group": group, "tags": tags, "depends_on": sorted(&json!(needed))})
}

/// The assets that Dagster found, sorted by name.
pub(crate) fn found(answer: &Value) -> Value {
    let mut assets = answer["assets"].as_array().cloned().unwrap_or_default();
    for asset in &mut assets {
        asset["depends_on"] = sorted(&asset["depends_on"]);
    }
    assets.sort_by_key(|asset| asset["name"].to_string());
    Value::Array(assets)
}

fn sorted(list: &Value) -> Value {
    let mut list = list.as_array().cloned().unwrap_or_default();
    list.sort_by_key(Value::to_string);
    Value::Array(list)
}

#[test]
fn assets_dependencies_groups_tags_and_schedule_are_those_of_floe_yaml() {
    let product = Product::emitted(&spec());
    let answer = answer(&mut product.load());
    assert_eq!(found(&answer), expected(&artifacts(&spec())));
    let mut schedule = spec()["schedule"].clone();
    schedule["job"] = json!("daily_orders_job");
    assert_eq!(answer["schedules"], json!([schedule]));
    assert_eq!(answer["jobs"], json!(["daily_orders_job"]));
}

#[test]
fn a_product_without_a_schedule_has_none() {
    let mut spec = spec();
    spec["schedule"] = Value::Null;
    let product = Product::emitted(&spec);
    assert_eq!(answer(&mut product.load())["schedules"], json!([]));
}

#[test]
fn transforms_may_have_names_that_dagster_and_python_reserve() {
    let mut spec = spec();
    spec["transforms"] = json!([{"name": "input"}, {"name": "class", "dependsOn": ["input"]}, {"name": "type", "dependsOn": ["class", "class"]}]);
    let found = found(&answer(&mut Product::emitted(&spec).load()));
    let edges: Vec<_> =
        found.as_array().into_iter().flatten().map(|asset| [&asset["name"], &asset["depends_on"]]).collect();
    let key = |name: &str| format!("daily_orders/{name}");
    assert_eq!(
        json!(edges),
        json!([[key("class"), [key("input")]], [key("input"), []], [key("type"), [key("class")]]])
    );
}

#[test]
fn a_product_may_have_the_name_of_a_module_a_package_or_a_word_of_python() {
    let names = "calendar class dagster dbt definitions duckdb email floe-products import none token typing";
    let (folder, mut modules) = (tempfile::tempdir().expect("there is room for a folder"), Vec::new());
    for name in names.split(' ') {
        let names = json!({"name": name, "slug": name.replace('-', "_")});
        let artifacts = artifacts_of(&spec(), &ProductNames::parse(&names).expect("a product has these names"));
        let entry = dagster(&json!({})).generate_entry_point_code(&artifacts).expect("there is code");
        let module = artifacts.deployment.orchestrator.code_location.module.to_string();
        write(folder.path(), &format!("{}.py", module.replace('.', "/")), &entry.content);
        modules.push(module);
    }
    let mut load = script("product_modules.py");
    assert_eq!(answer(load.arg(folder.path()).args(&modules)), json!(modules));
}

#[test]
fn dagster_validates_the_file_though_no_dbt_project_is_there() {
    let product = Product::emitted(&spec());
    succeeds(command("python").args(["-W", "error", "-m", "py_compile"]).arg(product.definitions()));
    let mut validate = command("dagster");
    validate.args(["definitions", "validate", "-f"]).arg(product.definitions());
    succeeds(validate.current_dir(product.folder.path()));
}

#[test]
fn a_run_builds_every_transform_in_order_and_what_they_need_beside() {
    let run = Product::with_project(&spec(), "project").run(&[]);
    assert_eq!(run["success"], true, "{run}");
    let order: Vec<&str> = run["materialized"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!((order.len(), order.last()), (3, Some(&"daily_orders/orders_by_day")), "{run}");
    let rows = json!({"raw_orders": 3, "stg_orders": 3, "days": 2, "joined": 3, "orders_by_day": 2});
    assert_eq!(run["rows"], rows);
}

#[test]
fn a_run_over_a_project_that_cannot_be_written_leaves_the_project_alone() {
    let product = Product::with_project(&spec(), "project");
    let data = product.folder.path().join("data/daily_orders.duckdb");
    for (file, from, to) in [
        (
            "definitions.py",
            "FOLDERS = [\"data\"]",
            format!("FOLDERS = [\"{}\"]", product.folder.path().join("data").display()),
        ),
        ("profiles.yml", "data/daily_orders.duckdb", data.display().to_string()),
    ] {
        let path = product.folder.path().join(file);
        let text = fs::read_to_string(&path).expect("the file is there");
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, &to)).expect("there is room");
    }
    let before = floe_disk::read(&product.project, "").expect("the project can be read");
    let mut command = product.load();
    command.env("READ_ONLY", &product.project).env("FLOE_PROJECT_DIR", &product.project);
    let run = answer(command.arg(&data));
    assert_eq!((&run["success"], &run["rows"]["orders_by_day"]), (&json!(true), &json!(2)), "{run}");
    assert_eq!(floe_disk::read(&product.project, "").expect("the project can be read"), before);
}

#[test]
fn a_run_of_some_transforms_builds_no_others() {
    let run = Product::with_project(&spec(), "").run(&["daily_orders/stg_orders"]);
    assert_eq!(run["success"], true, "{run}");
    assert_eq!(run["materialized"], json!(["daily_orders/stg_orders"]));
    assert_eq!(run["rows"], json!({"raw_orders": 3, "stg_orders": 3}));
}

#[test]
fn a_dependency_that_the_dbt_project_does_not_have_fails_the_run_before_it_builds_anything() {
    let mut spec = spec();
    spec["transforms"][2]["dependsOn"] = json!(["stg_orders"]);
    let run = Product::with_project(&spec, "").run(&[]);
    assert_eq!((&run["success"], &run["materialized"]), (&json!(false), &json!([])));
    let said = run["failure"].as_str().unwrap_or_default();
    assert!(said.contains("days depends on stg_orders") && said.contains("{{ ref('stg_orders') }}"), "{said}");
    assert_eq!(run["rows"], json!({}));
}

#[test]
fn a_transform_that_the_dbt_project_does_not_have_fails_the_run() {
    let mut spec = spec();
    spec["transforms"][2]["name"] = json!("weeks");
    spec["transforms"][0]["dependsOn"] = json!([]);
    let run = Product::with_project(&spec, "").run(&["daily_orders/stg_orders"]);
    let said = run["failure"].as_str().unwrap_or_default();
    assert!(said.contains("no model weeks"), "{said}");
}
