//! Scope: one generated module in the making, with the names of types and their imports. Writes no item.

use std::collections::BTreeSet;

use floe_contract::model::{ContractId, Form, Model, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::source::{Imports, tokens};
use crate::inside::fields;

/// One generated module in the making.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    pub(super) imports: Imports,
    /// The path of the module.
    module: String,
}

impl<'a> Scope<'a> {
    /// A module that defines these names.
    pub(super) fn new(model: &'a Model, module: String, own: impl IntoIterator<Item = String>) -> Self {
        let mut imports = Imports::default();
        imports.define(own);
        Self { model, imports, module }
    }

    /// A named type.
    pub(super) fn named(&mut self, name: &str) -> String {
        self.case(name, name)
    }

    /// The type of a union's case, which stands in the module of the union.
    pub(super) fn case(&mut self, union: &str, case: &str) -> String {
        let ident = names::type_name(case).to_string();
        match self.model.types.get(union).map(|def| names::module_path("crate", &def.contract)) {
            Some(module) if module != self.module => self.imports.path(&module, &ident),
            _ => ident,
        }
    }

    /// A named scalar.
    pub(super) fn scalar(&mut self, name: &str) -> String {
        self.imports.path("crate::scalars", &names::scalar(name).to_string())
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
    pub(super) fn lent(&mut self, ty: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
        let target = match ty {
            Type::String { .. } | Type::Const(_) => quote!(str),
            Type::Array { items, .. } => {
                let items = tokens(&self.owned(items));
                quote!([#items])
            }
            _ => tokens(&self.owned(ty)),
        };
        if self.is_copied(ty) { target } else { quote!(&#lifetime #target) }
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
        let mut open = vec![ty];
        let mut seen = BTreeSet::new();
        while let Some(ty) = open.pop() {
            let Type::Ref(name) = ty else { continue };
            if name == owner {
                return true;
            }
            if seen.insert(name) {
                // A list or a map holds values elsewhere, and ends the search.
                open.extend(self.model.types.get(name).into_iter().flat_map(fields).map(|field| &field.ty));
            }
        }
        false
    }
}

/// The path of a thing in a contract's module.
pub(super) fn path_of(contract: &ContractId, name: &str) -> TokenStream {
    tokens(&format!("{}::{name}", names::module_path("crate", contract)))
}
