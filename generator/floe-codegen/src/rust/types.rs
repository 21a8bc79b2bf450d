//! Types: objects, enumerations and unions as structs and enums. Their checks stand in the shapes.

use floe_contract::model::{Case, EnumValue, Field, Form, Type, TypeDef, Union};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::scope::Scope;
use super::source::{call, code, doc, doc_or};

/// The types of one contract, by name, with the calls that give them their checks.
pub(super) fn types(scope: &mut Scope<'_>, names: &[String]) -> String {
    let defs: Vec<&TypeDef> = names.iter().filter_map(|name| scope.model.types.get(name)).collect();
    let items: String = defs.iter().map(|def| item(scope, def)).collect();
    items + &call("typed", defs.iter().map(|def| format!("{} = {:?}", names::type_name(&def.name), def.name)))
}

fn item(scope: &mut Scope<'_>, def: &TypeDef) -> String {
    let ident = names::type_name(&def.name);
    match &def.form {
        Form::Object(fields) => code(&object(scope, &def.name, &ident, &def.description, fields)),
        Form::Enum(values) => enumeration(&ident, def, values),
        Form::Union(union) => union_type(scope, &ident, def, union),
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
    let pairs = values.iter().zip(&variants).map(|(value, variant)| format!("{ident}::{variant} = {:?}", value.value));
    item + &call("strings", pairs)
}

fn union_type(scope: &mut Scope<'_>, ident: &Ident, def: &TypeDef, union: &Union) -> String {
    let (serialize, deserialize) = serde(scope);
    let docs = doc_or(&def.description, &def.name);
    let tag = &union.tag;
    let variants = names::variants(union.cases.iter().map(|case| &case.value));
    let cases: Vec<Ident> = union.cases.iter().map(|case| names::type_name(&case.type_name)).collect();
    let described = union.cases.iter().zip(&variants).zip(&cases).map(|((case, variant), inner)| {
        let Case { value, description, .. } = case;
        let docs = doc_or(description, value);
        quote!(#docs #[serde(rename = #value)] #variant(#inner))
    });
    let item = code(&quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, #serialize, #deserialize)]
        #[serde(tag = #tag)]
        pub enum #ident { #(#described),* }
    });
    let structs = union
        .cases
        .iter()
        .zip(&cases)
        .map(|(case, ident)| object(scope, &def.name, ident, &case.description, &case.fields));
    let structs: String = structs.map(|tokens| code(&tokens)).collect();
    item + &call("cases", variants.iter().zip(&cases).map(|(variant, case)| format!("{ident}::{variant}({case})")))
        + &structs
}

/// A struct; `owner` is the named type that it is part of: itself, or the union whose case it is.
fn object(scope: &mut Scope<'_>, owner: &str, ident: &Ident, description: &str, fields: &[Field]) -> TokenStream {
    let (serialize, deserialize) = serde(scope);
    let docs = doc_or(description, &ident.to_string());
    let idents = names::values(fields.iter().map(|field| &field.name));
    let members: Vec<Member<'_>> = fields
        .iter()
        .zip(idents)
        .map(|(field, ident)| Member { boxed: scope.is_boxed(owner, &field.ty), field, ident })
        .collect();
    let declared: Vec<TokenStream> = members.iter().map(|member| member.declaration(scope, ident)).collect();
    let defaults: TokenStream = members.iter().filter_map(|member| member.default_function(scope)).collect();
    let new = constructor(scope, &members);
    let default = members.iter().all(|member| !member.is_given()).then(|| {
        quote! {
            impl Default for #ident {
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, #serialize, #deserialize)]
        #[serde(deny_unknown_fields)]
        #[non_exhaustive]
        pub struct #ident { #(#declared),* }
        impl #ident { #new #defaults }
        #default
    }
}

fn constructor(scope: &mut Scope<'_>, members: &[Member<'_>]) -> TokenStream {
    let docs = if members.iter().any(Member::is_given) {
        "With what must be given, and defaults for the rest."
    } else {
        "With defaults."
    };
    let docs = doc(docs);
    let parameters: Vec<TokenStream> =
        members.iter().filter(|member| member.is_given()).map(|member| member.parameter(scope)).collect();
    let values: Vec<TokenStream> = members.iter().map(Member::initial).collect();
    quote! {
        #docs
        pub fn new(#(#parameters),*) -> Self { Self { #(#values),* } }
    }
}

fn serde(scope: &mut Scope<'_>) -> (TokenStream, TokenStream) {
    (scope.imports.name("serde", "Serialize"), scope.imports.name("serde", "Deserialize"))
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

    fn default_name(&self) -> Ident {
        format_ident!("default_{}", names::plain(&self.ident))
    }

    fn ty(&self, scope: &mut Scope<'_>) -> TokenStream {
        let ty = scope.owned(&self.field.ty);
        if self.boxed { quote!(Box<#ty>) } else { ty }
    }

    fn declaration(&self, scope: &mut Scope<'_>, owner: &Ident) -> TokenStream {
        let Field { name, description, .. } = self.field;
        let docs = doc_or(description, name);
        let ident = &self.ident;
        let ty = self.ty(scope);
        let rename = (names::plain(ident) != *name).then(|| quote!(rename = #name,));
        if self.field.is_optional() {
            return quote!(#docs #[serde(#rename default, skip_serializing_if = "Option::is_none")] pub #ident: Option<#ty>);
        }
        let default = self.field.default.as_ref().map(|_| {
            let path = format!("{owner}::{}", self.default_name());
            quote!(default = #path)
        });
        let serde = (rename.is_some() || default.is_some()).then(|| quote!(#[serde(#rename #default)]));
        quote!(#docs #serde pub #ident: #ty)
    }

    fn default_function(&self, scope: &mut Scope<'_>) -> Option<TokenStream> {
        let default = self.field.default.as_ref()?;
        let (name, ty) = (self.default_name(), self.ty(scope));
        let value = scope.expression(&self.field.ty, default);
        let value = if self.boxed { quote!(Box::new(#value)) } else { value };
        Some(quote!(fn #name() -> #ty { #value }))
    }

    fn parameter(&self, scope: &mut Scope<'_>) -> TokenStream {
        let ident = &self.ident;
        let is_text = matches!(self.field.ty, Type::String { .. });
        let ty = if is_text { quote!(impl Into<String>) } else { scope.owned(&self.field.ty) };
        quote!(#ident: #ty)
    }

    /// What `new` makes of it.
    fn initial(&self) -> TokenStream {
        let ident = &self.ident;
        match &self.field.ty {
            _ if self.field.default.is_some() => {
                let default = self.default_name();
                quote!(#ident: Self::#default())
            }
            _ if self.field.is_optional() => quote!(#ident: None),
            Type::Const(text) => quote!(#ident: #text.to_owned()),
            Type::String { .. } => quote!(#ident: #ident.into()),
            _ if self.boxed => quote!(#ident: Box::new(#ident)),
            _ => quote!(#ident),
        }
    }
}
