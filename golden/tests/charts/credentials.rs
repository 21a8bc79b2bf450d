//! Who reads which Secret: administrators' Secrets are read by Jobs and by the service itself, and never by a run.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::yaml;
use floe_plugins::REGISTRY;
use serde_json::{Value, json};

use crate::objects::{component, inside, kind, text};
use crate::platforms::{all, retail, retail_input};

/// The names of the Secrets that a value refers to by the key of a Secret.
fn secrets(value: &Value) -> BTreeSet<String> {
    let references = inside(value).into_iter().filter_map(|value| value.get("secretKeyRef"));
    references.map(|reference| text(reference, "/name").to_owned()).collect()
}

/// The readers of each Secret: the kind and the component, or `run` and the component for pods that the component starts.
fn readers(objects: &[Value]) -> BTreeMap<String, BTreeSet<String>> {
    let mut readers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for object in objects {
        let own = secrets(object).into_iter().map(|secret| (secret, format!("{} {}", kind(object), component(object))));
        let config = text(object, "/data/dagster.yaml");
        let config = yaml::read("dagster.yaml", config.as_bytes(), &yaml::Limits::default());
        let run = config.map(|config| secrets(&config.to_json())).unwrap_or_default();
        let run = run.into_iter().map(|secret| (secret, format!("run {}", component(object))));
        for (secret, reader) in own.chain(run) {
            readers.entry(secret).or_default().insert(reader);
        }
    }
    readers
}

/// The Secrets of administrators, each with the component of which the administrator is.
fn administrators(bindings: &Value) -> BTreeMap<String, String> {
    let of = |binding: &Value, admin: &Value| {
        let component = inside(binding).into_iter().find_map(|value| value["component"].as_str()).map(str::to_owned);
        let secrets = inside(admin).into_iter().map(|value| text(value, "/ref/name").to_owned());
        let secrets = secrets.filter(|secret| !secret.is_empty());
        secrets.map(|secret| (secret, component.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let bindings = bindings.as_object().into_iter().flat_map(|bindings| bindings.values());
    let found = bindings.flat_map(|binding| {
        let admins = inside(binding).into_iter().filter_map(|value| value.get("admin"));
        admins.flat_map(|admin| of(binding, admin)).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn the_secret_of_an_administrator_reaches_jobs_and_the_service_itself_alone() {
    for platform in all() {
        let objects = platform.objects();
        let readers = readers(&objects);
        let administrators = administrators(&platform.compiled.bindings.to_value());
        for (secret, service) in &administrators {
            let admitted = [format!("StatefulSet {service}")];
            let mut others =
                readers[secret].iter().filter(|reader| !reader.starts_with("Job ") && !admitted.contains(reader));
            assert_eq!(others.next(), None, "{secret} of {service}");
        }
        let deployed = objects.iter().any(|object| component(object) == "polaris");
        assert_eq!(administrators.values().any(|service| service == "polaris"), deployed, "{administrators:?}");
    }
}

#[test]
fn each_consumer_has_secrets_of_its_own() {
    let readers = readers(&retail().objects());
    assert_eq!(
        json!(readers),
        json!({
            "minio-credentials": ["Job minio", "run dagster"],
            "polaris-credentials": ["Job polaris", "run dagster"],
            "retail-dagster-database": ["Deployment dagster", "Job dagster", "Job postgresql", "run dagster"],
            "retail-marquez-database": ["Deployment marquez", "Job postgresql"],
            "retail-minio-admin": ["Job minio", "StatefulSet minio"],
            "retail-polaris-admin": ["Job polaris"],
            "retail-polaris-database": ["Deployment polaris", "Job polaris", "Job postgresql"],
            "retail-polaris-storage": ["Deployment polaris", "Job minio"],
            "retail-postgresql": ["Job postgresql", "StatefulSet postgresql"],
        })
    );
}

#[test]
fn the_artifact_of_a_product_names_no_secret_but_those_of_runs() {
    let jobs = std::num::NonZero::<usize>::MIN;
    let platform = floe_compiler::compile(&retail_input(), &REGISTRY, "0.1.0", jobs);
    let platform = platform.into_result().expect("the documents compile");
    assert!(!platform.products.is_empty());
    for product in &platform.products {
        let text = product.artifacts.to_value().to_string();
        let administrators = administrators(&platform.platform.bindings.to_value());
        let others = administrators.keys().map(String::as_str).chain(["retail-polaris-storage"]);
        assert_eq!(others.clone().find(|secret| text.contains(secret)), None);
        assert!(text.contains("minio-credentials") && text.contains("polaris-credentials"), "{text}");
    }
}
