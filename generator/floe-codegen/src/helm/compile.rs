//! Resolved trees to nodes of a template: a fact becomes an expression, and a condition where the fact may be absent.

use floe_contract::component::{Component, PortFact, Resolved, ResolvedChart, Root, WorkloadFact};
use floe_contract::model::{Model, Type};
use floe_contract::tree::{Each, If, Match, Part, PodPart, Text, Tree};
use serde_json::Value;

use super::go::{self, Go};
use super::naming;
use super::yaml::{Key, Yaml};

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
    pods: Vec<PodParts>,
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
    pub(super) fn in_secret(&self) -> Option<String> {
        let kept = format!("eq {} \"kubernetes-secret\"", self.go.member("ref").member("source"));
        go::all(&[self.conditions.as_slice(), &[kept]].concat())
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

    /// A tree as a JSON value.
    pub(super) fn value(&self, tree: &Tree<Resolved>) -> Yaml {
        match tree {
            Tree::Literal(value) => Yaml::Literal(value.clone()),
            Tree::List(items) => Yaml::List(items.iter().map(|item| self.value(item)).collect()),
            Tree::Map(_) | Tree::Each(_) | Tree::Match(_) | Tree::If(_) => self.structure(tree, &Self::value),
            Tree::Path(path) => {
                let fact = self.fact(path);
                leaf(&fact.go).only_if(fact.condition())
            }
            Tree::Pods(workload, part) => self.pods(*workload, *part),
            Tree::Text(text) => self.text(text),
        }
    }

    /// A tree as a string, or as a list of strings.
    pub(super) fn string(&self, tree: &Tree<Resolved>) -> Yaml {
        match tree {
            Tree::Literal(Value::String(text)) => Yaml::text(text),
            Tree::Literal(other) => Yaml::text(other.to_string()),
            Tree::List(items) => Yaml::List(items.iter().map(|item| self.string(item)).collect()),
            Tree::Map(_) | Tree::Each(_) | Tree::Match(_) | Tree::If(_) => self.structure(tree, &Self::string),
            Tree::Path(path) => {
                let fact = self.as_text(path);
                leaf(&fact.go).only_if(fact.condition())
            }
            Tree::Text(text) => self.text(text),
            // Lint lets no part of pods stand where text is wanted.
            Tree::Pods(workload, part) => self.pods(*workload, *part),
        }
    }

    /// Text with its holes filled in.
    pub(super) fn text(&self, text: &Text<Resolved>) -> Yaml {
        let (go, conditions) = self.text_parts(text);
        leaf(&go).only_if(go::all(&conditions))
    }

    /// Text with its holes filled in, and the conditions under which they are there.
    pub(super) fn name(&self, text: &Text<Resolved>) -> (Yaml, Vec<String>) {
        let (go, conditions) = self.text_parts(text);
        (leaf(&go), conditions)
    }

    /// Named trees as the entries of a map.
    pub(super) fn entries(&self, entries: &[(String, Tree<Resolved>)]) -> Vec<(Key, Yaml)> {
        entries.iter().map(|(key, value)| (Key::Literal(key.clone()), self.value(value))).collect()
    }

    /// The context where these conditions hold.
    fn inside(&self, conditions: &[String]) -> Self {
        let known = self.known.iter().chain(conditions).cloned().collect();
        Self { known, ..self.clone() }
    }

    fn text_parts(&self, text: &Text<Resolved>) -> (Go, Vec<String>) {
        let mut conditions: Vec<String> = Vec::new();
        let mut parts = Vec::new();
        for part in &text.parts {
            match part {
                Part::Literal(text) => parts.push(Go::Known(Value::String(text.clone()))),
                Part::Hole(path) => {
                    let fact = self.as_text(path);
                    parts.push(fact.go);
                    conditions.extend(
                        fact.conditions.into_iter().filter(|new| !conditions.contains(new)).collect::<Vec<_>>(),
                    );
                }
            }
        }
        (go::text(&parts), conditions)
    }

    /// The fact as a string: strings as they are, everything else as JSON writes it.
    fn as_text(&self, path: &Resolved) -> Fact {
        let Fact { go, conditions } = self.fact(path);
        let go = match (go, self.model.base(&path.ty)) {
            (Go::Known(Value::String(text)), _) => Go::Known(Value::String(text)),
            (Go::Known(other), _) => Go::Known(Value::String(other.to_string())),
            (go, Type::Integer { .. } | Type::Number { .. } | Type::Boolean) => Go::Call(format!("{go} | toJson")),
            (go, _) => go,
        };
        Fact { go, conditions }
    }

    fn pods(&self, workload: usize, part: PodPart) -> Yaml {
        match part {
            PodPart::Labels => naming::pod_labels(self.component.name(), &self.component.workloads[workload].name),
            PodPart::Container => self.pods[workload].container.clone(),
            PodPart::Pod => self.pods[workload].pod.clone(),
        }
    }

    /// The forms that look the same whatever their leaves are compiled to.
    fn structure(&self, tree: &Tree<Resolved>, leaves: &dyn Fn(&Self, &Tree<Resolved>) -> Yaml) -> Yaml {
        match tree {
            Tree::Map(entries) => {
                Yaml::Map(entries.iter().map(|(key, value)| (Key::Literal(key.clone()), leaves(self, value))).collect())
            }
            Tree::Each(each) => self.each(each, leaves),
            Tree::Match(matching) => self.matching(matching, leaves),
            Tree::If(only) => self.only(only, leaves),
            other => leaves(self, other),
        }
    }

    fn each(&self, each: &Each<Resolved>, leaves: &dyn Fn(&Self, &Tree<Resolved>) -> Yaml) -> Yaml {
        let fact = self.fact(&each.over);
        let inner = self.inside(&fact.conditions);
        let variables = format!("$_, {}", variable(&each.name));
        let value = Box::new(leaves(&inner, &each.value));
        let over = fact.go.to_string();
        let whole = match &each.key {
            None => Yaml::Range(variables, over, value),
            Some(key) => Yaml::Entries(variables, over, inner.text_parts(key).0.to_string(), value),
        };
        whole.only_if(fact.condition())
    }

    fn matching(&self, matching: &Match<Resolved>, leaves: &dyn Fn(&Self, &Tree<Resolved>) -> Yaml) -> Yaml {
        let fact = self.fact(&matching.on);
        let inner = self.inside(&fact.conditions);
        let on = self.model.tag(&matching.on.ty).map_or_else(|| fact.go.clone(), |tag| fact.go.member(tag));
        let arm = |(value, tree): &(String, Tree<Resolved>)| {
            let condition = match (self.model.base(&matching.on.ty), value.as_str()) {
                (Type::Boolean, "true") => on.to_string(),
                (Type::Boolean, _) => format!("not {}", on.argument()),
                _ => format!("eq {} {}", on.argument(), go::quoted(value)),
            };
            let tree = Some(tree).filter(|tree| **tree != Tree::Literal(Value::Null));
            (Some(condition), tree.map(|tree| leaves(&inner, tree)))
        };
        // Arms that leave everything out need no words: no other arm's condition holds for their values.
        let arms = matching.cases.iter().map(arm).filter(|(_, tree)| tree.is_some()).collect();
        Yaml::Branch(arms).only_if(fact.condition())
    }

    fn only(&self, only: &If<Resolved>, leaves: &dyn Fn(&Self, &Tree<Resolved>) -> Yaml) -> Yaml {
        leaves(&self.inside(&self.fact(&only.on).conditions), &only.then).only_if(self.holds(&only.on))
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

/// A value of its own: known ones are written out.
pub(super) fn leaf(go: &Go) -> Yaml {
    match go {
        Go::Known(value) => Yaml::Literal(value.clone()),
        other => Yaml::Expr(other.to_string()),
    }
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
fn variable(name: &str) -> String {
    format!("${}", floe_base::names::camel_case(name))
}
