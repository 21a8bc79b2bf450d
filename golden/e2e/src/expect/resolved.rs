//! Every reference of an object resolves: Secrets and config maps with their keys, service accounts, claims, Services,
//! roles.

use serde_json::Value;

use crate::moment::Moment;
use crate::object::{Held, Object, PodTemplate, list, text};

pub(super) fn resolved(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut lacks = Vec::new();
    for document in &moment.rendering.documents {
        // Held objects count; objects that are not held yet, or that come and go, count as rendered.
        let object = moment.after.objects.get(&document.object.id).unwrap_or(&document.object);
        let seeker = Seeker { held: moment.after, namespace: &object.id.namespace };
        let mut found = seeker.of_object(object);
        if let Some(template) = object.pod_template() {
            found.extend(seeker.of_pods(template));
        }
        lacks.extend(found.into_iter().map(|cause| (object.id.to_string(), cause)));
    }
    lacks
}

/// Resolves the references of objects of one namespace.
struct Seeker<'a> {
    held: &'a Held,
    namespace: &'a str,
}

impl Seeker<'_> {
    fn of_pods(&self, pods: PodTemplate<'_>) -> Vec<String> {
        let mut lacks = Vec::new();
        if let Some(account) = pods.spec.get("serviceAccountName").and_then(Value::as_str) {
            lacks.extend(self.object("its pods", "ServiceAccount", account));
        }
        for secret in list(pods.spec, "/imagePullSecrets") {
            lacks.extend(self.object("its pods", "Secret", text(secret, "/name")));
        }
        for container in pods.containers() {
            let name = text(container, "/name");
            for variable in list(container, "/env") {
                let user = format!("container {name}, env {}", text(variable, "/name"));
                lacks.extend(self.key(&user, "Secret", "name", variable.pointer("/valueFrom/secretKeyRef")));
                lacks.extend(self.key(&user, "ConfigMap", "name", variable.pointer("/valueFrom/configMapKeyRef")));
            }
            for all in list(container, "/envFrom") {
                let user = format!("container {name}, envFrom");
                lacks.extend(self.key(&user, "Secret", "name", all.get("secretRef")));
                lacks.extend(self.key(&user, "ConfigMap", "name", all.get("configMapRef")));
            }
        }
        for volume in list(pods.spec, "/volumes") {
            let sources = std::iter::once(volume).chain(list(volume, "/projected/sources"));
            for source in sources {
                lacks.extend(self.volume(&format!("volume {}", text(volume, "/name")), source));
            }
        }
        lacks
    }

    fn volume(&self, user: &str, source: &Value) -> Vec<String> {
        // A projected Secret is named otherwise than a mounted one.
        let secret_name = if source.pointer("/secret/secretName").is_some() { "secretName" } else { "name" };
        let mut lacks = Vec::new();
        for (kind, named, part) in
            [("Secret", secret_name, source.get("secret")), ("ConfigMap", "name", source.get("configMap"))]
        {
            lacks.extend(self.key(user, kind, named, part));
            for item in part.map_or(&[][..], |part| list(part, "/items")) {
                let mut reference = item.clone();
                reference["name"] = part.and_then(|part| part.get(named)).cloned().unwrap_or_default();
                reference["optional"] = part.and_then(|part| part.get("optional")).cloned().unwrap_or_default();
                lacks.extend(self.key(user, kind, "name", Some(&reference)));
            }
        }
        let claim = source.pointer("/persistentVolumeClaim/claimName").and_then(Value::as_str);
        lacks.extend(claim.and_then(|claim| self.object(user, "PersistentVolumeClaim", claim)));
        lacks
    }

    /// A reference to a Secret or a config map, and to a key of the Secret or config map where a key is named.
    fn key(&self, user: &str, kind: &str, named: &str, reference: Option<&Value>) -> Option<String> {
        let reference = reference.filter(|reference| reference.get("optional") != Some(&Value::Bool(true)))?;
        let name = reference.get(named).and_then(Value::as_str)?;
        let Some(object) = self.held.core(kind, self.namespace, name) else {
            return self.object(user, kind, name);
        };
        let key = reference.get("key").and_then(Value::as_str)?;
        let keys: Vec<&str> = ["/data", "/stringData", "/binaryData"]
            .iter()
            .filter_map(|pointer| object.at(pointer).as_object())
            .flat_map(|data| data.keys().map(String::as_str))
            .collect();
        (!keys.contains(&key))
            .then(|| format!("{user}: {kind} {name} has no key {key}; it has {}{}", keys.join(", "), expected(kind)))
    }

    fn object(&self, user: &str, kind: &str, name: &str) -> Option<String> {
        let lacks = self.held.core(kind, self.namespace, name).is_none();
        lacks.then(|| format!("{user}: there is no {kind} {name} in namespace {}{}", self.namespace, expected(kind)))
    }

    /// The references of an object itself, beside the references of pods.
    fn of_object(&self, object: &Object) -> Vec<String> {
        let mut lacks = Vec::new();
        match object.id.kind.as_str() {
            "StatefulSet" => lacks.extend(self.named("serviceName", "Service", object.text("/spec/serviceName"))),
            "RoleBinding" => {
                let kind = object.text("/roleRef/kind");
                let namespace = if kind == "Role" { self.namespace } else { "" };
                let name = object.text("/roleRef/name");
                if !self.is_there(kind, namespace, name) && kind == "Role" {
                    lacks.push(format!("roleRef: there is no {kind} {name} in namespace {namespace}"));
                }
                for subject in object.list("/subjects").iter().filter(|one| text(one, "/kind") == "ServiceAccount") {
                    let (namespace, name) = (text(subject, "/namespace"), text(subject, "/name"));
                    let namespace = if namespace.is_empty() { self.namespace } else { namespace };
                    if !self.is_there("ServiceAccount", namespace, name) {
                        lacks.push(format!("subjects: there is no ServiceAccount {name} in namespace {namespace}"));
                    }
                }
            }
            "HorizontalPodAutoscaler" => {
                let (kind, name) = (object.text("/spec/scaleTargetRef/kind"), object.text("/spec/scaleTargetRef/name"));
                if !self.is_there(kind, self.namespace, name) {
                    lacks.push(format!("scaleTargetRef: there is no {kind} {name} in namespace {}", self.namespace));
                }
            }
            "Ingress" => {
                let paths = object.list("/spec/rules").iter().flat_map(|rule| list(rule, "/http/paths"));
                let services = paths.map(|path| text(path, "/backend/service/name"));
                lacks.extend(services.filter_map(|name| self.named("backend", "Service", name)));
            }
            _ => {}
        }
        lacks
    }

    fn named(&self, user: &str, kind: &str, name: &str) -> Option<String> {
        if name.is_empty() { None } else { self.object(user, kind, name) }
    }

    fn is_there(&self, kind: &str, namespace: &str, name: &str) -> bool {
        self.held.of_kind(kind, namespace).any(|object| object.id.name == name)
    }
}

/// Secrets come from outside: a Secret that a package does not ask for does not exist.
fn expected(kind: &str) -> &'static str {
    if kind == "Secret" { "; the package's requires.json does not list it" } else { "" }
}
