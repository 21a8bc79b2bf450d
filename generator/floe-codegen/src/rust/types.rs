//! Types: objects, enumerations and unions as structs and enums. Their checks stand in the shapes.

use floe_contract::model::{EnumValue, Field, Form, Type, TypeDef, Union};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names;
use super::scope::Scope;
use super::source::{call, code, doc, doc_or, with_list};

/// The types of one contract, by name, with the calls that give them their checks.
pub(super) fn types(scope: &mut Scope<'_>, names: &[String]) -> String {
    let defs: Vec<&TypeDef> = names.iter().filter_map(|name| scope.model.types.get(name)).collect();
    let mut structs = Vec::new();
    let items: String = defs.iter().map(|def| item(scope, def, &mut structs)).collect();
    let defaults = structs.iter().filter(|one| one.has_default()).map(|one| one.ident.to_string());
    items
        + &call("fields", structs.iter().map(Struct::keys))
        + &call("defaults", defaults.map(|ident| format!("{ident},")))
        + &call("typed", defs.iter().map(|def| format!("{} = {:?},", names::type_name(&def.name), def.name)))
}

fn item<'a>(scope: &mut Scope<'_>, def: &'a TypeDef, structs: &mut Vec<Struct<'a>>) -> String {
    let ident = names::type_name(&def.name);
    match &def.form {
        Form::Object(fields) => {
            let object = Struct::new(scope, &def.name, ident, fields);
            let text = code(&object.definition(scope, &def.description));
            structs.push(object);
            text
        }
        Form::Enum(values) => enumeration(&ident, def, values),
        Form::Union(union) => union_type(scope, &ident, def, union, structs),
    }
}

fn enumeration(ident: &Ident, def: &TypeDef, values: &[EnumValue]) -> String {
    let docs = doc_or(&def.description, &def.name);
    let variants = names::variants(values.iter().map(|value| &value.value));
    let described = values.iter().zip(&variants).map(|(value, variant)| {
        let docs = doc_or(&value.description, &value.value);
        quote!(#docs #variant)
    });
    let item = code(&quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#described),* }
    });
    let pairs = values.iter().zip(&variants).map(|(value, variant)| format!("{variant} = {:?}", value.value));
    item + &call("strings", [with_list(&ident.to_string(), pairs)])
}

fn union_type<'a>(
    scope: &mut Scope<'_>,
    ident: &Ident,
    def: &'a TypeDef,
    union: &'a Union,
    structs: &mut Vec<Struct<'a>>,
) -> String {
    let docs = doc_or(&def.description, &def.name);
    let variants = names::variants(union.cases.iter().map(|case| &case.value));
    let cases: Vec<Struct<'a>> = union
        .cases
        .iter()
        .map(|case| Struct::new(scope, &def.name, names::type_name(&case.type_name), &case.fields))
        .collect();
    let described = union.cases.iter().zip(&variants).zip(&cases).map(|((case, variant), object)| {
        let (docs, inner) = (doc_or(&case.description, &case.value), &object.ident);
        quote!(#docs #variant(#inner))
    });
    let item = code(&quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident { #(#described),* }
    });
    let pairs = union.cases.iter().zip(&variants).zip(&cases);
    let pairs = pairs.map(|((case, variant), object)| format!("{variant}({}) = {:?}", object.ident, case.value));
    let pairs = call("cases", [with_list(&format!("{ident} by {:?}", union.tag), pairs)]);
    let definitions = union.cases.iter().zip(&cases);
    let definitions = definitions.map(|(case, object)| code(&object.definition(scope, &case.description)));
    let text = item + &pairs + &definitions.collect::<String>();
    structs.extend(cases);
    text
}

/// A struct, made of an object or of a union's case.
struct Struct<'a> {
    ident: Ident,
    members: Vec<Member<'a>>,
}

impl<'a> Struct<'a> {
    /// `owner` is the named type that it is part of: itself, or the union whose case it is.
    fn new(scope: &Scope<'_>, owner: &str, ident: Ident, fields: &'a [Field]) -> Self {
        let idents = names::values(fields.iter().map(|field| &field.name));
        let members = fields.iter().zip(idents);
        let members =
            members.map(|(field, ident)| Member { boxed: scope.is_boxed(owner, &field.ty), field, ident }).collect();
        Self { ident, members }
    }

    fn has_default(&self) -> bool {
        !self.members.iter().any(Member::is_given)
    }

    fn definition(&self, scope: &mut Scope<'_>, description: &str) -> TokenStream {
        let ident = &self.ident;
        let docs = doc_or(description, &ident.to_string());
        let declared: Vec<TokenStream> = self.members.iter().map(|member| member.declaration(scope)).collect();
        let new = self.constructor(scope);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub struct #ident { #(#declared),* }
            impl #ident { #new }
        }
    }

    fn constructor(&self, scope: &mut Scope<'_>) -> TokenStream {
        let docs =
            if self.has_default() { "With defaults." } else { "With what must be given, and defaults for the rest." };
        let docs = doc(docs);
        let given = self.members.iter().filter(|member| member.is_given());
        let parameters: Vec<TokenStream> = given.map(|member| member.parameter(scope)).collect();
        let values: Vec<TokenStream> = self.members.iter().map(|member| member.initial(scope)).collect();
        quote! {
            #docs
            pub fn new(#(#parameters),*) -> Self { Self { #(#values),* } }
        }
    }

    /// Its fields, each with its key where that is another.
    fn keys(&self) -> String {
        let keys = self.members.iter().map(|Member { field, ident, .. }| {
            if *ident == field.name { field.name.clone() } else { format!("{ident} = {:?}", field.name) }
        });
        with_list(&self.ident.to_string(), keys)
    }
}

/// A field of a struct.
struct Member<'a> {
    field: &'a Field,
    ident: Ident,
    boxed: bool,
}

impl Member<'_> {
    /// Whether whoever makes the struct must give it. A constant that must be there needs no giving.
    fn is_given(&self) -> bool {
        self.field.required && !matches!(self.field.ty, Type::Const(_))
    }

    fn ty(&self, scope: &mut Scope<'_>) -> TokenStream {
        let ty = scope.owned(&self.field.ty);
        if self.boxed { quote!(Box<#ty>) } else { ty }
    }

    fn declaration(&self, scope: &mut Scope<'_>) -> TokenStream {
        let docs = doc_or(&self.field.description, &self.field.name);
        let (ident, ty) = (&self.ident, self.ty(scope));
        let ty = if self.field.is_optional() { quote!(Option<#ty>) } else { ty };
        quote!(#docs pub #ident: #ty)
    }

    fn parameter(&self, scope: &mut Scope<'_>) -> TokenStream {
        let ident = &self.ident;
        let is_text = matches!(self.field.ty, Type::String { .. });
        let ty = if is_text { quote!(impl Into<String>) } else { scope.owned(&self.field.ty) };
        quote!(#ident: #ty)
    }

    /// What `new` makes of it.
    fn initial(&self, scope: &mut Scope<'_>) -> TokenStream {
        let ident = &self.ident;
        if let Some(default) = &self.field.default {
            let value = scope.expression(&self.field.ty, default);
            return if self.boxed { quote!(#ident: Box::new(#value)) } else { quote!(#ident: #value) };
        }
        match &self.field.ty {
            _ if self.field.is_optional() => quote!(#ident: None),
            Type::Const(text) => quote!(#ident: #text.to_owned()),
            Type::String { .. } => quote!(#ident: #ident.into()),
            _ if self.boxed => quote!(#ident: Box::new(#ident)),
            _ => quote!(#ident),
        }
    }
}
