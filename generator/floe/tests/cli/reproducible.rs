//! Same input, same bytes: wherever, whenever and however it is compiled.

use std::fs;

use crate::program::{Folder, retail};

#[test]
fn runs_in_other_surroundings_write_the_same_bytes() {
    let folder = Folder::empty();
    let retail = retail().canonicalize().unwrap();
    let retail = retail.to_str().unwrap();
    let reference = folder.run(&["platform", "render", retail]);
    let files = folder.files("dist");
    let digest = reference.digest();
    let surroundings = [
        ("UTC", "C", "022", "1"),
        ("Asia/Kathmandu", "de_DE.UTF-8", "077", "2"),
        ("America/St_Johns", "tr_TR.UTF-8", "000", "3"),
        ("Pacific/Apia", "C.UTF-8", "027", "16"),
    ];
    for (at, (zone, locale, umask, jobs)) in surroundings.into_iter().enumerate() {
        let script = format!(
            "umask {umask}; mkdir -p run{at}/deep; cd run{at}/deep; unset HOME; export TZ={zone} LC_ALL={locale} LANG={locale} FLOE_X=1; \
             exec $floe platform render {retail} --jobs {jobs} --out out"
        );
        assert_eq!(folder.shell(&script).digest(), digest, "{script}");
        assert_eq!(folder.files(&format!("run{at}/deep/out")), files, "{script}");
    }
}

#[test]
fn a_copy_made_in_another_order_with_other_times_compiles_to_the_same_bytes() {
    let folder = Folder::empty();
    let retail = retail();
    let from = retail.to_str().unwrap();
    let digest = folder.run(&["platform", "render", from]).digest().to_owned();
    let script = format!(
        "mkdir copy && cd {from} && find . -type f | sort -r | while read -r file; do \
         mkdir -p \"$OLDPWD/copy/$(dirname \"$file\")\" && cp \"$file\" \"$OLDPWD/copy/$file\" && touch -d 2001-02-03 \"$OLDPWD/copy/$file\"; done"
    );
    assert_eq!(folder.shell(&script).code, 0);
    assert_eq!(folder.run(&["platform", "render", "copy", "--out", "other"]).digest(), digest);
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
