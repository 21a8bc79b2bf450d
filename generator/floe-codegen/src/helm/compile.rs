//! Value trees to nodes of a template: paths become expressions, and what may be absent becomes a condition.

use floe_contract::component::{Chart, Component, ImageSource, Resolved, Root, Scope};
use floe_contract::model::{Model, Type};
use floe_contract::tree::{Each, If, Match, Part, Path, Text, Tree};
use serde_json::Value;

use super::go::{self, Go};
use super::yaml::{Key, Yaml};
use super::{fragment, naming};

/// What the trees of one component are compiled with.
#[derive(Debug, Clone)]
pub(super) struct Context<'m> {
    /// The contracts.
    pub model: &'m Model,
    /// The chart.
    pub chart: &'m Chart,
    /// The component.
    pub component: &'m Component,
    scope: Scope<'m>,
    /// Conditions that hold wherever this context is used.
    known: Vec<String>,
}

/// A fact: how templates reach it, and under which conditions it is there.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    /// The expression.
    pub go: Go,
    /// Its type.
    pub ty: Type,
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
    /// The context of a component.
    pub(super) fn new(model: &'m Model, chart: &'m Chart, component: &'m Component) -> Self {
        Self { model, chart, component, scope: Scope::new(model, chart, Some(component)), known: Vec::new() }
    }

    /// The fact at a path. Lint has shown that every path leads somewhere; one that does not is null.
    pub(super) fn fact(&self, path: &Path) -> Fact {
        match self.scope.resolve(path) {
            Ok(resolved) => {
                let mut fact = self.reach(path, resolved);
                fact.conditions.retain(|condition| !self.known.contains(condition));
                fact
            }
            Err(_) => Fact { go: Go::Known(Value::Null), ty: Type::Any, conditions: Vec::new() },
        }
    }

    /// A tree as a JSON value.
    pub(super) fn value(&self, tree: &Tree) -> Yaml {
        match tree {
            Tree::Literal(value) => Yaml::Literal(value.clone()),
            Tree::List(items) => Yaml::List(items.iter().map(|item| self.value(item)).collect()),
            Tree::Map(_) | Tree::Each(_) | Tree::Match(_) | Tree::If(_) => self.structure(tree, &Self::value),
            Tree::Path(path) => self.path_value(path),
            Tree::Text(text) => self.text(text),
        }
    }

    /// A tree as a string, or as a list of strings.
    pub(super) fn string(&self, tree: &Tree) -> Yaml {
        match tree {
            Tree::Literal(Value::String(text)) => Yaml::text(text),
            Tree::Literal(other) => Yaml::text(other.to_string()),
            Tree::List(items) => Yaml::List(items.iter().map(|item| self.string(item)).collect()),
            Tree::Map(_) | Tree::Each(_) | Tree::Match(_) | Tree::If(_) => self.structure(tree, &Self::string),
            Tree::Path(path) => {
                let fact = self.fact(path);
                leaf(&self.as_text(&fact)).only_if(fact.condition())
            }
            Tree::Text(text) => self.text(text),
        }
    }

    /// Text with its holes filled in.
    pub(super) fn text(&self, text: &Text) -> Yaml {
        let (go, conditions) = self.text_parts(text);
        leaf(&go).only_if(go::all(&conditions))
    }

    /// Text with its holes filled in, and the conditions under which they are there.
    pub(super) fn name(&self, text: &Text) -> (Yaml, Vec<String>) {
        let (go, conditions) = self.text_parts(text);
        (leaf(&go), conditions)
    }

    /// Named trees as the entries of a map.
    pub(super) fn entries(&self, entries: &[(String, Tree)]) -> Vec<(Key, Yaml)> {
        entries.iter().map(|(key, value)| (Key::Literal(key.clone()), self.value(value))).collect()
    }

    /// The context where these conditions hold.
    fn inside(&self, conditions: &[String]) -> Self {
        let known = self.known.iter().chain(conditions).cloned().collect();
        Self { known, ..self.clone() }
    }

    fn text_parts(&self, text: &Text) -> (Go, Vec<String>) {
        let mut conditions: Vec<String> = Vec::new();
        let mut parts = Vec::new();
        for part in &text.parts {
            match part {
                Part::Literal(text) => parts.push(Go::Known(Value::String(text.clone()))),
                Part::Hole(path) => {
                    let fact = self.fact(path);
                    parts.push(self.as_text(&fact));
                    conditions.extend(
                        fact.conditions.into_iter().filter(|new| !conditions.contains(new)).collect::<Vec<_>>(),
                    );
                }
            }
        }
        (go::text(&parts), conditions)
    }

    /// The fact as a string: strings as they are, everything else as JSON writes it.
    fn as_text(&self, fact: &Fact) -> Go {
        match (&fact.go, self.scope.base(&fact.ty)) {
            (Go::Known(Value::String(_)), _) => fact.go.clone(),
            (Go::Known(other), _) => Go::Known(Value::String(other.to_string())),
            (go, Type::Integer { .. } | Type::Number { .. } | Type::Boolean) => Go::Call(format!("{go} | toJson")),
            (go, _) => go.clone(),
        }
    }

    fn path_value(&self, path: &Path) -> Yaml {
        if let Some(fragment) = fragment::of(self, path) {
            return fragment;
        }
        let fact = self.fact(path);
        leaf(&fact.go).only_if(fact.condition())
    }

    /// The forms that look the same whatever their leaves are compiled to.
    fn structure(&self, tree: &Tree, leaves: &dyn Fn(&Self, &Tree) -> Yaml) -> Yaml {
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

    fn each(&self, each: &Each, leaves: &dyn Fn(&Self, &Tree) -> Yaml) -> Yaml {
        let fact = self.fact(&each.over);
        let item = self.scope.items(&fact.ty).cloned().unwrap_or(Type::Any);
        let inner = Self { scope: self.scope.with(&each.name, item), ..self.inside(&fact.conditions) };
        let variables = format!("$_, {}", variable(&each.name));
        let value = Box::new(leaves(&inner, &each.value));
        let over = fact.go.to_string();
        let whole = match &each.key {
            None => Yaml::Range(variables, over, value),
            Some(key) => Yaml::Entries(variables, over, inner.text_parts(key).0.to_string(), value),
        };
        whole.only_if(fact.condition())
    }

    fn matching(&self, matching: &Match, leaves: &dyn Fn(&Self, &Tree) -> Yaml) -> Yaml {
        let fact = self.fact(&matching.on);
        let inner = self.inside(&fact.conditions);
        let on = self.scope.tag(&fact.ty).map_or_else(|| fact.go.clone(), |tag| fact.go.member(tag));
        let arm = |(value, tree): &(String, Tree)| {
            let condition = match (self.scope.base(&fact.ty), value.as_str()) {
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

    fn only(&self, only: &If, leaves: &dyn Fn(&Self, &Tree) -> Yaml) -> Yaml {
        leaves(&self.inside(&self.fact(&only.on).conditions), &only.then).only_if(self.holds(&only.on))
    }

    /// The condition that a path is there and, if it is a boolean, true; `None`: always.
    pub(super) fn holds(&self, path: &Path) -> Option<String> {
        let mut fact = self.fact(path);
        if matches!(self.scope.base(&fact.ty), Type::Boolean) {
            fact.conditions.push(fact.go.argument());
        }
        fact.condition()
    }

    fn reach(&self, path: &Path, resolved: Resolved) -> Fact {
        let known = |value: Value| Fact { go: Go::Known(value), ty: resolved.ty.clone(), conditions: Vec::new() };
        let made = |go: Go| Fact { go, ty: resolved.ty.clone(), conditions: Vec::new() };
        let component = self.component.name();
        let step = |at: usize| path.steps.get(at).map(String::as_str).unwrap_or_default();
        match resolved.root {
            Root::Platform => chain(naming::bindings(), path, 1, resolved),
            Root::Common => chain(Go::Chain("$.Values.common".to_owned()), path, 1, resolved),
            Root::Tunables => chain(naming::values_of(component), path, 1, resolved),
            Root::Local => chain(Go::Chain(variable(step(0))), path, 1, resolved),
            Root::Database => known(self.component.database.clone().map_or(Value::Null, Value::String)),
            Root::Configs => made(naming::config(component, step(1))),
            Root::Images => made(self.image(step(1))),
            Root::Ports => self.port(step(1), step(2), &resolved.ty),
            Root::Workloads => match (self.component.workload(step(1)), step(2)) {
                (Some(workload), "account") => made(naming::account(component, workload)),
                (Some(workload), _) => made(self.namespace(workload.namespace.as_ref())),
                (None, _) => known(Value::Null),
            },
        }
    }

    /// The namespace at a path, or the platform's own.
    pub(super) fn namespace(&self, path: Option<&Path>) -> Go {
        path.map_or_else(|| naming::bindings().member("namespace"), |path| self.fact(path).go)
    }

    /// The full name of one of the component's images.
    pub(super) fn image(&self, name: &str) -> Go {
        match self.component.image(name).map(|image| &image.source) {
            Some(ImageSource::Fact(path)) => {
                let fact = self.fact(path);
                go::text(&[fact.go.member("repository"), Go::Known(":".into()), fact.go.member("tag")])
            }
            _ => image(&naming::values_of(self.component.name()), name),
        }
    }

    fn port(&self, name: &str, fact: &str, ty: &Type) -> Fact {
        let number = self.component.ports.get(name).map_or(0, |port| port.number);
        let scheme = self.component.ports.get(name).map(|port| port.scheme.clone()).unwrap_or_default();
        let host = naming::host(self.component.name());
        let go = match fact {
            "number" => Go::Known(number.into()),
            "scheme" => Go::Known(scheme.into()),
            "host" => host,
            _ => {
                let prefix = naming::bindings().member("prefix");
                let rest = format!("-{}:{number}", self.component.name());
                go::text(&[Go::Known(format!("{scheme}://").into()), prefix, Go::Known(rest.into())])
            }
        };
        Fact { go, ty: ty.clone(), conditions: Vec::new() }
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

fn chain(root: Go, path: &Path, begin: usize, resolved: Resolved) -> Fact {
    let mut go = root;
    let mut conditions = Vec::new();
    for (at, step) in path.steps.iter().enumerate().skip(begin) {
        if resolved.optional.contains(&at) {
            conditions.push(go.has(step));
        }
        go = go.member(step);
    }
    Fact { go, ty: resolved.ty, conditions }
}

/// The variable of a surrounding `$each`.
fn variable(name: &str) -> String {
    format!("${}", floe_base::names::camel_case(name))
}
