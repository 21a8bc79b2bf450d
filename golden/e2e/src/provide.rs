//! The objects that a course provides before a chart is installed: the namespace with a level of Pod Security, the
//! Secrets that the package asks for, and a volume for each claim.

use floe_base::Digest;
use serde_json::{Value, json};

use crate::object::{Object, list, text};
use crate::rendering::Document;
use crate::subject::Package;

/// A namespace whose pods must meet a level of Pod Security; the server also warns of everything below the level.
pub(crate) fn namespace(name: &str, level: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": {"name": name, "labels": {
            "pod-security.kubernetes.io/enforce": level,
            "pod-security.kubernetes.io/warn": level,
        }},
    })
}

/// The Secrets that the package says the package expects, with test values: these keys and no others.
pub(crate) fn secrets(package: &Package) -> Vec<Value> {
    let secret = |secret: &floe_types::documents::requirements::RequiredSecret| {
        let data: Value = secret.keys.iter().map(|key| (key.as_str().to_owned(), json!("test-value"))).collect();
        json!({
            "apiVersion": "v1", "kind": "Secret", "stringData": data,
            "metadata": {"name": secret.name.as_str(), "namespace": secret.namespace.as_str()},
        })
    };
    package.requires.secrets.iter().map(secret).collect()
}

/// A volume for each claim that the documents make, reserved for the claim.
pub(crate) fn volumes(documents: &[Document]) -> Vec<Value> {
    documents
        .iter()
        .flat_map(|document| claims(&document.object))
        .map(|(name, namespace, spec)| volume(&name, &namespace, &spec))
        .collect()
}

/// Name, namespace and spec of every claim that an object makes.
fn claims(object: &Object) -> Vec<(String, String, Value)> {
    let namespace = || object.id.namespace.clone();
    match object.id.kind.as_str() {
        "PersistentVolumeClaim" => vec![(object.id.name.clone(), namespace(), object.at("/spec").clone())],
        "StatefulSet" => {
            let replicas = object.number("/spec/replicas").unwrap_or(1);
            let templates = object.list("/spec/volumeClaimTemplates");
            let named = |number: i64, template: &Value| {
                let name = format!("{}-{}-{number}", text(template, "/metadata/name"), object.id.name);
                (name, namespace(), template.get("spec").cloned().unwrap_or_default())
            };
            (0..replicas).flat_map(|number| templates.iter().map(move |template| named(number, template))).collect()
        }
        _ => Vec::new(),
    }
}

fn volume(claim: &str, namespace: &str, spec: &Value) -> Value {
    let modes = match list(spec, "/accessModes") {
        [] => json!(["ReadWriteOnce"]),
        modes => json!(modes),
    };
    let digest = Digest::of(format!("{namespace}/{claim}").as_bytes()).hex();
    json!({
        "apiVersion": "v1", "kind": "PersistentVolume",
        "metadata": {"name": format!("volume-{}", &digest[..16])},
        "spec": {
            "capacity": {"storage": text(spec, "/resources/requests/storage")},
            "accessModes": modes,
            "storageClassName": text(spec, "/storageClassName"),
            "persistentVolumeReclaimPolicy": "Retain",
            "claimRef": {"kind": "PersistentVolumeClaim", "namespace": namespace, "name": claim},
            // Nothing is ever mounted.
            "hostPath": {"path": "/nonexistent"},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendering::read;

    #[test]
    fn every_replica_of_a_stateful_set_gets_a_volume_for_each_of_its_claims() {
        let documents = read(
            "kind: StatefulSet\nmetadata: {name: db, namespace: n}\nspec:\n  replicas: 2\n  volumeClaimTemplates:\n  \
             - metadata: {name: data}\n    spec: {resources: {requests: {storage: 1Gi}}}\n",
        );
        let volumes = volumes(&documents.unwrap());
        let claims: Vec<&str> = volumes.iter().map(|volume| text(volume, "/spec/claimRef/name")).collect();
        assert_eq!(claims, ["data-db-0", "data-db-1"]);
        assert_eq!(text(&volumes[0], "/spec/capacity/storage"), "1Gi");
        assert_ne!(volumes[0]["metadata"]["name"], volumes[1]["metadata"]["name"]);
    }
}
