//! Shapes: the table by which values are checked, written out as code.

use floe_contract::model::{ContractId, Field, Form, Model, Type, TypeDef};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::source::{Imports, code, file, option};
use super::values::json;

/// `shapes.rs`
pub(super) fn shapes(model: &Model) -> String {
    let mut imports = Imports::default();
    imports.name("std::sync", "LazyLock");
    for name in ["Def", "Field", "Shape", "Shapes"] {
        imports.name("crate::shape", name);
    }
    let (contracts, rows): (Vec<_>, Vec<_>) = tables(model).into_iter().unzip();
    let functions = names::values(&contracts);
    let items = quote! {
        #[doc = " The shape of every named type and scalar."]
        pub static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::new(std::iter::empty() #(.chain(#functions()))*));
        #(fn #functions() -> Vec<(&'static str, Def)> { Vec::from(#rows) })*
    };
    file("contracts/", "What values can be, as a table.", &imports, &code(&items))
}

/// The rows of each contract.
fn tables(model: &Model) -> Vec<(String, TokenStream)> {
    let scalars = model.scalars.values().map(|scalar| {
        let (name, shape) = (&scalar.name, shape(&scalar.base));
        quote!((#name, Def::Scalar(#shape)))
    });
    let mut contracts: Vec<&ContractId> = model.types.values().map(|def| &def.contract).collect();
    contracts.sort();
    contracts.dedup();
    let types = contracts.into_iter().map(|contract| {
        let rows = model.types.values().filter(|def| def.contract == *contract).map(row);
        (format!("{} {}", contract.kind.folder(), contract.name), quote!([#(#rows),*]))
    });
    std::iter::once(("scalars".to_owned(), quote!([#(#scalars),*]))).chain(types).collect()
}

fn row(def: &TypeDef) -> TokenStream {
    let name = &def.name;
    let def = match &def.form {
        Form::Object(fields) => {
            let fields = fields.iter().map(field);
            quote!(Def::object([#(#fields),*]))
        }
        Form::Enum(values) => {
            let values = values.iter().map(|value| &value.value);
            quote!(Def::strings([#(#values),*]))
        }
        Form::Union(union) => {
            let tag = &union.tag;
            let cases = union.cases.iter().map(|case| {
                let (value, fields) = (&case.value, case.fields.iter().map(field));
                quote!((#value, Vec::from([#(#fields),*])))
            });
            quote!(Def::union(#tag, [#(#cases),*]))
        }
    };
    quote!((#name, #def))
}

fn field(field: &Field) -> TokenStream {
    let (name, shape) = (&field.name, shape(&field.ty));
    let secret = field.secret.then(|| quote!(.secret()));
    match &field.default {
        Some(default) => {
            let default = json(default);
            quote!(Field::defaulted(#name, #shape, #default) #secret)
        }
        None if field.required => quote!(Field::required(#name, #shape) #secret),
        None => quote!(Field::optional(#name, #shape) #secret),
    }
}

fn shape(ty: &Type) -> TokenStream {
    match ty {
        Type::Any => quote!(Shape::Any),
        Type::Boolean => quote!(Shape::Boolean),
        Type::Integer { min, max } => {
            let (min, max) = (literal(*min), literal(*max));
            quote!(Shape::Integer(#min, #max))
        }
        Type::Number { min, max } => {
            let (min, max) = (option(*min), option(*max));
            quote!(Shape::Number(#min, #max))
        }
        Type::String { min_length: None, max_length: None, pattern: None } => quote!(Shape::text()),
        Type::String { min_length, max_length, pattern } => {
            let (min, max) = (count(*min_length), count(*max_length));
            let pattern = pattern.as_ref().map_or_else(|| quote!(None::<&str>), |pattern| quote!(Some(#pattern)));
            quote!(Shape::string(#min, #max, #pattern))
        }
        Type::Const(text) => quote!(Shape::constant(#text)),
        Type::Scalar(name) | Type::Ref(name) => quote!(Shape::named(#name)),
        Type::Array { items, min_items, max_items } => {
            let (items, min, max) = (shape(items), count(*min_items), count(*max_items));
            quote!(Shape::array(#items, #min, #max))
        }
        Type::Map { values, min_properties, max_properties } => {
            let (values, min, max) = (shape(values), count(*min_properties), count(*max_properties));
            quote!(Shape::map(#values, #min, #max))
        }
    }
}

fn literal(number: i64) -> proc_macro2::Literal {
    proc_macro2::Literal::i64_unsuffixed(number)
}

fn count(number: Option<u64>) -> TokenStream {
    option(number.map(proc_macro2::Literal::u64_unsuffixed))
}
