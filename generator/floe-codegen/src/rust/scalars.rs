//! Scalars: one newtype for each named string or number.

use floe_contract::model::{Model, Scalar, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::shapes;
use super::source::{Imports, call, code, doc_or, file};

/// `scalars.rs`
pub(super) fn scalars(model: &Model) -> String {
    let structs: TokenStream = model.scalars.values().map(newtype).collect();
    let of = |numeric: bool| {
        let of_kind = model.scalars.values().filter(move |scalar| number(scalar).is_some() == numeric);
        of_kind.map(|scalar| {
            let number = number(scalar).map(|number| format!("({number})")).unwrap_or_default();
            format!("{}{number} = {:?},", names::scalar(&scalar.name), scalar.name)
        })
    };
    let items = code(&structs)
        + &call("text_scalar", of(false))
        + &call("number_scalar", of(true))
        + &examples(model)
        + &shapes::of_scalars(model);
    file(
        "contracts/scalars",
        "Named strings and numbers. A value of such a type has been checked.",
        &Imports::default(),
        &items,
    )
}

/// One value of each scalar, for those who ask what it takes.
fn examples(model: &Model) -> String {
    let row = |scalar: &Scalar| {
        let texts = scalar.examples.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let example = texts.into_iter().find(|text| !text.is_empty())?;
        let name = &scalar.name;
        Some(quote!((#name, #example)))
    };
    let rows = model.scalars.values().filter_map(row);
    code(&quote! {
        /// A value of each named string or number, as people write it; by name.
        pub static EXAMPLES: &[(&str, &str)] = &[#(#rows),*];
    })
}

fn newtype(scalar: &Scalar) -> TokenStream {
    let ident = names::scalar(&scalar.name);
    let docs = doc_or(&scalar.description, &scalar.name);
    let copy = number(scalar).map(|_| quote!(Copy,));
    let total = (!matches!(scalar.base, Type::Number { .. })).then(|| quote!(, Eq, Ord, Hash));
    let inner = number(scalar).unwrap_or_else(|| quote!(String));
    quote!(#docs #[derive(Debug, Clone, #copy PartialEq, PartialOrd #total)] pub struct #ident(pub(crate) #inner);)
}

/// The number that a scalar holds; `None`: it holds text.
fn number(scalar: &Scalar) -> Option<TokenStream> {
    match scalar.base {
        Type::Integer { .. } => Some(quote!(i64)),
        Type::Number { .. } => Some(quote!(f64)),
        _ => None,
    }
}
