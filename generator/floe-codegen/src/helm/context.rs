//! Context: facts of one component as expressions of a template, and the conditions under which they are there. Compiles no tree.

use floe_contract::component::{Component, PortFact, Resolved, ResolvedChart, Root, WorkloadFact};
use floe_contract::model::{Model, Type};

use super::go::{self, Go};
use super::naming;
use super::yaml::Yaml;

/// What the trees of one component are compiled with.
#[derive(Debug, Clone)]
pub(super) struct Context<'m> {
    /// The contracts.
    pub model: &'m Model,
    /// The chart.
    pub chart: &'m ResolvedChart,
    /// The component.
    pub component: &'m Component<Resolved>,
    /// The parts of each workload's pods, in the order of the workloads.
    pub pods: Vec<PodParts>,
    /// Conditions that hold wherever this context is used.
    known: Vec<String>,
}

/// The parts of a workload's pods that a config can hand to the service that starts such pods.
#[derive(Debug, Clone)]
pub(super) struct PodParts {
    /// Everything of the main container but its name, image and command.
    pub container: Yaml,
    /// The specification without containers.
    pub pod: Yaml,
}

/// A fact: how templates reach it, and under which conditions it is there.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    /// The expression.
    pub go: Go,
    /// Conditions, each of which makes sense where those before it hold.
    pub conditions: Vec<String>,
}

impl Fact {
    /// The condition under which it is there; `None`: always.
    pub(super) fn condition(&self) -> Option<String> {
        go::all(&self.conditions)
    }

    /// Of a credential: the condition under which it is there and kept in a Secret.
    pub(super) fn in_secret(&self) -> String {
        let kept = format!("eq {} \"kubernetes-secret\"", self.go.member("ref").member("source"));
        go::and(&self.conditions, &kept)
    }
}

impl<'m> Context<'m> {
    /// The context of a component. Lint has shown that no workload of it reads the parts of pods.
    pub(super) fn of_workloads(model: &'m Model, chart: &'m ResolvedChart, component: &'m Component<Resolved>) -> Self {
        Self { model, chart, component, pods: Vec::new(), known: Vec::new() }
    }

    /// The context of a component of which the parts of the pods are known.
    #[must_use]
    pub(super) fn with_pods(self, pods: Vec<PodParts>) -> Self {
        Self { pods, ..self }
    }

    /// The fact that a path leads to.
    pub(super) fn fact(&self, path: &Resolved) -> Fact {
        let mut fact = self.reach(path);
        fact.conditions.retain(|condition| !self.known.contains(condition));
        fact
    }

    /// The context where these conditions hold.
    pub(super) fn inside(&self, conditions: &[String]) -> Self {
        let known = self.known.iter().chain(conditions).cloned().collect();
        Self { known, ..self.clone() }
    }

    /// The condition that a path is there and, if it is a boolean, true; `None`: always.
    pub(super) fn holds(&self, path: &Resolved) -> Option<String> {
        let mut fact = self.fact(path);
        if matches!(self.model.base(&path.ty), Type::Boolean) {
            fact.conditions.push(fact.go.argument());
        }
        fact.condition()
    }

    fn reach(&self, path: &Resolved) -> Fact {
        let made = |go: Go| Fact { go, conditions: Vec::new() };
        let component = self.component.name();
        match &path.root {
            Root::Platform => chain(naming::bindings(), path),
            Root::Common => chain(naming::common(), path),
            Root::Tunables => chain(naming::values_of(component), path),
            Root::Local => chain(Go::Chain(variable(&path.path.steps[0])), path),
            Root::Database(name) => made(Go::Known(name.as_str().into())),
            Root::Config(name) => made(naming::config(component, name)),
            Root::Image(name, fact) => made(self.image_name(name, fact.as_deref())),
            Root::Port(port, PortFact::Number) => made(Go::Known(port.number.into())),
            Root::Port(port, PortFact::Scheme) => made(Go::Known(port.scheme.as_str().into())),
            Root::Port(_, PortFact::Host) => made(naming::host(component)),
            Root::Port(port, PortFact::Url) => made(naming::url(component, port)),
            Root::Workload(at, WorkloadFact::Namespace) => {
                made(self.namespace(self.component.workloads[*at].namespace.as_ref()))
            }
            Root::Workload(at, WorkloadFact::Account) => {
                made(naming::account(component, &self.component.workloads[*at]))
            }
        }
    }

    /// The namespace at a path, or the platform's own.
    pub(super) fn namespace(&self, path: Option<&Resolved>) -> Go {
        path.map_or_else(|| naming::bindings().member("namespace"), |path| self.fact(path).go)
    }

    /// The full name of an image: a fact, or else a tunable of this name.
    pub(super) fn image_name(&self, name: &str, fact: Option<&Resolved>) -> Go {
        let Some(path) = fact else { return image(&naming::values_of(self.component.name()), name) };
        let fact = self.fact(path);
        go::text(&[fact.go.member("repository"), Go::Known(":".into()), fact.go.member("tag")])
    }
}

/// The full name of an image that is a tunable.
pub(super) fn image(values: &Go, name: &str) -> Go {
    Go::Call(format!("include \"floe.image\" (list $ {})", values.member("images").member(name).argument()))
}

fn chain(root: Go, path: &Resolved) -> Fact {
    let mut go = root;
    let mut conditions = Vec::new();
    for (at, step) in path.path.steps.iter().enumerate().skip(1) {
        if path.optional.contains(&at) {
            conditions.push(go.has(step));
        }
        go = go.member(step);
    }
    Fact { go, conditions }
}

/// The variable of a surrounding `$each`.
pub(super) fn variable(name: &str) -> String {
    format!("${}", floe_base::names::camel_case(name))
}
