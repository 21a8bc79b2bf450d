//! Contracts full of awkward names, and what rustc and a user of the generated crates say of them.
#![expect(clippy::disallowed_methods, reason = "the tests write a repository and start cargo in it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Copies the repository; what would be a Cargo manifest is there called `manifest.toml`, so that Cargo does not take it for one of ours.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let name = if name == "manifest.toml" { "Cargo.toml".into() } else { name };
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn generated_crates_compile_without_warnings_and_behave_whatever_contracts_call_things() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = here.join("../..");
    let root = tempfile::tempdir().unwrap();
    copy(&here.join("tests/nasty"), root.path());
    fs::copy(ours.join("Cargo.lock"), root.path().join("Cargo.lock")).unwrap();

    let generated = Command::new(env!("CARGO_BIN_EXE_floe-gen")).args(["generate", "--root"]).arg(root.path()).output().unwrap();
    assert!(generated.status.success(), "{}", said(&generated));

    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root.path()).args(["test", "--offline", "--workspace", "--quiet"]);
    cargo.env("CARGO_TARGET_DIR", ours.join("target/nasty")).env_remove("RUSTFLAGS");
    let tested = cargo.output().unwrap();
    assert!(tested.status.success(), "{}", said(&tested));
}
