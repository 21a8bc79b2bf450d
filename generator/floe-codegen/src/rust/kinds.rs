//! Kinds: the limits of fields and scalars beyond their Rust types. Not the constants, which `kind.rs` defines.

use floe_contract::model::{Field, Model, Type};
use proc_macro2::Ident;
use quote::quote;

use super::scope::{Scope, path_of};
use super::source::{Imports, call, code, file};

/// The whole numbers for which `i64` stands.
const WHOLE: (i64, i64) = (-(1 << 53), 1 << 53);

/// `shapes.rs`: the list of all shapes.
pub(super) fn shapes(model: &Model) -> String {
    let shaped = model.heads.keys().filter(|id| model.types.values().any(|def| def.contract == **id));
    let scalars = (!model.scalars.is_empty()).then(|| quote!(crate::scalars::SHAPES));
    let modules = scalars.into_iter().chain(shaped.map(|id| path_of(id, "SHAPES")));
    let items = quote! {
        #[doc = " The shapes of every contract."]
        pub(crate) static ALL: &[&[(&str, crate::shape::Make)]] = &[#(#modules),*];
    };
    file("contracts/", "Where shapes stand.", &Imports::default(), &code(items))
}

/// The list of a module's types, for `shapes.rs`.
pub(super) fn list(types: impl Iterator<Item = Ident>) -> String {
    let lines: Vec<_> = types.map(|ident| format!("    {ident},\n")).collect();
    call("shapes", &lines.concat())
}

/// ` [kind::Integer(1, 60)]` of a field whose type says less than the contract.
pub(super) fn narrower(scope: &mut Scope<'_>, field: &Field) -> String {
    let known = field.required && matches!(field.ty, Type::Const(_));
    if is_said(&field.ty) && !field.is_secret() && !known {
        return String::new();
    }
    let mut kind = kind(&field.ty);
    for (applies, mark) in [(field.is_secret(), "Secret"), (known, "Required"), (field.is_optional(), "Optional")] {
        if applies {
            kind = format!("kind::{mark}(&{kind})");
        }
    }
    scope.imports.path("crate", "kind");
    format!(" [{kind}]")
}

/// Whether the Rust type says all that the contract says.
fn is_said(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Boolean | Type::Scalar(_) | Type::Ref(_) => true,
        Type::Integer { min, max } => (*min, *max) == WHOLE,
        Type::Number { min, max } => (min, max) == (&None, &None),
        Type::String { min_length, max_length, pattern } => (min_length, max_length, pattern) == (&None, &None, &None),
        Type::Array { items, min_items: None, max_items: None } => is_said(items),
        Type::Map { values, keys: None, min_properties: None, max_properties: None } => is_said(values),
        Type::Const(_) | Type::Array { .. } | Type::Map { .. } => false,
    }
}

/// `kind::Integer(1, 60)`
pub(super) fn kind(ty: &Type) -> String {
    let kind = match ty {
        Type::Any => "Any".to_owned(),
        Type::Boolean => "Boolean".to_owned(),
        Type::Integer { min, max } => format!("Integer({min}, {max})"),
        Type::Number { min, max } => format!("Number({min:?}, {max:?})"),
        Type::String { min_length, max_length, pattern } => {
            format!("Text({min_length:?}, {max_length:?}, {pattern:?})")
        }
        Type::Const(text) => format!("Constant({text:?})"),
        Type::Scalar(name) | Type::Ref(name) => format!("Named({name:?})"),
        Type::Array { items, min_items, max_items } => format!("List(&{}, {min_items:?}, {max_items:?})", kind(items)),
        Type::Map { values, keys, min_properties, max_properties } => {
            format!("Map(&{}, {min_properties:?}, {max_properties:?}, {keys:?})", kind(values))
        }
    };
    format!("kind::{kind}")
}
