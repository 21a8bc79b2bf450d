//! Scalars: one newtype for each named string or number. Checks no value.

use floe_contract::model::{Model, Scalar, ScalarForm, Type};
use quote::quote;

use super::kinds;
use super::names;
use super::source::{Imports, call, code, doc_lines, file};

/// `scalars.rs`
pub(super) fn scalars(model: &Model) -> String {
    let of = |numeric: bool| {
        let of_kind = model.scalars.values().filter(move |scalar| number(scalar).is_some() == numeric);
        of_kind.map(newtype).collect::<String>()
    };
    let mut imports = Imports::default();
    if !model.scalars.is_empty() {
        imports.name("crate", "kind");
    }
    let items = call("text_scalars", &of(false))
        + &call("number_scalars", &of(true))
        + &kinds::list(model.scalars.values().map(|scalar| names::scalar(&scalar.name)))
        + &examples(model)
        + &remedies(model)
        + &forms(model, &mut imports);
    file("contracts/scalars", "Named strings and numbers. A value of such a type has been checked.", &imports, &items)
}

/// One value of each scalar, which messages can show.
fn examples(model: &Model) -> String {
    let row = |scalar: &Scalar| {
        let texts = scalar.examples.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let example = texts.into_iter().find(|text| !text.is_empty())?;
        let name = &scalar.name;
        Some(quote!((#name, #example)))
    };
    let rows = model.scalars.values().filter_map(row);
    code(quote! {
        #[doc = " A value of each named string or number, as people write it; by name."]
        pub static EXAMPLES: &[(&str, &str)] = &[#(#rows),*];
    })
}

/// The way to write a value of each scalar, which messages show.
fn remedies(model: &Model) -> String {
    let row = |scalar: &Scalar| {
        let described = || {
            let sentence = scalar.description.split(". ").next().unwrap_or(&scalar.description).trim_end_matches('.');
            let mut chars = sentence.chars();
            let first = chars.next().into_iter().flat_map(char::to_lowercase);
            format!("write {}", first.chain(chars).collect::<String>())
        };
        let (name, remedy) = (&scalar.name, scalar.remedy.clone().unwrap_or_else(described));
        quote!((#name, #remedy))
    };
    let rows = model.scalars.values().map(row);
    code(quote! {
        #[doc = " The way to write a value of each named string or number; by name."]
        pub static REMEDIES: &[(&str, &str)] = &[#(#rows),*];
    })
}

/// The scalars with a form beyond the pattern.
fn forms(model: &Model, imports: &mut Imports) -> String {
    let form = imports.name("crate::rule", "Form");
    let rows = model.scalars.values().filter_map(|scalar| {
        let (name, variant) = (
            &scalar.name,
            match scalar.form.as_ref()? {
                ScalarForm::Cron => quote!(Cron),
                ScalarForm::TimeZone => quote!(TimeZone),
                ScalarForm::Memory => quote!(Memory),
            },
        );
        Some(quote!((#name, #form::#variant)))
    });
    code(quote! {
        #[doc = " The form of each named string that has a form beyond the pattern; by name."]
        pub static FORMS: &[(&str, #form)] = &[#(#rows),*];
    })
}

fn newtype(scalar: &Scalar) -> String {
    let docs = doc_lines(&scalar.description, &scalar.name, 4);
    let number = number(scalar);
    let total = if number == Some("i64") { "    #[derive(Eq, Ord, Hash)]\n" } else { "" };
    let number = number.map(|number| format!("({number})")).unwrap_or_default();
    let (ident, kind) = (names::scalar(&scalar.name), kinds::kind(&scalar.base));
    format!("{docs}{total}    {ident}{number} as {:?} [{kind}],\n", scalar.name)
}

/// The type of a scalar's number; `None`: the scalar is text.
fn number(scalar: &Scalar) -> Option<&'static str> {
    match scalar.base {
        Type::Integer { .. } => Some("i64"),
        Type::Number { .. } => Some("f64"),
        _ => None,
    }
}
