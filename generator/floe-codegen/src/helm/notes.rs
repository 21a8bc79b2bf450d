//! The chart's NOTES.txt: where services are, and which Secrets they read.

use std::collections::BTreeMap;
use std::fmt::Write;

use floe_contract::component::{Component, Resolved, Workload, WorkloadKind};

use super::context::Context;
use super::naming;

/// What stands before the lists.
const HEAD: &str = include_str!("../../../../templates/helm/NOTES.txt");

/// The text of NOTES.txt.
pub(super) fn notes(contexts: &[Context<'_>]) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("\nServices:\n");
    for context in contexts {
        deployed(&mut out, context.component, &endpoints(context));
    }
    out.push_str("\nSecrets that must exist, each with the key that is read:\n");
    for context in contexts {
        deployed(&mut out, context.component, &secrets(context));
    }
    out
}

fn deployed(out: &mut String, component: &Component<Resolved>, lines: &str) {
    let deploys = naming::deploys(component.name());
    if !lines.is_empty() {
        let _ = write!(out, "{{{{- if {deploys} }}}}\n{lines}{{{{- end }}}}\n");
    }
}

fn endpoints(context: &Context<'_>) -> String {
    let component = context.component;
    let host = naming::host(component.name());
    let served = component.workloads.iter().flat_map(|workload| &workload.ports);
    let line = |name: &String| {
        let port = component.ports.get(name)?;
        let namespace = naming::bindings().member("namespace");
        let note = if port.expose { " (for people)" } else { "" };
        Some(format!(
            "  {} {name}: {}://{{{{ {host} }}}}.{{{{ {namespace} }}}}:{}{note}\n",
            component.name(),
            port.scheme,
            port.number
        ))
    };
    served.filter_map(line).collect()
}

/// A line for each credential; those of pods that others start stand under their namespace.
fn secrets(context: &Context<'_>) -> String {
    let mut lines: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for workload in &context.component.workloads {
        let namespace =
            context.namespace(workload.namespace.as_ref().filter(|_| workload.kind == WorkloadKind::Launched));
        for path in workload.secret_paths() {
            let users = lines.entry((namespace.to_string(), path.path.to_string())).or_default();
            if !users.contains(&workload.name.as_str()) {
                users.push(&workload.name);
            }
        }
    }
    let paths = context.component.workloads.iter().flat_map(Workload::secret_paths);
    let paths: BTreeMap<String, _> = paths.map(|path| (path.path.to_string(), path)).collect();
    let line = |((namespace, path), users): (&(String, String), &Vec<&str>)| {
        let fact = context.fact(paths.get(path)?);
        let reference = fact.go.member("ref");
        let condition = fact.in_secret();
        let (name, key) = (reference.member("name"), reference.member("key"));
        let reader = format!("{} {}", context.component.name(), users.join(", "));
        Some(format!(
            "{{{{- if {condition} }}}}\n  {{{{ {namespace} }}}}/{{{{ {name} }}}}: {{{{ {key} }}}} ({reader})\n{{{{- end }}}}\n"
        ))
    };
    lines.iter().filter_map(line).collect()
}
