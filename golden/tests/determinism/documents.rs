//! The order of keys in documents, the order of products and the number of threads have no effect on the output.

use std::num::NonZero;
use std::path::Path;

use floe::{Options, build};
use floe_base::Digest;
use floe_compiler::{Document, File, PlatformInput};
use floe_golden::{Chance, cases, platform_input};

use crate::shuffle::{shuffle, shuffled};

/// The golden platforms by name.
fn platforms() -> Vec<(String, PlatformInput)> {
    let cases = cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms")).expect("golden cases can be listed");
    let input = |case: &floe_golden::Case| platform_input(&case.input().expect("a golden case can be read"));
    cases.iter().map(|case| (case.name.clone(), input(case))).collect()
}

fn digest(input: &PlatformInput, jobs: usize) -> Digest {
    let jobs = NonZero::new(jobs).expect("a job at least");
    build(input, Options { render: true, jobs }).into_result().unwrap_or_else(|findings| panic!("{findings:?}")).digest
}

#[test]
fn the_order_of_keys_in_documents_changes_no_output() {
    for (name, input) in platforms() {
        let expected = digest(&input, 1);
        for round in 0..8 {
            let mut chance = Chance::seeded(round);
            let mut other = input.clone();
            let mut shuffle_keys = |document: &mut Document| {
                let File { path, bytes } = document.file();
                let text = shuffled(path, bytes, &mut chance, &|_| false);
                assert_ne!(text, *bytes);
                *document = Document::new(path.clone(), text);
            };
            shuffle_keys(&mut other.manifest);
            other.products.iter_mut().for_each(|product| shuffle_keys(&mut product.spec));
            assert_eq!(digest(&other, 1), expected, "{name}, round {round}");
        }
    }
}

#[test]
fn the_order_of_products_and_the_number_of_threads_change_no_output() {
    for (name, input) in platforms() {
        let expected = digest(&input, 1);
        let mut chance = Chance::of(&name);
        for jobs in 1..=16 {
            let mut other = input.clone();
            shuffle(&mut other.products, &mut chance);
            assert_eq!(digest(&other, jobs), expected, "{name}, {jobs} threads");
        }
    }
}
