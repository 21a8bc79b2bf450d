//! The program `floe-fuzz`: libFuzzer on the target that `--target=NAME` names. With `--accepted` libFuzzer keeps only
//! inputs that floe accepts, so that mutations stay close to valid input. All other options belong to libFuzzer.
#![no_main]
#![expect(clippy::disallowed_methods, reason = "the target is named in the arguments")]

use std::sync::OnceLock;
use std::time::Duration;

use floe_fuzz::{Target, limit, mutate, target};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};

/// The processor time after which an input counts as a hang.
const LIMIT: Duration = Duration::from_secs(1);

/// The target, and whether only accepted inputs are kept.
static ASKED: OnceLock<(Target, bool)> = OnceLock::new();

fn asked() -> (Target, bool) {
    let named = std::env::args().find_map(|argument| argument.strip_prefix("--target=").and_then(target));
    let target = named.expect("the arguments name a target, as in --target=yaml");
    (target, std::env::args().any(|argument| argument == "--accepted"))
}

fuzz_target!(init: assert!(ASKED.set(asked()).is_ok(), "the fuzzer starts once"), |bytes: &[u8]| -> Corpus {
    let (target, accepted_only) = ASKED.get_or_init(asked);
    let accepted = limit::within(LIMIT, || (target.judge)(bytes));
    if accepted || !accepted_only { Corpus::Keep } else { Corpus::Reject }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(3) {
        return fuzzer_mutate(data, size, max_size);
    }
    let mutated = mutate::mutate(&data[..size], max_size, u64::from(seed));
    data[..mutated.len()].copy_from_slice(&mutated);
    mutated.len()
});
