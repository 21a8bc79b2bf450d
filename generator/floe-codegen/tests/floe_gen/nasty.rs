//! Contracts full of awkward names, under the judgement of rustc and of a user of the generated crates.

use std::path::Path;
use std::process::Command;

use crate::repository::{Repository, judged};

#[test]
#[expect(clippy::disallowed_methods, reason = "rustc is the judge, and cargo starts it")]
fn generated_crates_compile_without_warnings_and_behave_whatever_contracts_call_things() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let repository = Repository::generated();
    std::fs::copy(ours.join("Cargo.lock"), repository.path("Cargo.lock")).unwrap();

    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository.path("")).args(["test", "--offline", "--workspace", "--quiet"]);
    cargo.env("CARGO_TARGET_DIR", ours.join("target/nasty")).env_remove("RUSTFLAGS");
    judged(&mut cargo, 0, &[]);
}
