//! Trees and paths against the slots that they stand in.

use super::Linter;
use crate::component::scope::Scope;
use crate::component::{Resolved, Root};
use crate::model::{Field, Form, Model, Type};
use crate::reader::suggestion;
use crate::tree::{Each, If, Match, Part, Path, PodPart, Text, Tree};

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

    /// Resolves named trees in slots of one kind.
    pub(super) fn entries(&mut self, entries: &[(String, Tree)], slot: Slot) -> Vec<(String, Tree<Resolved>)> {
        entries.iter().map(|(key, value)| (key.clone(), self.tree(value, slot))).collect()
    }

    /// Resolves text: its holes are scalars.
    pub(super) fn text(&mut self, text: &Text, slot: Slot) -> Text<Resolved> {
        let slot = if slot == Slot::Line { Slot::Line } else { Slot::Text };
        let part = |part: &Part| match part {
            Part::Literal(text) => Part::Literal(text.clone()),
            Part::Hole(path) => Part::Hole(self.leaf(path, slot)),
        };
        Text { parts: text.parts.iter().map(part).collect(), place: text.place.clone() }
    }

    /// Resolves a path to anything.
    pub(super) fn path(&mut self, path: &Path) -> Resolved {
        self.checked(path, |_, _| {})
    }

    /// Resolves a path and checks the fact that it leads to. A path that leads nowhere is reported; the fact that stands in for it is not
    /// checked, and reaches nobody, for a chart with findings is not handed out.
    fn checked(&mut self, path: &Path, check: impl FnOnce(&mut Self, &Resolved)) -> Resolved {
        match self.scope.resolve(path) {
            Ok(resolved) => {
                if resolved.root != Root::Local {
                    self.read.insert(path.steps.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("."));
                }
                check(self, &resolved);
                resolved
            }
            Err(finding) => {
                self.out.push(finding);
                Resolved { path: path.clone(), root: Root::Platform, ty: Type::Any, optional: Vec::new(), list: None }
            }
        }
    }

    /// A path to text that must be there.
    pub(super) fn required_text(&mut self, path: &Path) -> Resolved {
        self.required(path, "text", |ty| matches!(ty, Type::String { .. }))
    }

    /// A path to an integer that must be there.
    pub(super) fn integer(&mut self, path: &Path) -> Resolved {
        self.required(path, "an integer", |ty| matches!(ty, Type::Integer { .. }))
    }

    /// A path to a boolean that must be there.
    pub(super) fn boolean(&mut self, path: &Path) -> Resolved {
        self.required(path, "a boolean", |ty| matches!(ty, Type::Boolean))
    }

    /// A path to a credential, that may be absent.
    pub(super) fn credential(&mut self, path: &Path) -> Resolved {
        self.checked(path, |linter, resolved| {
            let fields = linter.fields(&resolved.ty);
            if !(has(fields, "env") && fields.iter().any(|field| field.name == "ref" && field.secret)) {
                linter.mismatch(path, "a credential");
            }
        })
    }

    /// A path to servers: an endpoint or, through a list, an endpoint of each item, which may be absent; or one of the component's own ports.
    pub(super) fn servers(&mut self, path: &Path, is_awaited: bool) -> Resolved {
        let servers = self.within(self.scope.plural(), |linter| linter.endpoint(path));
        if is_awaited && servers.list.is_some() {
            let message = format!("`{path}` leads to a list, and a workload can wait for one server alone");
            self.error(SLOT, path.place.clone(), message, "remove `start`");
        }
        servers
    }

    /// A path to an endpoint that may be absent, or to one of the component's own ports, of which the number is read.
    pub(super) fn endpoint(&mut self, path: &Path) -> Resolved {
        if path.starts_with("ports") && path.steps.len() == 2 {
            return Resolved { path: path.clone(), ..self.path(&path.join(&["number"])) };
        }
        self.checked(path, |linter, resolved| {
            let fields = linter.fields(&resolved.ty);
            if !["url", "host", "port", "component", "cidrs"].iter().all(|name| has(fields, name)) {
                linter.mismatch(path, "an endpoint");
            }
        })
    }

    /// A path to an object that names an image, and must be there.
    pub(super) fn image(&mut self, path: &Path) -> Resolved {
        self.checked(path, |linter, resolved| {
            linter.present(resolved);
            let fields = linter.fields(&resolved.ty);
            if !["repository", "tag"].iter().all(|name| has(fields, name)) {
                linter.mismatch(path, "an image");
            }
        })
    }

    fn required(&mut self, path: &Path, wanted: &str, is_wanted: impl Fn(&Type) -> bool) -> Resolved {
        self.checked(path, |linter, resolved| {
            linter.present(resolved);
            if !is_wanted(linter.model.base(&resolved.ty)) {
                linter.mismatch(path, wanted);
            }
        })
    }

    /// A fact that is always there.
    fn present(&mut self, Resolved { path, optional, .. }: &Resolved) {
        if let Some(at) = optional.first() {
            let absent = path.steps[..=*at].join(".");
            let message = format!("`{absent}` may be absent, but here a value must stand");
            let help = format!("name `{absent}` under `requires`, or give it a default");
            self.error(SLOT, path.place.clone(), message, help);
        }
    }

    fn leaf(&mut self, path: &Path, slot: Slot) -> Resolved {
        self.checked(path, |linter, resolved| {
            if slot == Slot::Json && !resolved.optional.is_empty() {
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

    /// What `resolve` gives in another scope.
    fn within<T>(&mut self, scope: Scope<'m>, resolve: impl FnOnce(&mut Self) -> T) -> T {
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

fn is_scalar(model: &Model, ty: &Type) -> bool {
    match model.base(ty) {
        Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::String { .. } | Type::Const(_) => true,
        Type::Ref(_) => model.tag(ty).is_none() && !model.cases(ty).is_empty(),
        _ => false,
    }
}

/// Whether every value of the type is one word or one line: nothing in it can end the line.
fn is_one_word(model: &Model, ty: &Type) -> bool {
    !matches!(model.base(ty), Type::String { pattern: None, .. })
}
