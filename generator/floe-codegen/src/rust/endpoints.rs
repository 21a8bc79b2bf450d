//! Endpoints: the fields of a shape that hold the address of a component's port.

use floe_contract::model::{EndpointRef, Field, Form, Model, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::source::Imports;

/// `ENDPOINTS` of a document or binding whose root has any.
pub(super) fn of_shape(scope: &mut Scope<'_>, root: &str) -> TokenStream {
    let rows = endpoints(scope.model, root, &mut scope.imports);
    if rows.is_empty() {
        return TokenStream::new();
    }
    let ty = scope.imports.name("crate::plugin", "EndpointField");
    quote! {
        #[doc = " Its fields that hold addresses of components' ports."]
        pub static ENDPOINTS: &[#ty] = &[#(#rows),*];
    }
}

/// The table of a type's endpoint fields, as the items of a slice.
pub(super) fn endpoints(model: &Model, root: &str, imports: &mut Imports) -> Vec<TokenStream> {
    let mut found = Vec::new();
    walk(model, &Type::Ref(root.to_owned()), String::new(), &mut Vec::new(), &mut found);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup();
    let rows = found.into_iter().map(|(pointer, EndpointRef { component, port, path })| {
        let ty = imports.name("crate::plugin", "EndpointField");
        quote!(#ty { pointer: #pointer, component: #component, port: #port, path: #path })
    });
    rows.collect()
}

type Found = Vec<(String, EndpointRef)>;

fn walk(model: &Model, ty: &Type, pointer: String, inside: &mut Vec<String>, found: &mut Found) {
    match ty {
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => {
            walk(model, inner, pointer + "/*", inside, found);
        }
        Type::Ref(name) if !inside.contains(name) => {
            inside.push(name.clone());
            for field in fields(model, name) {
                let pointer = format!("{pointer}/{}", field.name.replace('~', "~0").replace('/', "~1"));
                if let Some(endpoint) = &field.endpoint {
                    found.push((pointer.clone(), endpoint.clone()));
                }
                walk(model, &field.ty, pointer, inside, found);
            }
            inside.pop();
        }
        _ => {}
    }
}

fn fields<'a>(model: &'a Model, name: &str) -> Vec<&'a Field> {
    match model.types.get(name).map(|def| &def.form) {
        Some(Form::Object(fields)) => fields.iter().collect(),
        Some(Form::Union(union)) => union.cases.iter().flat_map(|case| &case.fields).collect(),
        Some(Form::Enum(_)) | None => Vec::new(),
    }
}
