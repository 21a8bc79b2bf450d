//! Volumes of pods, and where containers mount them.

use floe_base::names;
use floe_contract::model::{Claim, Mount, Workload};

use super::context::Context;
use super::skeleton;
use super::yaml::Yaml;

/// Where a workload's containers mount volumes; `None` if there are none.
pub(super) fn mounts(context: &Context<'_>, workload: &Workload) -> Option<Yaml> {
    Yaml::filled(workload.mounts.iter().map(|(path, mount)| {
        let file = match mount {
            Mount::Config { file, .. } => file.as_deref(),
            Mount::Secret(_) => Some(last_step(path)),
            Mount::Empty(_) | Mount::Memory(_) | Mount::Claim(_) => None,
        };
        let read_only = matches!(mount, Mount::Config { .. } | Mount::Secret(_));
        skeleton::Mount {
            name: Yaml::text(volume_name(path, mount)),
            path: Yaml::text(path),
            file: file.map(Yaml::text),
            read_only: read_only.then_some(Yaml::Literal(true.into())),
        }
        .fill()
        .only_if(condition(context, mount))
    }))
}

/// The volumes of a workload's pods, claims excepted; `None` if there are none.
pub(super) fn volumes(context: &Context<'_>, workload: &Workload) -> Option<Yaml> {
    let mut volumes: Vec<(String, Yaml)> = Vec::new();
    for (path, mount) in &workload.mounts {
        let name = volume_name(path, mount);
        if volumes.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let source = match mount {
            Mount::Claim(_) => continue,
            Mount::Empty(size) => ("emptyDir", Yaml::map([("sizeLimit", Yaml::text(size))])),
            Mount::Memory(size) => {
                ("emptyDir", Yaml::map([("medium", Yaml::text("Memory")), ("sizeLimit", Yaml::text(size))]))
            }
            Mount::Config { config, .. } => ("configMap", Yaml::map([("name", context.config_name(config).leaf())])),
            Mount::Secret(credential) => {
                let reference = context.fact(credential).go.member("ref");
                let item = Yaml::map([("key", reference.member("key").leaf()), ("path", Yaml::text(last_step(path)))]);
                let name = reference.member("name").leaf();
                ("secret", Yaml::map([("secretName", name), ("items", Yaml::List(vec![item]))]))
            }
        };
        let volume = Yaml::map([("name", Yaml::text(&name)), source]).only_if(condition(context, mount));
        volumes.push((name, volume));
    }
    Yaml::filled(volumes.into_iter().map(|(_, volume)| volume))
}

/// The volume claim templates of a workload; `None` if there are none.
pub(super) fn claims(context: &Context<'_>, workload: &Workload) -> Option<Yaml> {
    let claim = |claim: &Claim| skeleton::Claim {
        name: Yaml::text(&claim.name),
        // They can never change, so nothing of a version may stand among them.
        labels: context.selector(&workload.name),
        class: claim.class.as_ref().map(|path| context.fact(path).node()),
        size: context.fact(&claim.size).go.leaf(),
    };
    Yaml::filled(workload.claims.iter().map(|one| claim(one).fill()))
}

fn condition(context: &Context<'_>, mount: &Mount) -> Option<String> {
    let Mount::Secret(credential) = mount else { return None };
    Some(context.fact(credential).in_secret())
}

/// The name of a volume: from the name of the mounted part or, where the part has no name, from the path.
fn volume_name(path: &str, mount: &Mount) -> String {
    match mount {
        Mount::Config { config, .. } => format!("config-{config}"),
        Mount::Claim(claim) => claim.clone(),
        Mount::Empty(_) | Mount::Memory(_) => names::kebab_case(&format!("empty {path}")),
        Mount::Secret(_) => names::kebab_case(&format!("secret {path}")),
    }
}

/// The name of the file at a path.
fn last_step(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, file)| file)
}
