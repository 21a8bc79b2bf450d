//! Resolved trees to nodes of a template: a fact becomes an expression, and a condition where the fact may be absent.

use floe_contract::model::{Each, Match, Part, Path, PodPart, Text, Tree, Type};
use serde_json::Value;

use super::context::{Context, Fact, variable};
use super::go::{self, Go};
use super::yaml::Yaml;
use super::{container, pod};

impl Context<'_> {
    /// A tree as a JSON value.
    pub(super) fn value(&self, tree: &Tree) -> Yaml {
        self.tree(tree, false)
    }

    /// A tree as a string, or as a list of strings.
    pub(super) fn string(&self, tree: &Tree) -> Yaml {
        self.tree(tree, true)
    }

    /// Named trees as a map.
    pub(super) fn map(&self, entries: &[(String, Tree)]) -> Yaml {
        Yaml::map(entries.iter().map(|(key, value)| (key.as_str(), self.value(value))))
    }

    fn tree(&self, tree: &Tree, is_text: bool) -> Yaml {
        match tree {
            Tree::Literal(other) if is_text && !other.is_string() => Yaml::text(other.to_string()),
            Tree::Literal(value) => Yaml::Literal(value.clone()),
            Tree::List(items) => Yaml::List(items.iter().map(|item| self.tree(item, is_text)).collect()),
            Tree::Map(entries) => {
                Yaml::map(entries.iter().map(|(key, value)| (key.as_str(), self.tree(value, is_text))))
            }
            Tree::Path(path) if is_text => self.as_text(path).node(),
            Tree::Path(path) => self.fact(path).node(),
            Tree::Text(text) => self.text(text).node(),
            Tree::Each(each) => self.each(each, is_text),
            Tree::Match(matching) => self.matching(matching, is_text),
            Tree::If(only) => {
                let inner = self.inside(&self.fact(&only.on).conditions);
                inner.tree(&only.then, is_text).only_if(self.holds(&only.on))
            }
            Tree::Pods(workload, part) => self.pods(*workload, *part),
        }
    }

    /// Text with the holes filled in.
    pub(super) fn text(&self, text: &Text) -> Fact {
        let mut conditions: Vec<String> = Vec::new();
        let part = |part: &Part| match part {
            Part::Literal(text) => Go::Known(text.as_str().into()),
            Part::Hole(path) => {
                let fact = self.as_text(path);
                for condition in fact.conditions {
                    if !conditions.contains(&condition) {
                        conditions.push(condition);
                    }
                }
                fact.go
            }
        };
        let parts: Vec<Go> = text.parts.iter().map(part).collect();
        Fact { go: go::text(&parts), conditions }
    }

    /// The fact as a string: strings as they are, everything else as JSON writes it.
    fn as_text(&self, path: &Path) -> Fact {
        let Fact { go, conditions } = self.fact(path);
        let go = match (go, self.model.base(&path.target.ty)) {
            (Go::Known(other), _) if !other.is_string() => Go::Known(Value::String(other.to_string())),
            (go @ Go::Known(_), _) => go,
            (go, Type::Integer { .. } | Type::Number { .. } | Type::Boolean) => Go::Call(format!("{go} | toJson")),
            (go, _) => go,
        };
        Fact { go, conditions }
    }

    /// A part of the pods of a workload. Lint has shown that no workload reads the parts of pods, so that no pod holds itself.
    fn pods(&self, workload: usize, part: PodPart) -> Yaml {
        let workload = &self.component.workloads[workload];
        let context = &Context::new(self.model, self.chart, self.component);
        match part {
            PodPart::Labels => self.pod_labels(&workload.name),
            PodPart::Container => container::surroundings(context, workload),
            PodPart::Pod => pod::surroundings(context, workload).fill(),
        }
    }

    fn each(&self, each: &Each, is_text: bool) -> Yaml {
        let fact = self.fact(&each.over);
        let inner = self.inside(&fact.conditions);
        let variables = format!("$_, {}", variable(&each.name));
        let value = Box::new(inner.tree(&each.value, is_text));
        let over = fact.go.to_string();
        let whole = match &each.key {
            None => Yaml::Range(variables, over, value),
            Some(key) => Yaml::Entries(variables, over, inner.text(key).go.to_string(), value),
        };
        whole.only_if(fact.condition())
    }

    fn matching(&self, matching: &Match, is_text: bool) -> Yaml {
        let ty = &matching.on.target.ty;
        let fact = self.fact(&matching.on);
        let inner = self.inside(&fact.conditions);
        let on = self.model.tag(ty).map_or_else(|| fact.go.clone(), |tag| fact.go.member(tag));
        let arm = |(value, tree): &(String, Tree)| {
            let condition = match (self.model.base(ty), value.as_str()) {
                (Type::Boolean, "true") => on.to_string(),
                (Type::Boolean, _) => format!("not {}", on.argument()),
                _ => format!("eq {} {}", on.argument(), go::quoted(value)),
            };
            (Some(condition), inner.tree(tree, is_text))
        };
        // Arms that leave everything out need no words: no other arm's condition holds for their values.
        let arms = matching.cases.iter().filter(|(_, tree)| *tree != Tree::Literal(Value::Null));
        Yaml::Branch(arms.map(arm).collect()).only_if(fact.condition())
    }
}
