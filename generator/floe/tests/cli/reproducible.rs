//! Tests that the same input gives the same bytes, at every place and time and in every way of compiling.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::program::{Folder, retail};

#[test]
fn runs_in_other_surroundings_write_the_same_bytes() {
    let folder = Folder::empty();
    let retail = retail().canonicalize().unwrap().display().to_string();
    let reference = folder.run(&format!("platform render {retail}"));
    let (files, digest) = (folder.files("dist"), reference.digest());
    let zones = ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Nowhere/At_All"];
    let locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"];
    let umasks = ["022", "077", "000", "027"];
    let homes = ["unset HOME", "export HOME=/nowhere", "export HOME=$PWD"];
    for at in 0..20 {
        let (zone, locale, umask, home) = (zones[at % 5], locales[at % 4], umasks[at / 2 % 4], homes[at % 3]);
        let (jobs, folders) = (at % 16 + 1, "deep/".repeat(at % 3 + 1));
        let script = format!(
            "umask {umask}; mkdir -p run{at}/{folders} && cd run{at}/{folders} && {home}; \
             export TZ={zone} LC_ALL={locale} LANG={locale} FLOE_X={at}; \
             exec $floe platform render {retail} --jobs {jobs} --out out"
        );
        assert_eq!(folder.shell(&script).digest(), digest, "{script}");
        assert_eq!(folder.files(&format!("run{at}/{folders}out")), files, "{script}");
    }
}

#[test]
fn files_and_folders_have_the_modes_that_the_user_asks_for() {
    for (umask, file, folder_mode) in [("022", 0o644, 0o755), ("077", 0o600, 0o700), ("002", 0o664, 0o775)] {
        let folder = Folder::platform();
        folder.shell(&format!("umask {umask}; exec $floe platform compile")).digest();
        let mode = |path: &str| fs::metadata(folder.path(path)).unwrap().permissions().mode() & 0o7777;
        let paths = ["dist", "dist/products/orders", "dist/index.json", "dist/products/orders/definitions.py"];
        assert_eq!(paths.map(mode), [folder_mode, folder_mode, file, file], "under {umask}");
    }
}

#[test]
fn a_copy_made_in_another_order_with_other_times_compiles_to_the_same_bytes() {
    let folder = Folder::empty();
    let from = retail().display().to_string();
    let run = folder.run(&format!("platform render {from}"));
    let script = format!(
        "mkdir copy && cd {from} && find . -type f | sort -r | while read -r file; do \
         mkdir -p \"$OLDPWD/copy/$(dirname \"$file\")\" && cp \"$file\" \"$OLDPWD/copy/$file\" && touch -d 2001-02-03 \"$OLDPWD/copy/$file\"; done"
    );
    assert_eq!(folder.shell(&script).code, 0);
    assert_eq!(folder.run("platform render copy --out other").digest(), run.digest());
    assert_eq!(folder.files("dist"), folder.files("other"));
}

#[test]
fn no_output_names_a_place_a_user_or_a_time_of_this_machine() {
    let folder = Folder::empty();
    let here = folder.path("").to_string_lossy().into_owned();
    folder.shell(&format!("cp -r {} shop && exec $floe platform render shop", retail().display())).digest();
    for (path, bytes) in folder.files("dist") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(here.trim_end_matches('/')), "{path}");
        assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{path}");
    }
    assert!(fs::exists(folder.path("dist/platform.json")).unwrap());
}
