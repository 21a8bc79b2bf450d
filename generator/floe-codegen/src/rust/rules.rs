//! Rules: a table of the rules for objects in documents beyond their shape. Checks no document.

use std::collections::BTreeMap;

use floe_contract::model::{Model, Named, Names, Rule};
use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Imports, code, file, option};

/// `rules.rs`
pub(super) fn rules(model: &Model) -> String {
    let mut imports = Imports::default();
    imports.name("crate::rule", "Rule");
    let rows = model.types.values().filter(|def| !def.rules.is_empty()).map(|def| {
        let (name, rules) = (&def.name, def.rules.iter().map(rule));
        quote!((#name, &[#(#rules),*]))
    });
    let words: BTreeMap<&String, &String> = model.documents.iter().flat_map(|document| &document.known_as).collect();
    let words = words.into_iter().map(|(word, remedy)| quote!((#word, #remedy)));
    let kinds: Vec<_> = model.documents.iter().flat_map(|document| kinds(&mut imports, &document.names)).collect();
    let names = imports.name("crate::rule", "Names");
    let items = quote! {
        #[doc = " The rules of every type that has any, by its name."]
        pub static RULES: &[(&str, &[Rule])] = &[#(#rows),*];

        #[doc = " Words that people know from other formats, each with the remedy that findings show."]
        pub static KNOWN_AS: &[(&str, &str)] = &[#(#words),*];

        #[doc = " The kinds of names that the documents of all products share."]
        pub static NAMES: &[#names] = &[#(#kinds),*];
    };
    file("contracts/", "What documents' objects are held to beside their shape, as a table.", &imports, &code(items))
}

/// The kinds of names that a contract states.
pub(super) fn kinds(imports: &mut Imports, names: &[Names]) -> Vec<TokenStream> {
    names.iter().map(|names| one_kind(imports, names)).collect()
}

fn one_kind(imports: &mut Imports, Names { kind, of, fold, reserved, .. }: &Names) -> TokenStream {
    let (ty, named) = (imports.name("crate::rule", "Names"), imports.name("crate::rule", "Named"));
    let of = of.iter().map(|Named { key, parts, .. }| {
        let parts = parts.iter().map(|paths| quote!(&[#(#paths),*]));
        quote!(#named { key: #key, parts: &[#(#parts),*] })
    });
    quote!(#ty { kind: #kind, of: &[#(#of),*], fold: #fold, reserved: &[#(#reserved),*] })
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::OnlyWhen { key, when, is } => quote!(Rule::OnlyWhen { key: #key, when: #when, is: &[#(#is),*] }),
        Rule::NeededWhen { key, when, is } => quote!(Rule::NeededWhen { key: #key, when: #when, is: &[#(#is),*] }),
        Rule::OneForm { forms } => {
            let forms = forms.iter().map(|keys| quote!(&[#(#keys),*]));
            quote!(Rule::OneForm { forms: &[#(#forms),*] })
        }
        Rule::Unique { key, by, fold } => quote!(Rule::Unique { key: #key, by: #by, fold: #fold }),
        Rule::Sum { keys, equals } => quote!(Rule::Sum { keys: &[#(#keys),*], equals: #equals }),
        Rule::AtMost { key, other } => quote!(Rule::AtMost { key: #key, other: #other }),
        Rule::Reserved { key, values } => quote!(Rule::Reserved { key: #key, values: &[#(#values),*] }),
        Rule::Expression { key } => quote!(Rule::Expression { key: #key }),
        Rule::Names { keys } => quote!(Rule::Names { keys: &[#(#keys),*] }),
        Rule::NotEvaluated { keys, without } => {
            let without = option(without.as_ref());
            quote!(Rule::NotEvaluated { keys: &[#(#keys),*], without: #without })
        }
        Rule::Environment { keys, below } => quote!(Rule::Environment { keys: &[#(#keys),*], below: #below }),
    }
}
