//! Names: from names in contracts to identifiers that Rust accepts. Does not decide which names contracts may choose.

use floe_base::names;
use floe_contract::model::{ContractId, Kind};

/// Every strict and reserved word of the 2024 edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot even be written as `r#self`.
const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super"];

/// Names that generated code takes from the prelude; a type of such a name would hide the prelude's.
const PRELUDE: &[&str] = &[
    "Box", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Send", "Some", "String", "Sync",
    "TryFrom", "Vec",
];

/// `depends_on` of `dependsOn`, `r#type` of `type`: a field, a parameter or a method.
pub(super) fn value(name: &str) -> String {
    raw(starting_right(&names::snake_case(name), "_"))
}

/// `S3Compatible` of `s3-compatible`: a variant.
pub(super) fn variant(name: &str) -> String {
    raw(starting_right(&names::pascal_case(name), "V"))
}

/// A type by its name in the contract.
pub(super) fn type_name(name: &str) -> String {
    if PRELUDE.contains(&name) { format!("{name}_") } else { raw(starting_right(name, "T")) }
}

/// `K8sLabel` of `k8s-label`: a scalar's type.
pub(super) fn scalar(name: &str) -> String {
    type_name(&names::pascal_case(name))
}

/// A module; never raw, because a file has the same name.
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

/// The path of a contract's module in a crate: `crate::bindings::storage`.
pub(super) fn path(krate: &str, contract: &ContractId) -> String {
    format!("{krate}::{}", modules(contract).join("::"))
}

/// Fields or parameters of one item; equal names are numbered, `a_b_2`.
pub(super) fn values<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    distinct(names.into_iter().map(|name| value(name)), "_")
}

/// Variants of one enumeration; equal names are numbered, `AB2`.
pub(super) fn variants<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    distinct(names.into_iter().map(|name| variant(name)), "")
}

fn distinct(idents: impl IntoIterator<Item = String>, divider: &str) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for ident in idents {
        let mut numbers = 2..;
        let mut name = ident.clone();
        while let (true, Some(number)) = (distinct.contains(&name), numbers.next()) {
            name = format!("{}{divider}{number}", ident.trim_start_matches("r#"));
        }
        distinct.push(name);
    }
    distinct
}

/// The characters that an identifier can hold, behind the prefix where the first cannot be the first.
fn starting_right(name: &str, prefix: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match name.chars().next() {
        None => format!("{prefix}empty"),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

fn raw(name: String) -> String {
    match name.as_str() {
        never if NEVER_RAW.contains(&never) => name + "_",
        keyword if KEYWORDS.contains(&keyword) => format!("r#{keyword}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_written_raw_or_with_a_tail() {
        let cases = [
            ("type", "r#type"),
            ("match", "r#match"),
            ("async", "r#async"),
            ("try", "r#try"),
            ("gen", "r#gen"),
            ("self", "self_"),
            ("super", "super_"),
            ("crate", "crate_"),
            ("dependsOn", "depends_on"),
            ("path_style_access", "path_style_access"),
        ];
        for (word, expected) in cases {
            assert_eq!(value(word), expected);
        }
        assert_eq!(["self", "type", "none", "s3-compatible"].map(variant), ["Self_", "Type", "None", "S3Compatible"]);
    }

    #[test]
    fn every_keyword_that_syn_refuses_is_known_here() {
        for word in KEYWORDS {
            assert!(syn::parse_str::<syn::Ident>(&value(word)).is_ok(), "{word}");
            assert!(syn::parse_str::<syn::Ident>(&variant(word)).is_ok(), "{word}");
        }
    }

    #[test]
    fn a_name_that_begins_with_a_digit_or_has_no_letter_gets_a_prefix() {
        let names = [value("3rd"), variant("3.1"), type_name("2fa"), module("2")];
        assert_eq!(names, ["_3rd", "V31", "T2fa", "_2"]);
        assert_eq!([value("*"), variant(""), value("日本")], ["_empty", "Vempty", "_empty"]);
    }

    #[test]
    fn names_that_meet_after_the_change_of_case_are_numbered() {
        let names = ["a-b", "aB", "a_b", "type", "Type"].map(ToOwned::to_owned);
        assert_eq!(values(&names), ["a_b", "a_b_2", "a_b_3", "r#type", "type_2"]);
        assert_eq!(variants(&names), ["AB", "AB2", "AB3", "Type", "Type2"]);
    }

    #[test]
    fn a_type_that_would_hide_the_prelude_gets_a_tail() {
        assert_eq!([type_name("Result"), type_name("Bucket"), scalar("string")], ["Result_", "Bucket", "String_"]);
    }

    #[test]
    fn a_module_is_never_raw() {
        let id = ContractId { kind: Kind::Plugin, name: "dbt/type".into(), major: 1 };
        assert_eq!(modules(&id), ["plugins", "dbt", "type_"]);
    }
}
