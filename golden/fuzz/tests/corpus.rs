//! Regression test: judges every stored input of the corpus again, without the fuzzer.

use std::time::Duration;

use floe_fuzz::{TARGETS, limit, seeds};

/// Twenty times the limit of the fuzzer, because tests run unoptimised.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
#[expect(clippy::print_stdout, reason = "the last line names the input that fails")]
fn inputs_that_fuzzing_found_are_judged_as_they_should_be() {
    for target in TARGETS {
        let found = seeds::found(target.name);
        assert!(!found.is_empty(), "nothing is kept for {}", target.name);
        for (name, bytes) in found {
            println!("{}/{name}", target.name);
            limit::within(LIMIT, || (target.judge)(&bytes));
        }
    }
}
