//! Rules for hand-written Rust: the parts of `std` that a library may use, the first line of a file, and silenced
//! lints. Sources are parsed into tokens, so that comments and strings do not count.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::tree::{File, judge, sources};

/// The parts of `std` that only programs and their edge modules may use.
const OUTSIDE_WORLD: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::path",
    "std::process",
    "std::thread::sleep",
    "std::time::Instant",
    "std::time::SystemTime",
];

/// Whether a file may use them: programs with their edge modules, the reader of folders, tests and build scripts.
fn may_touch_the_outside_world(path: &str) -> bool {
    path.starts_with("generator/floe/src/")
        || path.starts_with("generator/floe-codegen/src/bin/")
        || path.starts_with("generator/floe-commands/src/")
        || path.starts_with("generator/floe-disk/src/")
        || path.starts_with("golden/")
        || path.starts_with("benches/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("/build.rs")
}

#[test]
fn libraries_touch_no_disk_clock_environment_network_or_process() {
    let libraries: Vec<File> = sources().into_iter().filter(|file| !may_touch_the_outside_world(&file.path)).collect();
    let mut findings = Vec::new();
    for file in &libraries {
        for name in std_names(&file.text) {
            if OUTSIDE_WORLD.iter().any(|banned| reaches(&name, banned)) {
                findings.push(format!("{} names {name}", file.path));
            }
        }
    }
    judge("what libraries touch", libraries.len(), &findings);
}

#[test]
fn every_module_begins_by_saying_what_it_is() {
    let sources = sources();
    let findings: Vec<String> = sources
        .iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| format!("{} does not begin with `//! …`", file.path))
        .collect();
    judge("first lines", sources.len(), &findings);
}

/// Templates of generated code are exempt: the contracts decide which lints the generated code triggers, so `expect`
/// cannot be used.
#[test]
fn no_lint_is_silenced_without_being_expected() {
    let sources: Vec<File> = sources().into_iter().filter(|file| !file.path.starts_with("templates/")).collect();
    let allows = |line: &str| ["#[allow(", "#![allow("].iter().any(|begin| line.trim_start().starts_with(begin));
    let findings: Vec<String> = sources
        .iter()
        .filter(|file| file.text.lines().any(allows))
        .map(|file| format!("{} holds an `allow`; write `expect` with a reason", file.path))
        .collect();
    judge("silenced lints", sources.len(), &findings);
}

/// Whether a name gives access to a banned path: the path itself, a path inside, or a module around the banned path
/// that was imported whole.
fn reaches(name: &str, banned: &str) -> bool {
    let inside = |longer: &str, shorter: &str| longer.strip_prefix(shorter).is_some_and(|rest| rest.starts_with("::"));
    name == banned || inside(name, banned) || inside(banned, name)
}

/// Every path that begins with `std::`, with imports expanded (`std::{fs, io}` is two paths), outside `#[cfg(test)]`.
fn std_names(text: &str) -> BTreeSet<String> {
    let tokens: TokenStream = text.parse().expect("a source that compiles is made of tokens");
    let mut names = BTreeSet::new();
    collect(tokens, &mut names);
    names
}

fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_test_attribute(&tokens[at..]) {
            at += 2 + tokens[at + 2..].iter().position(ends_item).map_or(0, |end| end + 1);
            continue;
        }
        match token {
            TokenTree::Ident(ident) if ident == "std" => {
                unfold("std".to_owned(), &tokens[at + 1..], names);
            }
            TokenTree::Group(group) => collect(group.stream(), names),
            _ => {}
        }
        at += 1;
    }
}

/// Follows `::a::{b, c}` after a path, and adds each full path.
fn unfold(path: String, rest: &[TokenTree], names: &mut BTreeSet<String>) {
    let [TokenTree::Punct(first), TokenTree::Punct(second), next, rest @ ..] = rest else {
        names.insert(path);
        return;
    };
    if first.as_char() != ':' || second.as_char() != ':' {
        names.insert(path);
        return;
    }
    match next {
        TokenTree::Ident(ident) => unfold(format!("{path}::{ident}"), rest, names),
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let members: Vec<TokenTree> = group.stream().into_iter().collect();
            for member in members.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ',')) {
                if let Some((TokenTree::Ident(ident), rest)) = member.split_first() {
                    let name = if ident == "self" { path.clone() } else { format!("{path}::{ident}") };
                    unfold(name, rest, names);
                }
            }
        }
        _ => drop(names.insert(path)),
    }
}

/// Whether the tokens begin with `#[cfg(test)]`.
fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(hash), TokenTree::Group(group), ..]
        if hash.as_char() == '#' && group.stream().to_string().replace(' ', "") == "cfg(test)")
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

#[test]
fn the_reader_of_sources_sees_through_imports_and_past_tests_comments_and_strings() {
    let text = r#"
        use std::{collections::{BTreeMap, BTreeSet}, env as e, fs::{self, File}, time::Duration};
        // std::net::TcpStream
        const WORDS: &str = "std::process::exit";
        fn now() -> std::time::Instant { std::time::Instant::now() }
        #[cfg(test)]
        mod tests { use std::net::TcpStream; }
    "#;
    let seen: Vec<String> =
        std_names(text).into_iter().filter(|name| OUTSIDE_WORLD.iter().any(|banned| reaches(name, banned))).collect();
    assert_eq!(seen, ["std::env", "std::fs", "std::fs::File", "std::time::Instant", "std::time::Instant::now"]);
}
