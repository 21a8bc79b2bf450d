//! Names: from what contracts call things to identifiers that Rust accepts. Does not decide which names contracts may choose.

use std::collections::BTreeSet;

use floe_base::names;
use floe_contract::model::{ContractId, Kind};
use proc_macro2::{Ident, Span};

/// Every strict and reserved word of the 2024 edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot even be written as `r#self`.
const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super"];

/// What generated code takes from the prelude; a type of such a name would hide it.
const PRELUDE: &[&str] = &[
    "Box", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Send", "Some", "String", "Sync",
    "TryFrom", "Vec",
];

/// `depends_on` of `dependsOn`, `r#type` of `type`: a field, a parameter or a method.
pub(super) fn value(name: &str) -> Ident {
    raw(&starting_right(&names::snake_case(name), "_"))
}

/// `S3Compatible` of `s3-compatible`: a variant.
pub(super) fn variant(name: &str) -> Ident {
    raw(&starting_right(&names::pascal_case(name), "V"))
}

/// A type by its name in the contract.
pub(super) fn type_name(name: &str) -> Ident {
    if PRELUDE.contains(&name) { raw(&format!("{name}_")) } else { raw(&starting_right(name, "T")) }
}

/// `K8sLabel` of `k8s-label`: a scalar's type.
pub(super) fn scalar(name: &str) -> Ident {
    type_name(&names::pascal_case(name))
}

/// A module; never raw, because it names a file too.
pub(super) fn module(name: &str) -> String {
    let name = starting_right(&names::snake_case(name), "_");
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The modules that lead to a contract's types: `bindings`, `storage`.
pub(super) fn modules(contract: &ContractId) -> Vec<String> {
    if contract.kind == Kind::Scalars {
        return vec!["scalars".to_owned()];
    }
    std::iter::once(contract.kind.folder()).chain(contract.name.split('/')).map(module).collect()
}

/// Fields or parameters of one item: what comes out alike is numbered, `a_b_2`.
pub(super) fn values<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Ident> {
    distinct(names.into_iter().map(|name| value(name)), "_")
}

/// Variants of one enumeration: what comes out alike is numbered, `AB2`.
pub(super) fn variants<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Ident> {
    distinct(names.into_iter().map(|name| variant(name)), "")
}

fn distinct(idents: impl IntoIterator<Item = Ident>, divider: &str) -> Vec<Ident> {
    let mut taken = BTreeSet::new();
    let free = |ident: Ident| {
        let plain = plain(&ident);
        let numbered = (2..).map(|number| format!("{plain}{divider}{number}"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        name.map_or(ident, |name| raw(&name))
    };
    idents.into_iter().map(free).collect()
}

/// An identifier as documents see it: without `r#`.
pub(super) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or_else(|| text.clone(), ToOwned::to_owned)
}

/// Only what an identifier can hold, and a first character that can be the first.
fn starting_right(name: &str, prefix: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match name.chars().next() {
        None => format!("{prefix}empty"),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

fn raw(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    if KEYWORDS.contains(&name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(idents: &[Ident]) -> Vec<String> {
        idents.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reserved_words_are_written_raw_or_with_a_tail() {
        let words =
            ["type", "match", "async", "try", "gen", "self", "super", "crate", "dependsOn", "path_style_access"];
        let expected = [
            "r#type",
            "r#match",
            "r#async",
            "r#try",
            "r#gen",
            "self_",
            "super_",
            "crate_",
            "depends_on",
            "path_style_access",
        ];
        assert_eq!(all(&words.map(value)), expected);
        assert_eq!(
            all(&["self", "type", "none", "s3-compatible"].map(variant)),
            ["Self_", "Type", "None", "S3Compatible"]
        );
    }

    #[test]
    fn every_keyword_that_syn_refuses_is_known_here() {
        for word in KEYWORDS {
            assert!(syn::parse_str::<Ident>(&value(word).to_string()).is_ok(), "{word}");
            assert!(syn::parse_str::<Ident>(&variant(word).to_string()).is_ok(), "{word}");
        }
    }

    #[test]
    fn a_name_that_begins_with_a_digit_gets_a_prefix() {
        assert_eq!(all(&[value("3rd"), variant("3.1"), type_name("2fa")]), ["_3rd", "V31", "T2fa"]);
        assert_eq!(module("2"), "_2");
    }

    #[test]
    fn a_name_without_any_letter_is_still_a_name() {
        assert_eq!(all(&[value("*"), variant(""), value("日本")]), ["_empty", "Vempty", "_empty"]);
    }

    #[test]
    fn names_that_meet_after_the_change_of_case_are_numbered() {
        let names = ["a-b", "aB", "a_b", "type", "Type"].map(ToOwned::to_owned);
        assert_eq!(all(&values(&names)), ["a_b", "a_b_2", "a_b_3", "r#type", "type_2"]);
        assert_eq!(all(&variants(&names)), ["AB", "AB2", "AB3", "Type", "Type2"]);
    }

    #[test]
    fn a_type_that_would_hide_the_prelude_gets_a_tail() {
        assert_eq!(
            all(&[type_name("Result"), type_name("Bucket"), scalar("string")]),
            ["Result_", "Bucket", "String_"]
        );
    }

    #[test]
    fn a_module_is_never_raw() {
        let id = ContractId { kind: Kind::Plugin, name: "dbt/type".into(), major: 1 };
        assert_eq!(modules(&id), ["plugins", "dbt", "type_"]);
    }
}
