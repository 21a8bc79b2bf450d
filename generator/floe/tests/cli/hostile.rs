//! Tests of hostile files, folders and names, and of very many documents. Each is answered in bounded time and memory.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use crate::program::{Folder, MANIFEST, Run, spec, spec_for};

#[test]
fn pipes_and_devices_are_no_documents() {
    for document in ["manifest.yaml", "orders/floe.yaml", "orders/dbt_project.yml"] {
        let folder = Folder::platform();
        folder.shell(&format!("rm -f {document} && mkfifo {document}"));
        let said = format!("`{document}` cannot be read: not a regular file");
        folder.bounded("").refused(3, "COMMAND_INPUT_UNREADABLE").says(&[&said]);
    }
    Folder::platform().bounded("--manifest /dev/zero").refused(3, "COMMAND_INPUT_UNREADABLE");
}

#[test]
fn links_in_a_circle_end_with_3_and_linked_documents_are_read() {
    let folder = Folder::platform();
    symlink("..", folder.path("orders/up")).unwrap();
    symlink(".", folder.path("orders/here")).unwrap();
    folder.write("real.txt", spec("linked"));
    fs::create_dir(folder.path("linked")).unwrap();
    symlink("../real.txt", folder.path("linked/floe.yaml")).unwrap();
    folder.run("platform compile").digest();
    assert!(folder.path("dist/products/linked").exists());
    for document in ["manifest.yaml", "orders/floe.yaml"] {
        let folder = Folder::platform();
        fs::remove_file(folder.path(document)).unwrap();
        symlink(folder.path(document), folder.path(document)).unwrap();
        folder.run("platform compile").refused(3, "COMMAND_INPUT_UNREADABLE");
    }
}

#[test]
fn a_name_of_a_folder_cannot_speak_to_the_terminal() {
    let folder = Folder::platform();
    folder.write("a\nerror[FAKE]: \u{1b}[31mred\u{7}/floe.yaml", "x: [");
    let run = folder.run("platform compile");
    run.refused(1, "LOAD_YAML_SYNTAX");
    assert!(!run.stderr.contains(['\u{1b}', '\u{7}']) && !run.stderr.contains("\nerror[FAKE]"), "{}", run.stderr);
    folder.write("a\nb\u{1b}/floe.yaml", spec_for("b", "other.yaml"));
    folder.write("a\nb\u{1b}/other.yaml", MANIFEST);
    fs::remove_dir_all(folder.path("a\nerror[FAKE]: \u{1b}[31mred\u{7}")).unwrap();
    let run = folder.run("platform compile");
    run.digest();
    assert!(run.stderr.contains("left out a") && !run.stderr.contains("left out a\n"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn names_with_spaces_and_names_that_are_no_utf8_are_folders_like_others() {
    let folder = Folder::platform();
    folder.write("a b 'c' \"d\" $e/floe.yaml", spec("spaces"));
    let strange = folder.path("").join(OsStr::from_bytes(b"\xff\xfe"));
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("floe.yaml"), spec("strange")).unwrap();
    Run::of(&mut folder.command(&["platform", "compile", "--out", "o p"])).digest();
    assert!(folder.path("o p/products/spaces").exists() && folder.path("o p/products/strange").exists());
    fs::write(strange.join("floe.yaml"), "x: [").unwrap();
    for format in ["text", "json"] {
        let run = folder.run(&format!("platform compile --format {format}"));
        assert_eq!(run.code, 1, "{run:?}");
        assert!(format!("{}{}", run.stdout, run.stderr).contains("\u{fffd}\u{fffd}/floe.yaml"), "{run:?}");
    }
}

#[test]
fn where_no_folder_can_be_nothing_is_written() {
    let folder = Folder::platform();
    symlink("nowhere/else", folder.path("dangling")).unwrap();
    symlink("circle", folder.path("circle")).unwrap();
    folder.shell("mkfifo pipe");
    let before = folder.entries();
    let long = "x".repeat(300);
    let unwritable = ["manifest.yaml/out", "/proc/floe", &long].map(|out| (out, "UNWRITABLE"));
    let foreign = ["dangling", "circle", "pipe", "orders", "..", "/", "/dev/null"].map(|out| (out, "FOREIGN"));
    for (out, code) in unwritable.into_iter().chain(foreign) {
        folder.run(&format!("platform compile --out {out}")).refused(1, &format!("COMMAND_OUTPUT_{code}"));
        assert_eq!(folder.entries(), before, "{out}");
    }
}

#[test]
fn a_thousand_products_compile_within_bounds() {
    let folder = Folder::empty();
    folder.write("manifest.yaml", MANIFEST);
    for at in 0..1_000 {
        folder.write(&format!("p{at}/floe.yaml"), spec(&format!("p{at}")));
    }
    folder.bounded("--quiet").digest();
    assert_eq!(fs::read_dir(folder.path("dist/products")).unwrap().count(), 1_000);
    for at in 0..1_000 {
        folder.write(&format!("p{at}/floe.yaml"), spec("same") + "x: 1\n");
    }
    let run = folder.bounded("--format json");
    assert_eq!(run.code, 1);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1_000);
}
