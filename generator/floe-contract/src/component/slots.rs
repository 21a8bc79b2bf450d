//! Lint of trees against their slots, path by path.

use floe_base::Place;

use super::Linter;
use super::paths::Wanted;
use super::scope::Scope;
use crate::messages;
use crate::model::{Each, Match, Part, Path, PodPart, Text, Tree, Type};
use crate::reader::suggestion;

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
    pub(super) fn tree(&mut self, tree: &mut Tree, slot: Slot) {
        match tree {
            Tree::Literal(_) | Tree::Pods(..) => {}
            Tree::List(items) => items.iter_mut().for_each(|item| self.tree(item, slot)),
            Tree::Map(entries) => self.entries(entries, slot),
            Tree::Path(path) => match self.scope.pods(path) {
                Some((workload, part)) => {
                    self.pods(path, part, slot);
                    *tree = Tree::Pods(workload, part);
                }
                None => self.leaf(path, slot),
            },
            Tree::Text(text) => self.text(text, slot),
            Tree::Each(each) => self.each(each, slot),
            Tree::Match(matching) => self.matching(matching, slot),
            Tree::If(only) => {
                self.no_json(&only.on, slot);
                self.path(&mut only.on, Wanted::Any);
                self.tree(&mut only.then, slot);
            }
        }
    }

    /// A variable or a line of a file is one value.
    pub(super) fn one_value(&mut self, tree: &Tree, place: &Place) {
        if !is_one_value(tree) {
            self.error(place, messages::slot_invalid_many(), "write text, a path or a scalar");
        }
    }

    /// Resolves named trees in slots of one kind.
    pub(super) fn entries(&mut self, entries: &mut [(String, Tree)], slot: Slot) {
        for (_, value) in entries {
            self.tree(value, slot);
        }
    }

    /// Resolves text: every hole is a scalar.
    pub(super) fn text(&mut self, text: &mut Text, slot: Slot) {
        for part in &mut text.parts {
            let Part::Hole(path) = part else { continue };
            self.leaf(path, if slot == Slot::Line { Slot::Line } else { Slot::Text });
            if !path.target.optional.is_empty() {
                self.no_json(path, slot);
            }
        }
    }

    fn leaf(&mut self, path: &mut Path, slot: Slot) {
        let is_text = matches!(slot, Slot::Text | Slot::Line);
        self.path(path, if is_text { Wanted::Scalar } else { Wanted::Any });
        if !path.target.optional.is_empty() {
            self.no_json(path, slot);
        }
        // Only text without a pattern can hold the character that ends the line.
        if slot == Slot::Line && matches!(self.model.base(&path.target.ty), Type::String { pattern: None, .. }) {
            let help = "give its type a pattern, or write the file as yaml";
            self.error(&path.place, messages::slot_invalid_line(&*path), help);
        }
    }

    /// A part of pods is a whole tree, of which parts can be absent.
    fn pods(&mut self, path: &Path, part: PodPart, slot: Slot) {
        if matches!(slot, Slot::Text | Slot::Line) {
            self.mismatch(path, "text or a number");
        }
        self.no_json(path, slot);
        if self.in_workload && part != PodPart::Labels {
            self.error(&path.place, messages::slot_invalid_itself(path), "read it in a config");
        }
    }

    fn each(&mut self, each: &mut Each, slot: Slot) {
        self.no_json(&each.over, slot);
        self.path(&mut each.over, Wanted::Items);
        let item = each.over.target.ty.items().cloned().unwrap_or_default(); // none: reported already
        self.within(self.scope.with(&each.name, item), |linter| {
            if let Some(key) = &mut each.key {
                linter.text(key, Slot::Text);
            }
            linter.tree(&mut each.value, slot);
        });
    }

    fn matching(&mut self, matching: &mut Match, slot: Slot) {
        self.no_json(&matching.on, slot);
        self.path(&mut matching.on, Wanted::Cases);
        self.cases(matching);
        for (value, tree) in &mut matching.cases {
            self.within(self.scope.narrowed(&matching.on, value), |linter| linter.tree(tree, slot));
        }
    }

    /// There is a tree for each case, and no other.
    fn cases(&mut self, Match { on, cases: trees }: &Match) {
        let cases = self.model.cases(&on.target.ty);
        if cases.is_empty() {
            return; // reported already
        }
        for (value, _) in trees.iter().filter(|(value, _)| !cases.contains(&value.as_str())) {
            let help = suggestion(value, cases.iter().copied());
            self.error(&on.place, messages::slot_invalid_never(on, value), help);
        }
        for value in cases.iter().filter(|value| trees.iter().all(|(other, _)| other != *value)) {
            let help = format!("add `{value}`; null leaves it out");
            self.error(&on.place, messages::slot_invalid_unsaid(on, value), help);
        }
    }

    /// Calls `resolve` in another scope.
    pub(super) fn within(&mut self, scope: Scope<'m>, resolve: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        resolve(self);
        self.scope = outer;
    }

    fn no_json(&mut self, path: &Path, slot: Slot) {
        if slot == Slot::Json {
            let help = "write the file as yaml, or take the whole list or object from one path";
            self.error(&path.place, messages::slot_invalid_json(path), help);
        }
    }
}

fn is_one_value(tree: &Tree) -> bool {
    match tree {
        Tree::Literal(_) | Tree::Path(_) | Tree::Text(_) => true,
        Tree::Match(matching) => matching.cases.iter().all(|(_, tree)| is_one_value(tree)),
        Tree::If(only) => is_one_value(&only.then),
        Tree::List(_) | Tree::Map(_) | Tree::Each(_) | Tree::Pods(..) => false,
    }
}
