//! Scope: the names of types in one generated module, and the imports for these names.

use std::collections::BTreeSet;

use floe_contract::model::{ContractId, Field, Form, Model, Type};

use super::names;
use super::source::Imports;
use crate::inside::{cases, fields};

/// One generated module in the making.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    pub(super) imports: Imports,
    module: String,
}

impl<'a> Scope<'a> {
    /// The module of a contract, which defines the types of these names.
    pub(super) fn new(model: &'a Model, contract: &ContractId, types: &[String]) -> Self {
        let defs = types.iter().filter_map(|name| model.types.get(name));
        let own = defs.flat_map(|def| cases(def).iter().map(|case| &case.type_name).chain([&def.name]));
        let imports = Imports::beside(own.map(|name| names::type_name(name)));
        Self { model, imports, module: names::path("crate", contract) }
    }

    /// A module that belongs to no single contract, and that defines these names.
    pub(super) fn beside(model: &'a Model, own: impl IntoIterator<Item = String>) -> Self {
        Self { model, imports: Imports::beside(own), module: String::new() }
    }

    pub(super) fn named(&mut self, name: &str) -> String {
        self.defined_with(name, &names::type_name(name))
    }

    /// The type of a union's case.
    pub(super) fn case(&mut self, union: &str, case: &str) -> String {
        self.defined_with(union, &names::type_name(case))
    }

    pub(super) fn scalar(&mut self, name: &str) -> String {
        self.imports.path("crate::scalars", &names::scalar(name))
    }

    fn defined_with(&mut self, name: &str, ident: &str) -> String {
        match self.model.types.get(name).map(|def| names::path("crate", &def.contract)) {
            Some(module) if module != self.module => self.imports.path(&module, ident),
            _ => ident.to_owned(),
        }
    }

    /// A value that is kept: `String`, `Vec<Bucket>`.
    pub(super) fn owned(&mut self, ty: &Type) -> String {
        match ty {
            Type::Any => self.imports.path("serde_json", "Value"),
            Type::Boolean => "bool".to_owned(),
            Type::Integer { .. } => "i64".to_owned(),
            Type::Number { .. } => "f64".to_owned(),
            Type::String { .. } | Type::Const(_) => "String".to_owned(),
            Type::Scalar(name) => self.scalar(name),
            Type::Array { items, .. } => format!("Vec<{}>", self.owned(items)),
            Type::Map { values, .. } => {
                let map = self.imports.path("std::collections", "BTreeMap");
                format!("{map}<String, {}>", self.owned(values))
            }
            Type::Ref(name) => self.named(name),
        }
    }

    /// A value that is lent, with a lifetime where one is given: `&'a str`, `&[Bucket]`, `i64`.
    pub(super) fn lent(&mut self, ty: &Type, lifetime: &str) -> String {
        match ty {
            _ if self.is_copied(ty) => self.owned(ty),
            Type::String { .. } | Type::Const(_) => format!("&{lifetime} str"),
            Type::Array { items, .. } => format!("&{lifetime} [{}]", self.owned(items)),
            _ => format!("&{lifetime} {}", self.owned(ty)),
        }
    }

    /// Whether a value of this type is handed on whole, not lent.
    pub(super) fn is_copied(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean | Type::Integer { .. } | Type::Number { .. } => true,
            Type::Scalar(name) => self.model.scalars.get(name).is_some_and(|scalar| self.is_copied(&scalar.base)),
            Type::Ref(name) => self.model.types.get(name).is_some_and(|def| matches!(def.form, Form::Enum(_))),
            _ => false,
        }
    }

    /// Whether a field of this type must be boxed, because a value of the type would hold a value of the owner.
    pub(super) fn is_boxed(&self, owner: &str, ty: &Type) -> bool {
        let Type::Ref(first) = ty else { return false };
        let mut open = vec![first.as_str()];
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(name) = open.pop() {
            if name == owner {
                return true;
            }
            if seen.insert(name) {
                // Types behind a list or a map do not stand inside the value itself.
                let held = self.model.types.get(name).into_iter().flat_map(fields);
                open.extend(
                    held.filter_map(|Field { ty, .. }| if let Type::Ref(name) = ty { Some(&**name) } else { None }),
                );
            }
        }
        false
    }
}
