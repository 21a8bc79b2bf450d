//! Containers: of workloads, of the steps before them, and those that wait for servers.

use floe_contract::component::{Check, Container, Edge, Image, Probe, Resolved, Root, Workload};

use super::compile::leaf;
use super::context::{Context, image};
use super::go::{self, Go};
use super::yaml::{Key, Yaml};
use super::{naming, skeleton, volume};

/// Tries to connect until it succeeds or time is up. Arguments: host, port, seconds.
const WAIT: &str = include_str!("../../../../templates/helm/wait.sh");
/// The name of the chart's image with a shell, in which pods wait and test.
const WAIT_IMAGE: &str = "wait";

/// The main container of a workload.
pub(super) fn main(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let probe = |kind: &str| {
        workload.probes.iter().find(|(name, _)| name == kind).map(|(_, probe)| self::probe(context, probe))
    };
    let ports = workload.ports.iter().filter_map(|name| {
        let number = context.component.ports.get(name)?.number;
        Some(Yaml::map([
            ("name", Yaml::text(name)),
            ("containerPort", Yaml::Literal(number.into())),
            ("protocol", Yaml::text("TCP")),
        ]))
    });
    let ports: Vec<Yaml> = ports.collect();
    skeleton::Container {
        name: Some(Yaml::text(&workload.name)),
        image: image_of(context, &workload.main),
        pull: Some(pull_policy()),
        command: workload.main.command.as_ref().map(|tree| context.string(tree)),
        args: workload.main.args.as_ref().map(|tree| context.string(tree)),
        ports: Some(Yaml::List(ports)).filter(|_| !workload.ports.is_empty()),
        startup: probe("startup"),
        liveness: probe("liveness"),
        readiness: probe("readiness"),
        ..surroundings(context, workload)
    }
    .fill()
}

/// The main container of a workload without its name, image and command.
pub(super) fn surroundings(context: &Context<'_>, workload: &Workload<Resolved>) -> skeleton::Container {
    let [user, group] = identity(context.component.image(&workload.main.image));
    skeleton::Container {
        name: None,
        image: None,
        pull: None,
        command: None,
        args: None,
        env: env(context, &workload.main),
        ports: None,
        startup: None,
        liveness: None,
        readiness: None,
        resources: resources(context, workload),
        user,
        group,
        mounts: volume::mounts(context, workload),
        fields: Some(Yaml::Map(context.entries(&workload.slots.container))),
    }
}

/// The containers that run before the main one: first those that wait, then the steps.
pub(super) fn before(context: &Context<'_>, workload: &Workload<Resolved>) -> Vec<Yaml> {
    let waits = workload.uses.iter().filter(|(_, edge)| edge.wait).map(|(name, edge)| wait(context, name, edge));
    let steps = workload.steps.iter().map(|(name, step)| self::step(context, workload, name, step));
    waits.chain(steps).collect()
}

/// A container that tests a server: it connects and, where there is a path, asks for it.
pub(super) fn test(context: &Context<'_>, host: &Go, port: u16, path: Option<&str>) -> Yaml {
    let fixed = |words: &[&str]| words.iter().map(|word| Yaml::text(*word)).collect::<Vec<_>>();
    let arguments = if let Some(path) = path {
        let address = go::text(&[host.clone(), Go::Known(format!(":{port}{path}").into())]);
        let url = go::text(&[Go::Known("http://".into()), address]);
        [fixed(&["wget", "-q", "-T", "30", "-O", "/dev/null"]), vec![leaf(&url)]].concat()
    } else {
        [fixed(&["nc", "-z", "-w", "30"]), vec![leaf(host), Yaml::text(port.to_string())]].concat()
    };
    with_shell(context, "test", arguments)
}

fn wait(context: &Context<'_>, name: &str, edge: &Edge<Resolved>) -> Yaml {
    let (host, port, condition) = if let Root::Port(port, _) = &edge.to.root {
        (naming::host(context.component.name()), Yaml::text(port.number.to_string()), None)
    } else {
        let fact = context.fact(&edge.to);
        let port = Yaml::Expr(format!("{} | toJson", fact.go.member("port")));
        (fact.go.member("host"), port, fact.condition())
    };
    let seconds = Yaml::Expr("$.Values.common.wait_seconds | toJson".to_owned());
    let script = Yaml::Text(WAIT.to_owned());
    let command = vec![Yaml::text("sh"), Yaml::text("-ec"), script, Yaml::text("wait"), leaf(&host), port, seconds];
    with_shell(context, &format!("wait-{name}"), command).only_if(condition)
}

/// A container of the chart's own image with a shell.
fn with_shell(context: &Context<'_>, name: &str, command: Vec<Yaml>) -> Yaml {
    let [user, group] = identity(context.chart.chart.images.iter().find(|image| image.name == WAIT_IMAGE));
    let amounts = |cpu: &str, memory: &str| Yaml::map([("cpu", Yaml::text(cpu)), ("memory", Yaml::text(memory))]);
    skeleton::Container {
        name: Some(Yaml::text(name)),
        image: Some(leaf(&image(&naming::common(), WAIT_IMAGE))),
        pull: Some(pull_policy()),
        command: Some(Yaml::List(command)),
        args: None,
        env: None,
        ports: None,
        startup: None,
        liveness: None,
        readiness: None,
        resources: Yaml::map([("requests", amounts("10m", "16Mi")), ("limits", amounts("100m", "32Mi"))]),
        user,
        group,
        mounts: None,
        fields: None,
    }
    .fill()
}

fn step(context: &Context<'_>, workload: &Workload<Resolved>, name: &str, step: &Container<Resolved>) -> Yaml {
    let [user, group] = identity(context.component.image(&step.image));
    skeleton::Container {
        name: Some(Yaml::text(name)),
        image: image_of(context, step),
        pull: Some(pull_policy()),
        command: step.command.as_ref().map(|tree| context.string(tree)),
        args: step.args.as_ref().map(|tree| context.string(tree)),
        env: env(context, step),
        ports: None,
        startup: None,
        liveness: None,
        readiness: None,
        resources: resources(context, workload),
        user,
        group,
        mounts: volume::mounts(context, workload),
        fields: None,
    }
    .fill()
}

fn env(context: &Context<'_>, container: &Container<Resolved>) -> Option<Yaml> {
    let plain = container.env.iter().map(|(name, value)| {
        let (name, conditions) = context.name(name);
        // What makes the value vanish makes the whole variable vanish.
        let variable = context.string(value).wrapped(&|value| Yaml::map([("name", name.clone()), ("value", value)]));
        variable.only_if(go::all(&conditions))
    });
    let named = container.secrets.iter().map(|(name, path)| secret(context, Some(name), path));
    let credentials = container.credentials.iter().map(|path| secret(context, None, path));
    let all: Vec<Yaml> = plain.chain(named).chain(credentials).collect();
    Some(Yaml::List(all)).filter(|env| *env != Yaml::List(Vec::new()))
}

/// A variable from a Secret; none where the credential is an environment variable that somebody else sets.
fn secret(context: &Context<'_>, name: Option<&str>, path: &Resolved) -> Yaml {
    let fact = context.fact(path);
    let reference = fact.go.member("ref");
    let name = name.map_or_else(|| leaf(&fact.go.member("env")), Yaml::text);
    skeleton::SecretVariable { name, secret: leaf(&reference.member("name")), key: leaf(&reference.member("key")) }
        .fill()
        .only_if(Some(fact.in_secret()))
}

fn probe(context: &Context<'_>, probe: &Probe<Resolved>) -> Yaml {
    let mut entries = vec![match &probe.check {
        Check::Http { port, path } => {
            (Key::Literal("httpGet".to_owned()), Yaml::map([("path", Yaml::text(path)), ("port", Yaml::text(port))]))
        }
        Check::Tcp(port) => (Key::Literal("tcpSocket".to_owned()), Yaml::map([("port", Yaml::text(port))])),
        Check::Exec(command) => (Key::Literal("exec".to_owned()), Yaml::map([("command", context.string(command))])),
    }];
    entries.extend(context.entries(&probe.fields));
    Yaml::Map(entries)
}

fn resources(context: &Context<'_>, workload: &Workload<Resolved>) -> Yaml {
    let values = naming::values_of(context.component.name()).member("resources").member(&workload.name);
    Yaml::Include(format!("include \"floe.resources\" (list $ {})", values.argument()))
}

/// The full name of a container's image.
fn image_of(context: &Context<'_>, container: &Container<Resolved>) -> Option<Yaml> {
    let image = context.component.image(&container.image)?;
    Some(leaf(&context.image_name(&image.name, image.fact())))
}

fn pull_policy() -> Yaml {
    Yaml::text("IfNotPresent")
}

/// The numeric user and group of an image.
pub(super) fn identity<P>(image: Option<&Image<P>>) -> [Option<Yaml>; 2] {
    [image.map(|image| Yaml::Literal(image.user.into())), image.map(|image| Yaml::Literal(image.group.into()))]
}
