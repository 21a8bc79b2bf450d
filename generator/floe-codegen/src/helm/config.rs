//! Configuration files as `ConfigMap`s.

use floe_contract::model::{Config, Content, WorkloadKind};

use super::context::Context;
use super::go::Go;
use super::yaml::Yaml;
use super::{naming, print, skeleton};

/// The component label of configs, which belong to no workload.
const LABEL: &str = "config";

/// The named template and the objects of a config: one in the platform's namespace and, where pods elsewhere mount the config, one there.
pub(super) fn objects(context: &Context<'_>, config: &Config) -> (String, Vec<Yaml>) {
    let define = print::define(&context.template("config", &config.name), &print::document(&files(context, config), 0));
    let own = naming::namespace();
    let launched = context.component.workloads.iter().filter(|workload| workload.kind == WorkloadKind::Launched);
    let elsewhere = launched.filter(|workload| workload.mounts_config(&config.name));
    let elsewhere = elsewhere.filter_map(|workload| workload.namespace.as_ref()).map(|path| {
        let there = context.fact(path).go;
        object(context, config, &there).only_if(Some(format!("ne {} {}", there.argument(), own.argument())))
    });
    (define, [object(context, config, &own)].into_iter().chain(elsewhere).collect())
}

fn object(context: &Context<'_>, config: &Config, namespace: &Go) -> Yaml {
    skeleton::ConfigMap {
        metadata: context.metadata_in(&context.config_name(&config.name), namespace, LABEL),
        data: Yaml::Include(format!("include {} $", context.template("config", &config.name))),
    }
    .fill()
}

fn files(context: &Context<'_>, config: &Config) -> Yaml {
    Yaml::map(config.files.iter().map(|(name, content)| {
        let written = match content {
            Content::Yaml(tree) => Yaml::Embedded(Box::new(context.value(tree))),
            Content::Json(tree) => Yaml::Json(Box::new(context.value(tree))),
            Content::Script(text) => Yaml::Text(text.clone()),
            Content::Properties(lines) => {
                Yaml::Lines(lines.iter().map(|(key, value)| (format!("{key}="), context.string(value))).collect())
            }
        };
        (name.as_str(), written)
    }))
}
