//! The template files of one component: its objects, put where people look for them.

use floe_contract::component::{Resolved, Workload, WorkloadKind};

use super::context::Context;
use super::yaml::Yaml;
use super::{account, config, container, naming, network, pod, print, requires, service, skeleton, workload};

/// The templates of a component, by file name. A file without objects is left out.
pub(super) fn files(context: &Context<'_>) -> Vec<(String, String)> {
    let no_defines = |objects: Vec<Yaml>| (String::new(), objects);
    let all = [
        ("accounts", no_defines(account::accounts(context))),
        ("configs", configs(context)),
        ("services", no_defines(of_workloads(context, &|workload| service::objects(context, workload)))),
        ("scaling", no_defines(of_workloads(context, &|workload| workload::scaling(context, workload)))),
        ("roles", no_defines(of_workloads(context, &|workload| account::roles(context, workload)))),
        ("network-policies", no_defines(of_workloads(context, &|workload| vec![network::policy(context, workload)]))),
        ("test", no_defines(test(context))),
    ];
    let all = all.into_iter().map(|(name, file)| (name.to_owned(), file));
    let own = context.component.workloads.iter().filter_map(|workload| own_file(context, workload));
    let files = all.chain(own).filter(|(_, (_, objects))| !objects.is_empty());
    let checks = requires::checks(context);
    let include = checks.as_ref().map(|_| format!("{{{{- include {} $ }}}}\n", requires::name(context)));
    let files = files.map(|(name, (defines, objects))| {
        (format!("{name}.yaml"), text(context, include.as_deref(), &defines, &objects))
    });
    checks.into_iter().map(|text| ("_requires.tpl".to_owned(), text)).chain(files).collect()
}

/// The file of a workload's own object: its name, the named templates that it defines, the object.
fn own_file(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<(String, (String, Vec<Yaml>))> {
    let kind = match workload.kind {
        WorkloadKind::Deployment => "deployment",
        WorkloadKind::StatefulSet => "statefulset",
        WorkloadKind::Job => "job",
        WorkloadKind::Launched => return None,
    };
    let (define, object) = workload::object(context, workload)?;
    let object = object.only_if(when(context, workload));
    Some((format!("{kind}-{}", workload.name), (define, vec![object])))
}

fn configs(context: &Context<'_>) -> (String, Vec<Yaml>) {
    let (mut defines, mut objects) = (String::new(), Vec::new());
    for config in &context.component.configs {
        let (define, of_config) = config::objects(context, config);
        defines.push_str(&define);
        objects.extend(of_config);
    }
    (defines, objects)
}

/// Objects of each workload, under the workload's own condition.
fn of_workloads(context: &Context<'_>, objects: &dyn Fn(&Workload<Resolved>) -> Vec<Yaml>) -> Vec<Yaml> {
    let of_one = |workload| objects(workload).into_iter().map(|object| object.only_if(when(context, workload)));
    context.component.workloads.iter().flat_map(of_one).collect()
}

fn when(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<String> {
    workload.when.as_ref().and_then(|path| context.holds(path))
}

/// The pod that tests a component, and its policy.
fn test(context: &Context<'_>) -> Vec<Yaml> {
    let component = context.component;
    let serving = component.workloads.iter().find(|workload| !workload.ports.is_empty());
    let tested = serving.and_then(|workload| Some((workload, network::tested_port(component, workload)?)));
    let Some((workload, (port, path))) = tested else { return Vec::new() };
    let container = container::test(context, &naming::host(component.name()), port, path);
    let name = naming::prefixed(&format!("{}-{}", component.name(), network::TEST));
    let pod = skeleton::Test {
        metadata: naming::metadata(&name, component, network::TEST),
        spec: pod::test(context, container),
    };
    vec![pod.fill(), network::test_policy(context, workload, port)]
}

/// The text of a file: the named templates that it defines, and its objects, which are there if the component is deployed.
fn text(context: &Context<'_>, check: Option<&str>, defines: &str, objects: &[Yaml]) -> String {
    let objects: String = objects.iter().map(object).collect();
    let deploys = naming::deploys(context.component.name());
    let check = check.unwrap_or(""); // a component that requires nothing has no check
    format!("{defines}{{{{- if {deploys} }}}}\n{check}{objects}{{{{- end }}}}\n")
}

/// An object with the divider before it, inside of its condition.
fn object(yaml: &Yaml) -> String {
    match yaml {
        Yaml::If(condition, inner) => format!("{{{{- if {condition} }}}}\n{}{{{{- end }}}}\n", object(inner)),
        plain => format!("---\n{}", print::document(plain, 0)),
    }
}
