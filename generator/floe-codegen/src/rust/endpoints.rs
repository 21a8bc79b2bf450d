//! Endpoints: the fields of a shape that hold the address of a component's port. Looks into no component.

use floe_contract::model::{EndpointRef, Model, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::inside::fields;

/// `ENDPOINTS` of a document or binding whose root has any.
pub(super) fn of_shape(scope: &mut Scope<'_>, root: &str) -> TokenStream {
    let rows = endpoints(scope, root);
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
pub(super) fn endpoints(scope: &mut Scope<'_>, root: &str) -> Vec<TokenStream> {
    let mut found = Vec::new();
    walk(scope.model, &Type::Ref(root.to_owned()), &mut Vec::new(), &mut Vec::new(), &mut found);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup();
    let rows = found.into_iter().map(|(pointer, EndpointRef { component, port, path })| {
        let ty = scope.imports.name("crate::plugin", "EndpointField");
        quote!(#ty { pointer: #pointer, component: #component, port: #port, path: #path })
    });
    rows.collect()
}

type Found = Vec<(String, EndpointRef)>;

fn walk<'m>(model: &'m Model, ty: &'m Type, path: &mut Vec<&'m str>, inside: &mut Vec<&'m str>, found: &mut Found) {
    match ty {
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => {
            path.push("*");
            walk(model, inner, path, inside, found);
            path.pop();
        }
        Type::Ref(name) if !inside.contains(&name.as_str()) => {
            inside.push(name);
            for field in model.types.get(name).into_iter().flat_map(fields) {
                path.push(&field.name);
                let pointer = || path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")));
                found.extend(field.endpoint.iter().map(|endpoint| (pointer().collect(), endpoint.clone())));
                walk(model, &field.ty, path, inside, found);
                path.pop();
            }
            inside.pop();
        }
        _ => {}
    }
}
