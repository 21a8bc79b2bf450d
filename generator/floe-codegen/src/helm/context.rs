//! Context: facts of one component as expressions of a template, and the conditions under which they are there. Compiles no tree.

use floe_contract::component::ResolvedChart;
use floe_contract::model::{Component, Image, Model, Path, Root, Type};

use super::go::{self, Go};
use super::naming;
use super::yaml::Yaml;

/// The surroundings in which the trees of one component are compiled.
#[derive(Debug, Clone)]
pub(super) struct Context<'m> {
    /// The contracts.
    pub model: &'m Model,
    /// The chart.
    pub chart: &'m ResolvedChart,
    /// The component.
    pub component: &'m Component,
    /// Conditions that hold wherever this context is used.
    known: Vec<String>,
}

/// A fact: how templates reach the fact, and under which conditions the fact is there.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    /// The expression.
    pub go: Go,
    /// Conditions, each of which makes sense where those before it hold.
    pub conditions: Vec<String>,
}

impl Fact {
    /// The condition under which the fact is there; `None`: always.
    pub(super) fn condition(&self) -> Option<String> {
        go::all(&self.conditions)
    }

    /// The value, left out where absent.
    pub(super) fn node(&self) -> Yaml {
        self.go.leaf().only_if(self.condition())
    }

    /// Of a credential: the condition under which the credential is there and kept in a Secret.
    pub(super) fn in_secret(&self) -> String {
        let kept = format!("eq {} \"kubernetes-secret\"", self.go.member("ref").member("source"));
        go::and(&self.conditions, &kept)
    }
}

impl<'m> Context<'m> {
    /// The context of a component.
    pub(super) fn new(model: &'m Model, chart: &'m ResolvedChart, component: &'m Component) -> Self {
        Self { model, chart, component, known: Vec::new() }
    }

    /// The fact that a path leads to.
    pub(super) fn fact(&self, path: &Path) -> Fact {
        let mut fact = self.reach(path);
        fact.conditions.retain(|condition| !self.known.contains(condition));
        fact
    }

    /// The context where these conditions hold.
    pub(super) fn inside(&self, conditions: &[String]) -> Self {
        Self { known: [&self.known, conditions].concat(), ..self.clone() }
    }

    /// The condition that a path is there and, if a boolean, true; `None`: always.
    pub(super) fn holds(&self, path: &Path) -> Option<String> {
        let mut fact = self.fact(path);
        if matches!(self.model.base(&path.target.ty), Type::Boolean) {
            fact.conditions.push(fact.go.argument());
        }
        fact.condition()
    }

    fn reach(&self, path: &Path) -> Fact {
        let go = match &path.target.root {
            Root::Platform => return chain(naming::bindings(), path),
            Root::Common => return chain(naming::common(), path),
            Root::Tunables => return chain(self.values(), path),
            Root::Local => return chain(Go::Chain(variable(&path.steps[0])), path),
            Root::Stated(text) => Go::Known(text.as_str().into()),
            Root::Config(name) => self.config_name(name),
            Root::Image(at) => self.image(&self.component.images[*at]),
            Root::Port(number) => Go::Known((*number).into()),
            Root::Host => self.host(),
            Root::Url(scheme, number) => self.url(scheme, *number),
            Root::Namespace(at) => self.namespace(self.component.workloads[*at].namespace.as_ref()),
            Root::Account(at) => self.account(&self.component.workloads[*at]),
        };
        Fact { go, conditions: Vec::new() }
    }

    /// The namespace at a path, or the platform's own.
    pub(super) fn namespace(&self, path: Option<&Path>) -> Go {
        path.map_or_else(naming::namespace, |path| self.fact(path).go)
    }

    /// The full name of an image: a fact, or else a tunable.
    pub(super) fn image(&self, image: &Image) -> Go {
        let image = match &image.fact {
            Some(path) => self.fact(path).go,
            None => self.values().member("images").member(&image.name),
        };
        full_name(&image)
    }
}

/// The full name of the image that values or a fact state.
pub(super) fn full_name(image: &Go) -> Go {
    Go::Call(format!("include \"floe.image\" (list $ {})", image.argument()))
}

fn chain(root: Go, path: &Path) -> Fact {
    let mut go = root;
    let mut conditions = Vec::new();
    for (at, step) in path.steps.iter().enumerate().skip(1) {
        if path.target.optional.contains(&at) {
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
