//! Resolved trees to nodes of a template: a fact becomes an expression, and a condition where the fact may be absent.

use floe_contract::component::Resolved;
use floe_contract::model::Type;
use floe_contract::tree::{Each, If, Match, Part, PodPart, Text, Tree};
use serde_json::Value;

use super::context::{Context, Fact, variable};
use super::go::{self, Go};
use super::naming;
use super::yaml::{Key, Yaml};

impl Context<'_> {
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
}

/// A value of its own: known ones are written out.
pub(super) fn leaf(go: &Go) -> Yaml {
    match go {
        Go::Known(value) => Yaml::Literal(value.clone()),
        other => Yaml::Expr(other.to_string()),
    }
}
