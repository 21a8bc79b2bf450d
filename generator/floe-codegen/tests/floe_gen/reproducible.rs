//! Same contracts, same bytes: in every folder, at every time, under every setting.
#![expect(clippy::disallowed_methods, reason = "tests start floe-gen in other surroundings")]

use std::process::Command;

use floe_base::FileSet;

use crate::repository::{Repository, judged};

/// The generated files.
fn outputs(repository: &Repository) -> FileSet {
    let mut files = FileSet::new();
    let made = ["charts", "docs", "generated"].into_iter().filter(|folder| repository.path(folder).is_dir());
    for folder in made {
        files.merge(floe_disk::read(&repository.path(""), folder).unwrap()).unwrap();
    }
    files
}

#[test]
fn runs_in_other_surroundings_generate_the_same_bytes() {
    let expected = outputs(&Repository::generated());
    assert!(expected.len() > 20, "{:?}", expected.paths().collect::<Vec<_>>());
    let surroundings = [
        "umask 000; export TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8; cd contracts",
        "umask 077; export TZ=America/St_Johns LC_ALL=C LANG=C; unset HOME",
        "umask 027; export TZ=Nowhere/At_All LC_ALL=C.UTF-8 NO_COLOR=1 FLOE_X=1; cd contracts/bindings/type",
    ];
    for script in surroundings {
        let repository = Repository::new();
        let written_again = "find contracts plugins -type f | sort -r | while read -r file; do \
             cp \"$file\" \"$file.new\" && mv \"$file.new\" \"$file\" && touch -d 2001-02-03 \"$file\"; done";
        let script = format!("{written_again}; {script}; exec \"$0\" generate");
        let mut shell = Command::new("sh");
        shell.args(["-euc", &script, env!("CARGO_BIN_EXE_floe-gen")]).current_dir(repository.path(""));
        judged(&mut shell, 0, &[]);
        assert!(outputs(&repository) == expected, "{script}");
    }
}
