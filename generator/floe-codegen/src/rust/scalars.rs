//! Scalars: one newtype for each named string or number.

use floe_contract::model::{Model, Scalar, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::source::{Imports, doc_or, file};

/// `scalars.rs`
pub(super) fn scalars(model: &Model) -> String {
    let structs: TokenStream = model.scalars.values().map(newtype).collect();
    let of = |numeric: bool| {
        let of_kind = model.scalars.values().filter(move |scalar| number(scalar).is_some() == numeric);
        of_kind.map(|scalar| {
            let (ident, name) = (names::scalar(&scalar.name), &scalar.name);
            let number = number(scalar).map(|number| quote!((#number)));
            quote!(#ident #number = #name)
        })
    };
    let (texts, numbers) = (of(false), of(true));
    let items = quote! {
        #structs
        text_scalar! { #(#texts),* }
        number_scalar! { #(#numbers),* }
    };
    file("contracts/scalars", "Named strings and numbers. A value of such a type has been checked.", &Imports::default(), &items)
}

fn newtype(scalar: &Scalar) -> TokenStream {
    let ident = names::scalar(&scalar.name);
    let docs = doc_or(&scalar.description, &scalar.name);
    match number(scalar) {
        Some(number) => {
            let total = matches!(scalar.base, Type::Integer { .. }).then(|| quote!(, Eq, Ord, Hash));
            quote!(#docs #[derive(Debug, Clone, Copy, PartialEq, PartialOrd #total)] pub struct #ident(pub(crate) #number);)
        }
        None => quote!(#docs #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)] pub struct #ident(pub(crate) String);),
    }
}

/// The number that a scalar holds; `None`: it holds text.
fn number(scalar: &Scalar) -> Option<TokenStream> {
    match scalar.base {
        Type::Integer { .. } => Some(quote!(i64)),
        Type::Number { .. } => Some(quote!(f64)),
        _ => None,
    }
}
