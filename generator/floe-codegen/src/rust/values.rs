//! Values: JSON written in a contract (a default) as the Rust expression that makes it. Does not judge whether the value is right.

use floe_contract::model::{Field, Form, Model, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::names;
use super::scope::Scope;

impl Scope<'_> {
    /// The expression of a value of a type. A value that has not its type, which lint refuses, becomes an error of rustc.
    pub(super) fn expression(&mut self, ty: &Type, value: &Value) -> TokenStream {
        self.try_expression(ty, value)
            .unwrap_or_else(|| quote!(compile_error!("the contract's value does not have its type")))
    }

    fn try_expression(&mut self, ty: &Type, value: &Value) -> Option<TokenStream> {
        match ty {
            Type::Any => Some(json(value)),
            Type::Boolean => value.as_bool().map(|flag| quote!(#flag)),
            Type::Integer { .. } => integer(value).map(|number| quote!(#number)),
            Type::Number { .. } => float(value).map(|number| quote!(#number)),
            Type::String { .. } | Type::Const(_) => value.as_str().map(text),
            Type::Scalar(name) => self.scalar_value(name, value),
            Type::Array { items, .. } => {
                let items: Option<Vec<_>> =
                    value.as_array()?.iter().map(|item| self.try_expression(items, item)).collect();
                let items = items?;
                Some(if items.is_empty() { quote!(Vec::new()) } else { quote!(vec![#(#items),*]) })
            }
            Type::Map { values, .. } => {
                let map = self.imports.name("std::collections", "BTreeMap");
                let entries: Option<Vec<_>> = value
                    .as_object()?
                    .iter()
                    .map(|(key, value)| {
                        self.try_expression(values, value).map(|value| quote!((#key.to_owned(), #value)))
                    })
                    .collect();
                let entries = entries?;
                Some(if entries.is_empty() { quote!(#map::new()) } else { quote!(#map::from([#(#entries),*])) })
            }
            Type::Ref(name) => self.named_value(name, value),
        }
    }

    fn scalar_value(&mut self, name: &str, value: &Value) -> Option<TokenStream> {
        let base = self.model.scalars.get(name)?.base.clone();
        let ident = self.scalar(name);
        let inner = self.try_expression(&base, value)?;
        Some(quote!(#ident(#inner)))
    }

    fn named_value(&mut self, name: &str, value: &Value) -> Option<TokenStream> {
        let model: &Model = self.model;
        match &model.types.get(name)?.form {
            Form::Object(fields) => {
                let ident = self.named(name);
                self.literal(name, &ident, fields, value)
            }
            Form::Enum(values) => {
                let ident = self.named(name);
                let variants = names::variants(values.iter().map(|value| &value.value));
                let at = values.iter().position(|one| Some(one.value.as_str()) == value.as_str())?;
                let variant = &variants[at];
                Some(quote!(#ident::#variant))
            }
            Form::Union(union) => {
                let ident = self.named(name);
                let tag = value.get(&union.tag)?.as_str()?;
                let variants = names::variants(union.cases.iter().map(|case| &case.value));
                let at = union.cases.iter().position(|case| case.value == tag)?;
                let (case, variant) = (&union.cases[at], &variants[at]);
                let case_ident = self.case(name, &case.type_name);
                let inner = self.literal(name, &case_ident, &case.fields, value)?;
                Some(quote!(#ident::#variant(#inner)))
            }
        }
    }

    fn literal(&mut self, owner: &str, ident: &TokenStream, fields: &[Field], value: &Value) -> Option<TokenStream> {
        let given = value.as_object()?;
        let idents = names::values(fields.iter().map(|field| &field.name));
        let mut members = Vec::new();
        for (field, name) in fields.iter().zip(idents) {
            let written = given.get(&field.name).filter(|value| !value.is_null() || field.ty == Type::Any);
            let inner = match written.or(field.default.as_ref()) {
                Some(value) => Some(self.try_expression(&field.ty, value)?),
                None if field.required => return None,
                None => None,
            };
            let inner =
                inner.map(|inner| if self.is_boxed(owner, &field.ty) { quote!(Box::new(#inner)) } else { inner });
            let inner = match (inner, field.is_optional()) {
                (Some(inner), true) => quote!(Some(#inner)),
                (Some(inner), false) => inner,
                (None, _) => quote!(None),
            };
            members.push(quote!(#name: #inner));
        }
        Some(quote!(#ident { #(#members),* }))
    }
}

/// An owned text.
fn text(text: &str) -> TokenStream {
    if text.is_empty() { quote!(String::new()) } else { quote!(#text.to_owned()) }
}

/// Any JSON value.
pub(super) fn json(value: &Value) -> TokenStream {
    let text = value.to_string();
    match (value, text.parse::<TokenStream>()) {
        (Value::Null, _) => quote!(serde_json::Value::Null),
        (_, Ok(tokens)) => quote!(serde_json::json!(#tokens)),
        (_, Err(_)) => quote!(compile_error!("the contract's value cannot be written as Rust")),
    }
}

fn integer(value: &Value) -> Option<Literal> {
    let number = value.as_i64().or_else(|| whole(value.as_f64()?))?;
    Some(Literal::i64_unsuffixed(number))
}

/// `1.0` is a whole number, too. Contracts bound integers by 2^53, within which the conversion is exact.
#[expect(clippy::cast_possible_truncation, reason = "the number is whole and within 2^53")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn float(value: &Value) -> Option<Literal> {
    value.as_f64().filter(|number| number.is_finite()).map(Literal::f64_suffixed)
}
