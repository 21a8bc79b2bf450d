//! Configuration files as `ConfigMap`s.

use floe_contract::component::{Config, ConfigFile, Content, Resolved, Workload, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::yaml::{Key, Yaml};
use super::{naming, print, skeleton, volume};

/// What the component label of configs says, which belong to no workload.
const LABEL: &str = "config";

/// A config as its named template and its objects: one in the platform's namespace and, where pods elsewhere mount it, one there.
pub(super) fn objects(context: &Context<'_>, config: &Config<Resolved>) -> (String, Vec<Yaml>) {
    let component = context.component.name();
    let template = naming::template(component, "config", &config.name);
    let define =
        format!("{{{{- define {template} -}}}}\n{}{{{{- end }}}}\n", print::document(&files(context, config), 0));
    let own = naming::bindings().member("namespace");
    let mounts = |workload: &&Workload<Resolved>| {
        volume::configs(context, workload).iter().any(|mounted| mounted.name == config.name)
    };
    let elsewhere =
        context.component.workloads.iter().filter(|workload| workload.kind == WorkloadKind::Launched).filter(mounts);
    let elsewhere = elsewhere.filter_map(|workload| workload.namespace.as_ref()).map(|path| {
        let there = context.fact(path).go;
        object(context, config, &there).only_if(Some(format!("ne {} {}", there.argument(), own.argument())))
    });
    (define, [object(context, config, &own)].into_iter().chain(elsewhere).collect())
}

fn object(context: &Context<'_>, config: &Config<Resolved>, namespace: &Go) -> Yaml {
    let component = context.component.name();
    let template = naming::template(component, "config", &config.name);
    let name = naming::config(component, &config.name);
    skeleton::ConfigMap {
        metadata: naming::metadata_in(&name, namespace, component, LABEL),
        data: Yaml::Include(format!("include {template} $")),
    }
    .fill()
}

fn files(context: &Context<'_>, config: &Config<Resolved>) -> Yaml {
    let file = |file: &ConfigFile<Resolved>| {
        let written = match &file.content {
            Content::Yaml(tree) => Yaml::Embedded(Box::new(context.value(tree))),
            Content::Json(tree) => Yaml::Json(Box::new(context.value(tree))),
            Content::Script(text) => Yaml::Text(text.clone()),
            Content::Properties(lines) => {
                Yaml::Lines(lines.iter().map(|(key, value)| (format!("{key}="), context.string(value))).collect())
            }
        };
        (Key::Literal(file.name.clone()), written)
    };
    Yaml::Map(config.files.iter().map(file).collect())
}
