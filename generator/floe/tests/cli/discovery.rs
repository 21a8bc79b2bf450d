//! Tests of discovery: the documents that a folder stands for, and the findings when documents are missing.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::program::{Folder, MANIFEST, Run, program, spec};

/// A user without rights and without files.
const NOBODY: u32 = 65_534;

fn names(folder: &Folder) -> Vec<String> {
    let products = folder.path("dist/products");
    let mut names: Vec<String> =
        fs::read_dir(products).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_products_of_a_platform_are_every_floe_yaml_below_it_that_no_ignore_file_excludes() {
    let folder = Folder::platform();
    folder.write("teams/a/returns/floe.yaml", spec("returns"));
    folder.write("target/orders/floe.yaml", spec("ignored"));
    folder.write("old/floe.yaml", spec("old"));
    folder.write(".gitignore", "target/\n");
    folder.write(".ignore", "old\n");
    folder.run(&["platform", "compile"]).digest();
    assert_eq!(names(&folder), ["orders", "returns"]);
}

#[test]
fn ignore_files_above_the_folder_have_no_say() {
    let folder = Folder::empty();
    folder.write(".gitignore", "*\n");
    folder.write("shop/manifest.yaml", MANIFEST);
    folder.write("shop/orders/floe.yaml", spec("orders"));
    folder.run(&["platform", "compile", "shop"]).digest();
    assert_eq!(names(&folder), ["orders"]);
}

#[test]
fn products_of_another_manifest_are_left_out_and_named() {
    let folder = Folder::platform();
    folder.write("other/manifest.yaml", MANIFEST);
    folder.write("other/a/floe.yaml", spec("a"));
    folder.write("b/floe.yaml", format!("{}platform: {{manifest: ../other/manifest.yaml}}\n", spec("b")));
    folder.write("c/floe.yaml", format!("{}platform: {{manifest: ../manifest.yaml}}\n", spec("c")));
    let run = folder.run(&["platform", "compile"]);
    run.digest();
    assert_eq!(names(&folder), ["c", "orders"]);
    assert!(
        run.stderr.contains("left out b/floe.yaml") && run.stderr.contains("left out other/a/floe.yaml"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_manifest_that_is_given_wins_over_those_that_are_named() {
    let folder = Folder::platform();
    folder.write("b/floe.yaml", format!("{}platform: {{manifest: ../nowhere.yaml}}\n", spec("b")));
    folder.write("mine.yaml", MANIFEST.replace("name: shop", "name: mine"));
    folder.run(&["platform", "compile", "--manifest", "mine.yaml"]).digest();
    assert_eq!(names(&folder), ["b", "orders"]);
    assert!(folder.text("dist/platform.json").contains("\"mine\""));
}

#[test]
fn a_folder_with_a_product_and_no_manifest_is_that_product() {
    let folder = Folder::empty();
    folder.write("platform.yaml", MANIFEST);
    folder.write("a/floe.yaml", format!("{}platform: {{manifest: ../platform.yaml}}\n", spec("a")));
    folder.write("a/b/floe.yaml", spec("b"));
    folder.run(&["platform", "compile", "a"]).digest();
    assert_eq!(names(&folder), ["a"]);
}

#[test]
fn a_platform_without_products_compiles() {
    let folder = Folder::empty();
    folder.write("manifest.yaml", MANIFEST);
    let run = folder.run(&["platform", "compile"]);
    run.digest();
    assert!(run.stderr.contains("no floe.yaml was found"), "{}", run.stderr);
}

#[test]
fn where_no_manifest_is_the_error_says_where_it_was_looked_for() {
    let folder = Folder::empty();
    let run = folder.run(&["platform", "compile"]);
    run.refused(3, "COMMAND_MANIFEST_MISSING");
    assert!(run.stderr.contains("['manifest.yaml', 'floe.yaml']"), "{}", run.stderr);
    folder.write("shop/floe.yaml", spec("a"));
    let run = folder.run(&["platform", "compile", "shop"]);
    run.refused(3, "COMMAND_MANIFEST_MISSING");
    assert!(run.stderr.contains("'shop/manifest.yaml'"), "{}", run.stderr);
    folder.write("near/manifest.yml", MANIFEST);
    let run = folder.run(&["platform", "compile", "near"]);
    run.refused(3, "COMMAND_MANIFEST_MISSING");
    assert!(run.stderr.contains("rename near/manifest.yml to manifest.yaml"), "{}", run.stderr);
}

#[test]
fn inputs_that_are_not_there_are_named_and_end_with_3() {
    let folder = Folder::platform();
    folder.run(&["platform", "compile", "nowhere"]).refused(3, "COMMAND_INPUT_MISSING");
    folder.run(&["platform", "compile", "--manifest", "nowhere.yaml"]).refused(3, "COMMAND_INPUT_MISSING");
    folder.write("b/floe.yaml", format!("{}platform: {{manifest: ../nowhere.yaml}}\n", spec("b")));
    let run = folder.run(&["platform", "compile"]);
    run.refused(3, "COMMAND_INPUT_MISSING");
    assert!(run.stderr.contains("b/floe.yaml:6:22") && run.stderr.contains("`nowhere.yaml`"), "{}", run.stderr);
    symlink("nowhere", folder.path("orders/dbt_project.yml")).unwrap();
    folder.run(&["platform", "compile"]).refused(3, "COMMAND_INPUT_MISSING");
    assert!(!folder.path("dist").exists());
}

#[test]
fn folders_in_place_of_files_and_files_in_place_of_folders_end_with_3() {
    let folder = Folder::platform();
    folder.run(&["platform", "compile", "manifest.yaml"]).refused(3, "COMMAND_INPUT_UNREADABLE");
    folder.run(&["platform", "compile", "--manifest", "orders"]).refused(3, "COMMAND_INPUT_UNREADABLE");
    fs::create_dir_all(folder.path("b/floe.yaml")).unwrap();
    fs::create_dir_all(folder.path("orders/dbt_project.yml")).unwrap();
    let run = folder.run(&["platform", "compile"]);
    run.refused(3, "COMMAND_INPUT_UNREADABLE");
    assert!(run.stderr.contains("`b/floe.yaml`") && run.stderr.contains("`orders/dbt_project.yml`"), "{}", run.stderr);
    fs::create_dir_all(folder.path("c/manifest.yaml")).unwrap();
    folder.run(&["platform", "compile", "c"]).refused(3, "COMMAND_INPUT_UNREADABLE");
}

/// Runs the program as a user who may not read everything. A superuser may, so the program then runs as nobody.
fn as_somebody(folder: &Folder, arguments: &[&str]) -> Run {
    let open = |path: &str, mode| fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).unwrap();
    // A separate process makes the copy. If this process wrote the copy, a program that another test starts meanwhile could inherit the
    // open file, and the system refuses to run a file that is open for writing.
    let copied = Command::new("cp").arg(program()).arg(folder.path("floe-copy")).status().unwrap();
    assert!(copied.success());
    open("", 0o777);
    open("floe-copy", 0o755);
    let mut command = Command::new(folder.path("floe-copy"));
    command.args(arguments).current_dir(folder.path(""));
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    Run::of(&mut command)
}

#[test]
fn what_may_not_be_read_is_named_and_ends_with_3() {
    let folder = Folder::platform();
    let close = |path: &str| fs::set_permissions(folder.path(path), fs::Permissions::from_mode(0o000)).unwrap();
    close("manifest.yaml");
    let run = as_somebody(&folder, &["platform", "compile"]);
    run.refused(3, "COMMAND_INPUT_UNREADABLE");
    assert!(run.stderr.contains("`manifest.yaml` cannot be read: permission denied"), "{}", run.stderr);
    close("orders");
    let run = as_somebody(&folder, &["platform", "compile"]);
    run.refused(3, "COMMAND_INPUT_UNREADABLE");
    assert!(run.stderr.contains("`orders` cannot be read: permission denied"), "{}", run.stderr);
    fs::set_permissions(folder.path("orders"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn where_nothing_may_be_written_the_output_is_refused() {
    let folder = Folder::platform();
    fs::create_dir(folder.path("closed")).unwrap();
    fs::set_permissions(folder.path("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    let run = as_somebody(&folder, &["platform", "compile", "--out", "closed/dist"]);
    run.refused(1, "COMMAND_OUTPUT_UNWRITABLE");
    assert!(run.stderr.contains("`closed/dist` cannot be written: permission denied"), "{}", run.stderr);
}
