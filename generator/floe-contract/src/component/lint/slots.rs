//! Trees and paths against the slots that they stand in.

use super::Linter;
use crate::component::{Resolved, Root, Scope};
use crate::model::{Field, Form, Type};
use crate::reader::suggestion;
use crate::tree::{Each, Match, Part, Path, Text, Tree};

const SLOT: &str = "CONTRACT_SLOT_INVALID";

/// What a place in a contract can take.
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
    /// Checks a tree in a slot.
    pub(super) fn tree(&mut self, tree: &Tree, slot: Slot) {
        match tree {
            Tree::Literal(_) => {}
            Tree::List(items) => items.iter().for_each(|item| self.tree(item, slot)),
            Tree::Map(entries) => entries.iter().for_each(|(_, value)| self.tree(value, slot)),
            Tree::Path(path) => self.leaf(path, slot),
            Tree::Text(text) => self.text(text, slot),
            Tree::Each(each) => self.each(each, slot),
            Tree::Match(matching) => self.matching(matching, slot),
            Tree::If(only) => {
                self.no_json(&only.on, slot);
                self.path(&only.on);
                self.tree(&only.then, slot);
            }
        }
    }

    /// Checks text: its holes are scalars.
    pub(super) fn text(&mut self, text: &Text, slot: Slot) {
        for part in &text.parts {
            if let Part::Hole(path) = part {
                self.leaf(path, if slot == Slot::Line { Slot::Line } else { Slot::Text });
            }
        }
    }

    /// Resolves a path; an unknown one is reported.
    pub(super) fn path(&mut self, path: &Path) -> Option<Resolved> {
        match self.scope.resolve(path) {
            Ok(resolved) => {
                if resolved.root != Root::Local {
                    self.read.insert(path.steps.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("."));
                }
                Some(resolved)
            }
            Err(finding) => {
                self.out.push(finding);
                None
            }
        }
    }

    /// A path to text that must be there.
    pub(super) fn required_text(&mut self, path: &Path) {
        let Some(resolved) = self.required(path) else { return };
        if !matches!(self.scope.base(&resolved.ty), Type::String { .. }) {
            self.mismatch(path, "text");
        }
    }

    /// A path to an integer that must be there.
    pub(super) fn integer(&mut self, path: &Path) {
        let Some(resolved) = self.required(path) else { return };
        if !matches!(self.scope.base(&resolved.ty), Type::Integer { .. }) {
            self.mismatch(path, "an integer");
        }
    }

    /// A path to a boolean that must be there.
    pub(super) fn boolean(&mut self, path: &Path) {
        let Some(resolved) = self.required(path) else { return };
        if !matches!(self.scope.base(&resolved.ty), Type::Boolean) {
            self.mismatch(path, "a boolean");
        }
    }

    /// A path to a credential, that may be absent.
    pub(super) fn credential(&mut self, path: &Path) {
        let Some(resolved) = self.path(path) else { return };
        let fields = self.fields(&resolved.ty);
        if !(has(fields, "env") && fields.iter().any(|field| field.name == "ref" && field.secret)) {
            self.mismatch(path, "a credential");
        }
    }

    /// A path to an endpoint that may be absent, or to one of the component's own ports.
    pub(super) fn endpoint(&mut self, path: &Path) {
        let own = path.starts_with("ports");
        if own && path.steps.len() == 2 {
            self.path(&path.join(&["number"]));
            return;
        }
        let Some(resolved) = self.path(path) else { return };
        let fields = self.fields(&resolved.ty);
        if !["url", "host", "port", "component", "cidrs"].iter().all(|name| has(fields, name)) {
            self.mismatch(path, "an endpoint");
        }
    }

    /// A path to an object that names an image, and must be there.
    pub(super) fn image(&mut self, path: &Path) {
        let Some(resolved) = self.required(path) else { return };
        let fields = self.fields(&resolved.ty);
        if !["repository", "tag"].iter().all(|name| has(fields, name)) {
            self.mismatch(path, "an image");
        }
    }

    fn required(&mut self, path: &Path) -> Option<Resolved> {
        let resolved = self.path(path)?;
        if let Some(at) = resolved.optional.first() {
            let absent = path.steps[..=*at].join(".");
            let message = format!("`{absent}` may be absent, but here a value must stand");
            self.error(
                SLOT,
                path.place.clone(),
                message,
                format!("name `{absent}` under `requires`, or give it a default"),
            );
        }
        Some(resolved)
    }

    fn leaf(&mut self, path: &Path, slot: Slot) {
        let Some(resolved) = self.path(path) else { return };
        if slot == Slot::Json && !resolved.optional.is_empty() {
            self.no_json(path, slot);
        }
        if matches!(slot, Slot::Text | Slot::Line) && !is_scalar(&self.scope, &resolved.ty) {
            self.mismatch(path, "text or a number");
        }
        if slot == Slot::Line && !is_one_word(&self.scope, &resolved.ty) {
            let message = format!("`{path}` can be any text, which would break the line that it stands in");
            self.error(SLOT, path.place.clone(), message, "give its type a pattern, or write the file as yaml");
        }
    }

    fn each(&mut self, each: &Each, slot: Slot) {
        self.no_json(&each.over, slot);
        let Some(resolved) = self.path(&each.over) else { return };
        let Some(item) = self.scope.items(&resolved.ty).cloned() else {
            self.mismatch(&each.over, "a list or a map");
            return;
        };
        let outer = self.scope.clone();
        self.scope = outer.with(&each.name, item);
        if let Some(key) = &each.key {
            self.text(key, Slot::Text);
        }
        self.tree(&each.value, slot);
        self.scope = outer;
    }

    fn matching(&mut self, matching: &Match, slot: Slot) {
        self.no_json(&matching.on, slot);
        if let Some(resolved) = self.path(&matching.on) {
            let cases = self.scope.cases(&resolved.ty);
            if cases.is_empty() {
                self.mismatch(&matching.on, "an enumeration, a boolean or a union");
            }
            for (value, _) in matching.cases.iter().filter(|(value, _)| !cases.is_empty() && !cases.contains(value)) {
                let help = suggestion(value, cases.iter().map(String::as_str));
                self.error(SLOT, matching.on.place.clone(), format!("`{}` is never `{value}`", matching.on), help);
            }
            for value in cases.iter().filter(|value| matching.cases.iter().all(|(other, _)| other != *value)) {
                let message = format!("`{}` can be `{value}`, for which nothing is said", matching.on);
                self.error(SLOT, matching.on.place.clone(), message, format!("add `{value}`; null leaves it out"));
            }
        }
        matching.cases.iter().for_each(|(_, tree)| self.tree(tree, slot));
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

    fn mismatch(&mut self, path: &Path, wanted: &str) {
        self.error(SLOT, path.place.clone(), format!("`{path}` is not {wanted}"), format!("write a path to {wanted}"));
    }

    fn fields(&self, ty: &Type) -> &'m [Field] {
        let Type::Ref(name) = ty else { return &[] };
        match self.model.types.get(name).map(|def| &def.form) {
            Some(Form::Object(fields)) => fields,
            _ => &[],
        }
    }
}

fn has(fields: &[Field], name: &str) -> bool {
    fields.iter().any(|field| field.name == name)
}

fn is_scalar(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.base(ty) {
        Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::String { .. } | Type::Const(_) => true,
        Type::Ref(_) => scope.tag(ty).is_none() && !scope.cases(ty).is_empty(),
        _ => false,
    }
}

/// Whether every value of the type is one word or one line: nothing in it can end the line.
fn is_one_word(scope: &Scope<'_>, ty: &Type) -> bool {
    !matches!(scope.base(ty), Type::String { pattern: None, .. })
}
