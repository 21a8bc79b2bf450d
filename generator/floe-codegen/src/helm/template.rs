//! The template files of one component: the objects, put where people look for them.

use floe_contract::model::Workload;

use super::context::Context;
use super::yaml::Yaml;
use super::{account, config, container, fixed, naming, network, pod, print, requires, service, skeleton, workload};

/// A file: the name, the named templates that the file defines, the objects.
type File = (String, String, Vec<Yaml>);

/// The templates of a component, by file name. A file without objects is left out.
pub(super) fn files(context: &Context<'_>) -> Vec<(String, String)> {
    let file = |name: &str, objects| (name.to_owned(), String::new(), objects);
    let policies = |context: &Context<'_>, workload: &Workload| vec![network::policy(context, workload)];
    let all = [
        file("accounts", account::accounts(context)),
        configs(context),
        file("fixed", fixed::objects(context)),
        file("services", of_workloads(context, service::objects)),
        file("scaling", of_workloads(context, workload::scaling)),
        file("roles", of_workloads(context, account::roles)),
        file("network-policies", of_workloads(context, policies)),
        file("test", test(context)),
    ];
    let own = context.component.workloads.iter().filter_map(|workload| own_file(context, workload));
    let files = all.into_iter().chain(own).filter(|(_, _, objects)| !objects.is_empty());
    let checks = requires::checks(context);
    let include = checks.as_ref().map(|_| format!("{{{{- include {} $ }}}}\n", requires::name(context)));
    let include = include.unwrap_or_default(); // a component that requires nothing has no check
    let deploys = naming::deploys(context.component.name());
    let files = files.map(|(name, defines, objects)| {
        let objects = include.clone() + &print::objects(&objects);
        (format!("{name}.yaml"), defines + &print::only_if(&deploys, &objects))
    });
    checks.into_iter().map(|text| ("_requires.tpl".to_owned(), text)).chain(files).collect()
}

/// The file of a workload's own object.
fn own_file(context: &Context<'_>, workload: &Workload) -> Option<File> {
    let (kind, defines, object) = workload::object(context, workload)?;
    Some((format!("{kind}-{}", workload.name), defines, vec![object.only_if(when(context, workload))]))
}

fn configs(context: &Context<'_>) -> File {
    let configs = context.component.configs.iter().map(|config| config::objects(context, config));
    let (defines, objects): (String, Vec<Vec<Yaml>>) = configs.unzip();
    ("configs".to_owned(), defines, objects.concat())
}

/// Objects of each workload, under the workload's own condition.
fn of_workloads(context: &Context<'_>, objects: fn(&Context<'_>, &Workload) -> Vec<Yaml>) -> Vec<Yaml> {
    let of_one =
        |workload| objects(context, workload).into_iter().map(|object| object.only_if(when(context, workload)));
    context.component.workloads.iter().flat_map(of_one).collect()
}

fn when(context: &Context<'_>, workload: &Workload) -> Option<String> {
    workload.when.as_ref().and_then(|path| context.holds(path))
}

/// The pod that tests a component, and the policy of the pod.
fn test(context: &Context<'_>) -> Vec<Yaml> {
    let component = context.component;
    let serving = component.workloads.iter().find(|workload| !workload.ports.is_empty());
    let tested = serving.and_then(|workload| Some((workload, network::tested_port(component, workload)?)));
    let Some((workload, (port, path))) = tested else { return Vec::new() };
    let pod = skeleton::Test {
        metadata: context.metadata(&context.name(network::TEST), network::TEST),
        spec: pod::test(context, container::test(context, port, path)),
    };
    vec![pod.fill(), network::test_policy(context, workload, port)]
}
