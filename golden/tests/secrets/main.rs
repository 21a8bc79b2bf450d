//! Judges the scanner of secrets on texts with and without secrets. The figures stand in `docs/concepts/secrets.md`.
#![expect(clippy::disallowed_methods, reason = "a test is an edge: the corpus and the page stand on disk")]
#![expect(clippy::print_stdout, reason = "the figures are for people")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use floe_base::yaml;
use floe_compiler::secret;
use serde::Deserialize;

/// Texts of one source.
#[derive(Deserialize)]
struct Group {
    source: String,
    secret: Vec<String>,
    plain: Vec<String>,
}

/// Texts on one side of the verdict: all, and those on which the scanner errs.
#[derive(Default)]
struct Side {
    all: usize,
    wrong: Vec<String>,
}

fn corpus() -> Vec<Group> {
    let text = read("golden/secrets/corpus.yaml").replace('~', "");
    serde_yaml::from_str(&text).expect("the corpus is a list of groups")
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).expect("the file is there")
}

fn is_found(text: &str) -> bool {
    let document = yaml::read("x.yaml", text.as_bytes(), &yaml::Limits::default());
    let document = document.unwrap_or_else(|_| panic!("the text is no YAML: {text}"));
    !secret::scan(&document, &BTreeMap::new()).is_empty()
}

#[test]
fn the_scanner_finds_the_secrets_of_the_corpus_and_nothing_else() {
    let (mut secrets, mut plain) = (Side::default(), Side::default());
    for Group { source, secret, plain: harmless } in corpus() {
        for (side, texts, expected) in [(&mut secrets, secret, true), (&mut plain, harmless, false)] {
            side.all += texts.len();
            side.wrong.extend(
                texts.into_iter().filter(|text| is_found(text) != expected).map(|text| format!("{source}: {text}")),
            );
        }
    }
    let hits = secrets.all - secrets.wrong.len();
    let figures = format!(
        "{} texts with a secret and {} without: recall {hits} of {}, precision {hits} of {}",
        secrets.all,
        plain.all,
        secrets.all,
        hits + plain.wrong.len()
    );
    println!("{figures}");
    assert!(secrets.all + plain.all >= 150, "the corpus is small: {figures}");
    assert_eq!((secrets.wrong, plain.wrong), (Vec::new(), Vec::new()), "{figures}");
    let page = read("docs/concepts/secrets.md");
    assert!(page.contains(&figures), "docs/concepts/secrets.md states other figures than: {figures}");
}
