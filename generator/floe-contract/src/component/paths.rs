//! Lint of paths: each path leads to the required fact, such as an endpoint, a credential or an integer. `slots` checks trees.

use super::Linter;
use crate::messages;
use crate::model::{Field, Form, Path, Root, Type};

/// The facts that places in a contract want at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Any,
    Text,
    Integer,
    Boolean,
    /// Text, a number, or one value of an enumeration.
    Scalar,
    /// A list or a map.
    Items,
    /// A value that a `$match` can tell apart.
    Cases,
    /// An object that names a variable and the place of a secret.
    Credential,
    Endpoint,
    /// An object that names an image.
    Image,
}

impl Wanted {
    const fn words(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Text => "text",
            Self::Integer => "an integer",
            Self::Boolean => "a boolean",
            Self::Scalar => "text or a number",
            Self::Items => "a list or a map",
            Self::Cases => "an enumeration, a boolean or a union",
            Self::Credential => "a credential",
            Self::Endpoint => "an endpoint",
            Self::Image => "an image",
        }
    }

    /// Whether the fact must be there.
    const fn is_mandatory(self) -> bool {
        matches!(self, Self::Text | Self::Integer | Self::Boolean | Self::Image)
    }
}

impl Linter<'_, '_> {
    /// Resolves a path to a wanted fact. A path that leads nowhere is reported, and keeps a target that is never handed out, because a
    /// chart with findings is not handed out.
    pub(super) fn path(&mut self, path: &mut Path, wanted: Wanted) {
        match self.scope.resolve(path) {
            Ok(target) => path.target = target,
            Err(finding) => return self.out.push(finding),
        }
        if path.target.root != Root::Local {
            self.read.insert(path.steps.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("."));
        }
        if let Some(at) = path.target.optional.first().filter(|_| wanted.is_mandatory()) {
            let absent = path.steps[..=*at].join(".");
            let help = format!("name `{absent}` under `requires`, or give it a default");
            self.error(&path.place, messages::slot_invalid_absent(absent), help);
        }
        if !self.fits(&path.target.ty, wanted) {
            self.mismatch(path, wanted.words());
        }
    }

    /// A path to servers: an endpoint or, through a list, an endpoint of each item, which may be absent; or a port of the component, of
    /// which the number is read.
    pub(super) fn servers(&mut self, path: &mut Path, is_awaited: bool) {
        if path.starts_with("ports") && path.steps.len() == 2 {
            let mut number = path.join("number");
            self.path(&mut number, Wanted::Any);
            path.target = number.target;
            return;
        }
        self.within(self.scope.plural(), |linter| linter.path(path, Wanted::Endpoint));
        if is_awaited && path.target.list.is_some() {
            self.error(&path.place, messages::slot_invalid_list(&*path), "remove `start`");
        }
    }

    pub(super) fn mismatch(&mut self, path: &Path, wanted: &str) {
        let finding = messages::slot_invalid_mismatch(path, wanted);
        self.error(&path.place, finding, format!("write a path to {wanted}"));
    }

    fn fits(&self, ty: &Type, wanted: Wanted) -> bool {
        let base = self.model.base(ty);
        let field = |name: &str| self.fields(ty).iter().find(|field| field.name == name);
        match wanted {
            Wanted::Any => true,
            Wanted::Text => matches!(base, Type::String { .. }),
            Wanted::Integer => matches!(base, Type::Integer { .. }),
            Wanted::Boolean => matches!(base, Type::Boolean),
            Wanted::Scalar => match base {
                Type::Boolean | Type::Integer { .. } | Type::Number { .. } | Type::String { .. } | Type::Const(_) => {
                    true
                }
                _ => matches!(self.model.form(ty), Some(Form::Enum(values)) if !values.is_empty()),
            },
            Wanted::Items => ty.items().is_some(),
            Wanted::Cases => !self.model.cases(ty).is_empty(),
            Wanted::Credential => field("env").is_some() && field("ref").is_some_and(Field::is_secret),
            Wanted::Endpoint => ["url", "host", "port", "component", "cidrs"].iter().all(|name| field(name).is_some()),
            Wanted::Image => ["repository", "tag"].iter().all(|name| field(name).is_some()),
        }
    }

    fn fields(&self, ty: &Type) -> &[Field] {
        if let Some(Form::Object(fields)) = self.model.form(ty) { fields } else { &[] }
    }
}
