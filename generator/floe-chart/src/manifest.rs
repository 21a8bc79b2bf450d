//! Manifest: one rendered Kubernetes object, and the order in which Helm installs them. Does not know Kubernetes' schemas.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Findings, Place, yaml};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;
use serde_json::Value;

use crate::Release;

/// One rendered object.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Path in the chart of the template that made the object.
    pub template: String,
    /// The document as rendered.
    pub text: String,
    /// The document as read.
    pub object: Value,
    /// `apiVersion`.
    pub api_version: String,
    /// `kind`.
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`, if written.
    pub namespace: Option<String>,
}

/// The kinds that Helm installs first, in Helm's order; all others follow by name.
const INSTALL_ORDER: &str = "\
    PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget \
    ServiceAccount Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim \
    CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList \
    RoleBinding RoleBindingList Service DaemonSet Pod ReplicationController ReplicaSet Deployment \
    HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress APIService MutatingWebhookConfiguration \
    ValidatingWebhookConfiguration";

/// The values of the hook annotation that Helm knows; Helm drops an object with any other.
const HOOKS: &str = "pre-install, post-install, pre-delete, post-delete, pre-upgrade, post-upgrade, \
    pre-rollback, post-rollback, test, test-success";

/// Splits rendered templates into objects, in install order with hooks last. Gathers every fault.
pub(crate) fn collect(texts: &[(&str, String)], release: &Release<'_>) -> Result<Vec<Manifest>, Findings> {
    let mut sorted: Vec<&(&str, String)> = texts.iter().collect();
    sorted.sort_by_key(|(path, _)| *path);
    let (mut found, mut faults) = (Vec::new(), Findings::new());
    for (template, text) in sorted {
        for document in documents(text) {
            match read(template, document) {
                Ok(Some(manifest)) => found.push(manifest),
                Ok(None) => {}
                Err(more) => faults.extend(more),
            }
        }
    }
    faults.extend(duplicates(&found, release));
    faults.barrier()?;
    found.sort_by(|a, b| install_rank(a).cmp(&install_rank(b)));
    Ok(found)
}

/// Hooks after all else, then by kind; equal ranks keep their order.
fn install_rank(manifest: &Manifest) -> (bool, usize, &str) {
    let is_hook = hook(&manifest.object).is_some();
    match INSTALL_ORDER.split(' ').position(|kind| kind == manifest.kind) {
        Some(rank) => (is_hook, rank, ""),
        None => (is_hook, usize::MAX, &manifest.kind),
    }
}

fn hook(object: &Value) -> Option<&str> {
    object.pointer("/metadata/annotations")?.get("helm.sh/hook")?.as_str()
}

/// The documents of a rendered text: split where a line begins with `---`, blank ones dropped, exactly as Helm splits.
fn documents(text: &str) -> Vec<&str> {
    const BLANK: [char; 5] = [' ', '\t', '\n', '\r', '\u{c}'];
    const MARK: &str = "---";
    let text = text.trim_start();
    let (mut found, mut start, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = text[from..].find(MARK).map(|at| from + at) {
        let begins_line = at == 0 || (at > start && text[..at].ends_with('\n'));
        if !begins_line {
            from = at + 1;
            continue;
        }
        found.push(text[start..at].trim_end_matches(BLANK));
        let after = &text[at + MARK.len()..];
        start = text.len() - after.trim_start_matches(BLANK).len();
        from = start;
    }
    found.push(&text[start..]);
    found.retain(|document| !document.trim().is_empty());
    found.iter().map(|document| document.trim_start()).collect()
}

/// Reads one document; a document of comments alone is none.
fn read(template: &str, document: &str) -> Result<Option<Manifest>, Findings> {
    let object = match yaml::read(template, document.as_bytes(), &yaml::Limits::default()) {
        Ok(node) => node.to_json(),
        Err(faults) if faults.iter().all(|fault| fault.code == yaml::codes::EMPTY) => return Ok(None),
        Err(faults) => return Err(faults.iter().map(|found| unreadable(template, document, found)).collect()),
    };
    let text_at = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (Some(api_version), Some(kind)) = (text_at("/apiVersion"), text_at("/kind")) else {
        let message = "the rendered document has no apiVersion and kind";
        return Err(fault(template, message, "render Kubernetes objects only").into());
    };
    let Some(name) = text_at("/metadata/name") else {
        let message = format!("the rendered {kind} has no metadata.name");
        return Err(fault(template, &message, "name the object").into());
    };
    let annotations = object.pointer("/metadata/annotations").and_then(Value::as_object).into_iter().flatten();
    let wrong: Vec<&str> = annotations.filter(|(_, value)| !value.is_string()).map(|(key, _)| key.as_str()).collect();
    if !wrong.is_empty() {
        let keys = wrong.join(", ");
        let message = format!("the rendered {kind} {name:?} has annotations that are no strings: {keys}");
        return Err(fault(template, &message, "quote their values").into());
    }
    let is_known = |hook: &str| HOOKS.split(", ").any(|known| known == hook.trim().to_lowercase());
    if let Some(hooks) = hook(&object).filter(|hooks| !hooks.split(',').all(is_known)) {
        let message = format!("the rendered {kind} {name:?} has the unknown hook {hooks:?}");
        return Err(fault(template, &message, &format!("use one of {HOOKS}")).into());
    }
    Ok(Some(Manifest {
        template: template.to_owned(),
        text: document.to_owned(),
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        namespace: text_at("/metadata/namespace").map(str::to_owned),
        object,
    }))
}

fn unreadable(template: &str, document: &str, found: &Diagnostic) -> Diagnostic {
    let line = found.place.as_ref().and_then(|place| place.span).map_or(1, |span| span.line);
    // An error at the end of the text has no line.
    let text = document.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default().trim();
    let message = format!("the rendered YAML is wrong at line {line} of its document ({text}): {}", found.message);
    fault(template, &message, "correct the template's indentation and quoting")
}

fn fault(template: &str, message: &str, help: &str) -> Diagnostic {
    diagnostic(messages::chart_manifest_invalid(message)).at(Place::of_file(template)).help(help)
}

/// A fault for every object that another one already is: the same API version, kind, namespace and name.
fn duplicates(manifests: &[Manifest], release: &Release<'_>) -> Findings {
    let mut first_of = BTreeMap::new();
    let mut faults = Findings::new();
    for manifest in manifests {
        let namespace = manifest.namespace.as_deref().unwrap_or(release.namespace);
        let identity = (&manifest.api_version, &manifest.kind, namespace, &manifest.name);
        let first = *first_of.entry(identity).or_insert(manifest);
        if !std::ptr::eq(first, manifest) {
            let Manifest { kind, name, api_version, .. } = manifest;
            let message = format!("{kind} {name:?} of {api_version} is rendered twice");
            let fault = fault(&manifest.template, &message, "give one of them another name");
            faults.push(fault.related(Place::of_file(&first.template), "rendered first here"));
        }
    }
    faults
}
