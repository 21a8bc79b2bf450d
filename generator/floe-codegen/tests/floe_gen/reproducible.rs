//! Same contracts, same bytes: wherever, whenever and however they are generated from. floe-gen starts no threads.
#![expect(clippy::disallowed_methods, reason = "tests start floe-gen in other surroundings")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::repository::{Repository, said};

/// What is generated, by path.
fn outputs(repository: &Repository) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["charts", "docs", "generated"] {
        collect(&repository.path(folder), folder, &mut files);
    }
    files
}

fn collect(folder: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &name, files);
        } else {
            files.insert(name, fs::read(path).unwrap());
        }
    }
}

#[test]
fn runs_in_other_surroundings_generate_the_same_bytes() {
    let expected = outputs(&Repository::generated());
    assert!(expected.len() > 20, "{:?}", expected.keys());
    let surroundings = [
        "umask 000; export TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8; cd contracts",
        "umask 077; export TZ=America/St_Johns LC_ALL=C LANG=C; unset HOME",
        "umask 027; export TZ=Nowhere/At_All LC_ALL=C.UTF-8 NO_COLOR=1 FLOE_X=1; cd contracts/bindings/type",
    ];
    for script in surroundings {
        let repository = Repository::new();
        let written_again = "find contracts plugins -type f | sort -r | while read -r file; do \
             cp \"$file\" \"$file.new\" && mv \"$file.new\" \"$file\" && touch -d 2001-02-03 \"$file\"; done";
        let mut shell = Command::new("sh");
        shell.args([
            "-euc",
            &format!("{written_again}; {script}; exec \"$0\" generate"),
            env!("CARGO_BIN_EXE_floe-gen"),
        ]);
        let output = shell.current_dir(repository.path("")).output().unwrap();
        assert!(output.status.success(), "{script}: {}", said(&output));
        assert!(outputs(&repository) == expected, "{script}");
    }
}
