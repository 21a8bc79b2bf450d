//! Scope: one generated module while it is written — how it names types, and what it must import for that.

use std::collections::BTreeSet;

use floe_contract::model::{Case, ContractId, Field, Form, Model, Type};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::source::{Imports, tokens};

/// One generated module while it is written.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    pub(super) imports: Imports,
    module: String,
}

impl<'a> Scope<'a> {
    /// The module of a contract, which defines the types of these names.
    pub(super) fn new(model: &'a Model, contract: &ContractId, types: &[String]) -> Self {
        let defs = types.iter().filter_map(|name| model.types.get(name));
        let own = defs.flat_map(|def| {
            let cases: &[Case] = if let Form::Union(union) = &def.form { &union.cases } else { &[] };
            cases.iter().map(|case| &case.type_name).chain([&def.name]).map(|name| names::type_name(name))
        });
        Self { model, imports: Imports::beside(own), module: names::modules(contract).join("::") }
    }

    /// A module that no contract of its own has, and that defines these names.
    pub(super) fn beside(model: &'a Model, own: impl IntoIterator<Item = Ident>) -> Self {
        Self { model, imports: Imports::beside(own), module: String::new() }
    }

    /// A named type.
    pub(super) fn named(&mut self, name: &str) -> String {
        self.defined_with(name, &names::type_name(name))
    }

    /// The type of a union's case.
    pub(super) fn case(&mut self, union: &str, case: &str) -> String {
        self.defined_with(union, &names::type_name(case))
    }

    /// A named scalar.
    pub(super) fn scalar(&mut self, name: &str) -> String {
        self.imports.path("crate::scalars", &names::scalar(name))
    }

    fn defined_with(&mut self, name: &str, ident: &Ident) -> String {
        let module = self.model.types.get(name).map(|def| names::modules(&def.contract).join("::"));
        match module {
            Some(module) if module != self.module => self.imports.path(&format!("crate::{module}"), ident),
            _ => ident.to_string(),
        }
    }

    /// A type of the standard library or of a crate.
    pub(super) fn foreign(&mut self, module: &str, name: &str) -> String {
        self.imports.path(module, &format_ident!("{name}"))
    }

    /// A value that is kept: `String`, `Vec<Bucket>`.
    pub(super) fn owned(&mut self, ty: &Type) -> String {
        match ty {
            Type::Any => self.foreign("serde_json", "Value"),
            Type::Boolean => "bool".to_owned(),
            Type::Integer { .. } => "i64".to_owned(),
            Type::Number { .. } => "f64".to_owned(),
            Type::String { .. } | Type::Const(_) => "String".to_owned(),
            Type::Scalar(name) => self.scalar(name),
            Type::Array { items, .. } => format!("Vec<{}>", self.owned(items)),
            Type::Map { values, .. } => {
                let map = self.foreign("std::collections", "BTreeMap");
                format!("{map}<String, {}>", self.owned(values))
            }
            Type::Ref(name) => self.named(name),
        }
    }

    /// A value that is lent, with a lifetime where one is given: `&'a str`, `&[Bucket]`, `i64`.
    pub(super) fn lent(&mut self, ty: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
        match ty {
            _ if self.is_copied(ty) => tokens(&self.owned(ty)),
            Type::String { .. } | Type::Const(_) => quote!(&#lifetime str),
            Type::Array { items, .. } => {
                let items = tokens(&self.owned(items));
                quote!(&#lifetime [#items])
            }
            _ => {
                let owned = tokens(&self.owned(ty));
                quote!(&#lifetime #owned)
            }
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

    /// Whether a field of this type must be boxed, because a value of the type would hold a value of its owner.
    pub(super) fn is_boxed(&self, owner: &str, ty: &Type) -> bool {
        let Type::Ref(first) = ty else { return false };
        let mut open = vec![first.as_str()];
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(name) = open.pop() {
            if name == owner {
                return true;
            }
            if seen.insert(name) {
                open.extend(directly_held(self.model, name));
            }
        }
        false
    }
}

/// Where a thing of a contract's module stands in the generated crate.
pub(super) fn path_of(contract: &ContractId, name: &str) -> TokenStream {
    let modules = names::modules(contract).into_iter().map(|module| format_ident!("{module}"));
    let name = format_ident!("{name}");
    quote!(crate::#(#modules::)*#name)
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
