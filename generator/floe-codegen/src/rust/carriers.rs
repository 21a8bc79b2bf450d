//! Carriers: the copies of plugins' answers into the documents that carry them. Asks no plugin.

use floe_contract::composition::{Question, carried, carrier};
use floe_contract::model::{AskedFor, Carrier, Field, Form, Model, Selection, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use super::scope::Scope;
use super::source::{doc, tokens};
use super::values::is_given;

/// The methods that make the carriers of the platform and of a product.
pub(super) fn carriers(
    scope: &mut Scope<'_>,
    platform: &[Question<'_>],
    product: &[Question<'_>],
) -> Option<TokenStream> {
    let of_platform = copies(scope, Carrier::Platform, platform, &[]);
    let of_product = copies(scope, Carrier::Product, platform, product);
    let copies: Vec<_> = of_platform.into_iter().chain(of_product).collect();
    (!copies.is_empty()).then(|| quote!(impl PlatformAnswers { #(#copies)* }))
}

fn copies(
    scope: &mut Scope<'_>,
    of: Carrier,
    platform: &[Question<'_>],
    product: &[Question<'_>],
) -> Option<TokenStream> {
    let carrier = carrier(scope.model, of)?;
    let Form::Object(fields) = &carrier.form else { return None };
    let answered = |field: &Field| {
        let for_both =
            |question: &&Question<'_>| of == Carrier::Platform || question.asked_for() == Some(AskedFor::Both);
        let of_platform = platform.iter().filter(for_both).map(|question| (quote!(self), question));
        let of_product = product.iter().map(|question| (quote!(product), question));
        let mut all = of_product.chain(of_platform);
        let (answers, question) =
            all.find(|(_, question)| carried(carrier, question).is_some_and(|found| found.name == field.name))?;
        let name = names::value(question.answer_name());
        // An empty list is absent where the list may be absent.
        Some(if question.interface.selection == Selection::Several && field.is_optional() {
            quote!(Some(#answers.#name.clone()).filter(|all| !all.is_empty()))
        } else {
            quote!(#answers.#name)
        })
    };
    let (mut parameters, mut arguments, mut steps) = (TokenStream::new(), Vec::new(), TokenStream::new());
    for field in fields {
        let name = names::value(&field.name);
        match (answered(field), is_given(field)) {
            (Some(answer), true) => arguments.push(quote!(#answer.clone()?)),
            (Some(answer), false) => steps.extend(quote!(carrier.#name.clone_from(&#answer);)),
            (None, true) => {
                let ty = tokens(&scope.owned(&field.ty));
                parameters.extend(quote!(, #name: #ty));
                arguments.push(quote!(#name));
            }
            (None, false) => {}
        }
    }
    if of == Carrier::Product {
        steps.extend(left_out(scope.model, &Type::Ref(carrier.name.clone()), &quote!(carrier), &[]));
    }
    let (name, method, ty) = (&carrier.name, names::value(&carrier.name), tokens(&scope.named(&carrier.name)));
    let docs = doc(&format!("{name} with every answer that it carries; `None` where a required answer is missing."));
    let product = (of == Carrier::Product).then(|| quote!(, product: &ProductAnswers));
    let new = quote!(#ty::new(#(#arguments),*));
    let body = if steps.is_empty() { quote!(Some(#new)) } else { quote!(let mut carrier = #new; #steps Some(carrier)) };
    Some(quote!(#docs pub fn #method(&self #product #parameters) -> Option<#ty> { #body }))
}

/// The statements that empty the fields for the platform alone, in a value and in all that lies inside; none where there is no such field.
/// `outer` are the types around the value: a type inside of itself is not looked at again.
fn left_out(model: &Model, ty: &Type, value: &TokenStream, outer: &[&str]) -> Option<TokenStream> {
    let each = |items: TokenStream, ty: &Type| {
        let inner = left_out(model, ty, &quote!(item), outer)?;
        Some(quote!(for item in #items { #inner }))
    };
    match ty {
        Type::Array { items, .. } => each(quote!(&mut #value), items),
        Type::Map { values, .. } => each(quote!(#value.values_mut()), values),
        Type::Ref(name) if !outer.contains(&name.as_str()) => {
            let Form::Object(fields) = &model.types.get(name)?.form else { return None };
            let outer = &[outer, &[name]].concat();
            let statements = fields.iter().filter_map(|field| {
                let name = names::value(&field.name);
                if field.platform_only {
                    Some(quote!(#value.#name = None;))
                } else if field.is_optional() {
                    let inner = left_out(model, &field.ty, &quote!(#name), outer)?;
                    Some(quote!(if let Some(#name) = &mut #value.#name { #inner }))
                } else {
                    left_out(model, &field.ty, &quote!(#value.#name), outer)
                }
            });
            let statements: TokenStream = statements.collect();
            (!statements.is_empty()).then_some(statements)
        }
        _ => None,
    }
}
