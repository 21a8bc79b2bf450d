//! Containers: of workloads, of the steps before them, and those that wait for servers.

use floe_contract::model::{Check, Container, Edge, Image, Path, Probe, Root, Workload};

use super::context::{Context, full_name};
use super::go::{self, Go};
use super::yaml::Yaml;
use super::{naming, skeleton, volume};

/// Tries to connect until a server answers or time is up. Arguments: host, port, seconds.
const WAIT: &str = include_str!("../../../../templates/helm/wait.sh");
/// The variable of a credential among several.
pub(super) const CREDENTIAL: &str = "credential";
/// The name of the chart's image with a shell, in which pods wait and test.
const WAIT_IMAGE: &str = "wait";

/// The main container of a workload.
pub(super) fn main(context: &Context<'_>, workload: &Workload) -> Yaml {
    let probe = |kind: &str| workload.probe(kind).map(|probe| self::probe(context, probe));
    let port = |name: &String| {
        let number = context.component.ports.get(name)?.number;
        let number = Yaml::Literal(number.into());
        Some(Yaml::map([("name", Yaml::text(name)), ("containerPort", number), ("protocol", Yaml::text("TCP"))]))
    };
    skeleton::Container {
        ports: Yaml::filled(workload.ports.iter().filter_map(port)),
        startup: probe("startup"),
        liveness: probe("liveness"),
        readiness: probe("readiness"),
        fields: Some(context.map(&workload.slots.container)),
        ..started(context, workload, &workload.name, &workload.main)
    }
    .fill()
}

/// The main container of a workload without name, image and command.
pub(super) fn surroundings(context: &Context<'_>, workload: &Workload) -> Yaml {
    let fields = Some(context.map(&workload.slots.container));
    skeleton::Container { fields, ..surrounded(context, workload, &workload.main) }.fill()
}

/// A container of a workload: the main one, or a step.
fn started(context: &Context<'_>, workload: &Workload, name: &str, container: &Container) -> skeleton::Container {
    skeleton::Container {
        name: Some(Yaml::text(name)),
        image: context.component.image(&container.image).map(|image| context.image(image).leaf()),
        pull: Some(pull_policy()),
        command: container.command.as_ref().map(|tree| context.string(tree)),
        args: container.args.as_ref().map(|tree| context.string(tree)),
        ..surrounded(context, workload, container)
    }
}

fn surrounded(context: &Context<'_>, workload: &Workload, container: &Container) -> skeleton::Container {
    let [user, group] = identity(context.component.image(&container.image));
    let values = context.values().member("resources").member(&workload.name);
    skeleton::Container {
        env: env(context, container),
        resources: Some(Yaml::Include(format!("include \"floe.resources\" (list $ {})", values.argument()))),
        user,
        group,
        mounts: volume::mounts(context, workload),
        ..skeleton::Container::default()
    }
}

/// The containers that run before the main one: first those that wait, then the steps.
pub(super) fn before(context: &Context<'_>, workload: &Workload) -> Option<Yaml> {
    let waits = workload.uses.iter().filter(|(_, edge)| edge.start.is_some());
    let waits = waits.map(|(name, edge)| wait(context, name, edge));
    let steps = workload.steps.iter().map(|(name, step)| started(context, workload, name, step).fill());
    Yaml::filled(waits.chain(steps))
}

/// A container that tests a server: the container connects and, where there is a path, asks for the path.
pub(super) fn test(context: &Context<'_>, port: u16, path: Option<&str>) -> Yaml {
    let fixed = |words: &[&str]| words.iter().map(|word| Yaml::text(*word)).collect::<Vec<_>>();
    let host = context.host();
    let arguments = if let Some(path) = path {
        let address = go::text(&[host, Go::Known(format!(":{port}{path}").into())]);
        let url = go::text(&[Go::Known("http://".into()), address]);
        [fixed(&["wget", "-q", "-T", "30", "-O", "/dev/null"]), vec![url.leaf()]].concat()
    } else {
        [fixed(&["nc", "-z", "-w", "30"]), vec![host.leaf(), Yaml::text(port.to_string())]].concat()
    };
    with_shell(context, "test", arguments)
}

fn wait(context: &Context<'_>, name: &str, edge: &Edge) -> Yaml {
    let (host, port, condition) = if let Root::Port(number) = &edge.to.target.root {
        (context.host(), Yaml::text(number.to_string()), None)
    } else {
        let fact = context.fact(&edge.to);
        let port = Yaml::Expr(format!("{} | toJson", fact.go.member("port")));
        (fact.go.member("host"), port, fact.condition())
    };
    let seconds = Yaml::Expr("$.Values.common.wait_seconds | toJson".to_owned());
    let script = Yaml::Text(WAIT.to_owned());
    let command = vec![Yaml::text("sh"), Yaml::text("-ec"), script, Yaml::text("wait"), host.leaf(), port, seconds];
    with_shell(context, &format!("wait-{name}"), command).only_if(condition)
}

/// A container of the chart's own image with a shell.
fn with_shell(context: &Context<'_>, name: &str, command: Vec<Yaml>) -> Yaml {
    let [user, group] = identity(context.chart.chart.images.iter().find(|image| image.name == WAIT_IMAGE));
    let amounts = |cpu: &str, memory: &str| Yaml::map([("cpu", Yaml::text(cpu)), ("memory", Yaml::text(memory))]);
    skeleton::Container {
        name: Some(Yaml::text(name)),
        image: Some(full_name(&naming::common().member("images").member(WAIT_IMAGE)).leaf()),
        pull: Some(pull_policy()),
        command: Some(Yaml::List(command)),
        resources: Some(Yaml::map([("requests", amounts("10m", "16Mi")), ("limits", amounts("100m", "32Mi"))])),
        user,
        group,
        ..skeleton::Container::default()
    }
    .fill()
}

fn env(context: &Context<'_>, container: &Container) -> Option<Yaml> {
    let plain = container.env.iter().map(|(name, value)| {
        let name = context.text(name);
        // Where the value vanishes, the whole variable vanishes.
        let variable = |value| Yaml::map([("name", name.go.leaf()), ("value", value)]);
        context.string(value).wrapped(&variable).only_if(name.condition())
    });
    let named = container.secrets.iter().map(|(name, path)| secret(context, Some(name), path));
    let credentials = container.credentials.iter().map(|path| {
        let Some((list, item)) = path.through_list(CREDENTIAL) else { return secret(context, None, path) };
        let list = context.fact(&list);
        let each = Box::new(secret(context, None, &item));
        Yaml::Range(format!("$_, ${CREDENTIAL}"), list.go.to_string(), each).only_if(list.condition())
    });
    Yaml::filled(plain.chain(named).chain(credentials))
}

/// A variable from a Secret; none where the credential is an environment variable that somebody else sets.
fn secret(context: &Context<'_>, name: Option<&str>, path: &Path) -> Yaml {
    let fact = context.fact(path);
    let reference = fact.go.member("ref");
    let name = name.map_or_else(|| fact.go.member("env").leaf(), Yaml::text);
    skeleton::SecretVariable { name, secret: reference.member("name").leaf(), key: reference.member("key").leaf() }
        .fill()
        .only_if(Some(fact.in_secret()))
}

fn probe(context: &Context<'_>, probe: &Probe) -> Yaml {
    let (kind, check) = match &probe.check {
        Check::Http { port, path } => ("httpGet", Yaml::map([("path", Yaml::text(path)), ("port", Yaml::text(port))])),
        Check::Tcp(port) => ("tcpSocket", Yaml::map([("port", Yaml::text(port))])),
        Check::Exec(command) => ("exec", Yaml::map([("command", context.string(command))])),
    };
    let fields = probe.fields.iter().map(|(key, value)| (key.as_str(), context.value(value)));
    Yaml::map([(kind, check)].into_iter().chain(fields))
}

fn pull_policy() -> Yaml {
    Yaml::text("IfNotPresent")
}

/// The numeric user and group of an image.
pub(super) fn identity(image: Option<&Image>) -> [Option<Yaml>; 2] {
    [image.map(|image| Yaml::Literal(image.user.into())), image.map(|image| Yaml::Literal(image.group().into()))]
}
