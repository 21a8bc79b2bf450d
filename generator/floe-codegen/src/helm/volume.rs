//! Volumes of pods, and where containers mount them.

use floe_contract::component::{Claim, Config, Mount, Resolved, Workload};

use super::compile::leaf;
use super::context::Context;
use super::yaml::{Key, Yaml};
use super::{naming, skeleton};

/// Where a workload's containers mount its volumes; `None` if there are none.
pub(super) fn mounts(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<Yaml> {
    let mounts = workload.mounts.iter().map(|(path, mount)| {
        let file = match mount {
            Mount::Config { file, .. } => file.as_deref(),
            Mount::Secret(_) => Some(last_step(path)),
            Mount::Empty(_) | Mount::Claim(_) => None,
        };
        let read_only = !matches!(mount, Mount::Empty(_) | Mount::Claim(_));
        let mut entries = vec![("name", Yaml::text(volume_name(path, mount))), ("mountPath", Yaml::text(path))];
        entries.extend(file.map(|file| ("subPath", Yaml::text(file))));
        entries.extend(read_only.then_some(("readOnly", Yaml::Literal(true.into()))));
        let entries = entries.into_iter().map(|(key, value)| (Key::Literal(key.to_owned()), value)).collect();
        Yaml::Map(entries).only_if(condition(context, mount))
    });
    let mounts: Vec<Yaml> = mounts.collect();
    (!mounts.is_empty()).then_some(Yaml::List(mounts))
}

/// The volumes of a workload's pods, claims excepted; `None` if there are none.
pub(super) fn volumes(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<Yaml> {
    let mut volumes: Vec<(String, Yaml)> = Vec::new();
    for (path, mount) in &workload.mounts {
        let name = volume_name(path, mount);
        if volumes.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let source = match mount {
            Mount::Claim(_) => continue,
            Mount::Empty(size) => ("emptyDir", Yaml::map([("sizeLimit", Yaml::text(size))])),
            Mount::Config { config, .. } => {
                ("configMap", Yaml::map([("name", leaf(&naming::config(context.component.name(), config)))]))
            }
            Mount::Secret(credential) => {
                let reference = context.fact(credential).go.member("ref");
                let item = Yaml::map([("key", leaf(&reference.member("key"))), ("path", Yaml::text(last_step(path)))]);
                (
                    "secret",
                    Yaml::map([("secretName", leaf(&reference.member("name"))), ("items", Yaml::List(vec![item]))]),
                )
            }
        };
        let volume = Yaml::map([("name", Yaml::text(&name)), source]).only_if(condition(context, mount));
        volumes.push((name, volume));
    }
    let volumes: Vec<Yaml> = volumes.into_iter().map(|(_, volume)| volume).collect();
    (!volumes.is_empty()).then_some(Yaml::List(volumes))
}

/// The volume claim templates of a workload; `None` if there are none.
pub(super) fn claims(context: &Context<'_>, workload: &Workload<Resolved>) -> Option<Yaml> {
    let claims: Vec<Yaml> = workload.claims.iter().map(|claim| self::claim(context, workload, claim)).collect();
    (!claims.is_empty()).then_some(Yaml::List(claims))
}

/// The configs that a workload mounts, in order.
pub(super) fn configs<'c>(context: &Context<'c>, workload: &Workload<Resolved>) -> Vec<&'c Config<Resolved>> {
    let is_mounted = |config: &&Config<Resolved>| {
        workload
            .mounts
            .iter()
            .any(|(_, mount)| matches!(mount, Mount::Config { config: name, .. } if *name == config.name))
    };
    context.component.configs.iter().filter(is_mounted).collect()
}

fn claim(context: &Context<'_>, workload: &Workload<Resolved>, claim: &Claim<Resolved>) -> Yaml {
    let class = claim.class.as_ref().map(|path| {
        let fact = context.fact(path);
        leaf(&fact.go).only_if(fact.condition())
    });
    skeleton::Claim {
        name: Yaml::text(&claim.name),
        // They can never change, so nothing of a version may stand among them.
        labels: naming::selector(context.component.name(), &workload.name),
        class,
        size: leaf(&context.fact(&claim.size).go),
    }
    .fill()
}

fn condition(context: &Context<'_>, mount: &Mount<Resolved>) -> Option<String> {
    let Mount::Secret(credential) = mount else { return None };
    Some(context.fact(credential).in_secret())
}

/// A volume's name follows from what is mounted, or from the path where that is nothing with a name.
fn volume_name(path: &str, mount: &Mount<Resolved>) -> String {
    match mount {
        Mount::Config { config, .. } => format!("config-{config}"),
        Mount::Claim(claim) => claim.clone(),
        Mount::Empty(_) => floe_base::names::kebab_case(&format!("empty {path}")),
        Mount::Secret(_) => floe_base::names::kebab_case(&format!("secret {path}")),
    }
}

/// The name of the file at a path.
fn last_step(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, file)| file)
}
