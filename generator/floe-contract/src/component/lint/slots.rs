//! Lint of trees against their slots, path by path.

use floe_base::Place;

use super::Linter;
use crate::component::Resolved;
use crate::component::scope::Scope;
use crate::model::{Model, Type};
use crate::reader::suggestion;
use crate::tree::{Each, If, Match, Part, Path, PodPart, Text, Tree};

pub(super) const SLOT: &str = "CONTRACT_SLOT_INVALID";

/// The values that a place in a contract can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Any JSON value.
    Value,
    /// A value in JSON text: none of its parts can be left out.
    Json,
    /// Strings, and lists of strings.
    Text,
    /// A string that stands in a line of text without quotes.
    Line,
}

impl<'m> Linter<'m, '_> {
    /// Resolves a tree in a slot.
    pub(super) fn tree(&mut self, tree: &Tree, slot: Slot) -> Tree<Resolved> {
        match tree {
            Tree::Literal(value) => Tree::Literal(value.clone()),
            Tree::List(items) => Tree::List(items.iter().map(|item| self.tree(item, slot)).collect()),
            Tree::Map(entries) => Tree::Map(self.entries(entries, slot)),
            Tree::Path(path) => match self.scope.pods(path) {
                Some((workload, part)) => self.pods(path, workload, part, slot),
                None => Tree::Path(self.leaf(path, slot)),
            },
            Tree::Pods(workload, part) => Tree::Pods(*workload, *part),
            Tree::Text(text) => Tree::Text(self.text(text, slot)),
            Tree::Each(each) => Tree::Each(Box::new(self.each(each, slot))),
            Tree::Match(matching) => Tree::Match(Box::new(self.matching(matching, slot))),
            Tree::If(only) => {
                self.no_json(&only.on, slot);
                Tree::If(Box::new(If { on: self.path(&only.on), then: self.tree(&only.then, slot) }))
            }
        }
    }

    /// A variable or a line of a file is one value.
    pub(super) fn one_value(&mut self, tree: &Tree, place: &Place) {
        if !is_one_value(tree) {
            let message = "a list or a map stands where one value is wanted";
            self.error(SLOT, place.clone(), message, "write text, a path or a scalar");
        }
    }

    /// Resolves named trees in slots of one kind.
    pub(super) fn entries(&mut self, entries: &[(String, Tree)], slot: Slot) -> Vec<(String, Tree<Resolved>)> {
        entries.iter().map(|(key, value)| (key.clone(), self.tree(value, slot))).collect()
    }

    /// Resolves text: every hole is a scalar.
    pub(super) fn text(&mut self, text: &Text, slot: Slot) -> Text<Resolved> {
        let hole = if slot == Slot::Line { Slot::Line } else { Slot::Text };
        let part = |part: &Part| match part {
            Part::Literal(text) => Part::Literal(text.clone()),
            Part::Hole(path) => {
                let resolved = self.leaf(path, hole);
                if !resolved.optional.is_empty() {
                    self.no_json(path, slot);
                }
                Part::Hole(resolved)
            }
        };
        Text { parts: text.parts.iter().map(part).collect(), place: text.place.clone() }
    }

    fn leaf(&mut self, path: &Path, slot: Slot) -> Resolved {
        self.checked(path, |linter, resolved| {
            if !resolved.optional.is_empty() {
                linter.no_json(path, slot);
            }
            if matches!(slot, Slot::Text | Slot::Line) && !is_scalar(linter.model, &resolved.ty) {
                linter.mismatch(path, "text or a number");
            }
            if slot == Slot::Line && !is_one_word(linter.model, &resolved.ty) {
                let message = format!("`{path}` can be any text, which would break the line that it stands in");
                linter.error(SLOT, path.place.clone(), message, "give its type a pattern, or write the file as yaml");
            }
        })
    }

    /// A part of pods is a whole tree, of which parts can be absent.
    fn pods(&mut self, path: &Path, workload: usize, part: PodPart, slot: Slot) -> Tree<Resolved> {
        if matches!(slot, Slot::Text | Slot::Line) {
            self.mismatch(path, "text or a number");
        }
        self.no_json(path, slot);
        if self.in_workload && part != PodPart::Labels {
            let message = format!("`{path}` is read inside of a workload, so that a pod could hold itself");
            self.error(SLOT, path.place.clone(), message, "read it in a config");
        }
        Tree::Pods(workload, part)
    }

    fn each(&mut self, each: &Each, slot: Slot) -> Each<Resolved> {
        self.no_json(&each.over, slot);
        let over = self.checked(&each.over, |linter, resolved| {
            if resolved.ty.items().is_none() {
                linter.mismatch(&each.over, "a list or a map");
            }
        });
        let item = over.ty.items().cloned().unwrap_or(Type::Any); // any: reported as no list, or as leading nowhere
        let inner = self.scope.with(&each.name, item);
        let (key, value) = self.within(inner, |linter| {
            (each.key.as_ref().map(|key| linter.text(key, Slot::Text)), linter.tree(&each.value, slot))
        });
        Each { over, name: each.name.clone(), key, value }
    }

    fn matching(&mut self, matching: &Match, slot: Slot) -> Match<Resolved> {
        self.no_json(&matching.on, slot);
        let on = self.checked(&matching.on, |linter, resolved| linter.cases(matching, &resolved.ty));
        let case = |(value, tree): &(String, Tree)| {
            let inner = self.scope.narrowed(&matching.on, value);
            (value.clone(), self.within(inner, |linter| linter.tree(tree, slot)))
        };
        Match { on, cases: matching.cases.iter().map(case).collect() }
    }

    /// There is a tree for each case, and no other.
    fn cases(&mut self, matching: &Match, ty: &Type) {
        let cases = self.model.cases(ty);
        if cases.is_empty() {
            self.mismatch(&matching.on, "an enumeration, a boolean or a union");
            return;
        }
        for (value, _) in matching.cases.iter().filter(|(value, _)| !cases.contains(value)) {
            let help = suggestion(value, cases.iter().map(String::as_str));
            self.error(SLOT, matching.on.place.clone(), format!("`{}` is never `{value}`", matching.on), help);
        }
        for value in cases.iter().filter(|value| matching.cases.iter().all(|(other, _)| other != *value)) {
            let message = format!("`{}` can be `{value}`, for which nothing is said", matching.on);
            self.error(SLOT, matching.on.place.clone(), message, format!("add `{value}`; null leaves it out"));
        }
    }

    /// Calls `resolve` in another scope.
    pub(super) fn within<T>(&mut self, scope: Scope<'m>, resolve: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.scope, scope);
        let resolved = resolve(self);
        self.scope = outer;
        resolved
    }

    fn no_json(&mut self, path: &Path, slot: Slot) {
        if slot == Slot::Json {
            let message = format!("what hangs on `{path}` may be absent, and JSON text cannot leave a part out");
            self.error(
                SLOT,
                path.place.clone(),
                message,
                "write the file as yaml, or take the whole list or object from one path",
            );
        }
    }
}

fn is_scalar(model: &Model, ty: &Type) -> bool {
    match model.base(ty) {
        Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::String { .. } | Type::Const(_) => true,
        Type::Ref(_) => model.tag(ty).is_none() && !model.cases(ty).is_empty(),
        _ => false,
    }
}

/// Whether every value of the type is one word or one line: no character can end the line.
fn is_one_word(model: &Model, ty: &Type) -> bool {
    !matches!(model.base(ty), Type::String { pattern: None, .. })
}

fn is_one_value(tree: &Tree) -> bool {
    match tree {
        Tree::Literal(_) | Tree::Path(_) | Tree::Text(_) => true,
        Tree::Match(matching) => matching.cases.iter().all(|(_, tree)| is_one_value(tree)),
        Tree::If(only) => is_one_value(&only.then),
        Tree::List(_) | Tree::Map(_) | Tree::Each(_) | Tree::Pods(..) => false,
    }
}
