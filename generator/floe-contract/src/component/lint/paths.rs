//! Lint of paths: each path leads to the required fact, such as an endpoint, a credential or an integer. `slots` checks trees.

use super::Linter;
use super::slots::SLOT;
use crate::component::{Resolved, Root};
use crate::model::{Field, Form, Type};
use crate::tree::Path;

impl<'m> Linter<'m, '_> {
    /// Resolves a path to anything.
    pub(super) fn path(&mut self, path: &Path) -> Resolved {
        self.checked(path, |_, _| {})
    }

    /// Resolves a path and checks the fact at the end. A path that leads nowhere is reported. The fact that stands in is not checked,
    /// and is never handed out, because a chart with findings is not handed out.
    pub(super) fn checked(&mut self, path: &Path, check: impl FnOnce(&mut Self, &Resolved)) -> Resolved {
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

    /// A path to servers: an endpoint or, through a list, an endpoint of each item, which may be absent; or a port of the component.
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

    pub(super) fn mismatch(&mut self, path: &Path, wanted: &str) {
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
