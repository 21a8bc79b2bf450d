//! The chart's NOTES.txt: where services are, and which Secrets they read.

use std::collections::BTreeMap;

use floe_contract::model::{Path, WorkloadKind};

use super::container::CREDENTIAL;
use super::context::Context;
use super::{naming, print};

/// The text before the lists.
const HEAD: &str = include_str!("../../../../templates/helm/NOTES.txt");

/// The text of NOTES.txt.
pub(super) fn notes(contexts: &[Context<'_>]) -> String {
    let list = |lines: fn(&Context<'_>) -> String| -> String {
        let deployed = |context: &Context<'_>| match lines(context) {
            none if none.is_empty() => none,
            lines => print::only_if(&naming::deploys(context.component.name()), &lines),
        };
        contexts.iter().map(deployed).collect()
    };
    let (services, secrets) = (list(endpoints), list(secrets));
    format!("{HEAD}\nServices:\n{services}\nSecrets that must exist, each with the key that is read:\n{secrets}")
}

fn endpoints(context: &Context<'_>) -> String {
    let component = context.component;
    let served = component.workloads.iter().flat_map(|workload| &workload.ports);
    let line = |name: &String| {
        let port = component.ports.get(name)?;
        let (component, host, namespace) = (component.name(), context.host(), naming::namespace());
        let note = if port.expose { " (for people)" } else { "" };
        Some(format!(
            "  {component} {name}: {}://{{{{ {host} }}}}.{{{{ {namespace} }}}}:{}{note}\n",
            port.scheme, port.number
        ))
    };
    served.filter_map(line).collect()
}

/// A line for each credential; those of pods that others start stand under their namespace.
fn secrets(context: &Context<'_>) -> String {
    let mut lines: BTreeMap<(String, String), (&Path, Vec<&str>)> = BTreeMap::new();
    for workload in &context.component.workloads {
        let namespace = workload.namespace.as_ref().filter(|_| workload.kind == WorkloadKind::Launched);
        let namespace = context.namespace(namespace).to_string();
        for path in workload.secret_paths() {
            let (_, users) = lines.entry((namespace.clone(), path.to_string())).or_insert((path, Vec::new()));
            if !users.contains(&workload.name.as_str()) {
                users.push(&workload.name);
            }
        }
    }
    let line = |((namespace, _), (path, users)): ((String, String), (&Path, Vec<&str>))| {
        let list = path.through_list(CREDENTIAL);
        let fact = context.fact(list.as_ref().map_or(path, |(_, credential)| credential));
        let reference = fact.go.member("ref");
        let (name, key) = (reference.member("name"), reference.member("key"));
        let reader = format!("{} {}", context.component.name(), users.join(", "));
        let line = format!("  {{{{ {namespace} }}}}/{{{{ {name} }}}}: {{{{ {key} }}}} ({reader})\n");
        let line = print::only_if(&fact.in_secret(), &line);
        let Some((list, _)) = list else { return line };
        let list = context.fact(&list);
        let each = print::range(&format!("$_, ${CREDENTIAL}"), &list.go, &line);
        list.condition().map_or_else(|| each.clone(), |condition| print::only_if(&condition, &each))
    };
    lines.into_iter().map(line).collect()
}
