//! Scope: one generated module while it is written — how it names types, and what it must import for that.

use floe_contract::model::{Field, Form, Model, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names;
use super::source::Imports;

/// One generated module while it is written.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    pub(super) imports: Imports,
    module: String,
}

impl<'a> Scope<'a> {
    /// A module of `floe-types`, by its path: `bindings::storage`.
    pub(super) fn new(model: &'a Model, module: &[String]) -> Self {
        Self { model, imports: Imports::default(), module: module.join("::") }
    }

    /// A named type.
    pub(super) fn named(&mut self, name: &str) -> Ident {
        let ident = names::type_name(name);
        if let Some(def) = self.model.types.get(name) {
            self.import(&names::modules(&def.contract).join("::"), &ident);
        }
        ident
    }

    /// The type of a union's case.
    pub(super) fn case(&mut self, union: &str, case: &str) -> Ident {
        let ident = names::type_name(case);
        if let Some(def) = self.model.types.get(union) {
            self.import(&names::modules(&def.contract).join("::"), &ident);
        }
        ident
    }

    /// A named scalar.
    pub(super) fn scalar(&mut self, name: &str) -> Ident {
        let ident = names::scalar(name);
        self.import("scalars", &ident);
        ident
    }

    fn import(&mut self, module: &str, ident: &Ident) {
        if module != self.module {
            self.imports.take(&format!("crate::{module}"), ident);
        }
    }

    /// A value that is kept: `String`, `Vec<Bucket>`.
    pub(super) fn owned(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => {
                let value = self.imports.name("serde_json", "Value");
                quote!(#value)
            }
            Type::Boolean => quote!(bool),
            Type::Integer { .. } => quote!(i64),
            Type::Number { .. } => quote!(f64),
            Type::String { .. } | Type::Const(_) => quote!(String),
            Type::Scalar(name) => {
                let name = self.scalar(name);
                quote!(#name)
            }
            Type::Array { items, .. } => {
                let items = self.owned(items);
                quote!(Vec<#items>)
            }
            Type::Map { values, .. } => {
                let map = self.imports.name("std::collections", "BTreeMap");
                let values = self.owned(values);
                quote!(#map<String, #values>)
            }
            Type::Ref(name) => {
                let name = self.named(name);
                quote!(#name)
            }
        }
    }

    /// A value that is lent, with a lifetime where one is given: `&'a str`, `&[Bucket]`, `i64`.
    pub(super) fn lent(&mut self, ty: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
        match ty {
            _ if Self::is_copied(ty) => self.owned(ty),
            Type::String { .. } | Type::Const(_) => quote!(&#lifetime str),
            Type::Array { items, .. } => {
                let items = self.owned(items);
                quote!(&#lifetime [#items])
            }
            _ => {
                let owned = self.owned(ty);
                quote!(&#lifetime #owned)
            }
        }
    }

    /// Whether a value of this type is handed on whole, not lent.
    pub(super) fn is_copied(ty: &Type) -> bool {
        matches!(ty, Type::Boolean | Type::Integer { .. } | Type::Number { .. })
    }

    /// Whether a field of this type must be boxed, because a value of the type would hold a value of its owner.
    pub(super) fn is_boxed(&self, owner: &str, ty: &Type) -> bool {
        let Type::Ref(first) = ty else { return false };
        let mut open = vec![first.as_str()];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = open.pop() {
            if name == owner {
                return true;
            }
            if !seen.contains(&name) {
                seen.push(name);
                open.extend(directly_held(self.model, name));
            }
        }
        false
    }
}

/// The types whose values stand inside each value of a type, not behind a list or a map.
fn directly_held<'a>(model: &'a Model, name: &str) -> Vec<&'a str> {
    let direct = |field: &'a Field| match &field.ty {
        Type::Ref(name) => Some(name.as_str()),
        _ => None,
    };
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => fields.iter().filter_map(direct).collect(),
        Some(Form::Union(union)) => union.cases.iter().flat_map(|case| &case.fields).filter_map(direct).collect(),
        Some(Form::Enum(_)) | None => Vec::new(),
    }
}
