//! Tests of discovery: the documents that a folder stands for, and the findings when documents are missing.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::program::{Folder, MANIFEST, Run, program, spec, spec_for};

/// A user without rights and without files.
const NOBODY: u32 = 65_534;

/// Fails unless the command compiles exactly these products.
fn compiles(folder: &Folder, arguments: &str, products: &[&str]) -> Run {
    let run = folder.run(&format!("platform compile{arguments}"));
    run.digest();
    let found = folder.files("dist/products");
    let mut found: Vec<&str> = found.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
    found.dedup();
    assert_eq!(found, products, "{arguments}");
    run
}

#[test]
fn the_products_of_a_platform_are_every_floe_yaml_below_it_that_no_ignore_file_inside_excludes() {
    let folder = Folder::platform();
    folder.write("teams/a/returns/floe.yaml", spec("returns"));
    folder.write("target/orders/floe.yaml", spec("ignored"));
    folder.write("old/floe.yaml", spec("old"));
    folder.write(".gitignore", "target/\n");
    folder.write(".ignore", "old\n");
    compiles(&folder, "", &["orders", "returns"]);
    folder.write(".gitignore", "*\n");
    folder.write("shop/manifest.yaml", MANIFEST);
    folder.write("shop/orders/floe.yaml", spec("orders"));
    compiles(&folder, " shop", &["orders"]);
}

#[test]
fn products_of_another_manifest_are_left_out_and_named_unless_a_manifest_is_given() {
    let folder = Folder::platform();
    folder.write("other/manifest.yaml", MANIFEST);
    folder.write("other/a/floe.yaml", spec("a"));
    folder.write("b/floe.yaml", spec_for("b", "../other/manifest.yaml"));
    folder.write("c/floe.yaml", spec_for("c", "../manifest.yaml"));
    let run = compiles(&folder, "", &["c", "orders"]);
    run.says(&["left out b/floe.yaml", "left out other/a/floe.yaml"]);
    folder.write("b/floe.yaml", spec_for("b", "../nowhere.yaml"));
    folder.write("mine.yaml", MANIFEST.replace("name: shop", "name: mine"));
    compiles(&folder, " --manifest mine.yaml", &["a", "b", "c", "orders"]);
    assert!(folder.text("dist/platform.json").contains("\"mine\""));
}

#[test]
fn a_product_behind_a_link_to_its_folder_is_read_once() {
    let folder = Folder::platform();
    let elsewhere = Folder::empty();
    elsewhere.write("returns/floe.yaml", spec("returns"));
    symlink(elsewhere.path("returns"), folder.path("linked")).unwrap();
    symlink(folder.path("orders"), folder.path("a-link")).unwrap();
    symlink(folder.path(""), folder.path("around")).unwrap();
    symlink("nowhere", folder.path("broken")).unwrap();
    compiles(&folder, "", &["orders", "returns"]);
    assert!(!folder.text("dist/index.json").contains("a-link"));
    fs::create_dir(folder.path("gone")).unwrap();
    symlink("nowhere", folder.path("gone/floe.yaml")).unwrap();
    folder.run("platform compile").refused(3, "COMMAND_INPUT_MISSING");
}

#[test]
fn files_that_people_could_take_for_inputs_are_named() {
    let folder = Folder::platform();
    for (path, text) in [("a/floe.yml", spec("a")), ("b/Floe.yaml", spec("b")), ("c/Manifest.yml", MANIFEST.to_owned())]
    {
        folder.write(path, text);
    }
    folder.write("floe.lock", "{}");
    folder.write("orders/datacontract.yaml", "{}");
    let said = [
        "left out a/floe.yml: the name of the document is floe.yaml",
        "left out b/Floe.yaml: the name of the document is floe.yaml",
        "left out c/Manifest.yml: the name of the document is manifest.yaml",
        "left out floe.lock, which no command reads yet",
        "left out orders/datacontract.yaml, which no command reads yet",
    ];
    compiles(&folder, "", &["orders"]).says(&said);
    folder
        .run("platform compile manifest.yaml")
        .refused(3, "COMMAND_INPUT_UNREADABLE")
        .says(&["give the folder, which is `.`"]);
}

#[test]
fn a_folder_with_a_product_and_no_manifest_is_that_product_and_a_platform_needs_no_products() {
    let folder = Folder::empty();
    folder.write("platform.yaml", MANIFEST);
    folder.write("a/floe.yaml", spec_for("a", "../platform.yaml"));
    folder.write("a/b/floe.yaml", spec("b"));
    compiles(&folder, " a", &["a"]);
    folder.write("alone/manifest.yaml", MANIFEST);
    let run = folder.run("platform compile alone");
    run.digest();
    run.says(&["no floe.yaml was found"]);
}

#[test]
fn one_product_of_a_platform_has_no_chart_may_read_others_and_does_not_replace_the_platform() {
    let folder = Folder::platform();
    let reader = format!(
        "{}inputPorts:\n  - {{name: x, product: elsewhere, port: orders}}\n",
        spec_for("b", "../manifest.yaml")
    );
    folder.write("b/floe.yaml", reader);
    let run = folder.run("platform compile b");
    run.digest();
    run.says(&["1 product of platform", "the chart belongs to the whole platform"]);
    assert!(!folder.path("dist/platform.json").exists() && !folder.path("dist/charts").exists());
    assert!(folder.path("dist/products/b/compiled_artifacts.json").exists());

    folder.write("b/floe.yaml", spec_for("b", "../manifest.yaml"));
    folder.run("platform compile").digest();
    let chart = folder.text("dist/index.json");
    folder.run("platform compile b").refused(1, "COMMAND_OUTPUT_FOREIGN").says(&["holds a whole platform"]);
    assert_eq!(folder.text("dist/index.json"), chart);
}

#[test]
fn inputs_that_are_not_there_or_are_something_else_are_named_and_end_with_3() {
    let empty = Folder::empty();
    empty.write("shop/floe.yaml", spec("a"));
    empty.write("near/manifest.yml", MANIFEST);
    let missing = Folder::platform();
    missing.write("b/floe.yaml", spec_for("b", "../nowhere.yaml"));
    let dangling = Folder::platform();
    symlink("nowhere", dangling.path("orders/dbt_project.yml")).unwrap();
    let other = Folder::platform();
    for folder in ["b/floe.yaml", "orders/dbt_project.yml", "c/manifest.yaml"] {
        fs::create_dir_all(other.path(folder)).unwrap();
    }
    let cases: [(_, _, _, &[&str]); 11] = [
        (&empty, "", "MANIFEST_MISSING", &["['manifest.yaml', 'floe.yaml']"]),
        (&empty, " shop", "MANIFEST_MISSING", &["'shop/manifest.yaml'"]),
        (&empty, " near", "MANIFEST_MISSING", &["rename near/manifest.yml to manifest.yaml"]),
        (&missing, " nowhere", "INPUT_MISSING", &["nowhere"]),
        (&missing, " --manifest nowhere.yaml", "INPUT_MISSING", &["nowhere.yaml"]),
        (&missing, "", "INPUT_MISSING", &["b/floe.yaml:6:22", "`nowhere.yaml`"]),
        (&dangling, "", "INPUT_MISSING", &["orders/dbt_project.yml"]),
        (&other, " manifest.yaml", "INPUT_UNREADABLE", &["manifest.yaml"]),
        (&other, " --manifest orders", "INPUT_UNREADABLE", &["orders"]),
        (&other, "", "INPUT_UNREADABLE", &["`b/floe.yaml`", "`orders/dbt_project.yml`"]),
        (&other, " c", "INPUT_UNREADABLE", &["c/manifest.yaml"]),
    ];
    for (folder, arguments, code, said) in cases {
        let run = folder.run(&format!("platform compile{arguments}"));
        run.refused(3, &format!("COMMAND_{code}")).says(said);
        assert!(!folder.path("dist").exists());
    }
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
fn a_folder_in_place_of_a_manifest_is_answered_with_the_manifest_in_the_folder() {
    for reference in ["''", ".", "..", "../orders"] {
        let folder = Folder::platform();
        let spec = folder.text("orders/floe.yaml");
        fs::write(folder.path("orders/floe.yaml"), format!("{spec}platform: {{manifest: {reference}}}\n")).unwrap();
        let run = folder.run("platform compile");
        run.refused(3, "COMMAND_INPUT_UNREADABLE").says(&["name the manifest in the folder"]);
    }
    let run = Folder::platform().run("platform compile --manifest orders");
    run.refused(3, "COMMAND_INPUT_UNREADABLE").says(&["as in `orders/manifest.yaml`"]);
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    let folder = Folder::platform();
    fs::create_dir(folder.path("closed")).unwrap();
    let set = |path: &str, mode| fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).unwrap();
    set("closed", 0o555);
    let run = as_somebody(&folder, &["platform", "compile", "--out", "closed/dist"]);
    run.refused(1, "COMMAND_OUTPUT_UNWRITABLE").says(&["`closed/dist` cannot be written: permission denied"]);
    for path in ["manifest.yaml", "orders"] {
        set(path, 0o000);
        let run = as_somebody(&folder, &["platform", "compile"]);
        let said = format!("`{path}` cannot be read: permission denied");
        run.refused(3, "COMMAND_INPUT_UNREADABLE").says(&[&said]);
    }
    set("orders", 0o755);
}
