//! Names: the identifiers in Rust for the names of contracts. Does not decide which names contracts may choose.

use std::collections::BTreeSet;

use floe_base::names;
use floe_contract::model::{ContractId, Interface, Kind};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;

/// The strict and reserved words of the 2024 edition, in order.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The names of the prelude that generated code uses, and that no type may hide.
const PRELUDE: &[&str] = &[
    "Box", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Send", "Some", "String", "Sync",
    "TryFrom", "Vec",
];

/// `depends_on` of `dependsOn`, `r#type` of `type`: a field, a parameter or a method.
pub(super) fn value(name: &str) -> Ident {
    raw(&starting_right(names::snake_case(name), "_"))
}

/// `S3Compatible` of `s3-compatible`: a variant.
pub(super) fn variant(name: &str) -> Ident {
    raw(&starting_right(names::pascal_case(name), "V"))
}

/// A type by the name in the contract.
pub(super) fn type_name(name: &str) -> Ident {
    if PRELUDE.contains(&name) { raw(&format!("{name}_")) } else { raw(&starting_right(name, "T")) }
}

/// `K8sLabel` of `k8s-label`: a scalar's type.
pub(super) fn scalar(name: &str) -> Ident {
    type_name(&names::pascal_case(name))
}

/// A module; never raw, because the file has the same name.
pub(super) fn module(name: &str) -> String {
    let name = starting_right(names::snake_case(name), "_");
    if is_keyword(&name) { format!("{name}_") } else { name }
}

/// The modules that lead to a contract's types: `bindings`, `storage`.
pub(super) fn modules(contract: &ContractId) -> Vec<String> {
    if contract.kind == Kind::Scalars {
        return vec!["scalars".to_owned()];
    }
    std::iter::once(contract.kind.folder()).chain(contract.name.split('/')).map(module).collect()
}

/// The path of a contract's module, seen from a crate: `crate::bindings::storage`.
pub(super) fn module_path(krate: &str, contract: &ContractId) -> String {
    format!("{krate}::{}", modules(contract).join("::"))
}

/// The list of a category's plugins, and the answer of a plugin of the category.
pub(super) fn category(interface: &Interface) -> Ident {
    value(&interface.head.id.name)
}

/// Fields or parameters of one item: equal names are numbered, `a_b_2`.
pub(super) fn values<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Ident> {
    distinct(names.into_iter().map(|name| value(name)), "_")
}

/// Variants of one enumeration: equal names are numbered, `AB2`.
pub(super) fn variants<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Ident> {
    distinct(names.into_iter().map(|name| variant(name)), "")
}

fn distinct(idents: impl IntoIterator<Item = Ident>, divider: &str) -> Vec<Ident> {
    let mut taken = BTreeSet::new();
    let free = |ident: Ident| {
        let numbered = (2..).map(|number| raw(&format!("{}{divider}{number}", ident.unraw())));
        std::iter::once(ident.clone()).chain(numbered).find(|name| taken.insert(name.clone()))
    };
    idents.into_iter().filter_map(free).collect()
}

/// The characters that an identifier can hold, behind a prefix where the first cannot be the first of an identifier.
fn starting_right(name: impl Into<String>, prefix: &str) -> String {
    let mut name = name.into();
    name.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    match name.chars().next() {
        None => format!("{prefix}empty"),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

fn raw(name: &str) -> Ident {
    match name {
        // Rust has no `r#self`.
        "_" | "crate" | "self" | "Self" | "super" => format_ident!("{name}_"),
        _ if is_keyword(name) => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(idents: &[Ident]) -> Vec<String> {
        idents.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reserved_words_are_written_raw_or_with_a_tail() {
        for word in ["type", "match", "async", "try", "gen", "abstract", "yield", "dyn", "false", "macro"] {
            assert_eq!(value(word).to_string(), format!("r#{word}"));
        }
        assert_eq!(all(&["self", "super", "crate", "_"].map(raw)), ["self_", "super_", "crate_", "__"]);
        assert_eq!(all(&["self", "dependsOn", "path_style"].map(value)), ["self_", "depends_on", "path_style"]);
        let variants = ["self", "type", "none", "s3-compatible"].map(variant);
        assert_eq!(all(&variants), ["Self_", "Type", "None", "S3Compatible"]);
    }

    #[test]
    fn the_keywords_stand_in_order_and_syn_refuses_each() {
        assert!(KEYWORDS.is_sorted());
        // syn does not know `gen` yet.
        let refused = KEYWORDS.iter().filter(|word| **word != "gen" && syn::parse_str::<Ident>(word).is_ok());
        assert_eq!(refused.count(), 0);
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
        let types = [type_name("Result"), type_name("Bucket"), scalar("string")];
        assert_eq!(all(&types), ["Result_", "Bucket", "String_"]);
    }

    #[test]
    fn a_module_is_never_raw() {
        let id = ContractId { kind: Kind::Plugin, name: "dbt/type".into(), major: 1 };
        assert_eq!(modules(&id), ["plugins", "dbt", "type_"]);
    }
}
